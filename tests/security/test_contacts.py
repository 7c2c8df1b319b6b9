"""
A hundred ways to reach a sender, planted; then every door of the house is opened as everybody, by every method, and what
the house writes down by itself is searched: rows, log, messages, letters, files, cache and the server's own log.

The doors are those of `tests.architecture.access`, which a test keeps complete: a new address is searched by itself.
"""

import io
import logging
import secrets
import zipfile
from dataclasses import asdict

import pytest
from django.conf import settings as house
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from danvan.audit.models import AuditEntry
from danvan.notifications.models import Delivery, Letter, Message
from danvan.notifications.services import sending
from danvan.petitions import public, services, vault
from danvan.petitions.measures import MEASURES
from danvan.petitions.models import Petition, SenderNotice
from danvan.petitions.shapes import Contact
from tests.architecture import access
from tests.petitions.test_sealing import dump
from tests.security.crawling import addresses, body_of

pytestmark = pytest.mark.slow
CASES = 25
PEOPLE = ("anonymous", *[name for name in access.PEOPLE if name != "anonymous"])
# Three see all kinds of pages; the others, who see fewer of them, go round in the long run.
OFTEN = ("anonymous", "officer", "city_consolidator")
ROUNDS = [one if one in OFTEN else pytest.param(one, marks=pytest.mark.long) for one in PEOPLE]
# The one door that shows a contact: to the unit in charge, for a purpose, with an entry in the log.
SHOWS = {("petitions:contact", "POST", "officer")}


def mark(number):
    return f"qx{number:03d}vzk"


def who(case):
    name, phone, email, street = (mark(case * 4 + part) for part in range(4))
    return Contact(name, phone, f"{email}@example.vn", street)


MARKS = [mark(number) for number in range(CASES * 4)]


def found(content):
    """Markers in bytes or text, also inside a workbook or a Word file."""
    content = content.encode() if isinstance(content, str) else bytes(content)
    hits = {one for one in MARKS if one.encode() in content.lower()}
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                hits |= found(archive.read(name)) | found(name)
    return hits


def close_in(row, contact):
    row.contact = vault.of(row).seal_json(vault.CONTACT, "contact", asdict(contact))
    Petition.unscoped.filter(pk=row.pk).update(contact=row.contact)


@pytest.fixture
def planted(standing, settings):
    """Every case of the standing city has a planted sender, and twenty-three more of the commune at many stages."""
    settings.NOTIFICATION_CHANNELS = {
        "mail": "danvan.notifications.channels.mail.Mail", "sms": "danvan.notifications.channels.folder.Folder",
    }  # fmt: skip
    close_in(standing.voices["petition"], who(0))
    close_in(standing.voices["district_petition"], who(1))
    officer, at = standing.actor("officer"), standing.at
    rows = []
    for case in range(2, CASES):
        told = public.send(
            gate="feedback", kind="feedback", text=f"Rãnh thoát nước trước trường tắc, lần {case}.", topic="drainage",
            place="HN-01-01", key=secrets.token_urlsafe(32), at=at, contact=who(case), wants_public=case % 2 == 0,
            tells_by="mail" if case % 3 else "",
        )  # fmt: skip
        row = Petition.unscoped.get(reference=told.reference)
        row.code = told.code
        rows.append(row)
    say = {"by": officer, "at": at}
    for row in rows[:12]:
        services.write(petition=row, version=row.version, text="Đã xem xét.", to_sender=True, **say)
        row.version = Petition.unscoped.get(pk=row.pk).version
    services.join(petition=rows[1], version=rows[1].version, to=rows[0], **say)
    services.split(
        petition=rows[2], version=rows[2].version, texts=["Đèn đường hỏng."], topics_of=["traffic"], **say
    )
    services.extend(petition=rows[3], version=rows[3].version, reason="Cần khảo sát thêm.", **say)
    public.add_information(rows[4].code, text="Hôm nay vẫn ngập.", key=secrets.token_urlsafe(32), at=at)
    services.tell_senders()
    sending.deliver("w")
    return rows


def opened(person, standing):
    client = Client()
    if person != "anonymous":
        client.force_login(standing.cast[person])
    return client


@pytest.mark.parametrize("person", ROUNDS)
def test_no_door_by_any_method_shows_one(person, planted, standing, caplog):
    caplog.set_level(logging.DEBUG)
    client, leaks, knocked = opened(person, standing), [], 0
    for name in access.doors():
        for method in access.METHODS:
            if (name, method, person) in SHOWS:
                continue
            with transaction.atomic():
                answer = access.ask(client, name, method, standing)
                content = body_of(answer) + str(answer.headers).encode()
                transaction.set_rollback(True)
            knocked += 1
            leaks += [f"{method} {name}: {one}" for one in found(content)]
    assert leaks == [] and knocked > 2 * 200
    assert found(caplog.text) == set()


@pytest.mark.one_engine
@pytest.mark.parametrize("person", ["officer", "consolidator"])
def test_no_list_export_or_case_shows_one(person, planted, standing):
    client = opened(person, standing)
    # All who wrote, wrote to this commune.
    doors = list(addresses(standing, ("HN-01-01",)))
    doors += [
        reverse(f"petitions:{name}", args=[row.reference])
        for row in planted
        for name in ("case", "classify", "answer", "publish", "seal")
    ]
    doors += [f"{reverse('petitions:inbox')}?state=all&page={number}" for number in (1, 2)]
    leaks = [f"{where}: {one}" for where in doors for one in found(body_of(client.get(where)))]
    assert leaks == []


def test_the_door_that_shows_one_shows_it_to_the_unit_in_charge_only(planted, standing):
    where = reverse("petitions:contact", args=[planted[5].reference])
    assert len(found(body_of(opened("officer", standing).post(where, {"purpose": "ask"})))) == 4
    for person in PEOPLE:
        if person != "officer":
            assert found(body_of(opened(person, standing).post(where, {"purpose": "ask"}))) == set(), person


def test_nothing_the_house_writes_down_holds_one(planted, standing, caplog):
    caplog.set_level(logging.DEBUG)
    assert SenderNotice.objects.filter(state="sent").exists() and Message.objects.exists()
    assert found(dump()) == set(), "tables"
    assert found("".join(bytes(entry.body).decode() for entry in AuditEntry.objects.all())) == set()
    rows = [
        *Message.objects.values(),
        *Delivery.objects.values(),
        *Letter.objects.values(),
        *SenderNotice.objects.values(),
    ]
    assert found(str(rows)) == set()
    files = [path for path in house.HOME.rglob("*") if path.is_file()]
    assert files and [str(path) for path in files if found(path.read_bytes()) or found(path.name)] == []
    assert found(str(getattr(cache, "_cache", {}))) == set()
    assert found(caplog.text) == set()


def test_letters_hold_an_address_where_it_belongs_and_nowhere_else(planted):
    to_senders = [letter for letter in mail.outbox if found(" ".join(letter.to))]
    assert len(to_senders) >= 5
    for letter in mail.outbox:
        assert found(f"{letter.subject}\n{letter.body}\n{letter.extra_headers}") == set()
        assert len(found(" ".join(letter.recipients()))) <= 1, "one sender does not see another"


def test_what_crosses_the_public_door_and_the_measures_hold_none(planted, standing):
    for row in planted:
        assert found(repr(public.follow(row.code, at=standing.at))) == set()
    on = standing.at.date()
    assert found(repr(public.published(public.Filters(), on=on))) == set()
    units = [unit.pk for unit in standing.cast.units.values()]
    for name, measure in MEASURES.items():
        assert found(repr(measure(units, on.replace(month=1, day=1), on))) == set(), name


def test_the_search_finds_what_is_there():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", f"<w:t>{mark(7).upper()}</w:t>")
    assert found(packed.getvalue()) == {mark(7)} and found("không có gì") == set()
    assert len(set(MARKS)) == 100
