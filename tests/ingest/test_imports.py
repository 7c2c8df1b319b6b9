"""The trial and what comes of it: cell by cell, nothing written before, one entry after, nothing the second time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from danvan.audit.models import AuditEntry
from danvan.common.errors import NotAllowed, OutOfSight, StaleVersion
from danvan.ingest.queries import faults_back, imports
from danvan.ingest.refusals import AlreadyEnded, NothingToRead, TooMany
from danvan.ingest.services import importing, taking
from danvan.ingest.services.staging import Awaited
from danvan.ingest.workbooks import writing
from danvan.organizations.actors import Actor
from danvan.reporting.models import Draft, Submission
from danvan.reporting.queries import forms
from danvan.reporting.services import entry
from danvan.reporting.services.entry import Typed
from danvan.reporting.validation.rules import PART_OF
from danvan.reporting.vectors import Vector
from tests.ingest.workshop import TEAM, book, inputs, sheet_of, tables, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(cast, actors, now):
    """``send(content, …, who="officer")`` reads workbooks on trial."""

    def try_(*contents, who="officer", unit=None):
        given = [(f"tep-{number}.xlsx", content) for number, content in enumerate(contents)]
        return importing.try_workbooks(unit=unit or cast.commune, given=given, by=actors[who], at=now)

    return try_


@pytest.fixture
def take(actors, now):
    def take_(made, who="officer", version=0, work=taking.take_in):
        return work(import_id=made.pk, version=version, by=actors[who], at=now)

    return take_


def figure(round_, code="HN-01-01", what=TEAM):
    row = Draft.objects.get(submission__round=round_, submission__unit__code=code)
    layout = forms.layout(round_.form, round_.form_version.number)
    return Vector.unpack(row.cells)[layout.index[what]].value


def states(made):
    return list(made.sheets.order_by("pk").values_list("state", flat=True))


def reasons(made):
    return [fault["reason"] for row in made.sheets.order_by("pk") for fault in row.faults]


def test_a_trial_shows_old_and_new_and_writes_nothing(send, take, first_quarter):
    made = send(book(first_quarter, {TEAM: 7}, notes={TEAM: "Tăng do kế hoạch năm"}))
    (sheet,) = made.sheets.all()
    (change,) = sheet.changes
    assert (sheet.state, change["old"], change["new"], change["note"]) == (
        "ready",
        "",
        "7",
        "Tăng do kế hoạch năm",
    )
    assert change["cell"].startswith("D")
    assert not Draft.objects.exists()
    assert Submission.unscoped.get(pk=sheet.submission_id).state == "expected"


def test_taking_in_writes_a_draft_with_one_entry_of_the_log_and_doing_it_again_changes_nothing(
    send, take, first_quarter, cast
):
    content = book(first_quarter, {TEAM: 7}, notes={TEAM: "Tăng do kế hoạch năm"})
    made = send(content)
    before = AuditEntry.objects.filter(action__startswith="reporting.").count()
    assert take(made) == (1, 0)
    assert AuditEntry.objects.filter(action__startswith="reporting.").count() == before + 1
    assert AuditEntry.objects.filter(action="ingest.taken").count() == 1
    draft = Draft.objects.get()
    assert figure(first_quarter) == 7
    (note,) = [note for note in draft.notes.values() if note.get("note")]
    assert note == {"note": "Tăng do kế hoạch năm", "source": "imported"}
    again = send(content)
    assert states(again) == ["same"]
    assert take(again) == (0, 0)
    assert Draft.objects.get().revision == draft.revision
    with pytest.raises(AlreadyEnded):
        take(made, version=1)


def test_what_went_out_comes_back_without_a_change_whatever_the_report_holds(
    send, first_quarter, submission_of, sent
):
    sent(submission_of(first_quarter), **{TEAM: 12})
    (sheet,) = sheet_of(first_quarter, "HN-01-01")
    assert TEAM in inputs(sheet)
    assert states(send(writing.workbook([sheet]))) == ["same"]


def test_what_records_count_stays_counted_unless_somebody_types_over_it(send, take, first_quarter, actors):
    (sheet,) = sheet_of(first_quarter, "HN-01-01")
    (counted,) = [line for line in sheet.lines() if line.code == "dialogue.units.expected"] or [None]
    if counted is None:
        counted = next(line for line in sheet.lines() if line.note and line.value is not None)
    assert isinstance(counted.value, int)
    made = send(writing.workbook([typed(sheet, {counted.code: counted.value + 1})]))
    (change,) = made.sheets.get().changes
    assert (change["code"], change["old"], change["new"]) == (
        counted.code,
        str(counted.value),
        str(counted.value + 1),
    )
    take(made)
    assert figure(first_quarter, what=counted.code) == counted.value + 1
    assert take(made, version=1, work=taking.take_back) == (1, 0)
    assert states(send(writing.workbook([sheet]))) == ["same"], "it is counted again, not typed"


@pytest.mark.parametrize(
    ("text", "said"),
    [("ba", "ba"), (-3, "-3"), ("2,5", "2,5"), ("9" * 30, "9")],
    ids=["word", "below", "half", "huge"],
)
def test_a_figure_that_is_none_is_told_at_its_cell_and_handed_back(send, first_quarter, text, said):
    made = send(book(first_quarter, {TEAM: text}, notes={TEAM: "đừng mất"}))
    (sheet,) = made.sheets.all()
    assert sheet.state == "faulty"
    assert [fault["code"] for fault in sheet.faults] == [TEAM]
    files = list(made.files.all())
    rows = list(made.sheets.select_related("unit", "submission"))
    for row in rows:
        row.file = files[0]
    ((name, content),) = faults_back.workbooks(files, rows)
    assert name == "can-sua-tep-0.xlsx"
    found = tables(content)
    listed = found[writing.FAULTS][1]
    assert listed[0] == "HN-01-01"
    row = next(row for row in found["HN-01-01"] if row[0] == TEAM)
    assert said in row[3]
    assert row[4] == "đừng mất"
    assert listed[3] in row[7], "reason"
    assert listed[4] in row[7], "and remedy"
    # Mended in the workbook that came back, it is taken.
    mended = typed(sheet_of(first_quarter, "HN-01-01")[0], {TEAM: 3})
    assert states(send(writing.workbook([mended], [writing.Fault("x", "", "", "", "")]))) == ["ready"]


def test_rules_of_the_form_are_told_at_the_trial(send, first_quarter, layout):
    (sheet,) = sheet_of(first_quarter, "HN-01-01")
    part, whole = next(pair for pair in PART_OF if set(pair) <= set(inputs(sheet)))
    made = send(writing.workbook([typed(sheet, {part: 5, whole: 2})]))
    assert states(made) == ["faulty"]
    assert "5" in reasons(made)[0]
    assert "2" in reasons(made)[0]


def test_each_kind_of_wrong_form_gets_a_message_of_its_own(send, first_quarter, actors, now):
    good = book(first_quarter, {TEAM: 1})
    (sheet,) = sheet_of(first_quarter, "HN-01-01")

    def refused(content, awaited=None, who="officer"):
        trial = importing.look_at(given=[("x.xlsx", content)], by=actors[who], awaited=awaited or Awaited())
        (row,) = trial.sheets
        assert row.state == "refused"
        (fault,) = row.faults
        return fault["reason"]

    said = [
        refused(good, Awaited(frozenset({"HN-02-01"}), "HN-02-01")),
        refused(good, Awaited(period="2019-Q4")),
        refused(writing.workbook([replace(sheet, period="2031-Q1")])),
        refused(writing.workbook([replace(sheet, form="KHAC")])),
        refused(writing.workbook([replace(sheet, version=9)])),
        refused(writing.workbook([replace(sheet, unit="HN-02-01")])),
        refused(writing.workbook([replace(sheet, parts=[*sheet.parts, *sheet.parts])])),
    ]
    assert len(set(said)) == len(said), said
    assert "HN-02-01" in said[5]
    assert refused(good, who="outsider"), "another unit's form is out of sight"


def test_the_same_unit_twice_is_taken_once(send, first_quarter):
    made = send(book(first_quarter, {TEAM: 1}), book(first_quarter, {TEAM: 2}))
    assert states(made) == ["ready", "refused"]


def test_a_superior_sees_but_fills_in_only_for_units_outside_the_system(send, take, first_quarter, cast):
    content = book(first_quarter, {TEAM: 4}, "HN-01-02")
    assert states(send(content, who="consolidator", unit=cast.district)) == ["refused"]
    cast.units["HN-01-02"].reports_itself = False
    cast.units["HN-01-02"].save()
    made = send(content, who="consolidator", unit=cast.district)
    assert states(made) == ["ready"]
    assert take(made, who="consolidator") == (1, 0)
    assert figure(first_quarter, "HN-01-02") == 4


def test_many_units_cost_no_more_queries_than_few(actors, first_quarter, django_assert_max_num_queries):
    sheets = sheet_of(first_quarter, "HN-01", "HN-01-01", "HN-01-02", "HN-02", "HN-02-01", "HN-02-02", "HN")
    content = writing.workbook([typed(sheet, {TEAM: 2}) for sheet in sheets])
    with django_assert_max_num_queries(40):
        trial = importing.look_at(given=[("x.xlsx", content)], by=actors["city_consolidator"])
    assert len(trial.sheets) == 7
    with django_assert_max_num_queries(40):
        importing.look_at(given=[("x.xlsx", writing.workbook(sheets[:1]))], by=actors["city_consolidator"])


def test_progress_is_told_to_the_end(actors, first_quarter):
    told = []
    given = [(f"{code}.xlsx", book(first_quarter, {TEAM: 1}, code)) for code in ("HN-01-01", "HN-01-02")]
    importing.look_at(given=given, by=None, progress=lambda done, all_: told.append(done / all_))
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_cell_changed_meanwhile_is_not_typed_over(send, take, first_quarter, submission_of, actors, now):
    made = send(book(first_quarter, {TEAM: 7}))
    entry.save_cells(
        submission_id=submission_of(first_quarter).pk,
        typed={TEAM: Typed("9", 0)},
        by=actors["officer"],
        at=now,
    )
    assert take(made) == (0, 1)
    assert figure(first_quarter) == 9
    assert states(made) == ["refused"]
    assert "9" in reasons(made)[0]


def test_taking_back_restores_what_stood_there_unless_it_changed_since(
    send, take, first_quarter, submission_of, actors, now
):
    row = submission_of(first_quarter)
    by = actors["officer"]
    entry.save_cells(submission_id=row.pk, typed={TEAM: Typed("5", 0)}, by=by, at=now)
    entry.save_note(submission_id=row.pk, code=TEAM, note="cũ", by=by, at=now)
    made = send(book(first_quarter, {TEAM: 7}, notes={TEAM: "mới"}))
    take(made)
    assert take(made, version=1, work=taking.take_back) == (1, 0)
    assert figure(first_quarter) == 5
    assert [note["note"] for note in Draft.objects.get().notes.values() if "note" in note] == ["cũ"]
    made.refresh_from_db()
    assert made.state == "undone"
    later = send(book(first_quarter, {TEAM: 8}))
    take(later)
    seen = entry.revisions(row.pk)[TEAM]
    entry.save_cells(submission_id=row.pk, typed={TEAM: Typed("10", seen)}, by=by, at=now)
    assert take(later, version=1, work=taking.take_back) == (0, 1)
    assert figure(first_quarter) == 10
    assert states(later) == ["taken"]


def test_dropping_ends_an_import_and_old_pages_are_told(send, take, first_quarter, actors, now):
    made = send(book(first_quarter, {TEAM: 7}))
    with pytest.raises(StaleVersion):
        take(made, version=5)
    taking.discard(import_id=made.pk, version=0, by=actors["officer"], at=now)
    with pytest.raises(AlreadyEnded):
        take(made, version=1)
    assert not Draft.objects.exists()


def test_who_may_not_is_told_and_who_does_not_see_finds_nothing(send, take, first_quarter, cast, actors):
    made = send(book(first_quarter, {TEAM: 7}))
    for who in ("leader", "consolidator", "auditor"):
        with pytest.raises(NotAllowed):
            take(made, who=who)
    with pytest.raises(OutOfSight):
        take(made, who="outsider")
    with pytest.raises(NotAllowed):
        send(book(first_quarter, {TEAM: 7}), who="leader", unit=cast.city)
    with pytest.raises(OutOfSight):
        imports.find(actors["outsider"], made.pk)


def test_a_colleague_sees_only_the_sheets_of_reports_in_sight(first_quarter, cast, actors, now):
    content = writing.workbook(
        [typed(one, {TEAM: 3}) for one in sheet_of(first_quarter, "HN-01", "HN-01-01")]
    )
    made = importing.try_workbooks(unit=cast.commune, given=[("x.xlsx", content)], by=_both(actors), at=now)
    assert {row.unit.code for row in imports.sheets_of(_both(actors), made)} == {"HN-01", "HN-01-01"}
    assert {row.unit.code for row in imports.sheets_of(actors["officer"], made)} == {"HN-01-01"}


def _both(actors):
    one, two = actors["officer"], actors["consolidator"]
    return Actor(one.user_id, one.name, one.on, (*one.grants, *two.grants))


def test_files_that_are_no_forms_are_told_and_the_others_read(send, first_quarter):
    made = send(b"PK\x03\x04 broken", book(first_quarter, {TEAM: 7}), writing.workbook([]))
    assert [bool(file.fault) for file in made.files.all()] == [True, False, True]
    assert states(made) == ["ready"]


def _zip(*names, body=b"x"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, body)
    return file.getvalue()


def test_an_archive_is_unpacked_within_bounds(monkeypatch):
    found = importing.unpacked("a.zip", _zip("a/b.xlsx", "~$b.xlsx", "doc.txt", "__x.xlsx"), (".xlsx",))
    assert found == [("b.xlsx", b"x")]
    assert importing.unpacked("b.xlsx", b"y", (".xlsx",)) == [("b.xlsx", b"y")]
    with pytest.raises(NothingToRead):
        importing.unpacked("a.zip", _zip("doc.txt"), (".xlsx",))
    with pytest.raises(NothingToRead):
        importing.unpacked("a.zip", b"no archive", (".xlsx",))
    with pytest.raises(NothingToRead):
        importing.unpacked("a.zip", _zip("a.xlsx", body=b"long" * 99)[:-60], (".xlsx",))
    monkeypatch.setattr(importing, "MOST_FILES", 1)
    with pytest.raises(TooMany):
        importing.unpacked("a.zip", _zip("a.xlsx", "b.xlsx"), (".xlsx",))
    monkeypatch.setattr(importing, "MOST_BYTES", 3)
    with pytest.raises(TooMany):
        importing.unpacked("a.zip", _zip("a.xlsx", body=b"1234"), (".xlsx",))
