"""A unit's form as people see it: sections of rows, each with its earlier values, source, remarks and findings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from danvan.common.numbers import format_number
from danvan.reporting import cells
from danvan.reporting.catalogue import Spec
from danvan.reporting.figures import Number
from danvan.reporting.formulas import Ratio, Slice, Sum
from danvan.reporting.layouts import Layout
from danvan.reporting.measures import Record
from danvan.reporting.models import Submission
from danvan.reporting.queries import entry, peers
from danvan.reporting.validation import Context, Finding, Peers, check
from danvan.reporting.vectors import Presence, Vector

HIDDEN = "•"
QUIET_RULES = frozenset({"blank"})


@dataclass(frozen=True)
class Row:
    """
    One line of the form. `text` is the value as printed, `before` and `year_ago` the earlier ones, `was` the value of
    the version it is compared with where the two differ. `computed` rows have no cell to type into.
    """

    code: str
    name: str
    unit: str
    computed: bool
    part: bool
    text: str
    before: str = ""
    year_ago: str = ""
    was: str | None = None
    revision: int = 0
    source: str = ""
    measured: int | None = None
    records: Sequence[Record] = ()
    note: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    returned: Mapping[str, str] | None = None
    typed: str | None = None
    error: str = ""
    conflict: Mapping[str, Any] | None = None

    @property
    def entered(self) -> str:
        """What stands in the input: what was typed and not yet taken, else the value."""
        return self.typed if self.typed is not None else self.text

    @property
    def seen(self) -> str:
        """What the typist has before the eyes, sent back to tell a change from what was left alone."""
        return f"{self.revision}|{self.text}"

    @property
    def says(self) -> bool:
        """Whether a line stands under the row."""
        return bool(self.findings or self.returned or self.error or self.conflict or self.note.get("note"))

    @property
    def anchor(self) -> str:
        return f"cell-{self.code}"

    @property
    def taken_over(self) -> bool:
        """Whether the value is the records' count and nobody typed another."""
        return self.source == "measured"

    @property
    def evidence(self) -> list[str]:
        return list(self.note.get("evidence", ()))


@dataclass(frozen=True)
class SheetSection:
    title: str
    anchor: str
    rows: tuple[Row, ...]
    blank: int


@dataclass(frozen=True)
class Sheet:
    """The whole form. `findings` leaves out the blanks, which are counted instead."""

    sections: tuple[SheetSection, ...]
    findings: tuple[Finding, ...]
    blank: int

    @property
    def rows(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def unexplained(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "warning" and not finding.settled]

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if row.was is not None]


@dataclass(frozen=True)
class Material:
    """Everything a sheet is made of, read beforehand, so that a page can tell whether it has drawn the same already."""

    submission: Submission
    layout: Layout
    vector: Vector
    notes: Mapping[str, Any]
    before: Vector | None
    year_ago: Vector | None
    counted: Mapping[int, list[Record]]
    peers: Peers

    @property
    def fingerprint(self) -> str:
        """The same for the same content, whoever looks."""
        earlier = [
            vector.pack() if vector is not None else b""
            for vector in (self.vector, self.before, self.year_ago)
        ]
        counted = [
            (index, sum(record.counts for record in found)) for index, found in sorted(self.counted.items())
        ]
        return entry.fingerprint(
            *earlier,
            repr(sorted(self.notes.items())),
            repr(counted),
            repr((self.peers.medians, self.peers.largest, sorted(self.peers.explained))),
            self.submission.level,
            str(self.layout.revision),
        )


def material(
    submission: Submission, vector: Vector | None, notes: Mapping[str, Any], *, live: bool
) -> Material:
    """
    Read what stands beside the figures: earlier periods and, for a form still being typed (`live`), what records count
    now; blank cells then show the count. `vector` None is an empty form.
    """
    round_ = submission.round
    layout = entry.layout_of(submission)
    period = round_.period
    earlier = entry.accepted_vectors(submission, str(period.previous()), str(period.year_ago()))
    counted = entry.counts(round_, submission.unit_id, layout, submission.level) if live else {}
    full = vector.resized(len(layout)) if vector is not None else layout.empty(submission.level)
    if live:
        full, notes = entry.take_measured(full, notes, counted)
        full = layout.with_totals(full, submission.level)
    return Material(
        submission,
        layout,
        full,
        notes,
        earlier.get(str(period.previous())),
        earlier.get(str(period.year_ago())),
        counted,
        peers.of_unit(submission, layout),
    )


def findings_of(made: Material) -> list[Finding]:
    """What the rules say, all of it."""
    counted = {
        made.layout.codes[index]: sum(record.counts for record in found)
        for index, found in made.counted.items()
    }
    return check(
        Context(
            layout=made.layout,
            level=made.submission.level,
            period=made.submission.round.period,
            vector=made.vector,
            notes=made.notes,
            previous=made.before,
            measured=counted,
            peers=made.peers,
        )  # fmt: skip
    )


def sheet(
    made: Material,
    *,
    revisions: Mapping[str, Sequence[Any]] | None = None,
    compared: Vector | None = None,
    returned: Sequence[Mapping[str, str]] = (),
    hidden: Collection[str] = (),
) -> Sheet:
    """
    The form filled in. `revisions` are the draft's, `compared` the vector whose differing values are shown beside,
    `returned` the cells sent back, `hidden` the indicators this reader may not see.
    """
    drawer = _Drawer(
        made, revisions or {}, compared, {cell["code"]: cell for cell in returned}, frozenset(hidden)
    )
    sections = []
    for number, part in enumerate(made.layout.sections, start=1):
        rows = tuple(drawer.row(code) for code in part.codes if drawer.asked(code))
        if rows:
            blank = sum(not row.computed and not row.text for row in rows)
            sections.append(SheetSection(part.title, f"phan-{number}", rows, blank))
    findings = tuple(finding for finding in drawer.findings if finding.rule not in QUIET_RULES)
    return Sheet(tuple(sections), findings, sum(section.blank for section in sections))


class _Drawer:
    def __init__(self, made: Material, revisions, compared, returned, hidden):
        self._made, self._layout = made, made.layout
        self._revisions, self._returned, self._hidden = revisions, returned, hidden
        self._compared = compared.resized(len(made.layout)) if compared is not None else None
        self._applies = made.layout.applies(made.submission.level)
        self._parts = {
            part
            for spec in made.layout.catalogue.values()
            for part in made.layout.catalogue.parts_of(spec.code)
        }
        self.findings = findings_of(made)
        self._by_code: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.rule not in QUIET_RULES:
                self._by_code.setdefault(finding.code, []).append(finding)

    def asked(self, code: str) -> bool:
        """Slices say for a single unit what their whole says already."""
        spec = self._layout.catalogue[code]
        if isinstance(spec.formula, Slice):
            return False
        return self._made.submission.level in spec.levels

    def row(self, code: str) -> Row:
        spec, made = self._layout.catalogue[code], self._made
        index = self._layout.index.get(code)
        note = made.notes.get(str(index), {}) if index is not None else {}
        records = made.counted.get(index, ()) if index is not None else ()
        text = text_of(self._layout, made.vector, spec)
        was = text_of(self._layout, self._compared, spec) if self._compared is not None else text
        return Row(
            code=code, name=spec.name, unit=spec.unit, computed=is_computed(spec), part=code in self._parts,
            text=HIDDEN if code in self._hidden else text,
            before=HIDDEN if code in self._hidden else text_of(self._layout, made.before, spec),
            year_ago=HIDDEN if code in self._hidden else text_of(self._layout, made.year_ago, spec),
            was=was if was != text and code not in self._hidden else None,
            revision=self._revisions.get(str(index), [0])[0],
            source=_source(spec, text, note),
            measured=sum(record.counts for record in records) if index in made.counted else None,
            records=records, note=note,
            findings=() if code in self._hidden else tuple(self._by_code.get(code, ())),
            returned=self._returned.get(code),
        )  # fmt: skip


def is_computed(spec: Spec) -> bool:
    return isinstance(spec.formula, Ratio | Slice | Sum)


def text_of(layout: Layout, vector: Vector | None, spec: Spec) -> str:
    """An indicator of one unit as printed: a count, a share computed from its parts, or nothing."""
    if vector is None:
        return ""
    value: Number | None
    if isinstance(spec.formula, Ratio):
        value = spec.formula.of(lambda code: _number(layout, vector, code))
        return format_number(value) if value is not None else ""
    index = layout.index.get(spec.code)
    if index is None or index >= len(vector):
        return ""
    return cells.show(vector[index])


def _number(layout: Layout, vector: Vector, code: str) -> int | None:
    index = layout.index.get(code)
    return vector.value(index) if index is not None and index < len(vector) else None


def _source(spec: Spec, text: str, note: Mapping[str, Any]) -> str:
    if is_computed(spec):
        return "computed"
    return str(note.get("source", "typed" if text else ""))


SOURCES = {
    "typed": lambda: _("typed"),
    "measured": lambda: _("counted"),
    "imported": lambda: _("imported"),
    "computed": lambda: _("computed"),
}


def source_word(source: str | None) -> str:
    """A figure's source in a word; empty where there is no figure."""
    return SOURCES[source]() if source in SOURCES else ""


def differing(layout: Layout, before: Vector, after: Vector) -> list[tuple[Spec, str, str]]:
    """Cells in which two versions differ, with both values in words; computed totals follow from them and are left out."""
    old, new = before.resized(len(layout)), after.resized(len(layout))
    totals = {total for total, _parts in layout.totals}
    return [
        (layout.specs[index], cells.in_words(old[index]), cells.in_words(new[index]))
        for index in new.differences(old)
        if index not in totals
    ]


def blank_cells(layout: Layout, vector: Vector, level: str) -> int:
    """How many asked cells nobody has filled."""
    applies = layout.applies(level)
    totals = {total for total, _parts in layout.totals}
    return sum(
        bool(applies[index]) and index not in totals and vector[index].presence == Presence.BLANK
        for index in range(len(layout))
    )
