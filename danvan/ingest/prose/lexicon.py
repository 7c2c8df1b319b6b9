"""The words the reader knows, from the tables in `danvan/ingest/seed`: counting units, things counted, levels."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from danvan.common.vietnamese import nfc


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files("danvan.ingest.seed").joinpath(name).read_text("utf-8")
    yield from csv.DictReader(nfc(text).splitlines())


@cache
def units() -> dict[str, str]:
    """Counting word -> kind (generic, event, thing, person, place:commune, money, …)."""
    return {row["word"]: row["kind"] for row in _rows("units.csv")}


@cache
def unit_pattern() -> re.Pattern[str]:
    """The longest counting word at a place."""
    # By their first letters: several hundred words are not tried one after the other.
    by_letters: dict[str, list[str]] = {}
    for word in sorted(units(), key=len, reverse=True):
        by_letters.setdefault(word[0], []).append(
            re.escape(word[1:]).replace(r"\ ", r"\s+").replace(",", r"\s?,")
        )
    body = "|".join(f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in by_letters.items())
    return re.compile(rf"(?:{body})(?![\w²³])")


# Level words, most specific first; what they are of stands in the text around them.
_LEVELS = [
    (
        "commune",
        r"xã, phường(?:, thị trấn|,? đặc khu| và đặc khu)?|phường, xã(?:, thị trấn)?|xã, thị trấn|phường, thị trấn"
        r"|(?<=; )cơ sở(?= (?:đã |tổ chức|mở|thực hiện))|cấp cơ sở|cấp phường|cấp xã|cơ sở xã|khối (?:xã|phường|thị trấn)|(?:của|ở|tại) cơ sở|xã, phường",
    ),
    (
        "district",
        r"cấp (?:quận|huyện|thị xã|thị ủy)(?:, (?:quận|huyện|thị xã|thị ủy|thành phố|thị|thành ủy))*|quận, huyện(?:,? (?:và )?(?:thị xã|thị ủy))?"
        r"|huyện, thị xã(?:, thành phố)?|huyện, thị, thành phố|các quận|các huyện|cấp trên cơ sở|khối (?:quận|huyện)",
    ),
    ("province", r"cấp tỉnh|toàn tỉnh|tỉnh ủy|cấp trung ương đảng"),
    ("city", r"cấp thành phố|cấp tp|toàn thành phố|toàn tp\b"),
    ("agency", r"(?:cơ quan|đơn vị)(?:, đơn vị)? trực thuộc|cấp sở|khối (?:cơ quan|doanh nghiệp|sở|trường)|sở, (?:ban, )?ngành"),
]  # fmt: skip
LEVEL = re.compile("|".join(f"(?P<{name}>{body})" for name, body in _LEVELS))
# Behind a figure: "434 cuộc cấp Thành phố", "80 cuộc của phường".
LEVEL_BEHIND = re.compile(
    r"[ ]*(?:\(\s*)?(?:do|của|ở|tại|là|thuộc)?[ ]*(?:các[ ]+)?(?:khối[ ]+)?(?:cấp[ ]+)"
    r"(?:(?P<city>thành phố|tp\b)|(?P<province>tỉnh)|(?P<district>quận|huyện|thị xã)|(?P<commune>xã|phường|thị trấn|cơ sở|đặc khu)|(?P<agency>sở))"
    r"(?:(?:,\s*|\s+và\s+)(?:quận|huyện|thị xã|thị ủy|xã|phường|thị trấn|đặc khu|thị|thành ủy|thành phố)(?!\s*\d))*"
    # "của cơ quan, đơn vị trực thuộc" has no word for its level.
    r"|[ ]*(?:do|của|ở|tại|thuộc)\s+(?:các\s+)?(?P<attached>(?:cơ quan|đơn vị|đảng ủy)(?:, đơn vị)? trực thuộc)"
)
PLACE_WORDS = {
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune", "quận": "district",
    "huyện": "district", "thị xã": "district", "tỉnh": "province", "thành phố": "city",
}  # fmt: skip
# Places whose city is governed from the centre: what is reported there is the city's.
CENTRAL_CITIES = ("hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế", "thủ đô")


@dataclass(frozen=True)
class Thing:
    """Something counted: words that show it, its name, and the indicator it may be, by what its unit is."""

    words: tuple[str, ...]
    what: str
    units: frozenset[str]
    indicator: str


@cache
def things() -> tuple[Thing, ...]:
    """Things counted, the most specific first: more words, then longer ones."""
    found = [
        Thing(
            tuple(part.strip() for part in row["words"].split("+")),
            row["what"],
            frozenset(unit.strip() for unit in row["units"].split("|") if unit.strip()),
            row["indicator"],
        )
        for row in _rows("things.csv")
    ]
    return tuple(sorted(found, key=lambda thing: (-len(thing.words), -sum(map(len, thing.words)))))


@cache
def things_by_unit() -> dict[str, tuple[Thing, ...]]:
    """What a counting word may count, the most specific first."""
    words = {unit for thing in things() for unit in thing.units}
    return {unit: tuple(thing for thing in things() if unit in thing.units) for unit in words}


@cache
def no_units() -> frozenset[str]:
    """Words behind a number that count nothing: prepositions, verbs, adjectives of parts."""
    return frozenset(row["word"] for row in _rows("no-units.csv"))
