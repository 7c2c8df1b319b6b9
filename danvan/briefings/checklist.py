"""What to look at before a document is issued: nothing here blocks, apart from what every document must have."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from danvan.briefings.bundle import Sources
from danvan.briefings.models import ReportDocument
from danvan.briefings.queries import Block, Check
from danvan.common.numbers import format_number
from danvan.common.periods import Period

_SHOWN = 5


def checklist(document: ReportDocument, found: Sources, blocks: list[Block]) -> list[Check]:
    """The lines of the checklist, errors first, then warnings, then what is in order."""
    lines = [*_letterhead(document), *_figures(found), *_texts(blocks)]
    order = {"error": 0, "warning": 1, "ok": 2}
    return sorted(lines, key=lambda line: order[line.state])


def _letterhead(document: ReportDocument) -> Iterator[Check]:
    if document.signatory.strip():
        yield Check("ok", _("Signatory: %(name)s") % {"name": document.signatory})
    else:
        yield Check("error", _("The name of the signatory is missing."), anchor="letterhead")


def _figures(found: Sources) -> Iterator[Check]:
    report = found.report
    expected, complete = sum(report.expected.values()), sum(report.complete.values())
    counted = {"complete": format_number(complete), "expected": format_number(expected)}
    text = _("%(complete)s/%(expected)s units are in the figures.") % counted
    missing = tuple(name.name for name in report.missing)
    yield Check("ok" if complete == expected else "warning", text, _some(missing))
    if found.late:
        late = ngettext(
            "%(n)s unit sent late; it is named in the notes.",
            "%(n)s units sent late; they are named in the notes.",
            len(found.late),
        )
        yield Check("warning", late % {"n": format_number(len(found.late))}, _some(tuple(found.late)))
    if found.earlier is None:
        yield Check("warning", _("There are no figures of the same period a year ago: nothing is compared."))
    if report.illustrative:
        yield _illustrative(report.period)
    if found.earlier is not None and found.earlier.illustrative:
        yield _illustrative(found.earlier.period)
    if found.breaks:
        yield Check("warning", _("A reform lies between the compared periods; the document says so."))


def _illustrative(period: Period) -> Check:
    text = _("The figures of %(period)s are illustrative; the document says so.")
    return Check("warning", text % {"period": period.label(get_language() or "vi")})


def _texts(blocks: list[Block]) -> Iterator[Check]:
    empty = [block for block in blocks if block.part.required and not block.text]
    for block in empty:
        yield Check(
            "warning",
            _("Part %(number)s “%(title)s” is not written yet.")
            % {"number": block.part.number, "title": block.part.title},
            anchor=f"part-{block.part.key}",
        )
    loose = [(block, one) for block in blocks for one in block.loose]
    if loose:
        text = ngettext(
            "%(n)s number in the text is bound to no figure.",
            "%(n)s numbers in the text are bound to no figure.",
            len(loose),
        )
        detail = tuple(f"{block.part.number}. {one.text}: “…{one.around}…”" for block, one in loose)
        yield Check(
            "warning", text % {"n": format_number(len(loose))}, _some(detail), f"part-{loose[0][0].part.key}"
        )
    for block in blocks:
        for one in block.repeated:
            text = _("Part %(number)s repeats the text of the last period (alike: %(share)s %%).")
            share = format_number(round(one.share * 100))
            yield Check(
                "warning",
                text % {"number": block.part.number, "share": share},
                (one.text[:160],),
                f"part-{block.part.key}",
            )
    if not empty:
        yield Check("ok", _("Every required part is written."))


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    """The first few, and how many more."""
    if len(names) <= _SHOWN:
        return names
    return (*names[:_SHOWN], _("and %(n)s others") % {"n": format_number(len(names) - _SHOWN)})
