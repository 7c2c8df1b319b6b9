"""Foreign workbooks: a mapping proposed, mended by a person, remembered; then a trial like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from danvan.audit import services as audit
from danvan.common.errors import Incomplete, OutOfSight
from danvan.files.inspection import inspect
from danvan.files.refusals import Refused
from danvan.ingest.models import Import, ImportFile, Learned, StagedSheet
from danvan.ingest.refusals import AlreadyEnded, NothingToRead
from danvan.ingest.services import importing, learning
from danvan.ingest.services.looking import Desk, Look, Said, State, fault
from danvan.ingest.workbooks import foreign, reading
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, names_on
from danvan.reporting.models import Round
from danvan.reporting.queries import forms

MOST_FILES = 50


def try_foreign(
    *, unit: OrgUnit, round_: Round, given: Iterable[tuple[str, bytes]], by: Actor, at: datetime
) -> Import:
    """
    Read workbooks of any layout for a unit and round: each sheet with the mapping proposed for it.

    :raises NothingToRead: when no file was sent, or in none of them anything is known
    """
    policy.require(by, "edit", "import", unit.pk)
    content = list(given)
    if not content or len(content) > MOST_FILES:
        raise NothingToRead(
            _("Choose one workbook or more, at most %(most)s at once.") % {"most": MOST_FILES}
        )
    words = dictionary(round_, unit)
    with transaction.atomic():
        title = content[0][0] if len(content) == 1 else _("%(count)s workbooks") % {"count": len(content)}
        made = Import.unscoped.create(
            unit=unit, kind=Import.Kind.FOREIGN, title=title[:200], form=round_.form, period_name=round_.period_name,
            made_at=at, made_by_id=by.user_id,
        )  # fmt: skip
        found = sum(_one(made, name, body, words, by, at) for name, body in content)
        if not found and all(file.fault for file in made.files.all()):
            raise NothingToRead(made.files.first().fault)  # type: ignore[union-attr]
        audit.record(
            "ingest.tried", actor=by.user_id, at=at, target=("import", str(made.pk)), unit=unit.code,
            after={"files": len(content), "sheets": found},
        )  # fmt: skip
    return made


def dictionary(round_: Round, unit: OrgUnit) -> foreign.Dictionary:
    """Names of the form's indicators and of the units of a branch, and what people confirmed before."""
    layout = forms.layout(round_.form, round_.form_version.number)
    indicators = [foreign.Indicator(spec.code, spec.name_vi, spec.unit) for spec in layout.specs]
    return foreign.Dictionary(indicators, learning.labels(), branch(round_, unit), learning.headers())


def units_of(made: Import) -> list[tuple[str, str]]:
    """(code, name) of the units whose figures the workbooks of an import may hold."""
    if made.form_id is None:
        return []
    round_ = Round.objects.select_related("form", "form_version").get(
        form_id=made.form_id, period_name=made.period_name
    )
    return [(code, name) for name, code in branch(round_, made.unit).items()]


def branch(round_: Round, unit: OrgUnit) -> dict[str, str]:
    """Name -> code of a unit and those below it in the days of a round."""
    ids = [unit.pk, *descendant_ids(unit.pk, round_.counts_to)]
    return {name.name: name.code for name in names_on(round_.counts_to, ids).values()}


def _one(made: Import, name: str, body: bytes, words: foreign.Dictionary, by: Actor, at: datetime) -> int:
    file = ImportFile(whole=made, name=name[:200])
    try:
        inspect(name, body)
        tables = reading.tables(body)
        file.file = importing.keep(unit=made.unit, name=name, content=body, by=by, at=at)
    except Refused as refusal:
        file.fault, tables = refusal.message[:500], []
    except reading.NoWorkbook as trouble:
        file.fault, tables = str(trouble)[:500], []
    proposed = [
        mapping for sheet, grid in tables if (mapping := foreign.propose(sheet, grid, words)) is not None
    ]
    if not proposed and not file.fault:
        file.fault = _("Nothing in this workbook is known: no label fits an indicator of the form.")
    file.save()
    grids = dict(tables)
    StagedSheet.objects.bulk_create(
        [
            StagedSheet(
                whole=made, file=file, sheet=mapping.sheet[:60], state=State.MAPPING,
                mapping={**_plain(mapping), "grid": _shown(grids[mapping.sheet], mapping)},
            )
            for mapping in proposed
        ]
    )  # fmt: skip
    return len(proposed)


def _plain(mapping: foreign.Mapping_) -> dict[str, Any]:
    return {**asdict(mapping), "score": mapping.score}


def _shown(grid: foreign.Grid, mapping: foreign.Mapping_) -> list[dict[str, Any]]:
    """The figures of every label and series with their cells: what is left of the sheet once the import is made."""
    return [
        {
            "place": one.label,
            "series": one.series,
            "text": one.text,
            "cell": xl_rowcol_to_cell(one.row, one.column),
        }
        for one in foreign.values(mapping, grid)
    ]


@transaction.atomic
def confirm(
    *,
    sheet_id: int,
    version: int,
    codes: Mapping[int, str],
    whose: Mapping[int, str],
    by: Actor,
    at: datetime,
) -> StagedSheet:
    """
    Say what each label is (`codes`: its place -> indicator, "" for nothing) and whose figures stand in each series
    (`whose`: its place -> unit, "own", or "none"); what was said is known the next time.

    :raises Incomplete: when no label has an indicator or no series a unit, or one of them is said twice
    :raises AlreadyEnded, StaleVersion
    """
    sheet = StagedSheet.objects.select_related("whole__form", "file").filter(pk=sheet_id).first()
    if sheet is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    made = hold(Import, sheet.whole_id, action="edit", by=by, version=version)
    if made.state != Import.State.TRIED or made.form_id is None:
        raise AlreadyEnded(_("This import is over. Send the files again for a new one."))
    round_ = Round.objects.select_related("form", "form_version").get(
        form_id=made.form_id, period_name=made.period_name
    )
    matches = [{**match, "code": codes.get(match["place"], "")} for match in sheet.mapping["matches"]]
    series = [{**one, "whose": whose.get(one["place"], foreign.NONE)} for one in sheet.mapping["series"]]
    _expect_sound(matches, series, made, round_)
    labels = [(foreign.label_key(match["label"]), "", match["code"]) for match in matches if match["code"]]
    heads = [(foreign.label_key(one["header"]), "", one["whose"]) for one in series if one["header"]]
    learning.learn(kind=Learned.Kind.LABEL, said=labels, by=by, at=at)
    learning.learn(kind=Learned.Kind.HEADER, said=_told_apart(heads), by=by, at=at)
    sheet.mapping = {**sheet.mapping, "matches": matches, "series": series}
    _stage(sheet, made, round_, by)
    save(made)
    return sheet


def _told_apart(heads: Sequence[learning.Said]) -> list[learning.Said]:
    """Headers that mean one thing in this sheet; one that stands above several columns tells nothing."""
    return [one for one in heads if len({said for words, _word, said in heads if words == one[0]}) == 1]


def _expect_sound(
    matches: Sequence[Mapping[str, Any]], series: Sequence[Mapping[str, Any]], made: Import, round_: Round
) -> None:
    """:raises Incomplete: saying what is missing or stands twice, or is not of this form and branch"""
    chosen = [match["code"] for match in matches if match["code"]]
    if not chosen:
        raise Incomplete(_("Choose an indicator for at least one label."))
    for code in chosen:
        if code not in forms.layout(round_.form, round_.form_version.number).index:
            raise Incomplete(
                _("There is no indicator “%(code)s”. Choose one of the list.") % {"code": code[:80]}
            )
        if chosen.count(code) > 1:
            raise Incomplete(_("“%(code)s” stands at two labels. Leave one of them out.") % {"code": code})
    units = [one["whose"] for one in series if one["whose"] != foreign.NONE]
    if not units:
        raise Incomplete(_("Say in which column or row the figures of this period stand."))
    known = {foreign.OWN, *branch(round_, made.unit).values()}
    for unit in units:
        if unit not in known:
            raise Incomplete(_("There is no unit “%(code)s” in your branch.") % {"code": unit[:40]})
        if units.count(unit) > 1:
            raise Incomplete(_("Two columns or rows are said to be of one unit. Leave one of them out."))


def _stage(sheet: StagedSheet, made: Import, round_: Round, by: Actor) -> None:
    """One staged sheet for each unit it speaks of: the sheet itself for the first, further rows for the others."""
    whose = {one["place"]: one["whose"] for one in sheet.mapping["series"] if one["whose"] != foreign.NONE}
    code_at = {match["place"]: match["code"] for match in sheet.mapping["matches"] if match["code"]}
    by_unit: dict[str, dict[str, Said]] = {}
    for cell in sheet.mapping["grid"]:
        if cell["series"] in whose and cell["place"] in code_at:
            unit = whose[cell["series"]].replace(foreign.OWN, made.unit.code)
            by_unit.setdefault(unit, {})[code_at[cell["place"]]] = Said(cell["text"], cell["cell"])
    StagedSheet.objects.filter(whole=made, mapping__of=sheet.pk).delete()
    desk = Desk(round_, list(by_unit), by)
    rows = [sheet] + [
        StagedSheet(whole=made, file=sheet.file, sheet=sheet.sheet, mapping={"of": sheet.pk})
        for _unit in list(by_unit)[1:]
    ]
    if not by_unit:
        raise Incomplete(_("Beside the labels you chose there is no figure in that column or row."))
    for row, (unit, said) in zip(rows, sorted(by_unit.items()), strict=True):
        submission = desk.rows.get(unit)
        if submission is None:
            reason = _("%(unit)s owes no such report, or it is not open to you.") % {"unit": unit}
            look = Look(State.REFUSED, faults=[fault(reason)])
        else:
            look = desk.look(submission, said, blank_means_blank=False)
        row.state, row.changes, row.faults = look.state, look.changes, look.faults
        row.submission, row.unit = submission, submission.unit if submission else None
        row.save()
