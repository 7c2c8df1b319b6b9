"""
Numbers as Vietnamese writes them: digits with dots and commas, words, scale words, and a first misprint mended.

Pure reading: nothing here knows what is counted. Values are exact (`int` or `Decimal`).
"""

from __future__ import annotations

import re
from decimal import Decimal

Value = int | Decimal

_DIGIT = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
SCALES = {
    "trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10_000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip
# Words a written-out number may begin with; "mốt", "lăm", "tư" stand only behind tens.
OPENING = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười")
_WORDS = frozenset([*_DIGIT, "mười", "mươi", "linh", "lẻ", *SCALES, "rưỡi"])
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII)
_DECIMAL = re.compile(r"\d+,\d+", re.ASCII)
_SLOPPY = re.compile(r"\d+\.\d{1,2}", re.ASCII)
_FOREIGN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)


# Digits and dots of the longest number anybody prints; what is longer is no figure.
LONGEST = 24


def read_digits(printed: str) -> tuple[Value, str] | None:
    """
    Value and style of a number in digits, or None when it is none.

    Styles: ``""`` as prescribed (``8.597``, ``97,4``, ``3200``), ``"decimal_dot"`` for a sloppy ``3.5``, ``"foreign"``
    for ``1,250`` (read as a decimal, never guessed), ``"grouping"`` for dots that do not group by three.
    """
    if len(printed) > LONGEST:
        return None
    if printed.isdigit():
        return int(printed), ""
    if _GROUPED.fullmatch(printed):
        return _number(printed.replace(".", "").replace(",", ".")), ""
    if _FOREIGN.fullmatch(printed) and printed.count(",") > 1:
        return _number(printed.replace(",", "")), "foreign"
    if _DECIMAL.fullmatch(printed):
        style = "foreign" if _FOREIGN.fullmatch(printed) and not printed.startswith("0") else ""
        return _number(printed.replace(",", ".")), style
    if _SLOPPY.fullmatch(printed):
        return _number(printed), "decimal_dot"
    bare = printed.replace(".", "")
    if bare.isdigit():
        return int(bare), "grouping"
    return None


def _number(plain: str) -> Value:
    exact = Decimal(plain)
    return int(exact) if exact == exact.to_integral_value() else exact


def scaled(value: Value, scales: list[str]) -> Value:
    """``2,3`` with ``["triệu"]`` -> 2300000; ``2`` with ``["nghìn", "tỷ"]`` -> 2000000000000."""
    for scale in scales:
        value = value * SCALES[scale]
    return int(value) if value == int(value) else value


def is_number_word(word: str) -> bool:
    return word in _WORDS


def read_words(words: list[str]) -> tuple[int, int] | None:
    """
    The number at the beginning of a list of small-letter words, and how many words it takes; None when there is none.

    ``["hai", "mươi", "mốt", "cuộc"]`` -> (21, 3); ``["bốn", "mươi", "tư"]`` -> (44, 3); "rưỡi" adds half of the scale
    before it. "Một" and "năm" alone are numbers here; whether they are meant so is for the reader of the sentence.
    """
    if not words or words[0] not in OPENING:
        return None
    total = block = 0
    last_scale = 1
    took = 0
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if word == "mười":
            block += 10
        elif word == "mươi":
            if not 2 <= block % 10 <= 9:
                break
            block += (block % 10) * 9
        elif word in ("linh", "lẻ"):
            if block % 100 or following not in _DIGIT:
                break
        elif word in _DIGIT:
            # A second digit in a row is the next number ("ba bốn cuộc" is "three or four").
            if place and words[place - 1] in _DIGIT and words[place - 1] not in ("không",):
                break
            block += _DIGIT[word]
        elif word == "trăm":
            block *= 100
        elif word in SCALES:
            last_scale = SCALES[word]
            total, block = total + max(block, 1) * last_scale, 0
        elif word == "rưỡi" and last_scale > 1 and not block:
            total += last_scale // 2
        else:
            break
        took = place + 1
    return (total + block, took) if took else None
