"""The shapes of generated sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One kind inside a total: ``47 hội nghị định kỳ``."""

    code: str
    noun: str


@dataclass(frozen=True)
class Count:
    """``Toàn Thành phố {lead} {n} {unit} {noun} (levels), trong đó kinds, tăng …``."""

    code: str
    lead: str
    noun: str
    thing: str
    parts: tuple[Part, ...] = ()
    by_level: bool = True
    compare: bool = True
    as_of: bool = False


@dataclass(frozen=True)
class Coverage:
    """``30/30 quận, huyện, thị xã {lead} 145 hội nghị (trong đó …)``, one clause per level."""

    code: str
    held: str
    expected: str
    lead: str
    noun: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Share:
    """``{lead} {part}/{whole} {noun}, đạt 95,2 %``."""

    part: str
    whole: str
    rate: str
    lead: str
    noun: str
    thing: str


@dataclass(frozen=True)
class Several:
    """Figures that belong in one sentence without being parts of each other: ``tiếp 412 lượt, 468 người, 3 đoàn``."""

    lead: str
    items: tuple[Part, ...]
    thing: str


Pattern = Count | Coverage | Share | Several


@dataclass(frozen=True)
class Group:
    code: str
    name: str
    patterns: tuple[Pattern, ...]


def codes_of(pattern: Pattern) -> tuple[str, ...]:
    """Indicators a pattern prints."""
    if isinstance(pattern, Count):
        return (pattern.code, *(part.code for part in pattern.parts))
    if isinstance(pattern, Coverage):
        return (pattern.held, pattern.expected, pattern.code, *(part.code for part in pattern.parts))
    if isinstance(pattern, Share):
        return (pattern.part, pattern.whole, pattern.rate)
    return tuple(part.code for part in pattern.items)
