"""Reads for documents: their sources in reporting, what was sealed, what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from danvan.briefings import errata, issuers, prose, sealing
from danvan.briefings.bundle import Bundle, Sources, build
from danvan.briefings.issuers import Issuer
from danvan.briefings.models import DocumentTemplate, ReportDocument
from danvan.briefings.outline import Part, narratives
from danvan.briefings.runs import Number
from danvan.briefings.sealing import Difference
from danvan.briefings.tables import TABLE_B_CODES, UnitRow
from danvan.common import vietnamese
from danvan.common.periods import Period
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit, UnitLink
from danvan.organizations.queries import names_on
from danvan.reporting import queries as reporting
from danvan.reporting.figures import Report
from danvan.reporting.models import ReportForm, Submission
from danvan.reporting.queries.comparing import reforms

# --- what a document is built from ----------------------------------------------------------------------------------


def sources(unit: OrgUnit, period: Period) -> Sources:
    """
    Everything a document of a unit and period prints.

    :raises NoReport: when nothing was asked in the period, or the unit was not asked
    """
    before = period.year_ago()
    quarters = period.parts("quarter") if period.kind == "year" else []
    since_january = _since_january(period)
    wanted = {period, before, *quarters} | ({since_january} if since_january else set())
    form = reporting.default_form()
    reports = reporting.reports_of(unit, wanted, form)
    # Asked alone, a report that is not there says why.
    report = reports.get(period) or reporting.report(unit, period, form)
    return Sources(
        report=report,
        earlier=reports.get(before),
        year_to_date=reports.get(since_january) if since_january else None,
        quarters=[reports[quarter] for quarter in quarters if quarter in reports],
        units=unit_rows(unit, period, report, form),
        breaks=_breaks(unit, before, period),
        late=[name.name for name in report.late],
    )


def _since_january(period: Period) -> Period | None:
    """From January to the end of the period; None for a month inside a quarter, which no total covers."""
    if period.starts_on.month == 1:
        return period
    whole = (
        Period("half", period.year, 1),
        Period("nine_months", period.year, 1),
        Period("year", period.year, 1),
    )
    return next((one for one in whole if one.ends_on == period.ends_on), None)


def unit_rows(unit: OrgUnit, period: Period, report: Report, form: ReportForm) -> list[UnitRow]:
    """The lines of table B: the unit's own, then each child with all below it."""
    codes = [code for code in TABLE_B_CODES if code in report.by_code]
    rows = []
    for row in reporting.by_child(unit, period, codes, form):
        name = f"{row.unit.name} (cấp mình)" if row.itself else row.unit.name
        # The unit's own line is no second meaning of its code, which stands for the unit with all below it.
        code = f"{row.unit.code}*" if row.itself else row.unit.code
        values = {code_: figure.all for code_, figure in row.figures.items()}
        rows.append(UnitRow(code, name, row.expected, row.complete, values))
    return rows


def _breaks(unit: OrgUnit, before: Period, period: Period) -> list[str]:
    days = [text for _day, text in reforms(unit, before.ends_on, period.ends_on)]
    if not days:
        return []
    return [
        f"Trong thời gian so sánh có sắp xếp đơn vị hành chính (từ ngày {', '.join(days)}): số liệu theo đơn vị của hai"
        " kỳ không hoàn toàn cùng phạm vi."
    ]


# --- documents ------------------------------------------------------------------------------------------------------


def with_marks(documents: QuerySet[ReportDocument]) -> QuerySet[ReportDocument]:
    """
    Documents with `touched`: whether a figure below the unit was accepted for the period after the last look at it.

    A mark for lists, in the same query; which numbers differ is answered by `differences`.
    """
    below = UnitLink.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef(OuterRef("ends_on"))),
        ancestor_id=OuterRef(OuterRef("unit_id")),
        starts_on__lte=OuterRef(OuterRef("ends_on")),
    ).order_by()
    accepted = Submission.unscoped.filter(
        round__starts_on__gte=OuterRef("starts_on"),
        round__ends_on__lte=OuterRef("ends_on"),
        accepted_at__gt=OuterRef("right_until"),
        unit_id__in=below.values("descendant_id"),
    ).order_by()
    return documents.annotate(touched=Exists(accepted))


def documents(
    actor: Actor, *, on: date, state: str = "", year: int | None = None, words: str = "", action: str = "see"
) -> QuerySet[ReportDocument]:
    """What is open to the actor for `action`, newest period first; `words` of a unit's name `on` a day, or a number."""
    rows = with_marks(ReportDocument.scoped(actor, action)).select_related("unit")
    if words:
        meant = Q(
            unit_id__in=[one.id for one in names_on(on).values() if vietnamese.matches(words, one.name)]
        )
        if words.isascii() and words.isdecimal() and len(words) < 9:
            meant |= Q(number=int(words))
        rows = rows.filter(meant)
    if state in ReportDocument.State.values:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(ends_on__year=year)
    return rows.order_by(F("ends_on").desc(), "-made_at", "-pk")


def texts(document: ReportDocument) -> dict[str, str]:
    """What people wrote, by part."""
    return dict(document.narratives.values_list("key", "text"))


def texts_before(document: ReportDocument) -> dict[str, str]:
    """What they wrote in the last document of this unit, kind and format before this period."""
    before = (
        ReportDocument.unscoped.filter(
            unit_id=document.unit_id,
            kind=document.kind,
            format=document.format,
            ends_on__lt=document.starts_on,
        )
        .order_by("-ends_on", "-made_at")
        .first()
    )
    return texts(before) if before else {}


def issuer_of(document: ReportDocument) -> Issuer:
    return Issuer(
        document.upper_body,
        document.body,
        document.sign,
        document.place,
        document.authority,
        document.signatory_title,
        tuple(line.strip() for line in document.recipients.splitlines() if line.strip()),
    )


def bundle_of(document: ReportDocument, found: Sources) -> Bundle:
    """The document as it would print now."""
    return build(
        found,
        kind=document.kind,
        fmt=document.format,
        narratives=texts(document),
        issuer=issuer_of(document),
        number=document.number,
        signed_on=document.signed_on,
        signatory=document.signatory,
        draft=document.is_draft,
        seal=document.seal,
    )


def reference(document: ReportDocument) -> str:
    """``15-BC/BDVTU``."""
    return issuers.reference(document.format, document.number, document.sign)


def differences(document: ReportDocument, found: Sources) -> list[Difference]:
    """Numbers of an issued document that today's totals contradict, errata taken into account; none for a draft."""
    if document.is_draft:
        return []
    return sealing.differences(sealing.opened(document.sealed), found, _corrected(document))


def _corrected(document: ReportDocument) -> Mapping[tuple[str, ...], Number | None]:
    changes = [change for erratum in document.errata.order_by("number") for change in erratum.changes]
    return errata.corrected(changes, sealing.read_value)


def active_template(kind: str, fmt: str) -> bytes | None:
    """The uploaded template in use for a kind and format; None means the built-in one."""
    row = DocumentTemplate.objects.filter(kind=kind, format=fmt, active=True).only("content").first()
    return bytes(row.content) if row else None


# --- the checklist before issue -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """One line of the checklist: `state` is ok, warning or error; `anchor` leads to the place on the page."""

    state: str
    text: str
    detail: tuple[str, ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Block:
    """A part people write in, with what stands there and what is to be said about it."""

    part: Part
    text: str
    version: int
    loose: tuple[prose.Loose, ...]
    repeated: tuple[prose.Repeated, ...]


def blocks(document: ReportDocument) -> list[Block]:
    """Every narrative part in order, written or not, with unbound numbers and text carried over. Three queries."""
    written = {row.key: row for row in document.narratives.all()}
    before = texts_before(document)
    return [
        _block(part, written.get(part.key), before.get(part.key, "")) for part in narratives(document.kind)
    ]


def _block(part: Part, row, before: str) -> Block:
    text = row.text if row else ""
    return Block(
        part,
        text,
        row.version if row else 0,
        tuple(prose.loose_numbers(text)),
        tuple(prose.repeated(text, before)),
    )


def sections_with(bundle: Bundle, found: list[Block]) -> Iterator[tuple[object, Block | None]]:
    """The bundle's sections beside the block people write in there."""
    by_key = {block.part.key: block for block in found}
    return ((section, by_key.get(section.narrative)) for section in bundle.sections)
