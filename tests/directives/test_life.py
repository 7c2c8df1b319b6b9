"""A document from its draft to its end, what units do with it, and who may not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from danvan.audit.models import AuditEntry
from danvan.common.errors import Incomplete, NotAllowed, OutOfSight, StaleVersion, WrongState
from danvan.directives.models import Directive, DirectiveAssignment, DirectiveRelation
from danvan.directives.queries import graph
from danvan.directives.refusals import BadDay, Circle
from danvan.directives.services import carrying, documents, following, relations
from danvan.directives.symbols import BadSymbol
from danvan.organizations.queries import actor_of
from tests.directives.city import DAY, Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
State = Directive.State


@pytest.fixture
def office(cast, at) -> Office:
    return Office(cast, at(2020, 3, 5))


def test_a_document_is_drafted_signed_issued_and_ended(office):
    paper = office.draft("HN", title="Kế hoạch dân vận")
    assert (paper.state, paper.symbol, paper.number) == (State.DRAFT, "", None)
    with pytest.raises(WrongState):
        documents.issue(
            directive_id=paper.pk, version=0, issued_on=DAY, in_force_from=None, by=office.city, at=office.at
        )
    issued = office.issue(paper)
    assert (issued.symbol, issued.state, issued.in_force_from) == ("01-KH/BDVTU", State.IN_FORCE, DAY)
    again = office.issue(office.draft("HN"))
    assert again.symbol == "02-KH/BDVTU"
    with pytest.raises(Incomplete):
        documents.end(
            directive_id=issued.pk, version=issued.version, how="expired", ended_on=DAY, reason=" ", by=office.city,
            at=office.at,
        )  # fmt: skip
    ended = documents.end(
        directive_id=issued.pk, version=issued.version, how="closed_by_review", ended_on=DAY,
        reason="Báo cáo tổng kết 15-BC/BDVTU", by=office.city, at=office.at,
    )  # fmt: skip
    assert ended.state == State.REVIEWED
    told = (
        AuditEntry.objects.filter(action__startswith="directives.")
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert [word for word in told][:3] == ["directives.drafted", "directives.signed", "directives.issued"]


def test_it_comes_into_force_and_expires_by_the_day(office):
    paper = office.draft("HN", in_force_from=DAY + timedelta(days=5), in_force_to=DAY + timedelta(days=9))
    issued = office.issue(paper)
    assert issued.state == State.ISSUED
    for days, state in ((4, State.ISSUED), (5, State.IN_FORCE), (9, State.IN_FORCE), (10, State.EXPIRED)):
        following.follow_days(office.at + timedelta(days=days))
        issued.refresh_from_db()
        assert issued.state == state
    assert issued.ended_on == DAY + timedelta(days=9)
    assert following.follow_days(office.at + timedelta(days=30)) == 0


def test_what_came_in_keeps_its_number_and_is_registered_once(office):
    paper = office.register("HN", "290-QÐ/TW", date(2010, 2, 25))
    assert (paper.symbol, paper.number, paper.kind, paper.book_id) == ("290-QĐ/TW", 290, "QĐ", None)
    assert paper.state == State.IN_FORCE
    with pytest.raises(Incomplete, match="registered already"):
        office.register("HN", "290-QĐ/TW", date(2010, 2, 25))
    with pytest.raises(BadDay):
        office.register("HN", "12/QĐ-UBND", office.at.date() + timedelta(days=1))
    with pytest.raises(BadSymbol):
        office.register("HN", "QĐ 290", DAY)


def test_the_newer_one_ends_what_it_replaces(office):
    old, new = office.issue(office.draft("HN")), office.draft("HN")
    relations.relate(source_id=new.pk, target_id=old.pk, kind="replaces", by=office.city, at=office.at)
    old.refresh_from_db()
    assert old.state == State.IN_FORCE, "a draft replaces nothing yet"
    new.refresh_from_db()
    office.issue(new)
    old.refresh_from_db()
    assert (old.state, old.ended_on, old.end_reason) == (State.REPLACED, DAY, "Plan 02-KH/BDVTU")


def test_no_circle_however_long(office):
    first, second, third = (office.draft("HN") for _paper in range(3))
    relations.relate(source_id=second.pk, target_id=first.pk, kind="implements", by=office.city, at=office.at)
    relations.relate(source_id=third.pk, target_id=second.pk, kind="continues", by=office.city, at=office.at)
    for source, target in ((first, third), (first, second), (first, first)):
        with pytest.raises((Circle, Incomplete)):
            relations.relate(
                source_id=source.pk, target_id=target.pk, kind="implements", by=office.city, at=office.at
            )
    assert DirectiveRelation.objects.count() == 2
    picture = graph.around(office.city, second)
    heights = {node.directive.pk: node.y for node in picture.nodes}
    assert heights[first.pk] < heights[second.pk] < heights[third.pk]
    assert len(picture.edges) == 2


def test_an_older_document_does_not_rest_on_a_younger_one(office):
    old, new = (
        office.register("HN", "290-QĐ/TW", date(2010, 2, 25)),
        office.register("HN", "23-QĐ/TW", date(2019, 7, 30)),
    )
    with pytest.raises(Circle, match="younger"):
        relations.relate(source_id=old.pk, target_id=new.pk, kind="replaces", by=office.city, at=office.at)


def test_a_unit_acknowledges_plans_cuts_tasks_reports_and_is_closed(office):
    paper = office.issue(office.draft("HN"))
    office.give(paper, ["HN-01", "HN-01-01"])
    row = DirectiveAssignment.unscoped.get(directive=paper, unit=office.cast.commune)
    same = {"assignment_id": row.pk, "by": office.officer, "at": office.at}
    with pytest.raises(WrongState):
        carrying.record_plan(version=0, symbol="05-KH/ĐU", issued_on=DAY, file=None, **same)
    carrying.acknowledge(version=0, **same)
    with pytest.raises(StaleVersion):
        carrying.record_plan(version=0, symbol="05-KH/ĐU", issued_on=DAY, file=None, **same)
    with pytest.raises(Incomplete, match="plan"):
        carrying.report(version=1, text="Xong", reported_on=DAY, **same)
    row = carrying.record_plan(version=1, symbol="5-KH/ĐU", issued_on=DAY, file=None, **same)
    assert (row.plan_symbol, row.state) == ("05-KH/ĐU", "plan_issued")
    task = carrying.add_task(
        version=2, text="Đối thoại quý II", unit=office.cast.commune, due_on=DAY + timedelta(days=20), **same
    )
    assert (task.origin, task.origin_ref, task.asked_by_id) == ("directive", row.ref, office.cast.city.pk)
    assert task.verifier_id == office.cast.city.pk
    row.refresh_from_db()
    assert row.state == "in_progress"
    carrying.report(version=3, text="Đã tổ chức 3 hội nghị", reported_on=DAY, **same)
    giver = {"assignment_id": row.pk, "by": office.city, "at": office.at}
    with pytest.raises(NotAllowed):
        carrying.close(version=4, **(giver | {"by": office.officer}))
    with pytest.raises(OutOfSight):
        carrying.close(version=4, **(giver | {"by": actor_of(office.cast["outsider"], DAY)}))
    carrying.return_(version=4, reason="Thiếu số liệu", **giver)
    carrying.report(version=5, text="Đã tổ chức 3 hội nghị, 120 lượt người", reported_on=DAY, **same)
    closed = carrying.close(version=6, **giver)
    assert (closed.state, closed.closed_on) == ("closed", DAY)
    assert carrying.reopen(version=7, **giver).state == "reported"


def test_a_task_stays_in_the_branch(office):
    paper = office.issue(office.draft("HN"))
    office.give(paper, ["HN-01-01"])
    row = DirectiveAssignment.unscoped.get(directive=paper)
    carrying.acknowledge(assignment_id=row.pk, version=0, by=office.officer, at=office.at)
    with pytest.raises(NotAllowed):
        carrying.add_task(
            assignment_id=row.pk, version=1, text="Việc của nơi khác", unit=office.cast.units["HN-02-01"], due_on=DAY,
            by=office.officer, at=office.at,
        )  # fmt: skip


def test_the_database_keeps_the_promises_of_the_states(office):
    paper = office.issue(office.draft("HN"))
    for wrong in ({"symbol": ""}, {"number": None}, {"state": "expired"}, {"in_force_to": date(2019, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Directive.unscoped.filter(pk=paper.pk).update(**wrong)
    office.give(paper, ["HN-01-01"])
    for wrong in (
        {"state": "acknowledged"},
        {"state": "closed"},
        {"state": "returned"},
        {"state": "plan_issued"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DirectiveAssignment.unscoped.update(**wrong)


def test_somebody_else_neither_drafts_nor_issues_here(office):
    paper = office.draft("HN")
    with pytest.raises(OutOfSight):
        documents.sign(
            directive_id=paper.pk, version=0, signer="x", signed_on=DAY, by=office.officer, at=office.at
        )
    with pytest.raises(OutOfSight):
        office.draft("HN", by=office.officer)
