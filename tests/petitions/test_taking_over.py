"""A past case taken over leaves what the single services leave: the same rows, clocks, story, log and promise."""

import json
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from danvan.audit import services as audit
from danvan.audit.models import AuditEntry
from danvan.commitments.models import Commitment
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.petitions import public, services, vault
from danvan.petitions.errors import BadRow
from danvan.petitions.models import Answer, CaseKey, ComplaintFile, Event, HandOver, Petition, Publication
from danvan.petitions.queries import reading
from danvan.petitions.services import Draft, Matter, past
from danvan.petitions.services.bulk import take_over
from danvan.petitions.shapes import Contact
from danvan.reference.models import Clock, ClockEvent
from tests.petitions.conftest import DONE, FOUND, TEXT, fresh

pytestmark = pytest.mark.django_db

DRAFT = Draft("explained", FOUND, DONE, basis="KH 12")
CONTACT = Contact(phone="0912 000 000")
AGAIN = Draft(
    "explained", FOUND + " Kiểm tra lại tại hố ga số 7 phía cuối ngõ, nước đã rút hết.", "Đã thay thêm hai tấm đan và vét hố ga số 7.",
    basis="KH 12",
)  # fmt: skip
PROMISED = Draft(
    "promised", FOUND, DONE, promise="Thay toàn bộ tấm đan của rãnh", promised_on=date(2020, 5, 1)
)
SHOWN = {
    "title": "Rãnh tắc trước cổng trường",
    "text": "Rãnh thoát nước trước cổng trường bị tắc.",
    "answer": DONE,
}


def columns(row, *without):
    """A row's own values; ids, sealed boxes and what points to another row are compared apart."""
    left = {
        "id",
        "petition",
        "reference",
        "lookup",
        "contact",
        "content",
        "body",
        "clock",
        "taking",
        "file",
        "wrapped",
    }
    left |= {"commitment", "owner", "origin_ref", "origin_label", *without}
    return {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in left
    }


def told(case):
    """Everything that stands of a case, in plain values."""
    keys = vault.of(case)
    clocks = Clock.unscoped.filter(owner=case.reference).order_by("pk")
    log = AuditEntry.objects.filter(target_id=case.reference).order_by("seq")
    moved = AuditEntry.objects.filter(
        action="reference.clock_moved", target_id__in=[str(c.pk) for c in clocks]
    )
    return {
        "case": columns(case),
        "content": reading.content(case, keys),
        "contact": reading.contact(case, keys),
        "events": [(columns(row), reading.words(row, keys)) for row in Event.objects.filter(petition=case)],
        "answers": [
            (columns(row), reading.answer(row, keys)) for row in Answer.objects.filter(petition=case)
        ],
        "steps": [columns(row) for row in HandOver.objects.filter(petition=case)],
        "shown": [columns(row) for row in Publication.objects.filter(petition=case)],
        "keys": sorted(CaseKey.objects.filter(petition=case).values_list("part", "destroyed_at")),
        "clocks": [columns(row) for row in clocks],
        "current": [list(clocks).index(clock) for clock in (case.clock, case.taking) if clock],
        "wound": [columns(row) for clock in clocks for row in ClockEvent.objects.filter(clock=clock)],
        "complaint": [columns(row) for row in ComplaintFile.objects.filter(petition=case)],
        "stages": [
            columns(row) for file in ComplaintFile.objects.filter(petition=case) for row in file.steps.all()
        ],
        "log": [_said(row) for row in log],
        "moved": [_at_once(_said(row)) for row in moved],
    }


def _said(row):
    body = json.loads(bytes(row.body))
    about = {name: value for name, value in body.pop("about").items() if name not in ("seq", "target_id")}
    return about, {name: value for name, value in body.items() if name != "random"}


def _at_once(said):
    """The same moment in whichever time zone it was written."""
    about, body = said
    for facts in (body["before"], body["after"]):
        facts["due_at"] = datetime.fromisoformat(facts["due_at"]).astimezone(UTC)
    return about, body


def taken(cast, cases, at, by=None):
    return [
        (fresh(one.petition), one.code) for one in take_over(cases=cases, unit=cast.units["HN"], by=by, at=at)
    ]


@pytest.fixture
def letter(now):
    return Matter("feedback", TEXT, "drainage", contact=CONTACT, wants_public=True, received_at=now)


@pytest.fixture
def days(now):
    return [now + timedelta(days=n, hours=1) for n in range(40)]


class Single:
    """A case that goes through the services, act by act."""

    def __init__(self, matter, channel, by, unit, at):
        self.receipt = services.take_in(
            matter=matter, channel=channel, key=secrets.token_urlsafe(32), at=at, by=by, unit=unit
        )

    @property
    def row(self):
        return Petition.unscoped.get(reference=self.receipt.reference)

    def __call__(self, service, **given):
        return service(petition=self.row, version=self.row.version, **given)


SAID = {
    "decision": "own_authority",
    "kind": "feedback",
    "topic": "drainage",
    "place": None,
    "urgency": "normal",
}


def test_a_case_taken_over_is_one_that_went_through_the_services(cast, actors, now, days, letter):
    officer, commune = actors["officer"], cast.commune
    single = Single(letter, "letter", officer, commune, now)
    code = single.receipt.code
    services.mark_read(petition=single.row, by=officer, at=days[0])
    single(services.classify, **SAID, by=officer, at=days[1])
    single(services.answer, draft=DRAFT, by=officer, at=days[2])
    public.rate(code, score=2, settled=False, comment="Chưa xong", key=public.new_key(), at=days[3])
    public.reopen(code, reason="Nước vẫn tràn", key=public.new_key(), at=days[4])
    single(services.answer, draft=AGAIN, by=officer, at=days[5])
    services.close_settled(at=days[30])
    acts = [
        past.TakenUp(days[0], officer), past.Sorted(days[1], officer), past.Answered(days[2], officer, DRAFT),
        past.Rated(days[3], 2, False, "Chưa xong"), past.Reopened(days[4], "Nước vẫn tràn"),
        past.Answered(days[5], officer, AGAIN), past.Closed(days[30]),
    ]  # fmt: skip
    ((whole, code),) = taken(cast, [past.PastCase(letter, "letter", commune.pk, officer, acts)], days[31])
    assert whole.state == "closed" and told(whole) == told(single.row)
    assert public.follow(code, at=days[31]).reference == whole.reference
    assert audit.verify() == []


def test_handed_over_shown_and_promised_as_through_the_services(cast, actors, now, days, letter):
    here, there = actors["consolidator"], actors["outsider"]
    district, other = cast.units["HN-01"], cast.units["HN-02-01"]
    single = Single(letter, "counter", here, district, now)
    single(services.publish, **SHOWN, by=here, at=days[0])
    single(services.hand_over, to_unit=other, reason="Thuộc bên đó", by=here, at=days[1])
    single(services.answer, draft=PROMISED, by=there, at=days[2])
    acts = [
        past.Published(days[0], here, **SHOWN), past.HandedOver(days[1], here, other.pk, "Thuộc bên đó"),
        past.Answered(days[2], there, PROMISED),
    ]  # fmt: skip
    ((whole, _code),) = taken(cast, [past.PastCase(letter, "counter", district.pk, here, acts)], days[3])
    assert told(whole)["moved"] and told(whole) == told(single.row)
    promises = [
        Commitment.unscoped.get(origin_ref=f"petitions.Answer:{row.answers.get().pk}")
        for row in (single.row, whole)
    ]
    assert columns(promises[0], "version") == columns(promises[1], "version")


def test_a_complaint_and_a_case_sent_away_as_through_the_services(cast, actors, now, days):
    officer, commune = actors["officer"], cast.commune
    stages = [
        ("accepted", 1),
        ("verifying", 3),
        ("hearing", 9),
        ("decided", 12),
        ("in_force", 20),
        ("executed", 30),
    ]
    receipt = services.register(
        unit=commune, external_case_ref="12/KN", topic="land", received_on=now.date(), key=secrets.token_urlsafe(32),
        by=officer, at=now,
    )  # fmt: skip
    single = Petition.unscoped.get(reference=receipt.reference)
    for stage, day in stages:
        on = days[day].date()
        services.enter_stage(
            petition=fresh(single),
            version=fresh(single).version,
            stage=stage,
            on=on,
            by=officer,
            at=days[day],
        )
    lost = Single(Matter("feedback", TEXT, "drainage"), "phone", officer, commune, now)
    lost(
        services.classify,
        **(SAID | {"decision": "guided", "words": "Gửi cơ quan thuế"}),
        by=officer,
        at=days[2],
    )
    cases = [
        past.PastCase(
            Matter("complaint", "", "land", received_at=now), "letter", commune.pk, officer, outside="12/KN",
            acts=[past.Staged(days[day], officer, stage, days[day].date()) for stage, day in stages],
        ),
        past.PastCase(
            Matter("feedback", TEXT, "drainage", received_at=now), "phone", commune.pk, officer,
            [past.Sorted(days[2], officer, "guided", "Gửi cơ quan thuế")],
        ),
    ]  # fmt: skip
    (complaint, _), (guided, _) = taken(cast, cases, days[39])
    assert told(complaint) == told(fresh(single)) and complaint.state == "closed"
    assert told(guided) == told(lost.row)
    assert not CaseKey.objects.filter(petition=complaint).exists()


@pytest.mark.parametrize(
    ("given", "acts", "field"),
    [
        ({"topic": "nothing"}, [], "topic"),
        ({"text": " "}, [], "text"),
        ({"received_at": None}, [], "received_on"),
        ({}, [("Answered", 1, DRAFT), ("Sorted", 2)], None),
        ({}, [("Sorted", 2), ("Answered", 1, DRAFT)], "at"),
        ({}, [("Sorted", 39)], "at"),
        ({}, [("Answered", 1, Draft("solved", FOUND, DONE))], "no_proof"),
        ({}, [("Answered", 1, PROMISED), ("Closed", 30)], None),
    ],
)
def test_a_case_that_cannot_have_been_so_is_named_and_nothing_is_written(
    cast, actors, days, letter, given, acts, field
):
    officer = actors["officer"]
    lived = [
        getattr(past, kind)(days[day], officer, *more) if kind != "Closed" else past.Closed(days[day])
        for kind, day, *more in acts
    ]
    good = past.PastCase(letter, "letter", cast.commune.pk, officer)
    bad = past.PastCase(replace(letter, **given), "letter", cast.commune.pk, officer, lived)
    with pytest.raises(BadRow) as refused:
        taken(cast, [good, bad], days[35])
    assert refused.value.detail["row"] == 2 and refused.value.__cause__.detail.get("field") == field
    assert refused.value.__cause__.message in refused.value.message
    assert not Petition.unscoped.exists() and not Clock.unscoped.exists()


def test_who_takes_over_must_manage_the_units(cast, actors, now, letter):
    case = past.PastCase(letter, "letter", cast.commune.pk, actors["officer"])
    for who in ("officer", "outsider"):
        with pytest.raises((NotAllowed, OutOfSight)):
            taken(cast, [case], now, by=actors[who])
    (one,) = take_over(cases=[case], unit=cast.commune, by=actors["consolidator"], at=now)
    assert fresh(one.petition).state == "received"
