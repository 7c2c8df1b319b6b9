"""What was read on trial is taken in, taken back or discarded, as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import Conflict, DomainError, OutOfSight
from danvan.ingest.models import Import, StagedSheet
from danvan.ingest.refusals import AlreadyEnded
from danvan.ingest.services.looking import Desk, State, fault
from danvan.ingest.services.staging import Progress
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, save
from danvan.reporting import cells
from danvan.reporting.models import Round, Submission
from danvan.reporting.services import entry
from danvan.reporting.services.entry import Typed


@transaction.atomic
def take_in(
    *, import_id: int, version: int, by: Actor, at: datetime, progress: Progress | None = None
) -> tuple[int, int]:
    """
    Type what the ready sheets say into the reports of their units; each unit is all or nothing. Returns how many were
    taken in and how many were refused meanwhile, with the reason at the sheet.

    :raises AlreadyEnded: when it was taken in or discarded before; :raises StaleVersion
    """
    made = hold(Import, import_id, action="submit", by=by, version=version)
    _expect_open(made)
    rows = list(made.sheets.filter(state=State.READY).select_related("submission__round").order_by("pk"))
    taken, refused = _each(rows, State.TAKEN, _type, by, at, progress)
    _end(made, Import.State.TAKEN, by, at, {"taken": taken, "refused": refused})
    return taken, refused


@transaction.atomic
def take_back(*, import_id: int, version: int, by: Actor, at: datetime) -> tuple[int, int]:
    """
    Type back what stood in the reports before the import, unit by unit; a report that was sent or changed since is left
    as it is, with the reason at the sheet. Returns how many were taken back and how many were not.

    :raises AlreadyEnded: unless workbooks were taken in; :raises StaleVersion
    """
    made = hold(Import, import_id, action="submit", by=by, version=version)
    if made.state != Import.State.TAKEN or made.kind == Import.Kind.PROSE:
        raise AlreadyEnded(_("Nothing of this import can be taken back."))
    rows = list(made.sheets.filter(state=State.TAKEN).select_related("submission__round").order_by("pk"))
    undone, left = _each(rows, State.UNDONE, _type_back, by, at, None)
    if undone or not left:
        made.state = Import.State.UNDONE
    save(made, "state")
    _told(made, "ingest.undone", by, at, {"undone": undone, "left": left})
    return undone, left


Work = Callable[[Desk, StagedSheet, Actor, datetime], None]


def _each(
    rows: Sequence[StagedSheet], state: str, work: Work, by: Actor, at: datetime, progress: Progress | None
) -> tuple[int, int]:
    """Do something with every sheet, each all or nothing; how many it was done with, and how many were refused."""
    desks = {
        round_: Desk(round_, [row.unit.code for row in rows if row.unit and _round_of(row) == round_], by)
        for round_ in Round.objects.select_related("form", "form_version").filter(
            pk__in={_round_of(row).pk for row in rows}
        )
    }
    done = refused = 0
    for number, sheet in enumerate(rows, start=1):
        try:
            with transaction.atomic():
                work(desks[_round_of(sheet)], sheet, by, at)
            sheet.state, sheet.faults = state, []
            done += 1
        except DomainError as refusal:
            # What was taken in and cannot be taken back stays taken in.
            sheet.state = State.REFUSED if state == State.TAKEN else sheet.state
            sheet.faults = [fault(refusal.message)]
            refused += 1
        sheet.save(update_fields=["state", "faults"])
        if progress:
            progress(number, len(rows))
    return done, refused


def _round_of(sheet: StagedSheet) -> Round:
    assert sheet.submission is not None
    return sheet.submission.round


def _type(desk: Desk, sheet: StagedSheet, by: Actor, at: datetime) -> None:
    """:raises Conflict: when the report says something else than the trial showed"""
    row = _in_sight(desk, sheet)
    _expect_same(desk, row, sheet, "old")
    typed = {change["code"]: Typed(change["typed"], change["seen"]) for change in sheet.changes}
    beside = {
        change["code"]: {"source": "imported"} | ({"note": change["note"]} if change["note"] else {})
        for change in sheet.changes
    }
    entry.save_cells(submission_id=row.pk, typed=typed, beside=beside, by=by, at=at)


def _type_back(desk: Desk, sheet: StagedSheet, by: Actor, at: datetime) -> None:
    """:raises Conflict: when the report says something else than what was taken in"""
    row = _in_sight(desk, sheet)
    _expect_same(desk, row, sheet, "new")
    index = desk.layout.index
    typed = {
        change["code"]: Typed(change["back"], desk.revision(row, index[change["code"]]))
        for change in sheet.changes
    }
    beside = {change["code"]: {"note": change["said"]} for change in sheet.changes if change["note"]}
    entry.save_cells(submission_id=row.pk, typed=typed, beside=beside, by=by, at=at)


def _in_sight(desk: Desk, sheet: StagedSheet) -> Submission:
    row = desk.rows.get(sheet.unit.code) if sheet.unit else None
    if row is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    return row


def _expect_same(desk: Desk, row: Submission, sheet: StagedSheet, which: str) -> None:
    vector, _notes = desk.standing(row)
    for change in sheet.changes:
        index = desk.layout.index.get(change["code"])
        now = cells.show(vector[index]) if index is not None else ""
        if now != change[which] and not (which == "new" and not change["new"]):
            raise Conflict(
                _("“%(name)s” says %(now)s now; when this was read it said %(then)s. Send the file again.")
                % {"name": change["name"], "now": now or "–", "then": change[which] or "–"}
            )


@transaction.atomic
def discard(*, import_id: int, version: int, by: Actor, at: datetime) -> None:
    made = hold(Import, import_id, action="edit", by=by, version=version)
    _expect_open(made)
    _end(made, Import.State.DISCARDED, by, at, {})


def _expect_open(made: Import) -> None:
    if made.state != Import.State.TRIED:
        raise AlreadyEnded(
            _("This import is %(state)s already. Send the files again for a new one.")
            % {"state": made.get_state_display()}
        )


def _end(made: Import, state: str, by: Actor, at: datetime, after: dict[str, int]) -> None:
    made.state, made.ended_at = state, at
    save(made, "state", "ended_at")
    _told(made, f"ingest.{state}", by, at, after)


def _told(made: Import, action: str, by: Actor, at: datetime, after: dict[str, int]) -> None:
    audit.record(
        action, actor=by.user_id, at=at, target=("import", str(made.pk)), unit=made.unit.code, after=after,
        on_behalf_of=getattr(made, "on_behalf_of", None),
    )  # fmt: skip
