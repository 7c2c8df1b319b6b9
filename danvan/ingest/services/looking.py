"""
One round's reports on a desk, and what a sheet would change in them: nothing is written here.

However many units are looked at, the number of queries stays the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from danvan.common.errors import DomainError
from danvan.ingest.models import StagedSheet
from danvan.ingest.queries import forms_out
from danvan.organizations.actors import Actor
from danvan.reporting import cells
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Draft, Round, Submission
from danvan.reporting.queries import forms
from danvan.reporting.services.entry import EDITABLE, LONGEST_NOTE
from danvan.reporting.validation import Context, check
from danvan.reporting.vectors import Cell, Presence, Vector

State = StagedSheet.State


@dataclass(frozen=True)
class Said:
    """
    What a cell of a workbook says: its text, the note beside it, and where it stands ("D12"). `computed`: by a formula
    instead of typed; `trouble` says why there is no value although the cell is not empty.
    """

    text: str
    where: str
    note: str = ""
    computed: bool = False
    trouble: str = ""


@dataclass
class Look:
    """What a look at one sheet found."""

    state: str
    changes: list[dict[str, Any]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)
    # Cells that were computed by a formula instead of typed.
    computed: list[str] = field(default_factory=list)


class Desk:
    """
    The reports of some units in a round as they stand now: ``desk.rows[code]``, ``desk.look(row, said)``.

    `by` is whose sight and rights count; None looks at everything, for whoever runs the machine.
    """

    def __init__(self, round_: Round, units: Collection[str], by: Actor | None) -> None:
        self.round = round_
        self.layout: Layout = forms.layout(round_.form, round_.form_version.number)
        self.totals = {total for total, _parts in self.layout.totals}
        # Looked up once: a name is chosen by the language of the reader, cell by cell.
        self.names = {spec.code: spec.name for spec in self.layout.specs}
        seen = Submission.scoped(by, "see") if by else Submission.unscoped.all()
        found = seen.filter(round=round_, unit__code__in=units).select_related("unit", "latest")
        self.rows: dict[str, Submission] = {row.unit.code: row for row in found.order_by("unit__code")}
        drafts = Draft.objects.filter(submission__in=[row.pk for row in self.rows.values()])
        self.drafts: dict[int, Draft] = {row.submission_id: row for row in drafts}
        self._counted = forms_out.counted(round_, self.layout, [row.unit_id for row in self.rows.values()])
        self._open = self._open_to(by)

    def _open_to(self, by: Actor | None) -> set[int]:
        """Which reports may be typed into: the own ones, and those of units outside the system."""
        rows = self.rows.values()
        if by is None:
            return {row.pk for row in rows}
        own = set(Submission.scoped(by, "edit").filter(round=self.round).values_list("pk", flat=True))
        behalf = set(
            Submission.scoped(by, "submit_on_behalf").filter(round=self.round).values_list("pk", flat=True)
        )
        mine = by.unit_ids()
        return {
            row.pk
            for row in rows
            if (row.pk in own if row.unit_id in mine else row.pk in behalf and not row.unit.reports_itself)
        }

    def standing(self, row: Submission) -> tuple[Vector, dict[str, Any]]:
        """What stands in a report now, with what records count."""
        counted = self._counted.get(row.unit_id, {})
        return forms_out.current(self.layout, row, self.drafts.get(row.pk), counted)

    def typed_alone(self, row: Submission) -> Vector:
        """The same without what records count: what an undo types back."""
        return forms_out.current(self.layout, row, self.drafts.get(row.pk), {})[0]

    def revision(self, row: Submission, index: int) -> int:
        """The revision of a cell of the draft; 0 for one never touched."""
        draft = self.drafts.get(row.pk)
        return int(draft.cell_revisions.get(str(index), [0, None])[0]) if draft else 0

    def look(self, row: Submission, said: Mapping[str, Said], *, blank_means_blank: bool = True) -> Look:
        """
        What would change in a report, and what is wrong with it. With `blank_means_blank` an empty cell empties the
        figure (a form of ours that came back); without, it is passed over (a workbook of another layout).
        """
        look = Look(State.READY)
        before, notes = self.standing(row)
        now, alone = before.cells(), self.typed_alone(row).cells()
        changes: dict[int, int | None | Presence] = {}
        for code, cell in said.items():
            index, spec = self.layout.index.get(code), self.layout.catalogue.get(code)
            if index is None or spec is None or index in self.totals:
                continue
            if cell.trouble:
                remedy = _("Open the workbook in Excel and save it, or type the figure itself.")
                look.faults.append(fault(cell.trouble, remedy, code, self.names[code], cell))
                continue
            if cell.computed:
                look.computed.append(cell.where)
            try:
                read = cells.read(spec, cell.text)
            except DomainError as error:
                remedy = _("Enter a whole number such as 1250, or kad if it does not apply.")
                look.faults.append(fault(error.message, remedy, code, self.names[code], cell))
                continue
            if read.presence is Presence.BLANK and not blank_means_blank:
                continue
            note = "" if cell.note == forms_out.COUNTED else cell.note
            told = str(notes.get(str(index), {}).get("note", ""))
            if same(read, now[index]) and (not note or note == told):
                continue
            changes[index] = read.value if read.presence is Presence.VALUE else read.presence
            look.changes.append(
                {
                    "code": code, "name": self.names[code], "cell": cell.where, "old": cells.show(now[index]),
                    "new": cells.show(read), "typed": cell.text[:200], "note": note[:LONGEST_NOTE] if note != told else "",
                    "said": told, "back": cells.show(alone[index]), "seen": self.revision(row, index),
                }
            )  # fmt: skip
        self._rules(row, before.replace(changes) if changes else before, notes, said, look)
        look.state = self._state(row, look)
        return look

    def _rules(
        self, row: Submission, after: Vector, notes: dict[str, Any], said: Mapping[str, Said], look: Look
    ) -> None:
        """What the form's own rules call an error; warnings are for the page that sends the report."""
        context = Context(
            layout=self.layout, level=row.level, period=self.round.period,
            vector=self.layout.with_totals(after, row.level), notes=notes,
        )  # fmt: skip
        for finding in check(context):
            if finding.severity == "error" and finding.code in said:
                name = self.names[finding.code]
                remedy = _("Correct this cell or the ones it is compared with.")
                look.faults.append(fault(finding.message, remedy, finding.code, name, said[finding.code]))

    def _state(self, row: Submission, look: Look) -> str:
        if look.faults:
            return State.FAULTY
        if not look.changes:
            return State.SAME
        if row.state not in EDITABLE:
            reason = _("The report is %(state)s. Send a supplement with a reason instead.")
            look.faults.append(fault(reason % {"state": row.get_state_display()}))
            return State.REFUSED
        if row.pk not in self._open:
            look.faults.append(
                fault(
                    _("You may see this report but not enter its figures."),
                    _("Let the unit send it in itself."),
                )
            )
            return State.REFUSED
        return State.READY


def same(one: Cell, other: Cell) -> bool:
    """Whether two cells say the same; blank is blank however it came about."""
    return one == other or one.presence is Presence.BLANK is other.presence


def fault(
    reason: str, remedy: str = "", code: str = "", name: str = "", cell: Said | None = None
) -> dict[str, Any]:
    """One fault as it is kept: where, why, what to do, and what was typed so that it can be given back."""
    return {
        "code": code, "name": name, "cell": cell.where if cell else "", "reason": reason, "remedy": remedy,
        "typed": cell.text[:200] if cell else "", "note": cell.note[:LONGEST_NOTE] if cell else "",
    }  # fmt: skip


def rounds(asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Round]:
    """(form, period) -> the round, as far as there is one. One query."""
    wanted = set(asked)
    rows = Round.objects.select_related("form", "form_version").filter(
        form__code__in={form for form, _period in wanted},
        period_name__in={period for _form, period in wanted},
    )
    return {
        (row.form.code, row.period_name): row for row in rows if (row.form.code, row.period_name) in wanted
    }
