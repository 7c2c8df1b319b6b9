"""Senders who asked for it are told of every step, once, with number and link; their address stays in the vault."""

import json
import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from danvan.audit.models import AuditEntry
from danvan.notifications.models import Message
from danvan.petitions import public, services, vault
from danvan.petitions.errors import Incomplete
from danvan.petitions.models import Event, Petition, SenderNotice
from danvan.petitions.queries import reading
from danvan.petitions.services import posting
from tests.petitions.conftest import fresh
from tests.petitions.test_sealing import dump, named, recipient, sealed  # noqa: F401

pytestmark = pytest.mark.django_db
ADDRESS = "man.tran@example.vn"
WHO = public.Contact(name="Trần Thị Mận", phone="0912 345 678", email=ADDRESS)


@pytest.fixture(autouse=True)
def channels(settings):
    settings.NOTIFICATION_CHANNELS = {
        "mail": "danvan.notifications.channels.mail.Mail",
        "sms": "tests.petitions.test_telling_senders.Phone",
    }
    settings.SITE_ADDRESS = "https://dan-van.example"
    Phone.sent.clear()


class Phone:
    """A telephone channel that keeps what it would send."""

    sent: list = []

    def __init__(self, name):
        self.name = name

    def reaches(self, to):
        return bool(getattr(to, "phone", ""))

    def send(self, outgoing):
        self.sent.append((outgoing.recipient.phone, outgoing.subject, outgoing.body))


@pytest.fixture
def asked(sent):
    """A case whose sender wants to be told by e-mail."""
    told = sent(contact=WHO, tells_by="mail")
    row = Petition.unscoped.get(reference=told.reference)
    row.code = told.code
    return row


def step(row, actors, now, text="Đã chuyển đội thoát nước kiểm tra."):
    row = fresh(row)
    services.write(petition=row, version=row.version, text=text, to_sender=True, by=actors["officer"], at=now)


def later(minutes):
    SenderNotice.objects.filter(state="waiting").update(next_at=timezone.now() - timedelta(minutes=minutes))


def test_a_letter_says_number_and_link_and_nothing_else(asked, actors, now):
    step(asked, actors, now)
    assert services.tell_senders() == 1
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    said = f"{letter.subject}\n{letter.body}"
    assert asked.reference in said and "https://dan-van.example" + reverse("portal:follow") in said
    for hidden in ("Mận", "thoát nước", "đội", asked.code, asked.code.replace(" ", ""), "Phúc Xá"):
        assert hidden not in said


def test_what_the_sender_did_is_no_news_and_one_letter_tells_many_steps(asked, actors, now):
    public.add_information(asked.code, text="Hôm nay vẫn ngập.", key="k" * 24, at=now)
    assert not SenderNotice.objects.exists() and services.tell_senders() == 0
    step(asked, actors, now)
    step(asked, actors, now, "Đội đã đến.")
    assert services.tell_senders() == 1 and SenderNotice.objects.filter(state="sent").count() == 2


def test_never_twice_for_one_step(asked, actors, now):
    step(asked, actors, now)
    assert [services.tell_senders() for _look in range(3)] == [1, 0, 0]
    event = Event.objects.filter(petition=asked, to_sender=True).last()
    posting.shared._tell_sender(fresh(asked), event)
    assert services.tell_senders() == 0 and len(mail.outbox) == 1


def test_a_note_for_colleagues_is_no_news(asked, actors, now):
    row = fresh(asked)
    services.write(
        petition=row, version=row.version, text="nội bộ", to_sender=False, by=actors["officer"], at=now
    )
    assert services.tell_senders() == 0 and not SenderNotice.objects.exists()


def test_who_did_not_ask_is_not_told(case, actors, now):
    step(case, actors, now)
    assert not SenderNotice.objects.exists() and services.tell_senders() == 0 and mail.outbox == []


def test_the_address_is_in_no_row_and_every_use_of_it_is_in_the_log(asked, actors, now, caplog):
    caplog.set_level(logging.DEBUG)
    step(asked, actors, now)
    services.tell_senders()
    stolen = dump()
    for clear in (ADDRESS, "0912 345 678", "0912345678", "Mận"):
        assert clear.encode() not in stolen and clear not in caplog.text
    bodies = [json.loads(bytes(entry.body)) for entry in AuditEntry.objects.order_by("seq")]
    used = [body for body in bodies if body["about"]["action"] == "petitions.contact_used"]
    assert [body["after"] for body in used] == [{"channel": "mail"}] and used[0]["about"]["actor"] is None
    assert not Message.objects.filter(text__contains="@").exists()


def test_the_contact_is_opened_only_while_a_letter_goes(asked, actors, now, monkeypatch):
    opened, real = [], reading.contact

    def watched(row, case):
        opened.append(row.reference)
        return real(row, case)

    monkeypatch.setattr("danvan.petitions.queries.reading.contact", watched)
    step(asked, actors, now)
    assert opened == []
    services.tell_senders()
    assert opened == [asked.reference]
    services.tell_senders()
    assert opened == [asked.reference]


def test_without_an_entry_in_the_log_no_address_is_opened(asked, actors, now, monkeypatch):
    step(asked, actors, now)

    def broken(*given, **_more):
        raise RuntimeError("the log does not answer")

    monkeypatch.setattr("danvan.petitions.services.shared.log", broken)
    with pytest.raises(RuntimeError):
        services.tell_senders()
    assert mail.outbox == [] and SenderNotice.objects.get().state == "waiting"


def test_a_relay_that_is_away_is_tried_again_under_the_same_reference(
    asked, actors, now, monkeypatch, caplog
):
    def away(self, *given, **_more):
        raise ConnectionRefusedError(f"no route for {ADDRESS}")

    step(asked, actors, now)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", away)
        assert services.tell_senders() == 0
    row = SenderNotice.objects.get()
    assert (row.state, row.tries, row.problem) == ("waiting", 1, "ConnectionRefusedError")
    assert ADDRESS not in caplog.text
    assert services.tell_senders() == 0, "it waits before it tries again"
    later(1)
    assert services.tell_senders() == 1
    assert str(row.reference) in mail.outbox[0].extra_headers["Message-ID"]


def test_a_worker_that_died_gives_its_letter_back(asked, actors, now):
    step(asked, actors, now)
    posting._claim(timezone.now())
    assert services.tell_senders() == 0
    SenderNotice.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert services.tell_senders() == 1 and len(mail.outbox) == 1


def test_it_is_given_up_after_a_week(asked, actors, now, monkeypatch):
    def away(self, *given, **_more):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    step(asked, actors, now)
    for _try in range(len(posting.BACK_OFF) + 1):
        later(1)
        services.tell_senders()
    assert SenderNotice.objects.get().state == "failed"


def test_by_telephone_it_is_one_line(sent, actors, now):
    told = sent(contact=WHO, tells_by="sms")
    step(Petition.unscoped.get(reference=told.reference), actors, now)
    assert services.tell_senders() == 1
    ((phone, _subject, body),) = Phone.sent
    assert phone == "0912345678" and told.reference in body and "\n" not in body and len(body) < 160


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"tells_by": "mail", "contact": public.Contact(name="A", email="không phải thư")}, "email"),
        ({"tells_by": "mail", "contact": public.Contact()}, "email"),
        ({"tells_by": "sms", "contact": public.Contact(phone="12")}, "phone"),
        ({"tells_by": "zalo", "contact": WHO}, "tells_by"),
    ],
)
def test_without_an_address_for_it_nothing_is_taken_in(sent, given, field):
    with pytest.raises(Incomplete) as refusal:
        sent(**given)
    assert refusal.value.detail["field"] == field and not Petition.unscoped.exists()


def test_a_channel_that_only_writes_files_is_not_offered_to_residents(settings, now):
    assert [name for name, _label in public.options(now.date()).tellings] == ["mail", "sms"]
    settings.NOTIFICATION_CHANNELS = {"mail": settings.FOLDER_CHANNEL}
    assert public.options(now.date()).tellings == ()


def test_the_sender_ends_it_on_the_page(asked, actors, now, client):
    step(asked, actors, now)
    page = client.post(reverse("portal:follow"), {"code": asked.code})
    assert f'action="{reverse("portal:act", args=["thoi-bao"])}"' in page.content.decode()
    page = client.post(reverse("portal:act", args=["thoi-bao"]), {"code": asked.code})
    assert page.status_code == 200
    assert f'action="{reverse("portal:act", args=["thoi-bao"])}"' not in page.content.decode()
    assert fresh(asked).tells_by == "" and not SenderNotice.objects.exists()
    assert services.tell_senders() == 0 and mail.outbox == []


def test_senders_of_joined_matters_are_told_as_well(asked, sent, actors, now):
    other = Petition.unscoped.get(
        reference=sent(contact=WHO, tells_by="mail", text="Rãnh tắc, nước ngập.").reference
    )
    services.join(petition=other, version=other.version, to=fresh(asked), by=actors["officer"], at=now)
    services.tell_senders()
    mail.outbox.clear()
    step(asked, actors, now)
    assert services.tell_senders() == 2
    assert {one.subject[-9:] for one in mail.outbox} == {asked.reference, other.reference}


def test_parts_of_a_letter_are_told_apart(asked, actors, now):
    row = fresh(asked)
    (part,) = services.split(
        petition=row, version=row.version, texts=["Đèn đường hỏng."], topics_of=["traffic"],
        by=actors["officer"], at=now,
    )  # fmt: skip
    services.tell_senders()
    mail.outbox.clear()
    step(part, actors, now)
    services.tell_senders()
    assert [one.subject[-9:] for one in mail.outbox] == [part.reference]


def test_what_is_sealed_is_told_to_nobody(asked, recipient, actors, now):  # noqa: F811
    step(asked, actors, now)
    sealed(fresh(asked), actors, now)
    assert services.tell_senders() == 0 and mail.outbox == [] and not SenderNotice.objects.exists()
    assert fresh(asked).tells_by == ""


def test_nobody_is_told_after_the_contact_is_destroyed(asked, actors, now):
    step(asked, actors, now)
    row = fresh(asked)
    vault.destroy(row, [vault.CONTACT], now)
    assert services.tell_senders() == 0 and fresh(asked).tells_by == ""


def test_the_database_refuses_a_second_notice_of_one_step(asked, actors, now):
    step(asked, actors, now)
    row = SenderNotice.objects.get()
    with pytest.raises(Exception, match="(?i)unique"), connection.cursor():
        SenderNotice.objects.create(petition=row.petition, event=row.event, next_at=timezone.now())


def test_the_whole_way_by_the_public_form(client, cast, now):
    form = {
        "cua": "feedback", "kind": "feedback", "text": "Rãnh thoát nước tắc.", "topic": "drainage", "place": "HN-01-01",
        "key": public.new_key(), "email": ADDRESS, "tells_by": "mail", "step": "preview",
    }  # fmt: skip
    page = client.get(reverse("portal:send"), {"cua": "feedback"}).content.decode()
    assert 'name="tells_by"' in page
    preview = client.post(reverse("portal:send"), form)
    assert 'name="tells_by" value="mail"' in preview.content.decode()
    done = client.post(reverse("portal:send"), form | {"step": "send", "public": "no"})
    assert done.status_code == 200 and Petition.unscoped.get().tells_by == "mail"
    wrong = client.post(
        reverse("portal:send"), form | {"step": "send", "public": "no", "email": "", "key": public.new_key()}
    )
    assert wrong.status_code == 422 and Petition.unscoped.count() == 1
