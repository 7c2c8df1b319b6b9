"""Reading what people wrote: numbers bound to nothing, and text carried over from the last period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# How alike a paragraph and last period's may be (0 to 1) before it is marked, and from how many letters on.
REPEATED_FROM = 0.85
_SHORTEST = 60

# Digits that are no statistics: years, dates, numbers of documents and laws, names of periods, ordinals.
_NOT_FIGURES = re.compile(
    r"""
      \d+[-/][A-ZĐa-zđ]+(?:[-/.][A-ZĐa-zđ]+)*       # 15-BC/BDVTU, 12/UBND-VP
    | \d+/\d{4}/[A-ZĐ][A-ZĐ\d-]*                     # 30/2020/NĐ-CP
    | \d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?               # 05/3/2026, 5-3
    | (?:tháng|quý)\s+\d{1,2}(?:[/-]\d{4})?          # tháng 3/2019
    | (?:ngày)\s+\d{1,2}
    | (?:năm|nhiệm\ kỳ|khóa)\s+\d{4}(?:\s*[-–]\s*\d{4})?
    | \d{1,2}\s+tháng\s+(?:đầu|cuối)\s+năm
    | (?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}
    | (?:số|Điều|khoản|Luật|Nghị\ quyết|Chỉ\ thị|Quyết\ định|Kết\ luận|Thông\ tư|Mẫu\ số)\s+\d+(?:[-/]\w+)*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:\s*%)?")


@dataclass(frozen=True)
class Loose:
    """A number people typed that leads nowhere: `start` and `end` are its place in the text."""

    text: str
    start: int
    end: int
    around: str


def loose_numbers(text: str) -> list[Loose]:
    """Digits in a text that look like figures: to be replaced by a bound sentence, or stood by."""
    masked = _NOT_FIGURES.sub(lambda found: "·" * len(found.group()), text)
    return [
        Loose(
            found.group(),
            found.start(),
            found.end(),
            text[max(0, found.start() - 20) : found.end() + 20].strip(),
        )
        for found in _NUMBER.finditer(masked)
    ]


@dataclass(frozen=True)
class Repeated:
    """A paragraph that says what last period's said; `share` is how alike they are, 0 to 1."""

    text: str
    share: float


def repeated(text: str, before: str) -> list[Repeated]:
    """Paragraphs alike to one of last period's above the threshold."""
    old = [line.strip() for line in before.splitlines() if len(line.strip()) >= _SHORTEST]
    found = []
    for line in (line.strip() for line in text.splitlines()):
        share = max((_alike(line, other) for other in old), default=0.0) if len(line) >= _SHORTEST else 0.0
        if share >= REPEATED_FROM:
            found.append(Repeated(line, share))
    return found


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The quick bound first: the exact ratio takes the product of both lengths.
    return matcher.ratio() if matcher.quick_ratio() >= REPEATED_FROM else 0.0
