"""What goes in and out, as the schema prints it. Days are ISO dates, moments ISO with zone, numbers exact."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StrictInt

from danvan.api.fields import Day, Number, Reason, Words

Level = str
Value = int | float | None
Presence = Literal["value", "blank", "not_applicable", "not_reported"]
Next = Annotated[str | None, Field(description="Cursor of the next page; null on the last one.")]
Code = Annotated[Words, Field(max_length=80)]


class In(Schema):
    """A body: members nobody reads are refused, so that a slip of the pen is no silence."""

    model_config = ConfigDict(extra="forbid")


# --- refusals ---


class BadField(Schema):
    where: str
    message: str


class FindingOut(Schema):
    indicator: str
    rule: str
    severity: Literal["error", "warning"]
    message: str
    needs_reason: bool


class Problem(Schema):
    """RFC 9457. Branch on `code`; `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str = ""
    code: str
    reference: str = ""
    errors: list[BadField] = []
    findings: list[FindingOut] = []
    fields: dict[str, Any] = {}


# --- me, units ---


class PostOut(Schema):
    role: str
    unit: str
    title: str
    deputising: bool


class Me(Schema):
    name: str
    today: date
    posts: list[PostOut]
    csrf_token: str


class Unit(Schema):
    code: str
    name: str
    level: Level
    parent: str | None


class UnitVersion(Schema):
    name: str
    level: Level
    kind: str
    parent: str | None
    starts_on: date
    last_day: date | None
    closed: bool
    legal_basis: str


class Succession(Schema):
    unit: str
    name: str
    on: date
    share: str
    kind: str


class UnitDetail(Unit):
    in_force: bool
    reports_itself: bool
    versions: list[UnitVersion]
    predecessors: list[Succession]
    successors: list[Succession]


class Units(Schema):
    on: date
    items: list[Unit]
    count: int
    next: Next


# --- what is asked ---


class IndicatorOut(Schema):
    code: str
    name_vi: str
    name_en: str
    unit: str
    group: str
    levels: list[Level]
    kind: str
    over_units: str
    over_time: str
    formula: str
    decimals: int
    note: str


class IndicatorPage(Schema):
    items: list[IndicatorOut]
    count: int
    next: Next


class SectionOut(Schema):
    title: str
    indicators: list[str]


class FormOut(Schema):
    code: str
    name: str
    periodicity: str
    levels: list[Level]
    cutoff_day: int | None
    due_working_days: int
    sections: list[SectionOut]


class Forms(Schema):
    items: list[FormOut]


class RoundOut(Schema):
    id: int
    form: str
    period: str
    label: str
    counts_from: date
    counts_to: date
    due_on: date
    opened_at: datetime
    locked_at: datetime | None
    illustrative: bool


class Rounds(Schema):
    items: list[RoundOut]
    count: int
    next: Next


class BoardRowOut(Schema):
    submission: int
    unit: str
    name: str
    level: Level
    state: str
    look: str
    due_on: date
    late: bool
    version: int | None
    supplement_waits: bool
    on_behalf: bool
    excused: bool
    reminded: int


class BoardOut(Schema):
    round: RoundOut
    expected: int
    counts: dict[str, int]
    closed_by: list[str]
    items: list[BoardRowOut]
    count: int
    next: Next


# --- a submission ---


class ReturnedCell(Schema):
    indicator: str
    reason: str
    suggested: str


class ReturnOut(Schema):
    reason: str
    at: datetime
    by: str
    cells: list[ReturnedCell]


class VersionOut(Schema):
    number: int
    kind: str
    supplement_number: int | None
    reason: str
    made_at: datetime
    made_by: str | None
    on_behalf_by: str | None
    late: bool
    returned: ReturnOut | None


class FigureOut(Schema):
    """`value` is null unless `presence` is “value” and the number is not `hidden` from this reader."""

    indicator: str
    presence: Presence
    value: Value
    source: str | None
    note: str
    follow: bool
    reasons: dict[str, str]
    evidence: list[str]
    revision: int | None
    hidden: bool


class SubmissionOut(Schema):
    id: int
    round: int
    period: str
    form: str
    unit: str
    name: str
    level: Level
    state: str
    due_on: date
    late: bool
    first_sent_at: datetime | None
    late_reason: str
    extension_reason: str
    excused_reason: str
    accepted_version: int | None
    latest_version: int | None
    draft_revision: int | None
    versions: list[VersionOut]
    figures_of: str
    figures: list[FigureOut]


class CellIn(In):
    indicator: Code
    value: StrictInt | Annotated[Words, Field(max_length=200)] | None = Field(
        description="A whole number; or text as typed on the page (“1.250”, “kad” for not applicable); null for blank."
    )
    seen: Number = Field(0, description="The cell's revision you saw; 0 when it was never touched.")


class CellsIn(In):
    cells: list[CellIn] = Field(min_length=1, max_length=1000)


class Saved(Schema):
    submission: int
    state: str
    revision: int
    cells: dict[str, int] = Field(description="Revision of every touched cell.")


class ExplainIn(In):
    """What is left out stays as it is; an empty text takes it away."""

    indicator: Code
    reasons: dict[Code, Reason] | None = Field(
        None, max_length=20, description="Why a warning's figure is right, by the finding's rule."
    )
    note: Reason | None = None
    follow: bool | None = None


class Explained(Schema):
    submission: int
    revision: int


class SubmitIn(In):
    revision: Number | None = Field(None, description="The draft's revision you saw; null does not ask.")
    late_reason: Reason = ""


class Sent(Schema):
    submission: int
    state: str
    version: int
    late: bool


class AcceptIn(In):
    version: Number = Field(description="The version you read.")


class CellReasonIn(In):
    indicator: Code
    reason: Reason
    suggested: Annotated[Words, Field(max_length=40)] = ""


class ReturnIn(In):
    version: Number
    reason: Reason = ""
    cells: list[CellReasonIn] = Field([], max_length=200)


class SupplementIn(In):
    changes: dict[Code, StrictInt | Annotated[Words, Field(max_length=200)] | None] = Field(
        min_length=1, max_length=200
    )
    reason: Reason


class RemindIn(In):
    text: Annotated[Words, Field(max_length=300)] = ""


class Reminded(Schema):
    submission: int
    reminded: bool = Field(description="False when the report was sent already.")


class ExtendIn(In):
    due_on: Day
    reason: Annotated[Words, Field(max_length=200)]


class Extended(Schema):
    submission: int
    due_on: date


class Decided(Schema):
    submission: int
    state: str
    accepted_version: int | None
    latest_version: int | None


class CloseIn(In):
    unit: Annotated[Words, Field(max_length=40)]
    reason: Annotated[Words, Field(max_length=300)] = ""


class MissingUnit(Schema):
    unit: str
    name: str


class Closed(Schema):
    round: int
    unit: str
    missing: list[MissingUnit]


# --- totals ---


class FigureTotal(Schema):
    indicator: str
    levels: dict[Level, Value]
    all: Value
    units_reported: int
    units_expected: int


class ReportOut(Schema):
    """As `danvan report --json`; `hidden` names indicators whose small numbers this reader does not get."""

    unit: str
    period: str
    figures: list[FigureTotal]
    hidden: list[str] = []


class NodeOut(Schema):
    """As `danvan trace --json`; a `hidden` node has no value and no children for this reader."""

    kind: Literal["total", "unit", "figure", "record"]
    label: str
    unit: str
    value: Value
    source: str | None
    children: list[NodeOut]
    hidden: bool = False


class ChildOut(Schema):
    unit: str
    name: str
    itself: bool
    units_complete: int
    units_expected: int
    figures: dict[str, Value]
    hidden: list[str]


class ByChild(Schema):
    unit: str
    period: str
    items: list[ChildOut]


class PointOut(Schema):
    period: str
    value: Value
    levels: dict[Level, Value]
    units_reported: int
    units_expected: int
    breaks: str
    illustrative: bool
    hidden: bool


class SeriesOut(Schema):
    unit: str
    indicator: str
    items: list[PointOut]
