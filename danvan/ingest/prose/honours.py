"""
Honours given to people by name: a count that no digit tells ("đồng chí … được nhận Bằng khen của Thủ tướng Chính phủ").

No figure of the text: `services.proposing` offers them beside the figures. Names are counted, never kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from danvan.ingest.prose.text import CAPITALS, Text

_PERSON = rf"(?:đồng chí|ông|bà|anh|chị)\s+(?:[{CAPITALS}][\w’']*\s?){{2,5}}"
_GIVEN = re.compile(
    rf"(?P<people>{_PERSON}(?:,[^.;\d]{{0,90}}?)?(?:(?:,|\s+và)\s+{_PERSON})*)[^.;\d]{{0,90}}?"
    r"(?P<told>(?:được\s+)?(?:nhận|tặng|trao tặng|trao)\s+(?P<award>(?:Bằng khen|Huân chương|Giấy khen|Kỷ niệm chương)[^.,;()\d]{0,60}))"
)
_EACH = re.compile(_PERSON)
# Award -> the indicator it may be.
_INDICATORS = (
    ("bằng khen của thủ tướng", "award.pm_certificate.individuals"),
    ("bằng khen", "award.certificate.individuals"),
)
MOST_WORDS = 6


@dataclass(frozen=True)
class Honour:
    """`start` and `end` span the words about the award, not the names."""

    count: int
    what: str
    indicator: str
    start: int
    end: int


def find(text: Text) -> list[Honour]:
    """Awards to people named, in the order of the text."""
    found = []
    for match in _GIVEN.finditer(text.plain):
        award = match.group("award").strip()
        indicator = next((code for words, code in _INDICATORS if award.lower().startswith(words)), "")
        found.append(
            Honour(
                count=len(_EACH.findall(match.group("people"))),
                what=" ".join(award.split()[:MOST_WORDS]),
                indicator=indicator,
                start=match.start("told"),
                end=match.end("award"),
            )
        )
    return found
