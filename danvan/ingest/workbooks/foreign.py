"""
Workbooks of anybody's making: which column tells what is counted, which holds the figures, and for whom.

A mapping is proposed from labels and headers, with a score for each row; a person mends it, and what was mended is known
the next time (`known`: label as folded -> code). Pure.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from danvan.common.vietnamese import fold, nfc

ROWS, COLUMNS = "rows", "columns"
# From this share of common meaning on a label is taken for an indicator's name.
ENOUGH = 0.42
_WORD = re.compile(r"[a-z0-9]+")
_EMPTY_WORDS = frozenset(
    "so cac cua va trong do la duoc da theo voi cho tai tu den ky nay tong stt tinh".split()  # noqa: SIM905
)
# What a column or row of figures is, when no unit's code: those of the unit that sends, or nothing that is wanted.
OWN, NONE = "own", "none"
_KIND_OF_UNIT = re.compile(r"^(?:phuong|xa|thi tran|quan|huyen|thi xa|thanh pho|tp|tt|tx|p|x|q|h)[. ]+")
_NOW = re.compile(r"ky nay|so lieu|ket qua|thuc hien|tong so|so luong|trong ky|ky bao cao")
_NOT_NOW = re.compile(
    r"ky truoc|cung ky|nam truoc|ke hoach|chi tieu giao|ty le|%|so sanh|tang|giam|stt|ghi chu|luy ke|ma so"
)

Grid = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Indicator:
    code: str
    name: str
    unit: str


@dataclass(frozen=True)
class Match:
    """A label at a place of the grid (row or column, counted from 0) and what it may mean; `code` "" when nothing fits."""

    place: int
    label: str
    code: str
    score: float
    learned: bool = False


@dataclass(frozen=True)
class Series:
    """
    A row or column of figures under a header, and whose they are: a unit's code, `OWN` or `NONE`. `learned` when a person
    said so of this header before.
    """

    place: int
    header: str
    whose: str = NONE
    learned: bool = False


@dataclass(frozen=True)
class Mapping_:
    """How a sheet is read: labels in a column (`ROWS`) or in a row (`COLUMNS`), and the series of figures beside them."""

    sheet: str
    layout: str
    labels_at: int
    matches: Sequence[Match]
    series: Sequence[Series]
    fingerprint: str

    @property
    def score(self) -> float:
        sure = [match.score for match in self.matches if match.code]
        return round(sum(sure) / max(1, len(self.matches)), 3)


@dataclass(frozen=True)
class Value:
    """A figure with the places of its label and of its series, and its cell."""

    label: int
    series: int
    text: str
    row: int
    column: int


@dataclass
class Dictionary:
    """Names of indicators, weighed by how rare their words are, and labels that people have confirmed."""

    indicators: Sequence[Indicator]
    known: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._words = {one.code: _meaning(one.name) for one in self.indicators}
        counts = Counter(word for words in self._words.values() for word in words)
        total = max(1, len(self.indicators))
        self._weight = {word: math.log(1 + total / count) for word, count in counts.items()}
        self._by_word: dict[str, list[str]] = {}
        for code, words in self._words.items():
            for word in words:
                self._by_word.setdefault(word, []).append(code)
        self._mass = {code: self._mass_of(words) for code, words in self._words.items()}
        self._units = {label_key(name): code for name, code in self.units.items()}
        short = Counter(_KIND_OF_UNIT.sub("", key) for key in self._units)
        # "Hàng Bạc" is enough where only one unit is called so.
        for key, code in list(self._units.items()):
            bare = _KIND_OF_UNIT.sub("", key)
            if short[bare] == 1:
                self._units.setdefault(bare, code)
        self._codes = {code.lower(): code for code in self.units.values()}

    def _mass_of(self, words: frozenset[str]) -> float:
        return sum(self._weight.get(word, 1.0) for word in words)

    def best(self, label: str) -> tuple[str, float, bool]:
        """Code, score from 0 to 1, and whether a person said so before."""
        said = label_key(label)
        if code := self.known.get(said):
            return code, 1.0, True
        words = _meaning(label)
        if not words:
            return "", 0.0, False
        mass = self._mass_of(words)
        candidates = {code for word in words for code in self._by_word.get(word, ())}
        best, score = "", 0.0
        for code in sorted(candidates):
            common = self._mass_of(words & self._words[code])
            found = common / (mass + self._mass[code] - common)
            if found > score:
                best, score = code, found
        return (best, round(score, 3), False) if score >= ENOUGH else ("", round(score, 3), False)

    def unit(self, label: str) -> str:
        """The unit a header names by its name, its name without "phường" or "xã", or its code; "" for none."""
        key = label_key(label)
        found = self._units.get(key) or self._units.get(_KIND_OF_UNIT.sub("", key))
        return found or self._codes.get(label.strip().lower(), "")

    def header(self, label: str) -> str:
        """What a person said of this header before; "" for a new one."""
        return self.headers.get(label_key(label), "")


def label_key(text: str) -> str:
    """A label as compared and remembered: folded, without numbering and punctuation."""
    return re.sub(
        r"^(?:[ivx]+|[a-z]|\d+(?:\.\d+)*)[.)]?\s+", "", " ".join(re.findall(r"[\w.)]+", fold(nfc(text))))
    ).strip(" .)")


def _meaning(text: str) -> frozenset[str]:
    return frozenset(
        word for word in _WORD.findall(fold(nfc(text))) if word not in _EMPTY_WORDS and not word.isdigit()
    )


def propose(sheet: str, grid: Grid, words: Dictionary) -> Mapping_ | None:
    """The likeliest way to read a sheet, or None when nothing in it is known."""
    found = [
        one for one in (_by_rows(sheet, grid, words), _by_columns(sheet, grid, words)) if one is not None
    ]
    return max(found, key=lambda one: sum(match.score for match in one.matches if match.code), default=None)


def values(mapping: Mapping_, grid: Grid) -> list[Value]:
    """Every figure beside a label, in the order of the sheet, whether it is wanted or not; empty cells are left out."""
    found = []
    for match in mapping.matches:
        for series in mapping.series:
            row, column = (
                (match.place, series.place) if mapping.layout == ROWS else (series.place, match.place)
            )
            text = _text(_at(grid, row, column))
            if text:
                found.append(Value(match.place, series.place, text, row, column))
    return found


def _by_rows(sheet: str, grid: Grid, words: Dictionary) -> Mapping_ | None:
    width = max((len(row) for row in grid[:200]), default=0)
    best: tuple[float, int, list[Match]] = (0.0, 0, [])
    for column in range(min(width, 12)):
        # A line without any figure is a heading.
        labels = [
            _text(_at(grid, row, column)) if any(map(_is_number, grid[row][column + 1 :])) else ""
            for row in range(len(grid))
        ]
        matches = _matches(labels, words)
        score = sum(match.score for match in matches if match.code)
        if score > best[0]:
            best = (score, column, matches)
    score, column, matches = best
    if not matches:
        return None
    rows = [match.place for match in matches if match.code]
    lines = [
        (place, [_at(grid, row, place) for row in rows], _head(grid, min(rows), place))
        for place in range(width)
        if place != column and not (place < column and _counts_up([_at(grid, row, place) for row in rows]))
    ]
    series = _series(lines, words, words.unit(sheet))
    return Mapping_(sheet, ROWS, column, matches, series, _fingerprint(matches)) if series else None


def _by_columns(sheet: str, grid: Grid, words: Dictionary) -> Mapping_ | None:
    best: tuple[float, int, list[Match]] = (0.0, 0, [])
    for row in range(min(len(grid), 20)):
        matches = _matches([_text(cell) for cell in grid[row]], words)
        score = sum(match.score for match in matches if match.code)
        if score > best[0] and len([one for one in matches if one.code]) > 1:
            best = (score, row, matches)
    _score, row, matches = best
    if not matches:
        return None
    columns = [match.place for match in matches if match.code]
    rows = []
    for place in range(row + 1, len(grid)):
        header = next(
            (_text(cell) for cell in grid[place][: min(columns)] if _text(cell) and not _is_number(cell)), ""
        )
        rows.append((place, [_at(grid, place, column) for column in columns], header))
    series = _series(rows, words, words.unit(sheet))
    return Mapping_(sheet, COLUMNS, row, matches, series, _fingerprint(matches)) if series else None


def _matches(labels: Sequence[str], words: Dictionary) -> list[Match]:
    """Labels that mean something; one indicator is taken once, by the label that fits best."""
    found: list[Match] = []
    above = ""
    for place, label in enumerate(labels):
        if len(label) < 4 or not re.search(r"[^\W\d_]{2}", label):
            continue
        code, score, learned = words.best(label)
        if re.match(r"\s*(?:[-+*•]|trong đó)", label.lower()) and above and not learned:
            # "- Định kỳ" says only with the line above what is counted.
            longer, more, _learned = words.best(f"{above} {label}")
            if more > score:
                code, score = longer, more
        elif code:
            above = label
        found.append(Match(place, label[:200], code, score, learned))
    taken: dict[str, Match] = {}
    for match in found:
        if match.code and (match.code not in taken or match.score > taken[match.code].score):
            taken[match.code] = match
    return [
        match
        if not match.code or taken[match.code] is match
        else Match(match.place, match.label, "", match.score)
        for match in found
    ]


def _series(lines: list[tuple[int, list[object], str]], words: Dictionary, sheet_unit: str) -> list[Series]:
    """
    Lines of figures and whose they are: as people said of their headers before, each unit's own where headers name units,
    else the one that looks like this period's (of the unit the sheet is called after, or of the one that sends).
    """
    numeric = [(place, header, share) for place, cells, header in lines if (share := _numeric(cells)) >= 0.4]
    told = {place: said for place, header, _share in numeric if (said := words.header(header))}
    whose = {place: said for place, said in told.items() if said != NONE}
    if not whose:
        whose = {place: unit for place, header, _share in numeric if (unit := words.unit(header))}
    open_ = [line for line in numeric if line[0] not in told]
    if not whose and open_:
        whose = {max(open_, key=_liking)[0]: sheet_unit or OWN}
    return [Series(place, header, whose.get(place, NONE), place in told) for place, header, _share in numeric]


def _liking(line: tuple[int, str, float]) -> float:
    """How much a line of figures looks like those of this period."""
    place, header, share = line
    said = fold(header)
    return (
        share + (1.0 if _NOW.search(said) else 0.0) - (1.5 if _NOT_NOW.search(said) else 0.0) - place * 0.001
    )


def _numeric(cells: Sequence[object]) -> float:
    filled = [cell for cell in cells if _text(cell)]
    return sum(map(_is_number, filled)) / len(cells) if cells else 0.0


def _counts_up(cells: Sequence[object]) -> bool:
    """Whether these are the numbers of lines, not figures: each above the one before."""
    numbers = [int(text) for cell in cells if (text := _text(cell)).isdecimal() and text.isascii()]
    return bool(numbers) and len(numbers) == len(cells) and numbers == sorted(set(numbers))


def _is_number(cell: object) -> bool:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return True
    return bool(re.fullmatch(r"\d{1,3}(?:[. ]\d{3})*(?:,\d+)?|\d+", _text(cell)))


def _head(grid: Grid, row: int, column: int) -> str:
    """The words above a column, nearest first."""
    for place in range(row - 1, max(-1, row - 6), -1):
        cell = _at(grid, place, column)
        if _text(cell) and not _is_number(cell):
            return _text(cell)
    return ""


def _at(grid: Grid, row: int, column: int) -> object:
    return grid[row][column] if 0 <= row < len(grid) and 0 <= column < len(grid[row]) else ""


def _text(cell: object) -> str:
    if isinstance(cell, float) and abs(cell) < 1e15 and cell == int(cell):
        return str(int(cell))
    return str(cell).strip()[:500] if cell is not None else ""


def _fingerprint(matches: Sequence[Match]) -> str:
    """The same for the same labels in the same order: how a mapping is known again."""
    said = "\n".join(label_key(match.label) for match in matches)
    return hashlib.sha256(said.encode()).hexdigest()[:24]
