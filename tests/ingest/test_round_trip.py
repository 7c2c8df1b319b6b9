"""
What `briefings` writes about any set of figures, this reader reads back: the same values in the same order, with level,
period, hedge and kind of each. Default: a few dozen sets; `make test-long` (or ``-m long``) reads 5,000.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import translation

from danvan.briefings.patterns import GROUPS
from danvan.briefings.runs import Bound, Paragraph
from danvan.briefings.sentences import Writer
from danvan.common.periods import Period
from danvan.ingest.prose.reading import Reading, read
from tests.briefings.fakes import Name, report, specs

SPECS = specs()
UNITS = {
    "city": Name(),
    "province": Name(name="Tỉnh Bắc Ninh", code="BN"),
    "district": Name(name="Huyện Sóc Sơn", code="HN-16", level="district"),
    "commune": Name(name="Xã Phù Linh", code="HN-16-03", level="commune"),
}
# Whole figures of these units cover these levels.
BELOW = {
    "city": ("city", "district", "commune", "agency"),
    "district": ("district", "commune"),
    "commune": ("commune",),
}
KINDS = ("", "-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", "-9M", *(f"-M{month:02}" for month in range(1, 13)))
HEDGES = {
    "hơn ": "over",
    "trên ": "over",
    "gần ": "nearly",
    "khoảng ": "about",
    "xấp xỉ ": "about",
    "ngót ": "nearly",
}
SEED = 2019


@dataclass(frozen=True)
class Set:
    """A generated set: its writer, and what its documents are headed with."""

    writer: Writer
    period: Period
    heading: str
    top: str


def generated(seed: int) -> Set:
    rng = random.Random(seed)
    kind = rng.choice(tuple(UNITS))
    unit, top = UNITS[kind], "province" if kind == "province" else "city"
    period = Period.parse(f"{rng.randint(2016, 2029)}{rng.choice(KINDS)}")
    now = report(_values(rng, unit.level), str(period), unit=unit)
    before = (
        report(_values(rng, unit.level), str(period.year_ago()), unit=unit) if rng.random() < 0.7 else None
    )
    return Set(Writer(now, before), period, f"Báo cáo kết quả công tác dân vận {period.label('vi')}\n", top)


def _values(rng: random.Random, level: str) -> dict[str, dict[str, int | Decimal] | None]:
    """Small, large and huge counts, rates, noughts and gaps at every level the unit has below it."""
    nothing, nought = rng.choice(((0.06, 0.08), (0.3, 0.2), (0.02, 0.6), (0, 0)))
    values: dict[str, dict[str, int | Decimal] | None] = {}
    for spec in SPECS:
        found: dict[str, int | Decimal] = {}
        for one in spec.levels:
            if one not in BELOW[level] or rng.random() < nothing:
                continue
            size = (
                0
                if rng.random() < nought
                else rng.choice(
                    (
                        rng.randint(1, 12),
                        rng.randint(10, 999),
                        rng.randint(10**3, 10**5),
                        rng.randint(10**5, 10**7),
                    )
                )
            )
            found[one] = Decimal(size % 1001) / 10 if spec.unit == "%" else size
        values[spec.code] = found or None
        if spec.unit == "%" and found:
            values[spec.code] = {**found, "all": Decimal(rng.randint(0, 1000)) / 10}
    return values


def printed(paragraph: Paragraph, rng: random.Random, *, hedged: bool) -> tuple[str, list[tuple[Bound, str]]]:
    """The text, with a hedge before some of the numbers, and which figures it should be read as."""
    text, wanted = "", []
    for run in paragraph.runs:
        if not isinstance(run, Bound):
            text += run
            continue
        hedge = ""
        may = (
            hedged
            and run.value
            and run.measure == "value"
            and run.text[:1].isdigit()
            and not text.endswith("/")
        )
        if may and rng.random() < 0.3:
            hedge = rng.choice(tuple(HEDGES))
        text += hedge + run.text
        if run.value is not None:
            wanted.append((run, HEDGES.get(hedge, "")))
    return text, wanted


def told(text: str, reading: Reading) -> list[tuple[Decimal, str, str, str]]:
    """Value, level, period and hedge of each number read; a denominator is a number of its own on paper."""
    found = []
    for figure in reading.figures:
        value = abs(figure.value) if figure.role == "change" else figure.value
        found.append((Decimal(value), figure.level, figure.period, figure.approx))
        if figure.ratio_of is not None:
            found.append((Decimal(figure.ratio_of), figure.level, figure.period, ""))
    return found


def faults(number: int) -> list[str]:
    """What of one set is read otherwise than it was written; each with its paragraph."""
    made, rng = generated(SEED * 100_000 + number), random.Random(number)
    period = re.sub(r"-M", "-", str(made.period))
    found = []
    for group in GROUPS:
        for paragraph in made.writer.group(group):
            text, wanted = printed(paragraph, rng, hedged=number % 2 == 1)
            got = told(text, read(made.heading + text))
            if [value for value, *_rest in got] != [Decimal(one.value or 0) for one, _hedge in wanted]:
                found.append(f"set {number}, values {[str(value) for value, *_rest in got]}: {text}")
                continue
            for (one, hedge), (_value, level, read_period, approx) in zip(wanted, got, strict=True):
                # The top of a province counts as `city` in the tables and is read as what it is.
                meant = made.top if one.level == "city" else one.level
                right = meant in ("all", level) and read_period == period and approx == hedge
                if not right:
                    found.append(f"set {number}, {one.text}: {level}, {read_period}, {approx}: {text}")
    return found


@pytest.mark.parametrize("sets", [60, pytest.param(5000, marks=pytest.mark.long)], ids=["few", "many"])
def test_generated_sentences_are_read_back_to_the_figures_they_were_written_from(sets):
    with translation.override("vi"):
        wrong = [fault for number in range(sets) for fault in faults(number)]
    assert not wrong, "\n".join([f"{len(wrong)} of {sets} sets", *wrong[:12]])
