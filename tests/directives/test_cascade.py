"""One document given along the tree: who gets it, how far they are, who is reminded, what is counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from danvan.audit.models import AuditEntry
from danvan.commitments import services as commitments
from danvan.common.errors import Incomplete, NotAllowed, OutOfSight
from danvan.directives import lateness, measures
from danvan.directives.models import Directive, DirectiveAssignment
from danvan.directives.queries import cascade
from danvan.directives.refusals import BadDay, ChangedSincePreview, NobodyChosen
from danvan.directives.services import carrying, cascading, reminding
from danvan.notifications.models import Message
from danvan.organizations.queries import actor_of, descendant_ids
from danvan.organizations.services.links import rebuild_links
from danvan.reporting import records
from tests.directives.city import DAY, Office
from tests.support.factories import make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ALL = ["HN", "HN-01", "HN-02", "HN-01-01", "HN-01-02", "HN-02-01", "HN-02-02"]


@pytest.fixture
def office(cast, at) -> Office:
    return Office(cast, at(2020, 3, 5))


@pytest.fixture
def paper(office) -> Directive:
    return office.issue(office.draft("HN"))


def rows(paper: Directive) -> dict[str, DirectiveAssignment]:
    found = DirectiveAssignment.unscoped.filter(directive=paper).select_related("unit")
    return {row.unit.code: row for row in found}


def test_all_at_once_with_few_queries_however_many_units(office, paper, django_assert_max_num_queries):
    for number in range(120):
        make_unit(f"HN-01-9{number:03}", parent=office.cast.district, linked=False)
    rebuild_links()
    ids = cascade_ids(office)
    with django_assert_max_num_queries(32):
        given = cascading.give(
            directive_id=paper.pk, giver=office.cast.city, unit_ids=ids,
            terms=cascading.Terms(plan_due_on=DAY), shown=cascading.mark(ids), by=office.city, at=office.at,
        )  # fmt: skip
    assert len(given.made) == len(ids) == 127
    assert AuditEntry.objects.filter(action="directives.given").count() == 127
    # Everybody who works in one of these units is told once; whoever gave it is not.
    told = Message.objects.filter(kind="directives.given").values_list("recipient__username", flat=True)
    assert sorted(told) == ["consolidator", "officer", "outsider"]
    with django_assert_max_num_queries(8):
        assert cascade.view(office.city, paper, DAY).total.given == 127


def cascade_ids(office: Office) -> list[int]:
    return sorted(descendant_ids(office.cast.city.pk, DAY))


def test_twice_gives_once_and_a_changed_preview_is_refused(office, paper):
    office.give(paper, ["HN-01"])
    again = office.give(paper, ["HN-01", "HN-01-01"])
    assert (len(again.made), len(again.passed_over)) == (1, 1)
    with pytest.raises(NobodyChosen):
        office.give(paper, ["HN-01"])
    with pytest.raises(ChangedSincePreview):
        cascading.give(
            directive_id=paper.pk, giver=office.cast.city, unit_ids=[office.cast.units["HN-02"].pk],
            terms=cascading.Terms(), shown="another", by=office.city, at=office.at,
        )  # fmt: skip
    with pytest.raises(BadDay):
        office.give(paper, ["HN-02"], plan_due_on=DAY + timedelta(days=9), report_due_on=DAY)


def test_a_district_passes_it_on_within_its_branch_only(office, paper):
    with pytest.raises(OutOfSight):
        office.give(paper, ["HN-01-01"], giver="HN-01", by=office.district)
    office.give(paper, ["HN-01"])
    with pytest.raises(Incomplete, match="Acknowledge"):
        office.give(paper, ["HN-01-01"], giver="HN-01", by=office.district)
    mine = rows(paper)["HN-01"]
    carrying.acknowledge(assignment_id=mine.pk, version=0, by=office.district, at=office.at)
    with pytest.raises(NotAllowed, match="branch"):
        office.give(paper, ["HN-02-01"], giver="HN-01", by=office.district)
    office.give(paper, ["HN-01-01"], giver="HN-01", by=office.district)
    below = rows(paper)["HN-01-01"]
    assert (below.part_of_id, below.given_by_id) == (mine.pk, office.cast.district.pk)


def test_who_was_given_it_sees_the_document_of_the_superior_and_nobody_else(office, paper):
    outsider = actor_of(office.cast["outsider"], DAY)
    office.give(paper, ["HN-01-01"])
    assert Directive.scoped(office.officer, "see").filter(pk=paper.pk).exists()
    assert not Directive.scoped(outsider, "see").filter(pk=paper.pk).exists()
    assert not DirectiveAssignment.scoped(outsider, "see").exists()
    assert not Directive.scoped(office.officer, "edit").filter(pk=paper.pk).exists()


def test_what_nobody_has_acknowledged_is_taken_back_on_the_same_day(office, paper):
    office.give(paper, ["HN-01", "HN-01-01"])
    carrying.acknowledge(assignment_id=rows(paper)["HN-01"].pk, version=0, by=office.district, at=office.at)
    same = {"directive_id": paper.pk, "giver": office.cast.city, "by": office.city}
    with pytest.raises(NobodyChosen):
        cascading.take_back(at=office.at + timedelta(days=1), **same)
    assert cascading.take_back(at=office.at, **same) == 1
    assert set(rows(paper)) == {"HN-01"}


def test_late_is_worked_out_from_the_days_and_the_same_in_both_ways(office, paper):
    office.give(paper, ALL, acknowledge_by=DAY + timedelta(days=2), plan_due_on=DAY + timedelta(days=5),
                report_due_on=DAY + timedelta(days=9))  # fmt: skip
    found = rows(paper)
    officer = {"by": office.officer, "at": office.at}
    carrying.acknowledge(assignment_id=found["HN-01-01"].pk, version=0, **officer)
    carrying.record_plan(
        assignment_id=found["HN-01-01"].pk, version=1, symbol="05-KH/ĐU", issued_on=DAY, file=None, **officer
    )
    carrying.acknowledge(assignment_id=found["HN-01"].pk, version=0, by=office.district, at=office.at)
    expected = {
        2: {},
        3: {"HN-01-02": "acknowledge"},
        6: {"HN-01": "plan", "HN-01-02": "acknowledge"},
        10: {"HN-01": "plan", "HN-01-01": "report", "HN-01-02": "acknowledge"},
    }
    for days, late in expected.items():
        on = DAY + timedelta(days=days)
        told = {
            code: lateness.late_with(row, on) for code, row in rows(paper).items() if code.startswith("HN-01")
        }
        assert {code: word for code, word in told.items() if word} == late
        counted = DirectiveAssignment.unscoped.filter(lateness.late(on)).count()
        assert counted == sum(bool(lateness.late_with(row, on)) for row in rows(paper).values())
        assert cascade.view(office.city, paper, on).total.late == counted


def test_the_picture_counts_by_branch_and_opens_downwards(office, paper):
    office.give(paper, ALL)
    carrying.acknowledge(assignment_id=rows(paper)["HN-01-01"].pk, version=0, by=office.officer, at=office.at)
    view = cascade.view(office.city, paper, DAY)
    told = {one.unit.code: (one.tally.given, one.tally.acknowledged, one.opens) for one in view.branches}
    assert told == {"HN": (1, 0, False), "HN-01": (3, 1, True), "HN-02": (3, 0, True)}
    assert (view.total.given, view.total.acknowledged) == (7, 1)
    assert {level: tally.given for level, tally in view.levels.items()} == {
        "city": 1,
        "district": 2,
        "commune": 4,
    }
    below = cascade.view(office.city, paper, DAY, office.cast.district)
    assert {one.unit.code for one in below.branches} == {"HN-01", "HN-01-01", "HN-01-02"}
    # A district sees its own branch of it, nothing beside.
    assert cascade.view(office.district, paper, DAY).total.given == 3


def test_each_unit_is_reminded_at_most_once_a_day(office, paper):
    office.give(paper, ALL)
    carrying.acknowledge(assignment_id=rows(paper)["HN-01-01"].pk, version=0, by=office.officer, at=office.at)
    missing = cascade.Chosen(missing="acknowledge")
    same = {"directive": paper, "text": "Đề nghị tiếp nhận", "by": office.city}
    assert reminding.remind(chosen=missing, at=office.at, **same) == 5
    assert rows(paper)["HN"].reminders == 0, "nobody reminds the own unit"
    with pytest.raises(NobodyChosen):
        reminding.remind(chosen=missing, at=office.at + timedelta(hours=5), **same)
    assert reminding.remind(chosen=cascade.Chosen(), at=office.at + timedelta(hours=5), **same) == 1
    assert reminding.remind(chosen=missing, at=office.at + timedelta(days=1), **same) == 5
    with pytest.raises(Incomplete):
        reminding.remind(
            directive=paper, chosen=missing, text=" ", by=office.city, at=office.at + timedelta(days=2)
        )


def test_several_units_of_one_person_are_acknowledged_together(office, paper):
    office.give(paper, ["HN-01", "HN-01-01"])
    own, foreign = rows(paper)["HN-01"].pk, rows(paper)["HN-01-01"].pk
    with pytest.raises(OutOfSight):
        carrying.acknowledge_many(assignment_ids=[own, foreign], by=office.district, at=office.at)
    assert carrying.acknowledge_many(assignment_ids=[own], by=office.district, at=office.at) == 1
    assert carrying.acknowledge_many(assignment_ids=[own], by=office.district, at=office.at) == 0


def test_what_reports_count_equals_the_records(office, paper):
    office.give(paper, ["HN-01", "HN-01-01"])
    row = rows(paper)["HN-01-01"]
    same = {"assignment_id": row.pk, "by": office.officer, "at": office.at}
    carrying.acknowledge(version=0, **same)
    carrying.record_plan(version=1, symbol="05-KH/ĐU", issued_on=DAY, file=None, **same)
    tasks = [
        carrying.add_task(
            version=version,
            text=f"Việc {version}",
            unit=office.cast.commune,
            due_on=DAY + timedelta(days=version),
            **same,
        )
        for version in (2, 3)
    ]
    commitments.report_done(
        commitment_id=tasks[0].pk, outcome="solved", note="Xong", proofs=[commitments.ProofGiven(text="Biên bản")],
        by=office.officer, at=office.at,
    )  # fmt: skip
    city, district, commune = (office.cast.units[code].pk for code in ("HN", "HN-01", "HN-01-01"))
    units, first, last = [city, district, commune], date(2020, 1, 1), date(2020, 3, 31)

    def counted(word: str, ends_on: date = last) -> dict[int, int]:
        told = measures.MEASURES[word](units, first, ends_on)
        return {unit: sum(proof[2] for proof in proofs) for unit, proofs in told.items()}

    assert counted("Directive.issued") == {city: 1}
    assert counted("Directive.issued", DAY - timedelta(days=1)) == {}
    assert counted("DirectiveAssignment") == {district: 1, commune: 1}
    assert counted("DirectiveAssignment.plan_issued") == {commune: 1}
    assert counted("DirectiveTask.due") == {commune: 2}
    assert counted("DirectiveTask.completed") == {commune: 1}
    assert set(records.stamps(units, last)) == set(units)
    # What came in from above is nobody's own document.
    office.register("HN", "290-QĐ/TW", date(2010, 2, 25))
    assert measures.issued(units, date(2010, 1, 1), last)[city][0][1].startswith("01-KH/BDVTU")
