"""
Official Vietnamese sentences from figures: total first, then levels in brackets, then comparison, then kinds.

Pure: nothing here reads the database. Every number in what comes out is a `Bound`; the words around it come from
`patterns` and `words`. A figure that is zero is written "không phát sinh", one that nobody reported "chưa có số liệu".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from danvan.briefings import words
from danvan.briefings.patterns import GROUPS, Count, Coverage, Part, Pattern, Several, Share
from danvan.briefings.runs import ALL_LEVELS, Bound, Number, Paragraph, Run, capitalised, joined
from danvan.common.numbers import format_number, format_percent
from danvan.common.periods import Period

ZERO, ABSENT = "không phát sinh", "chưa có số liệu"
_SENTENCES_PER_PARAGRAPH = 3
_TENTH = Decimal("0.1")


def rounded(value: Number) -> Number:
    """A rate as printed, to one decimal; whole numbers as they are."""
    return value if isinstance(value, int) else value.quantize(_TENTH, ROUND_HALF_UP)


def shown(value: Number, unit: str = "") -> str:
    """A value as it stands on paper: ``8.597``, ``12,5``, ``95,2 %``."""
    return format_percent(rounded(value)) if unit == "%" else format_number(rounded(value))


@dataclass
class Writer:
    """
    Writes about one report of `reporting.queries.report`.

    `earlier` is the report of the same period a year ago (or None: no comparison is written).
    """

    report: Any
    earlier: Any = None
    _figures: Mapping[str, Any] = field(init=False)
    _before: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._figures = self.report.by_code
        self._before = self.earlier.by_code if self.earlier is not None else {}
        self.period: Period = self.report.period
        self.day = self.report.day
        self.unit = self.report.unit
        self.province = words.is_province(self.unit.name)
        self.scope = words.scope_phrase(self.unit.name, self.unit.level)

    # --- what a document asks for -----------------------------------------------------------------------------------

    def group(self, code: str) -> list[Paragraph]:
        """The paragraphs about one group of indicators; one short sentence when nothing of it was reported."""
        group = GROUPS[code]
        sentences: list[list[Run]] = []
        zero: list[Run] = []
        absent: list[Run] = []
        for pattern in group.patterns:
            self._place(pattern, sentences, zero, absent)
        if sentences and isinstance(group.patterns[0], Count) and self._value(group.patterns[0].code):
            sentences[0] = self._with_scope(group.patterns[0], sentences[0])
        if not sentences and not zero:
            runs = (
                [f"Chưa có số liệu về {group.name}."] if not absent else self._only_absent(group.name, absent)
            )
            return [Paragraph(tuple(runs))]
        if zero:
            sentences.append(["trong kỳ ", *zero])
        if absent:
            sentences.append(absent)
        return [Paragraph(tuple(self._flow(some))) for some in _in_paragraphs(sentences)]

    def completeness(self) -> Paragraph:
        """``615/615 đơn vị gửi báo cáo (1/1 Thành phố; 30/30 quận, huyện, thị xã; …)``."""
        expected, complete = self.report.expected, self.report.complete
        levels = [level for level in words.levels_on(self.day) if expected.get(level)]
        total, sent = sum(expected.values()), sum(complete.values())
        line: list[Run] = ["Số liệu được tổng hợp từ báo cáo của các đơn vị: "]
        line += self._of(sent, total, ALL_LEVELS)
        line.append(" đơn vị gửi báo cáo")
        if len(levels) > 1:
            parts = [
                [
                    *self._of(complete.get(level, 0), expected[level], level),
                    " " + words.units_phrase(level, self.day, province=self.province),
                ]
                for level in levels
            ]
            line += [" (", *joined(parts, "; "), ")"]
        return Paragraph((*line, "."), "notes")

    def pattern(self, pattern: Pattern) -> list[Run] | None:
        """One sentence without its scope and full stop; None when its leading figure is zero or absent."""
        if isinstance(pattern, Count):
            return self._count(pattern)
        if isinstance(pattern, Coverage):
            return self._coverage(pattern)
        if isinstance(pattern, Share):
            return self._share(pattern)
        return self._several(pattern)

    # --- sentences --------------------------------------------------------------------------------------------------

    def _count(self, pattern: Count) -> list[Run] | None:
        value = self._value(pattern.code)
        if not value:
            return None
        line: list[Run] = [self._as_of() if pattern.as_of else "", pattern.lead + " "]
        line += self._amount(pattern.code, noun=pattern.noun)
        if pattern.by_level:
            line += self._by_level(pattern.code)
        if pattern.compare:
            line += self._comparison(pattern.code)
        kinds = self._kinds(pattern.parts, ALL_LEVELS)
        return [*line, "; trong đó ", *kinds] if kinds else line

    def _coverage(self, pattern: Coverage) -> list[Run] | None:
        clauses = []
        for level in words.levels_on(self.day):
            held, count = self._value(pattern.held, level), self._value(pattern.code, level)
            expected = self._value(pattern.expected, level)
            if level == "city" or held is None or count is None:
                continue
            clause = self._fraction(pattern.held, pattern.expected, level, held, expected)
            clause.append(f" {words.units_phrase(level, self.day, province=self.province)} {pattern.lead} ")
            clause += self._amount(pattern.code, level, pattern.noun)
            kinds = self._kinds(pattern.parts, level)
            clauses.append([*clause, " (trong đó ", *kinds, ")"] if kinds else clause)
        return joined(clauses, "; ") or None

    def _share(self, pattern: Share) -> list[Run] | None:
        part, whole = self._value(pattern.part), self._value(pattern.whole)
        if part is None or not whole:
            return None
        line: list[Run] = [pattern.lead + " ", self._bound(pattern.part), "/", self._bound(pattern.whole)]
        line.append(" " + pattern.noun)
        if self._value(pattern.rate) is not None:
            line += [", đạt ", self._bound(pattern.rate)]
        return line

    def _several(self, pattern: Several) -> list[Run] | None:
        items = self._kinds(pattern.items, ALL_LEVELS)
        return [pattern.lead + " ", *items] if items else None

    # --- pieces -----------------------------------------------------------------------------------------------------

    def _place(self, pattern: Pattern, sentences: list, zero: list, absent: list) -> None:
        line = self.pattern(pattern)
        if line is not None:
            sentences.append(line)
        elif isinstance(pattern, Count) and self._adds_up(pattern.code):
            self._list(pattern.code, pattern.thing, zero if self._value(pattern.code) == 0 else absent)
        elif isinstance(pattern, Share) and self._value(pattern.whole) == 0:
            self._list(pattern.whole, pattern.thing, zero)
        elif isinstance(pattern, Share) and self._value(pattern.part) is None:
            self._list(pattern.part, pattern.thing, absent)

    def _list(self, code: str, thing: str, into: list[Run]) -> None:
        """Add one thing to "không phát sinh a; b" or "Chưa có số liệu về a; b"; each stays bound to its figure."""
        if into:
            # The words stand once, so every later item is bound through its own name.
            into += ["; ", self._bound(code, text=thing)]
        elif self._value(code) == 0:
            into += [self._bound(code, text=ZERO), " " + thing]
        else:
            into += [self._bound(code, text=ABSENT.capitalize()), " về " + thing]

    def _only_absent(self, name: str, absent: list[Run]) -> list[Run]:
        first = next(run for run in absent if isinstance(run, Bound))
        return [first, f" về {name}."]

    def _flow(self, sentences: Iterable[list[Run]]) -> list[Run]:
        return [*joined((capitalised(line) for line in sentences), ". "), "."]

    def _with_scope(self, pattern: Count, line: list[Run]) -> list[Run]:
        """``Toàn Thành phố đã …``; after a date the scope comes second: ``tính đến …, toàn Thành phố có …``."""
        if not pattern.as_of:
            return [self.scope + " ", *line]
        return [line[0], self.scope.replace("Toàn", "toàn") + " ", *line[1:]]

    def _as_of(self) -> str:
        return f"tính đến hết {self.period.label('vi')}, "

    def _amount(self, code: str, level: str = ALL_LEVELS, noun: str = "") -> list[Run]:
        unit = self._unit(code)
        words_after = " ".join(word for word in ("" if unit == "%" else unit, noun) if word)
        return [self._bound(code, level), " " + words_after] if words_after else [self._bound(code, level)]

    def _by_level(self, code: str) -> list[Run]:
        levels = self._levels(code)
        if len(levels) < 2:
            return []
        parts: list[list[Run]] = []
        for level in levels:
            value = self._value(code, level)
            phrase = words.level_phrase(level, self.day, province=self.province)
            if value:
                parts.append([self._bound(code, level), f" {self._unit(code)} {phrase}"])
            else:
                text = ABSENT if value is None else ZERO
                parts.append([f"{phrase} ", self._bound(code, level, text=text)])
        return [" (", *joined(parts, "; "), ")"]

    def _kinds(self, parts: Iterable[Part], level: str) -> list[Run]:
        present = [
            part for part in parts if self._value(part.code, level) and not self._hidden(part.code, level)
        ]
        return joined((self._amount(part.code, level, part.noun) for part in present), ", ")

    def _comparison(self, code: str) -> list[Run]:
        now, before = self._value(code), self._before_value(code)
        if now is None or before is None or self._unit(code) == "%":
            return []
        against = words.same_period_before(self.period, self.earlier.period)
        change = now - before
        if not change:
            return [", bằng ", against]
        size: Number = change if change > 0 else -change
        line: list[Run] = [", tăng " if change > 0 else ", giảm "]
        line += [
            self._change(code, size, "change", format_number(size)),
            f" {self._unit(code)}",
        ]
        if before:
            rate = rounded(Decimal(100) * Decimal(size) / Decimal(before))
            line += [" (", self._change(code, rate, "change_rate", format_percent(rate)), ")"]
        return [*line, f" so với {against}"]

    def _fraction(
        self, held: str, expected: str, level: str, part: Number, whole: Number | None
    ) -> list[Run]:
        if whole is not None:
            return [self._bound(held, level), "/", self._bound(expected, level)]
        denominator = self.report.expected.get(level, 0)
        return [self._bound(held, level), "/", self._units(denominator, level, "expected")]

    def _of(self, part: int, whole: int, level: str) -> list[Run]:
        return [self._units(part, level, "complete"), "/", self._units(whole, level, "expected")]

    # --- numbers ----------------------------------------------------------------------------------------------------

    def _bound(self, code: str, level: str = ALL_LEVELS, text: str | None = None) -> Bound:
        value = self._value(code, level)
        printed = (
            text if text is not None else shown(value, self._unit(code)) if value is not None else ABSENT
        )
        exact = None if value is None else rounded(value)
        return Bound(code, self.unit.code, level, str(self.period), exact, printed)

    def _change(self, code: str, value: Number, measure: str, text: str) -> Bound:
        period, against = str(self.period), str(self.earlier.period)
        return Bound(code, self.unit.code, ALL_LEVELS, period, value, text, measure, against)

    def _units(self, value: int, level: str, measure: str) -> Bound:
        return Bound("", self.unit.code, level, str(self.period), value, format_number(value), measure)

    def _value(self, code: str, level: str = ALL_LEVELS) -> Number | None:
        return value_in(self._figures, code, level)

    def _before_value(self, code: str) -> Number | None:
        return value_in(self._before, code, ALL_LEVELS)

    def _unit(self, code: str) -> str:
        figure = self._figures.get(code)
        return figure.indicator.unit if figure else ""

    def _adds_up(self, code: str) -> bool:
        """Whether units can be added at all; of what cannot (topics in common) a total is not missing, it has no sense."""
        figure = self._figures.get(code)
        return figure is None or getattr(figure.indicator, "over_units", "sum") != "none"

    def _hidden(self, code: str, level: str) -> bool:
        """A small cell (denunciations under 5) is shown to the unit that handles it only, never printed."""
        return is_small(self._figures[code], self._value(code, level))

    def _levels(self, code: str) -> list[str]:
        figure = self._figures[code]
        collected = [level for level in words.levels_on(self.day) if level in levels_of(figure.indicator)]
        return [level for level in collected if self.report.expected.get(level) or figure.levels.get(level)]


def _in_paragraphs(sentences: list[list[Run]]) -> list[list[list[Run]]]:
    """A few sentences to a paragraph; a single one left over joins the last."""
    size = _SENTENCES_PER_PARAGRAPH
    parts = [sentences[start : start + size] for start in range(0, len(sentences), size)]
    if len(parts) > 1 and len(parts[-1]) == 1:
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts


def levels_of(indicator: Any) -> tuple[str, ...]:
    """Levels that collect an indicator."""
    levels = indicator.levels
    return tuple(levels.split("|")) if isinstance(levels, str) else tuple(levels)


def value_in(figures: Mapping[str, Any], code: str, level: str = ALL_LEVELS) -> Number | None:
    """A figure's value by code and level out of `Report.by_code`; None when it was not reported."""
    figure = figures.get(code)
    if figure is None:
        return None
    return figure.all if level == ALL_LEVELS else figure.levels.get(level)


def is_small(figure: Any, value: Number | None) -> bool:
    """Whether a value is under the number from which this indicator may be printed."""
    limit = figure.indicator.small_cells_below
    return bool(limit) and value is not None and 0 < value < limit
