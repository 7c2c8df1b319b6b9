"""How alike two texts are, by their words: for likely duplicates and for answers that say what every answer says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from danvan.common.vietnamese import fold

_WORD = re.compile(r"[^\W_]+")
DUPLICATE, COPIED = 0.35, 0.8
SHORTEST = 12  # words of its own that an answer needs

# What answers nothing by itself, folded: our own list, from what reporters and auditors quote as empty answers.
STOCK = (
    "da tiep nhan va chuyen co quan chuc nang xem xet giai quyet theo quy dinh",
    "da tiep nhan va se xem xet giai quyet theo quy dinh cua phap luat",
    "dang xem xet giai quyet theo tham quyen",
    "se kiem tra xu ly theo quy dinh",
    "da chi dao cac don vi lien quan kiem tra xu ly",
    "da giao don vi chuc nang kiem tra xac minh va xu ly theo quy dinh",
    "xin ghi nhan y kien cua ong ba",
    "ghi nhan va tiep thu y kien de nghien cuu",
    "tiep thu y kien va se nghien cuu trong thoi gian toi",
    "cam on ong ba da gui phan anh",
    "cam on cong dan da quan tam phan anh",
    "tran trong cam on",
    "mong ong ba thong cam",
    "kinh mong cong dan chia se va thong cam",
    "thuc hien theo dung quy dinh cua phap luat",
    "van de nay da duoc quan tam chi dao",
    "se tiep tuc quan tam chi dao trong thoi gian toi",
    "de nghi ong ba lien he co quan co tham quyen de duoc huong dan",
)
_STOCK_PAIRS = [
    frozenset(zip(words, words[1:], strict=False)) for words in (phrase.split() for phrase in STOCK)
]


def words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def pairs(text: str) -> frozenset[tuple[str, str]]:
    """Neighbouring words, which say more about a Vietnamese text than single syllables."""
    found = words(text)
    return frozenset(zip(found, found[1:], strict=False))


def alike(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> float:
    """0 to 1: the share of word pairs that both have (Jaccard)."""
    if not one or not other:
        return 0.0
    return len(one & other) / len(one | other)


def own_words(text: str) -> int:
    """How many words are left when stock phrases are taken away."""
    found = words(text)
    stock = frozenset().union(*_STOCK_PAIRS)
    covered = [False] * len(found)
    for place, pair in enumerate(zip(found, found[1:], strict=False)):
        if pair in stock:
            covered[place] = covered[place + 1] = True
    return covered.count(False)


def copied_from(text: str, earlier: Iterable[str]) -> float:
    """How alike the most similar of earlier texts is."""
    mine = pairs(text)
    return max((alike(mine, pairs(other)) for other in earlier), default=0.0)
