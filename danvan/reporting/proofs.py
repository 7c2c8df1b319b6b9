"""
The proof that measured figures stand on records: every accepted figure that was counted names records that are there and
add up to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import F
from django.utils.translation import gettext as _

from danvan.reporting.models import FormCell, ReportForm, SubmissionVersion
from danvan.reporting.vectors import Vector

AT_ONCE = 900


@dataclass(frozen=True)
class Broken:
    """A measured figure whose records do not make it."""

    period: str
    unit: str
    indicator: str
    what: str

    def __str__(self) -> str:
        return f"{self.period}, {self.unit}, {self.indicator}: {self.what}"


@dataclass
class Standing:
    """How many accepted figures of an indicator were counted from records, and what these add up to."""

    figures: int = 0
    records: int = 0
    counts: int = 0


@dataclass
class Lineage:
    """What was looked at: by indicator; `named` are records by model."""

    standing: dict[str, Standing] = field(default_factory=lambda: defaultdict(Standing))
    broken: list[Broken] = field(default_factory=list)
    named: dict[str, dict[int, tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(dict))


def lineage() -> Lineage:
    """Look at every accepted version of every form. Queries grow with the number of records by the thousand only."""
    found = Lineage()
    for form in ReportForm.objects.order_by("pk"):
        cells = FormCell.objects.filter(form=form, index__isnull=False)
        codes = dict(cells.values_list("index", "indicator__code"))
        # A total is what its parts add up to, and one of them may be typed.
        sums = set(cells.filter(indicator__kind="total").values_list("indicator__code", flat=True))
        for row in _accepted(form):
            _look(row, codes, sums, found)
    _missing(found)
    return found


def _accepted(form: ReportForm) -> Iterator[tuple[str, str, bytes | memoryview, dict]]:
    rows = SubmissionVersion.objects.filter(submission__round__form=form, submission__accepted_id=F("pk"))
    return (
        rows.order_by("pk")
        .values_list("submission__round__period_name", "submission__unit__code", "cells", "notes")
        .iterator(AT_ONCE)
    )


def _look(
    row: tuple[str, str, bytes | memoryview, dict],
    codes: dict[int | None, str],
    sums: set[str],
    found: Lineage,
) -> None:
    period, unit, cells, notes = row
    vector = Vector.unpack(cells)
    for key, note in notes.items():
        if note.get("source") != "measured" or int(key) not in codes:
            continue
        code, value = codes[int(key)], vector.value(int(key)) if int(key) < len(vector) else None
        records = note.get("records", [])
        counts = sum(count for _reference, _label, count in records)
        standing = found.standing[code]
        standing.figures, standing.records, standing.counts = (
            standing.figures + 1, standing.records + len(records), standing.counts + counts,
        )  # fmt: skip
        if counts != (value or 0) and code not in sums:
            what = _("its records add up to %(counts)s, it says %(value)s") % {
                "counts": counts,
                "value": value,
            }
            found.broken.append(Broken(period, unit, code, what))
        for reference, _label, _count in records:
            model, _colon, pk = reference.partition(":")
            # A duty by law ("…:commune_chair:2019-01") has no row of its own to look for.
            if pk.isdecimal():
                found.named[model].setdefault(int(pk), (period, unit, code))


def _missing(found: Lineage) -> None:
    for model, named in sorted(found.named.items()):
        known = apps.get_model(model)._base_manager
        pks = sorted(named)
        for start in range(0, len(pks), AT_ONCE):
            some = pks[start : start + AT_ONCE]
            there = set(known.filter(pk__in=some).values_list("pk", flat=True))
            for pk in some:
                if pk not in there:
                    what = _("the record %(record)s is not there") % {"record": f"{model}:{pk}"}
                    found.broken.append(Broken(*named[pk], what))
