"""
The trial run of workbooks that came back: what would change, cell by cell, and what is wrong. Nothing counts yet.

All sheets are looked at with a fixed number of queries per round; a sheet uploaded twice changes nothing the second
time, because what it says stands there already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from danvan.common.errors import DomainError
from danvan.common.periods import Period
from danvan.ingest.models import ImportFile, StagedSheet
from danvan.ingest.services.looking import Desk, Said, State, fault, rounds
from danvan.ingest.workbooks.reading import Returned
from danvan.ingest.workbooks.sheets import VALUE, Stamp
from danvan.organizations.actors import Actor
from danvan.reporting.models import Round

Progress = Callable[[int, int], None]
VALUE_COLUMN = xl_col_to_name(VALUE)


@dataclass(frozen=True)
class Arrived:
    """A sheet with the file it came in."""

    file: ImportFile
    sheet: Returned


@dataclass(frozen=True)
class Awaited:
    """What the sheets are said to be of: some units (called `name`), a period; nothing awaits nothing in particular."""

    units: frozenset[str] = frozenset()
    name: str = ""
    period: str = ""

    def refusal(self, stamp: Stamp) -> str:
        """Why a sheet is not what was awaited; empty when it is."""
        if self.units and stamp.unit not in self.units:
            return _("This is the form of %(found)s, not of %(awaited)s. Choose the right file.") % {
                "found": stamp.unit[:40],
                "awaited": self.name,
            }
        if self.period and stamp.period != self.period:
            return _("This form is for %(found)s, not for %(awaited)s. Choose the right file.") % {
                "found": _label(stamp.period),
                "awaited": _label(self.period),
            }
        return ""


ANYTHING = Awaited()


def stage(
    arrived: Sequence[Arrived],
    by: Actor | None,
    progress: Progress | None = None,
    awaited: Awaited = ANYTHING,
) -> list[StagedSheet]:
    """Look at every sheet; returns unsaved rows in the order given, without their import. Reads only."""
    groups: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(arrived):
        stamp = one.sheet.stamp
        groups.setdefault((stamp.form, stamp.period) if stamp else ("", ""), []).append(place)
    known = rounds(groups)
    found: dict[int, StagedSheet] = {}
    for key, places in groups.items():
        group = [(place, arrived[place]) for place in places]
        for place, row in _group(known.get(key), group, by, awaited):
            found[place] = row
            if progress:
                progress(len(found), len(arrived))
    return [found[place] for place in range(len(arrived))]


def _group(
    round_: Round | None, group: Sequence[tuple[int, Arrived]], by: Actor | None, awaited: Awaited
) -> Iterable[tuple[int, StagedSheet]]:
    units = [one.sheet.stamp.unit for _place, one in group if one.sheet.stamp]
    desk = Desk(round_, units, by) if round_ else None
    seen: set[str] = set()
    for place, one in group:
        stamp = one.sheet.stamp
        refusal = one.sheet.trouble or (awaited.refusal(stamp) if stamp else "")
        if not refusal and stamp is not None:
            refusal = _refusal(desk, stamp, seen)
        if refusal or desk is None or stamp is None:
            yield place, _refused(one, refusal)
            continue
        seen.add(stamp.unit)
        submission = desk.rows[stamp.unit]
        said = {
            code: Said(typed.text, f"{VALUE_COLUMN}{typed.row + 1}", typed.note, typed.formula, typed.trouble)
            for code, typed in one.sheet.cells.items()
        }
        look = desk.look(submission, said)
        if look.computed:
            one.file.notes = [*one.file.notes, _computed(one.sheet.sheet, look.computed)]
        row = _row(one, look.state)
        row.unit, row.submission, row.changes, row.faults = (
            submission.unit,
            submission,
            look.changes,
            look.faults,
        )
        yield place, row


def _computed(sheet: str, cells: Sequence[str]) -> str:
    shown = ", ".join(cells[:20]) + (", …" if len(cells) > 20 else "")
    said = _("Sheet “%(sheet)s”, cells %(cells)s: computed by a formula, read as saved.")
    return said % {"sheet": sheet, "cells": shown}


def _refusal(desk: Desk | None, stamp: Stamp, seen: set[str]) -> str:
    if desk is None:
        return _("No report is asked by form %(form)s for %(period)s.") % {
            "form": stamp.form[:40], "period": _label(stamp.period),
        }  # fmt: skip
    if stamp.version != desk.round.form_version.number:
        return _("The form has changed since this workbook went out. Download it again and copy the figures.")
    if stamp.unit not in desk.rows:
        return _("%(unit)s owes no such report, or it is not open to you.") % {"unit": stamp.unit[:40]}
    if stamp.unit in seen:
        return _("%(unit)s stands twice among these files. Send one.") % {"unit": stamp.unit}
    return ""


def _label(period: str) -> str:
    try:
        return Period.parse(period).label()
    except DomainError:
        return period[:12]


def _row(one: Arrived, state: str) -> StagedSheet:
    return StagedSheet(file=one.file, sheet=one.sheet.sheet[:60], state=state)


def _refused(one: Arrived, reason: str) -> StagedSheet:
    row = _row(one, State.REFUSED)
    row.faults = [fault(reason)]
    return row
