"""
A whole document as plain values: what Word, PDF, Excel and the preview on screen print, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from danvan.briefings import issuers, words
from danvan.briefings.issuers import Issuer
from danvan.briefings.outline import ANNUAL, QUARTERLY, Part, outline
from danvan.briefings.runs import Bound, Paragraph
from danvan.briefings.sentences import Writer
from danvan.briefings.tables import Table, UnitRow, by_level, by_unit
from danvan.common.periods import Period
from danvan.common.vietnamese import nfc

_NAMED_MISSING = 40
UNWRITTEN = "(Nội dung do đơn vị soạn thảo bổ sung.)"


@dataclass(frozen=True)
class Sources:
    """
    Everything a document is built from, already read.

    `units` are the lines of table B in tree order; `breaks` are sentences about reforms that cut the compared series;
    `late` are names of units that sent after their due day.
    """

    report: Any
    earlier: Any = None
    year_to_date: Any = None
    quarters: Sequence[Any] = ()
    units: Sequence[UnitRow] = ()
    breaks: Sequence[str] = ()
    late: Sequence[str] = ()


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it. `narrative` is the key of the text people write there, or empty."""

    part: Part
    heading: str
    paragraphs: tuple[Paragraph, ...]
    narrative: str = ""

    @property
    def depth(self) -> int:
        return self.part.depth

    @property
    def written(self) -> bool:
        """Whether anything but the reminder to write stands below the heading."""
        return any(paragraph.source != "empty" for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Bundle:
    """One document, ready to print. Texts are NFC."""

    kind: str
    fmt: str
    unit_code: str
    unit_name: str
    period: Period
    issuer: Issuer
    number_line: str
    date_line: str
    subject: str
    signatory: str
    opening: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    notes: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    dated: date
    draft: bool = True
    seal: str = ""
    bound: tuple[Bound, ...] = field(default=())

    @property
    def title(self) -> str:
        return f"Báo cáo {self.subject}"

    @property
    def printed_sections(self) -> tuple[Section, ...]:
        """Sections that go on paper: a part that may be left out and has no text is left out."""
        return tuple(
            section
            for section in self.sections
            if section.written or section.part.required or not section.part.narrative
        )


def kind_for(period: Period) -> str:
    """A year is reviewed; every shorter period is briefed on."""
    return ANNUAL if period.kind == "year" else QUARTERLY


def subject_line(kind: str, period: Period) -> str:
    """The subject under the word BÁO CÁO, beginning with a small letter as both formats ask."""
    if kind == ANNUAL:
        following = period.next().label("vi")
        return f"tổng kết công tác dân vận {period.label('vi')}; phương hướng, nhiệm vụ {following}"
    return f"kết quả công tác dân vận {period.label('vi')}; nhiệm vụ trọng tâm {period.next().label('vi')}"


def heading_of(part: Part) -> str:
    if part.depth == 0:
        return f"{part.number}. {part.title.upper()}"
    return f"{part.number}. {part.title.upper() if part.depth == 1 else part.title}"


def build(
    sources: Sources,
    *,
    kind: str,
    fmt: str,
    narratives: Mapping[str, str] | None = None,
    issuer: Issuer | None = None,
    number: int | None = None,
    signed_on: date | None = None,
    signatory: str = "",
    draft: bool = True,
    seal: str = "",
) -> Bundle:
    """Put a document together from its sources and the texts people wrote (by part key)."""
    report = sources.report
    issuer = issuer or issuers.proposed(report.unit.name, report.unit.level, fmt, report.day)
    writer = Writer(report, sources.earlier)
    texts = narratives or {}
    sections = _told_illustrative(
        [_section(part, writer, texts.get(part.key, "")) for part in outline(kind)], sources
    )
    opening, notes = (writer.completeness(),), tuple(_notes(sources))
    tables = (
        by_level(report, sources.earlier, sources.year_to_date, sources.quarters),
        by_unit(report, sources.units),
    )
    return Bundle(
        kind=kind,
        fmt=fmt,
        unit_code=report.unit.code,
        unit_name=report.unit.name,
        period=report.period,
        issuer=issuer,
        number_line=issuers.number_line(fmt, number, issuer.sign),
        date_line=issuers.date_line(issuer.place, signed_on),
        subject=subject_line(kind, report.period),
        signatory=nfc(signatory),
        opening=opening,
        sections=sections,
        notes=notes,
        tables=tables,
        dated=signed_on or report.day,
        draft=draft,
        seal=seal,
        bound=tuple(_all_bound(opening, sections, notes, tables)),
    )


def _section(part: Part, writer: Writer, text: str) -> Section:
    paragraphs = [paragraph for group in part.groups for paragraph in writer.group(group)]
    typed = [line.strip() for line in nfc(text).splitlines() if line.strip()]
    paragraphs += [Paragraph((line,), "people") for line in typed]
    if part.narrative and not paragraphs:
        paragraphs.append(Paragraph((UNWRITTEN,), "empty"))
    return Section(part, heading_of(part), tuple(paragraphs), part.key if part.narrative else "")


def _told_illustrative(sections: list[Section], sources: Sources) -> tuple[Section, ...]:
    """The sections, with a word on illustrative figures right where the text first compares with them."""
    earlier = sources.earlier
    if earlier is None or not earlier.illustrative:
        return tuple(sections)
    against = words.same_period_before(sources.report.period, earlier.period)
    for place, section in enumerate(sections):
        for after, paragraph in enumerate(section.paragraphs, 1):
            if paragraph.source == "figures" and against in paragraph.text:
                told = Paragraph((words.illustrative(earlier.period),), "notes")
                paragraphs = (*section.paragraphs[:after], told, *section.paragraphs[after:])
                sections[place] = replace(section, paragraphs=paragraphs)
                return tuple(sections)
    return tuple(sections)


def _notes(sources: Sources) -> list[Paragraph]:
    """What a reader must know about the data: who is missing or late, what was cut by a reform, what is illustrative."""
    report = sources.report
    notes = [Paragraph((text,), "notes") for text in sources.breaks]
    if report.missing:
        names = [unit.name for unit in report.missing]
        notes.append(Paragraph((f"Đơn vị chưa gửi báo cáo: {_named(names)}.",), "notes"))
    if sources.late:
        notes.append(Paragraph((f"Đơn vị gửi báo cáo muộn: {_named(list(sources.late))}.",), "notes"))
    if report.illustrative:
        notes.append(Paragraph((words.illustrative(report.period),), "notes"))
    return notes


def _named(names: list[str]) -> str:
    shown = "; ".join(names[:_NAMED_MISSING])
    rest = len(names) - _NAMED_MISSING
    return f"{shown} và {rest} đơn vị khác" if rest > 0 else shown


def _all_bound(opening, sections, notes, tables) -> list[Bound]:
    found = [bound for paragraph in (*opening, *notes) for bound in paragraph.bound]
    found += [bound for section in sections for paragraph in section.paragraphs for bound in paragraph.bound]
    found += [bound for table in tables for bound in table.bound]
    return found
