"""A hundred contacts planted; none stands on a page, in a list, an export, the log, a message or a log file."""

import logging
import secrets

import pytest
from django.db import connection
from django.urls import reverse

from danvan.audit.models import AuditEntry
from danvan.notifications.models import Message
from danvan.petitions import public
from danvan.petitions.measures import MEASURES
from danvan.petitions.models import Petition
from tests.petitions.conftest import TEXT

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
COUNT = 100


def mark(number):
    return f"Qx{number:03d}vzk"


@pytest.fixture
def planted(sent):
    codes = []
    for number in range(COUNT // 4):
        who = public.Contact(*(mark(number * 4 + part) for part in range(4)))
        codes.append(sent(contact=who, text=f"{TEXT} {number}", wants_public=True).code)
    return codes


def found(text):
    return [mark(number) for number in range(COUNT) if mark(number) in text]


def test_a_hundred_contact_markers_appear_nowhere_the_policy_says_no(planted, cast, client_for, now, caplog):
    caplog.set_level(logging.DEBUG)
    row = Petition.unscoped.order_by("pk").first()
    doors = [
        "inbox",
        "enter",
        "register",
        "routes",
        "reception",
        "reception_plan",
        "reception_record",
        "reception_posting",
    ]
    of_case = [
        "case",
        "classify",
        "hand_over",
        "extend",
        "decide",
        "answer",
        "split",
        "publish",
        "complaint",
        "seal",
    ]
    addresses = [reverse(f"petitions:{name}") for name in doors] + [reverse("petitions:inbox") + "?state=all"]
    addresses += [reverse(f"petitions:{name}", args=[row.reference]) for name in of_case]
    addresses += [
        reverse("organizations:unit", args=["HN-01-01"]),
        reverse("workspace:this_week"),
        reverse("audit:log"),
    ]
    for who in cast.people:
        desk = client_for(cast[who])
        for address in addresses:
            assert found(desk.get(address).content.decode()) == [], f"{who} {address}"
    for code in planted[:3]:
        assert found(str(public.follow(code, at=now))) == []
    assert found(str(public.published(public.Filters(), on=now.date()))) == []
    units = [unit.pk for unit in cast.units.values()]
    for name, measure in MEASURES.items():
        assert found(str(measure(units, now.date().replace(month=1, day=1), now.date()))) == [], name
    assert found("".join(bytes(entry.body).decode() for entry in AuditEntry.objects.all())) == []
    assert found("".join(f"{one.title} {one.text} {one.url}" for one in Message.objects.all())) == []
    assert found(caplog.text) == []


def test_the_stolen_database_shows_none_of_them(planted):
    stolen = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            stolen += [
                str(bytes(value) if isinstance(value, memoryview) else value)
                for line in cursor
                for value in line
            ]
    text = "".join(stolen)
    assert found(text) == [] and "tiểu học" not in text


def test_only_the_unit_in_charge_sees_one_contact_at_a_time(planted, cast, client_for):
    row = Petition.unscoped.order_by("pk").first()
    where = reverse("petitions:contact", args=[row.reference])
    assert len(found(client_for(cast["officer"]).post(where, {"purpose": "ask"}).content.decode())) == 4
    assert found(client_for(cast["consolidator"]).post(where, {"purpose": "ask"}).content.decode()) == []


def test_a_wrong_code_leaves_no_trace_of_itself(cast, now, caplog):
    caplog.set_level(logging.DEBUG)
    typed = "WRONG-" + secrets.token_hex(8)
    assert public.follow(typed, at=now) is None
    assert typed not in caplog.text
