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
from danvan.common.errors import DomainError, Incomplete, OutOfSight
from danvan.files.inspection import inspect
from danvan.files.refusals import Refused
from danvan.ingest.models import Import, ImportFile, Learned, StagedSheet
from danvan.ingest.queries import forms_out
from danvan.ingest.refusals import AlreadyEnded, NothingToRead
from danvan.ingest.services import importing, learning
from danvan.ingest.services.staging import State
from danvan.ingest.workbooks import foreign, reading
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, names_on
from danvan.reporting import cells
from danvan.reporting.models import Draft, Round, Submission
from danvan.reporting.permissions import can_enter
from danvan.reporting.queries import forms
from danvan.reporting.services.entry import EDITABLE
from danvan.reporting.vectors import Presence

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
    layout = forms.layout(round_.form, round_.form_version.number)
    indicators = [foreign.Indicator(spec.code, spec.name_vi, spec.unit) for spec in layout.specs]
    ids = [unit.pk, *descendant_ids(unit.pk, round_.counts_to)]
    names = {name.name: name.code for name in names_on(round_.counts_to, ids).values()}
    return foreign.Dictionary(indicators, learning.labels(), names)


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
    found = []
    for match in mapping.matches:
        for series in mapping.series:
            row, column = (
                (match.place, series.place) if mapping.layout == foreign.ROWS else (series.place, match.place)
            )
            cell = grid[row][column] if row < len(grid) and column < len(grid[row]) else ""
            if text := reading.text_of(cell):
                found.append(
                    {
                        "place": match.place,
                        "unit": series.unit,
                        "text": text,
                        "cell": xl_rowcol_to_cell(row, column),
                    }
                )
    return found


@transaction.atomic
def confirm(*, sheet_id: int, version: int, codes: Mapping[int, str], by: Actor, at: datetime) -> StagedSheet:
    """
    Say what each label is (`codes`: its place -> indicator, "" for nothing); what was said is known the next time.

    :raises Incomplete: when no label has an indicator, or one indicator has two labels
    """
    sheet = StagedSheet.objects.select_related("whole").filter(pk=sheet_id).first()
    if sheet is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    made = hold(Import, sheet.whole_id, action="edit", by=by, version=version)
    if made.state != Import.State.TRIED or made.form is None:
        raise AlreadyEnded(_("This import is over. Send the files again for a new one."))
    chosen = [code for code in codes.values() if code]
    if not chosen:
        raise Incomplete(_("Choose an indicator for at least one label."))
    if twice := {code for code in chosen if chosen.count(code) > 1}:
        raise Incomplete(
            _("“%(code)s” stands at two labels. Leave one of them out.") % {"code": sorted(twice)[0]}
        )
    matches = sheet.mapping["matches"]
    for match in matches:
        match["code"] = codes.get(match["place"], "")
    said = [(foreign.label_key(match["label"]), "", match["code"]) for match in matches if match["code"]]
    learning.learn(kind=Learned.Kind.LABEL, said=said, by=by, at=at)
    sheet.mapping = {**sheet.mapping, "matches": matches}
    round_ = Round.objects.select_related("form", "form_version").get(
        form=made.form, period_name=made.period_name
    )
    _stage(sheet, made, round_, by)
    sheet.save()
    save(made)
    return sheet


def _stage(sheet: StagedSheet, made: Import, round_: Round, by: Actor) -> None:
    """One staged sheet for each unit it speaks of: the sheet itself for the first, further rows for the others."""
    by_unit: dict[str, list[tuple[str, str, str]]] = {}
    code_at = {match["place"]: match["code"] for match in sheet.mapping["matches"] if match["code"]}
    for cell in sheet.mapping["grid"]:
        if code := code_at.get(cell["place"]):
            by_unit.setdefault(cell["unit"] or made.unit.code, []).append((code, cell["text"], cell["cell"]))
    StagedSheet.objects.filter(file=sheet.file, sheet=sheet.sheet, whole=made).exclude(pk=sheet.pk).delete()
    rows = {
        row.unit.code: row
        for row in Submission.scoped(by, "see")
        .filter(round=round_, unit__code__in=by_unit)
        .select_related("unit", "latest", "round__form", "round__form_version")
    }
    first = True
    for unit, typed in sorted(by_unit.items()):
        one = (
            sheet
            if first
            else StagedSheet(whole=made, file=sheet.file, sheet=sheet.sheet, mapping={"of": sheet.pk})
        )
        _fill(one, rows.get(unit), unit, typed, round_, by)
        if not first:
            one.save()
        first = False


def _fill(
    one: StagedSheet,
    row: Submission | None,
    unit: str,
    typed: Sequence[tuple[str, str, str]],
    round_: Round,
    by: Actor,
) -> None:
    one.changes, one.faults, one.submission, one.unit = [], [], row, row.unit if row else None
    if row is None:
        one.state = State.REFUSED
        one.faults = [
            _fault("", "", _("%(unit)s owes no such report, or it is not open to you.") % {"unit": unit})
        ]
        return
    layout = forms.layout(round_.form, round_.form_version.number)
    draft = Draft.objects.filter(submission=row).first()
    before, _notes = forms_out.current(layout, row, draft, {})
    for code, text, where in typed:
        spec, index = layout.catalogue[code], layout.index.get(code)
        if index is None:
            continue
        try:
            cell = cells.read(spec, text)
        except DomainError as error:
            one.faults.append(_fault(code, where, error.message, spec.name, text))
            continue
        if cell.presence is Presence.VALUE and cell != before[index]:
            one.changes.append(
                {
                    "code": code,
                    "name": spec.name,
                    "cell": where,
                    "old": cells.show(before[index]),
                    "new": cells.show(cell),
                    "typed": text,
                    "note": "",
                }
            )
    if one.faults:
        one.state = State.FAULTY
    elif not one.changes:
        one.state = State.SAME
    elif row.state not in EDITABLE or not can_enter(by, row):
        one.state = State.REFUSED
        one.faults = [
            _fault(
                "",
                "",
                _("The report is %(state)s, or you may not enter its figures.")
                % {"state": row.get_state_display()},
            )
        ]
    else:
        one.state = State.READY


def _fault(code: str, where: str, reason: str, name: str = "", typed: str = "") -> dict[str, Any]:
    remedy = _("Correct the cell in the workbook and send it again.") if code else ""
    return {
        "code": code,
        "name": name,
        "cell": where,
        "reason": reason,
        "remedy": remedy,
        "typed": typed[:200],
    }
