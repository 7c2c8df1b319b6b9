"""
Figures of reports in words: read as proposals, decided by a person, then a draft of the unit's own report or a piece of
history, each with file, page and place as its evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import PurePosixPath

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import Incomplete, OutOfSight
from danvan.files.refusals import Refused
from danvan.ingest.models import HistoryFigure, Import, ImportFile, Learned, StagedFigure
from danvan.ingest.prose import honours, names
from danvan.ingest.prose.figures import RESULT
from danvan.ingest.prose.reading import Reading, read
from danvan.ingest.refusals import AlreadyEnded, NothingToRead
from danvan.ingest.services import learning
from danvan.ingest.services.importing import keep
from danvan.ingest.sources import Source, Unreadable, text_of
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, save
from danvan.organizations.models import OrgUnit
from danvan.reporting.models import Indicator, Submission
from danvan.reporting.queries import forms
from danvan.reporting.services import entry
from danvan.reporting.services.entry import Typed

MOST_FILES = 50
ALL = "all"
LEVELS = ("city", "province", "district", "commune", "agency")
Decision = StagedFigure.Decision


@dataclass(frozen=True)
class Decided:
    """What a person says of a proposal: `code` empty leaves it out."""

    figure_id: int
    code: str
    level: str = ""
    value: Decimal | None = None


def propose(*, unit: OrgUnit, given: Iterable[tuple[str, bytes]], by: Actor, at: datetime) -> Import:
    """
    Read reports in words. A file that cannot be read is told and kept; nothing of it is written elsewhere.

    :raises NothingToRead: when no file was sent; :raises NotAllowed, OutOfSight: as the policy table says
    """
    policy.require(by, "edit", "import", unit.pk)
    content = list(given)[: MOST_FILES + 1]
    if not content or len(content) > MOST_FILES:
        raise NothingToRead(_("Choose one file or more, at most %(most)s at once.") % {"most": MOST_FILES})
    known = learning.phrases()
    with transaction.atomic():
        title = content[0][0] if len(content) == 1 else _("%(count)s reports") % {"count": len(content)}
        made = Import.unscoped.create(
            unit=unit, kind=Import.Kind.PROSE, title=title[:200], made_at=at, made_by_id=by.user_id
        )
        figures = 0
        for name, body in content:
            figures += _one(made, unit, name, body, known, by, at)
        audit.record(
            "ingest.read", actor=by.user_id, at=at, target=("import", str(made.pk)), unit=unit.code,
            after={"files": len(content), "figures": figures},
        )  # fmt: skip
    return made


def _one(
    made: Import,
    unit: OrgUnit,
    name: str,
    body: bytes,
    known: Mapping[tuple[str, str], str],
    by: Actor,
    at: datetime,
) -> int:
    try:
        source = text_of(name, body)
        fault = ""
    except Unreadable as refusal:
        source, fault = None, refusal.message
    file = ImportFile(whole=made, name=name[:200], fault=fault[:500], notes=source.notes if source else [])
    try:
        file.file = _kept(unit, name, body, source, by, at)
    except Refused as refusal:
        if source is None or not fault:
            file.fault = fault or refusal.message[:500]
    file.save()
    if source is None or file.file is None:
        return 0
    reading = read(source.text, name, known)
    rows = proposals(made, file, source, reading)
    StagedFigure.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _kept(unit: OrgUnit, name: str, body: bytes, source: Source | None, by: Actor, at: datetime):
    """A web page is kept as the text that was read: pages can run things, texts cannot."""
    if source is not None and source.kind in ("html", "htm"):
        return keep(
            unit=unit, name=PurePosixPath(name).stem + ".txt", content=source.text.encode(), by=by, at=at
        )
    if source is not None and source.kind == "txt":
        return keep(unit=unit, name=name, content=source.text.encode(), by=by, at=at)
    return keep(unit=unit, name=name, content=body, by=by, at=at)


def proposals(made: Import, file: ImportFile, source: Source, reading: Reading) -> list[StagedFigure]:
    """Unsaved rows of what was read, without the words around the figures."""
    index = {id(figure): place for place, figure in enumerate(reading.figures)}
    return [
        StagedFigure(
            whole=made, file=file, position=place, value=Decimal(str(figure.value)), raw=figure.raw[:60],
            word=figure.unit[:60], what=names.without(figure.what)[:120], level=figure.level, period_name=figure.period[:12],
            role=figure.role, approx=figure.approx, percent=figure.percent,
            ratio_of=Decimal(str(figure.ratio_of)) if figure.ratio_of is not None else None,
            whole_at=index.get(id(figure.whole)) if figure.whole is not None else None,
            start=reading.text.origin(figure.start), end=reading.text.origin(figure.end),
            page=source.page_of(reading.text.origin(figure.start)), flags=[flag[:60] for flag in figure.flags],
            guess=figure.indicator, confidence=Decimal(str(round(figure.confidence, 2))),
        )
        for place, figure in enumerate(reading.figures)
    ] + [
        # Honours to people named stand in no digit: they are offered with the place of the award, never with the names.
        StagedFigure(
            whole=made, file=file, position=place, value=honour.count, raw="", word="cá nhân", what=honour.what[:120],
            level=reading.figures[0].level if reading.figures else "", period_name=reading.figures[0].period[:12] if reading.figures else "",
            role=RESULT, start=reading.text.origin(honour.start), end=reading.text.origin(honour.end),
            page=source.page_of(reading.text.origin(honour.start)), flags=["counted_names"], guess=honour.indicator,
            confidence=Decimal("0.40"),
        )
        for place, honour in enumerate(honours.find(reading.text), start=len(reading.figures))
    ]  # fmt: skip


@transaction.atomic
def decide(*, import_id: int, version: int, decided: Sequence[Decided], by: Actor, at: datetime) -> Import:
    """
    Say of each proposal what it is, or leave it out; may be done again until the import ends.

    :raises Incomplete: for an indicator or level that is not there; :raises StaleVersion, AlreadyEnded
    """
    made = hold(Import, import_id, action="edit", by=by, version=version)
    _expect_open(made)
    rows = {row.pk: row for row in made.figures.select_for_update()}
    codes = set(Indicator.objects.values_list("code", flat=True))
    for one in decided:
        row = rows.get(one.figure_id)
        if row is None:
            raise OutOfSight(_("There is nothing here, or it is not open to you."))
        if one.code and one.code not in codes:
            raise Incomplete(
                _("There is no indicator “%(code)s”. Choose one of the list.") % {"code": one.code[:80]}
            )
        if one.level and one.level not in (*LEVELS, ALL):
            raise Incomplete(_("There is no such level. Choose one of the list."))
        row.code, row.decision = one.code, Decision.CONFIRMED if one.code else Decision.REJECTED
        row.level = one.level or row.level
        if one.value is not None:
            if one.value != row.value and "mended" not in row.flags:
                row.flags = [*row.flags, "mended"]
            row.value = one.value
    StagedFigure.objects.bulk_update(
        rows.values(), ["code", "decision", "level", "value", "flags"], batch_size=200
    )
    save(made)
    confirmed = [row for row in rows.values() if row.decision == Decision.CONFIRMED]
    learned = learning.learn(
        kind=Learned.Kind.PHRASE,
        said=[(row.what, row.word, row.code) for row in confirmed if row.what],
        by=by,
        at=at,
    )
    audit.record(
        "ingest.decided", actor=by.user_id, at=at, target=("import", str(made.pk)), unit=made.unit.code,
        after={"confirmed": len(confirmed), "learned": learned},
    )  # fmt: skip
    return made


@transaction.atomic
def to_history(
    *, import_id: int, version: int, unit: OrgUnit, period_name: str, by: Actor, at: datetime
) -> list[HistoryFigure]:
    """
    Keep the confirmed figures as history of a unit and period, level by level as printed. A figure whose level is the
    unit's own and that has parts of other levels is their total.

    :raises Incomplete: when nothing is confirmed, or one cell has two values
    """
    made = hold(Import, import_id, action="submit", by=by, version=version)
    _expect_open(made)
    policy.require(by, "edit", "import", unit.pk)
    cells = history_cells(list(made.figures.filter(decision=Decision.CONFIRMED).order_by("file", "position")))
    if not cells:
        raise Incomplete(_("Confirm at least one figure first."))
    HistoryFigure.unscoped.filter(
        unit=unit,
        period_name=period_name,
        replaced_at__isnull=True,
        code__in={code for code, _level in cells},
    ).update(replaced_at=at)
    rows = HistoryFigure.unscoped.bulk_create(
        [
            HistoryFigure(
                unit=unit, period_name=period_name, code=code, level=level, value=row.value, whole=made, file_id=row.file_id,
                page=row.page, start=row.start, end=row.end, confirmed_at=at, confirmed_by_id=by.user_id,
            )
            for (code, level), row in cells.items()
        ]
    )  # fmt: skip
    _end(made, by, at, {"history": len(rows), "period": period_name})
    return rows


def history_cells(rows: Sequence[StagedFigure]) -> dict[tuple[str, str], StagedFigure]:
    """
    (indicator, level) -> the proposal that fills it.

    :raises Incomplete: when two proposals with different values claim one cell
    """
    wholes = {(row.file_id, row.whole_at) for row in rows if row.whole_at is not None}
    found: dict[tuple[str, str], StagedFigure] = {}
    for row in rows:
        divided = [
            part
            for part in rows
            if part.file_id == row.file_id and part.whole_at == row.position and part.code == row.code
        ]
        level = ALL if divided and (row.file_id, row.position) in wholes else row.level or ALL
        before = found.get((row.code, level))
        if before is not None and before.value != row.value:
            raise Incomplete(
                _("“%(code)s” has two values for one level: %(one)s and %(two)s. Leave one of them out.")
                % {"code": row.code, "one": before.raw, "two": row.raw}
            )
        found.setdefault((row.code, level), row)
    return found


@transaction.atomic
def to_draft(*, import_id: int, version: int, submission: Submission, by: Actor, at: datetime) -> int:
    """
    Type the confirmed figures into a unit's draft, with the file as evidence and page and place as the note. Returns how
    many cells were typed.

    :raises Incomplete: when nothing is confirmed for a cell of that form
    """
    made = hold(Import, import_id, action="submit", by=by, version=version)
    _expect_open(made)
    layout = forms.layout(submission.round.form, submission.round.form_version.number)
    chosen: dict[str, StagedFigure] = {}
    for row in (
        made.figures.filter(decision=Decision.CONFIRMED, role=RESULT)
        .select_related("file")
        .order_by("file", "position")
    ):
        if row.code in layout.index and row.level in ("", submission.level) and row.value == int(row.value):
            chosen.setdefault(row.code, row)
    if not chosen:
        raise Incomplete(_("No confirmed figure belongs into this report: check indicator and level."))
    seen = entry.revisions(submission.pk)
    typed = {code: Typed(str(int(row.value)), seen.get(code, 0)) for code, row in chosen.items()}
    entry.save_cells(submission_id=submission.pk, typed=typed, by=by, at=at)
    for code, row in chosen.items():
        note = _("From %(file)s, page %(page)s, place %(start)s") % {
            "file": row.file.name,
            "page": row.page,
            "start": row.start,
        }
        evidence = [str(row.file.file_id)] if row.file.file_id else None
        entry.save_note(
            submission_id=submission.pk,
            code=code,
            note=note,
            evidence=evidence,
            source="imported",
            by=by,
            at=at,
        )
    _end(made, by, at, {"cells": len(chosen), "submission": submission.pk})
    return len(chosen)


def _expect_open(made: Import) -> None:
    if made.state != Import.State.TRIED:
        raise AlreadyEnded(
            _("This import is %(state)s already. Send the files again for a new one.")
            % {"state": made.get_state_display()}
        )


def _end(made: Import, by: Actor, at: datetime, after: dict[str, object]) -> None:
    made.state, made.ended_at = Import.State.TAKEN, at
    save(made, "state", "ended_at")
    audit.record(
        "ingest.taken", actor=by.user_id, at=at, target=("import", str(made.pk)), unit=made.unit.code, after=after,
        on_behalf_of=getattr(made, "on_behalf_of", None),
    )  # fmt: skip
