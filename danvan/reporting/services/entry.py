"""Typing figures: cell by cell, many at once, with nobody's change lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.organizations.actors import Actor
from danvan.reporting import cells
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Draft, Submission
from danvan.reporting.queries import entry as entry_queries
from danvan.reporting.queries import forms
from danvan.reporting.refusals import BadNumber, CellConflict, TooMuch, WrongState
from danvan.reporting.services.access import Held, hold_for_entry
from danvan.reporting.vectors import Presence, Vector

LONGEST_NOTE = 500
EDITABLE = {Submission.State.EXPECTED, Submission.State.DRAFT, Submission.State.RETURNED}


@dataclass(frozen=True)
class Typed:
    """What was typed into a cell, and the revision of the cell it was typed over (0: never touched)."""

    text: str
    seen: int


@transaction.atomic
def save_cells(
    *, submission_id: int, typed: Mapping[str, Typed], by: Actor, at: datetime,
    beside: Mapping[str, Mapping[str, Any]] | None = None,
) -> Draft:  # fmt: skip
    """
    Save some cells of a draft, all or none; `beside` is what is said of a cell at once with its figure, as `save_note`
    takes it: `note`, `evidence`, `source`.

    :raises BadNumber: when a text is no number; :raises CellConflict: when somebody else changed a cell meanwhile
    :raises WrongState: when the report is sent, accepted or locked; :raises UnknownIndicator, TooMuch
    """
    held = hold_for_entry(submission_id, action="edit", by=by)
    layout = _layout(held)
    if len(typed) > len(layout.catalogue):
        raise TooMuch(_("More cells were sent than the form has. Paste one column of this form at a time."))
    draft = open_draft(held, layout, by=by, at=at)
    vector = Vector.unpack(draft.cells).resized(len(layout))
    wanted = {_index(layout, code): (code, entry) for code, entry in typed.items()}
    _refuse_conflicts(draft, vector, wanted, by)
    changes: dict[int, int | None | Presence] = {}
    for index, (code, entry) in wanted.items():
        cell = cells.read(layout.catalogue[code], entry.text)
        changes[index] = cell.value if cell.presence is Presence.VALUE else cell.presence
    said = {_index(layout, code): entry for code, entry in (beside or {}).items()}
    return _write(held, layout, draft, vector, changes, by=by, at=at, beside=said)


@transaction.atomic
def fill_blanks_with_zero(*, submission_id: int, section: str | None, by: Actor, at: datetime) -> Draft:
    """Enter 0 (“không phát sinh”) in every blank cell of a section, or of the whole form, that nothing counts."""
    held = hold_for_entry(submission_id, action="edit", by=by)
    layout = _layout(held)
    draft = open_draft(held, layout, by=by, at=at)
    vector = Vector.unpack(draft.cells).resized(len(layout))
    wanted = {code for part in layout.sections if section in {None, part.title} for code in part.codes}
    totals = {total for total, _parts in layout.totals}
    # What records count is taken over when the report is sent; a typed 0 would contradict it.
    counted = entry_queries.counts(
        held.submission.round, held.submission.unit_id, layout, held.submission.level
    )
    blank = [
        index
        for index, code in enumerate(layout.codes)
        if code in wanted
        and index not in totals
        and index not in counted
        and vector[index].presence == Presence.BLANK
    ]
    return _write(held, layout, draft, vector, dict.fromkeys(blank, 0), by=by, at=at)


@transaction.atomic
def save_note(
    *, submission_id: int, code: str, by: Actor, at: datetime, note: str | None = None, follow: bool | None = None,
    waivers: Mapping[str, str] | None = None, evidence: list[str] | None = None, source: str | None = None,
) -> Draft:  # fmt: skip
    """
    Say something about a cell: a note, a follow-up mark, explanations for warnings (`waivers`, by rule), evidence (ids of
    stored files), or that its value is taken over from records (`source="measured"`).
    """
    held = hold_for_entry(submission_id, action="edit", by=by)
    layout = _layout(held)
    draft = open_draft(held, layout, by=by, at=at)
    key = str(_index(layout, code))
    entry = dict(draft.notes.get(key, {}))
    before = dict(entry)
    if note is not None:
        entry["note"] = note.strip()[:LONGEST_NOTE]
    if follow is not None:
        entry["follow"] = follow
    if waivers is not None:
        given = {rule: text.strip()[:LONGEST_NOTE] for rule, text in waivers.items()}
        entry["waivers"] = {**entry.get("waivers", {}), **given}
    if evidence is not None:
        entry["evidence"] = sorted({*entry.get("evidence", []), *evidence})
    if source is not None:
        entry["source"] = source
    draft.notes = {**draft.notes, key: {name: value for name, value in entry.items() if value}}
    draft.revision += 1
    draft.saved_at, draft.saved_by_id = at, by.user_id
    draft.save(update_fields=["notes", "revision", "saved_at", "saved_by"])
    _record(held, "reporting.note_saved", by, at, {code: before}, {code: draft.notes[key]})
    return draft


def open_draft(held: Held, layout: Layout, *, by: Actor, at: datetime) -> Draft:
    """The draft being typed; begun from what was returned, or from an empty form."""
    submission = held.submission
    if submission.state not in EDITABLE:
        raise WrongState(
            _("This report is %(state)s and cannot be typed into. Send a supplement with a reason instead.")
            % {"state": submission.get_state_display()}
        )
    draft = Draft.objects.select_for_update().filter(submission=submission).first()
    if draft is not None:
        return draft
    begun = submission.latest
    vector = Vector.unpack(begun.cells).resized(len(layout)) if begun else layout.empty(submission.level)
    return Draft.objects.create(
        submission=submission,
        cells=vector.pack(),
        notes=begun.notes if begun else {},
        saved_at=at,
        saved_by_id=by.user_id,
        on_behalf_by_id=held.on_behalf_by,
    )


def revisions(submission_id: int) -> dict[str, int]:
    """The revision of each cell of a draft, by indicator; what a typist has seen. Empty without a draft."""
    draft = Draft.objects.select_related("submission__round__form", "submission__round__form_version").filter(
        submission_id=submission_id
    )
    row = draft.first()
    if row is None:
        return {}
    round_ = row.submission.round
    codes = forms.layout(round_.form, round_.form_version.number).codes
    return {codes[int(index)]: revision for index, (revision, _who) in row.cell_revisions.items()}


def _layout(held: Held) -> Layout:
    round_ = held.submission.round
    return forms.layout(round_.form, round_.form_version.number)


def _index(layout: Layout, code: str) -> int:
    layout.catalogue[code]
    if code not in layout.index:
        name = layout.catalogue[code].name
        raise BadNumber(
            _("“%(name)s” is computed by the system and cannot be typed.") % {"name": name}, cell=code
        )
    return layout.index[code]


def _refuse_conflicts(
    draft: Draft, vector: Vector, wanted: Mapping[int, tuple[str, Typed]], by: Actor
) -> None:
    conflicts: dict[str, dict[str, Any]] = {}
    for index, (code, entry) in wanted.items():
        revision, who = draft.cell_revisions.get(str(index), [0, None])
        theirs = cells.show(vector[index])
        if revision != entry.seen and who != by.user_id and entry.text.strip() != theirs:
            conflicts[code] = {"yours": entry.text[:60], "theirs": theirs, "by": who, "revision": revision}
    if conflicts:
        first = next(iter(conflicts.values()))
        message = _(
            "Somebody else changed this cell first: it now says “%(theirs)s”, you typed “%(yours)s”. Choose one."
        )
        raise CellConflict(message % {"theirs": first["theirs"], "yours": first["yours"]}, cells=conflicts)


def _write(
    held, layout: Layout, draft: Draft, vector: Vector, changes, *, by: Actor, at: datetime,
    beside: Mapping[int, Mapping[str, Any]] | None = None,
) -> Draft:  # fmt: skip
    after = layout.with_totals(vector.replace(changes), held.submission.level)
    touched = sorted({*after.differences(vector), *changes})
    draft.revision += 1
    draft.cells = after.pack()
    draft.cell_revisions = {
        **draft.cell_revisions,
        **{str(index): [draft.revision, by.user_id] for index in touched},
    }
    notes = dict(draft.notes)
    for index in changes:
        # A typed number is typed, whatever stood there before.
        kept = {
            name: value
            for name, value in notes.get(str(index), {}).items()
            if name not in {"source", "records"}
        }
        notes[str(index)] = kept
    for index, entry in (beside or {}).items():
        notes[str(index)] = {**notes.get(str(index), {}), **_cut(entry)}
    draft.notes = {key: value for key, value in notes.items() if value}
    draft.saved_at, draft.saved_by_id = at, by.user_id
    draft.save(update_fields=["cells", "notes", "revision", "cell_revisions", "saved_at", "saved_by"])
    submission = held.submission
    if submission.state == Submission.State.EXPECTED:
        submission.state = Submission.State.DRAFT
        submission.version += 1
        submission.save(update_fields=["state", "version"])
    before = {layout.codes[index]: cells.in_words(vector[index]) for index in touched}
    now = {layout.codes[index]: cells.in_words(after[index]) for index in touched}
    _record(held, "reporting.cells_saved", by, at, before, now)
    return draft


def _cut(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**entry, "note": entry["note"].strip()[:LONGEST_NOTE]} if "note" in entry else dict(entry)


def _record(held: Held, action: str, by: Actor, at: datetime, before: Any, after: Any) -> None:
    audit.record(
        action,
        actor=by.user_id,
        at=at,
        target=("submission", str(held.submission.pk)),
        unit=held.submission.unit.code,
        before=before,
        after=after,
        on_behalf_of=held.grant.for_user,
    )
