"""The wording of an erratum: which number, where, what it said, what it must say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from danvan.briefings import words
from danvan.briefings.runs import Bound, Number
from danvan.briefings.sealing import Difference
from danvan.briefings.sentences import ABSENT, shown
from danvan.common.numbers import format_number
from danvan.common.periods import Period

_MEASURES = {
    "change": "mức tăng, giảm so với cùng kỳ",
    "change_rate": "tỷ lệ tăng, giảm so với cùng kỳ",
    "difference": "mức tăng, giảm so với cùng kỳ",
}


def new_text(difference: Difference, indicator: Any | None) -> str:
    """The new number as it prints."""
    value, measure = difference.new_value, difference.bound.measure
    if value is None:
        return ABSENT
    if measure == "change_rate":
        return shown(value, "%")
    if measure == "difference":
        return ("+" if value > 0 else "") + format_number(value)
    unit = indicator.unit if indicator is not None and measure == "value" else ""
    return shown(value, unit if difference.bound.text.endswith("%") else "")


def label(bound: Bound, indicator: Any | None, unit_names: Mapping[str, str], own_unit: str) -> str:
    """What a number counts, in words: ``Cuộc giám sát cấp Thành phố``."""
    if bound.measure in ("expected", "complete"):
        name = "số đơn vị phải gửi báo cáo" if bound.measure == "expected" else "số đơn vị đã gửi báo cáo"
    else:
        name = indicator.name_vi if indicator is not None else bound.indicator
    day = Period.parse(bound.period).ends_on
    if bound.level != "all":
        name = f"{name} {words.level_phrase(bound.level, day)}"
    if bound.measure in _MEASURES:
        name = f"{name}, {_MEASURES[bound.measure]}"
    if bound.unit != own_unit:
        name = f"{name}, {unit_names.get(bound.unit, bound.unit)}"
    return name


def text(
    *,
    reference: str,
    date_line: str,
    body: str,
    subject: str,
    differences: Iterable[Difference],
    catalogue: Mapping[str, Any],
    unit_names: Mapping[str, str],
    unit: str,
    period: Period,
) -> str:
    """The proposed erratum in official Vietnamese, one line per number."""
    lines = [
        f"Đính chính số liệu tại Báo cáo số {reference}, {date_line} của {body} {subject}, cụ thể như sau:"
    ]
    for number, difference in enumerate(differences, 1):
        bound = difference.bound
        indicator = catalogue.get(bound.indicator)
        where = (
            ", ".join(difference.places[:-1])
            + (" và " if difference.places[:-1] else "")
            + difference.places[-1]
        )
        name = label(bound, indicator, unit_names, unit)
        when = "" if bound.period == str(period) else f" ({Period.parse(bound.period).label('vi')})"
        lines.append(
            f"{number}. Tại {where}: {name}{when}, số “{_old(bound)}” sửa thành “{new_text(difference, indicator)}”."
        )
    lines.append("Các nội dung khác của Báo cáo không thay đổi.")
    return "\n".join(lines)


def _old(bound: Bound) -> str:
    """The number as it was printed; where words stood for it, the value behind them."""
    if any(character.isdigit() for character in bound.text):
        return bound.text
    return ABSENT if bound.value is None else format_number(bound.value)


def change(difference: Difference, place_text: str, now_text: str) -> dict[str, Any]:
    """One change as it is kept: plain values that can be read without the document."""
    bound = difference.bound
    return {
        "key": list(difference.key),
        "label": place_text,
        "places": list(difference.places),
        "old": None if bound.value is None else str(bound.value),
        "old_text": bound.text,
        "new": None if difference.new_value is None else str(difference.new_value),
        "new_text": now_text,
    }


def corrected(changes: Iterable[Mapping[str, Any]], value: Any) -> dict[tuple[str, ...], Number | None]:
    """The last values that errata gave, by key; `value` reads a stored number."""
    return {tuple(change["key"]): value(change["new"]) for change in changes}
