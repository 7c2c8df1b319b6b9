"""
What makes a password too easy (R-01).

Length alone is no measure: "matkhauhanoi2020" has sixteen letters and three ideas. So a password is read the
way a guesser builds one: as words everybody tries, names, dates, rows of keys and repeats. Each of these
counts as one idea or two, any other sign as one; a password needs `ENOUGH` ideas. There are no rules about
which signs to use.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from math import inf

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from danvan.common.vietnamese import fold

ENOUGH = 8
WORD, COMMON, RUN, AGAIN, SIGN = 1.0, 2.0, 1.0, 0.5, 1.0
LONGEST_WORD = 24

# Signs that stand for letters; one for one, so that both readings of a password keep step.
_LEET = str.maketrans("01345789@$!|+", "oieastbgasilt")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop",
    "qsdfghjklm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "1q2w3e4r5t6y7u8i9o0p",
)  # fmt: skip


class NotCommon:
    """Refuse what a guesser finds early: words of the trade, names, years, keyboard rows and repeats."""

    def validate(self, password: str, user: object = None) -> None:
        """:raises ValidationError: when the password holds fewer than `ENOUGH` ideas"""
        if ideas(password, own_words(user)) < ENOUGH:
            raise ValidationError(self.get_help_text(), code="password_too_common")

    def get_help_text(self) -> str:
        return _(
            "Words of this office, names, years, rows of keys and repeats are guessed first. "
            "Put together four or five words that have nothing to do with each other."
        )


def ideas(password: str, personal: frozenset[str] = frozenset()) -> float:
    """How many ideas a guesser needs for this password, read in the way that suits the guesser best."""
    text = "".join(fold(password).split())
    return min(_fewest(text, personal), _fewest(text[::-1], personal))


def own_words(user: object) -> frozenset[str]:
    """The person's own names: what an acquaintance would try."""
    parts: set[str] = set()
    for field in ("username", "full_name", "email"):
        words = (
            fold(str(getattr(user, field, "") or ""))
            .replace("@", " ")
            .replace(".", " ")
            .replace("-", " ")
            .split()
        )
        parts |= {*words, "".join(words), "".join(word[0] for word in words)}
    return frozenset(part for part in parts if len(part) > 2)


def _fewest(text: str, personal: frozenset[str]) -> float:
    """The cheapest way to build `text` from left to right; `best[i]` is the cost of its first i signs."""
    plain = text.translate(_LEET)
    best = [0.0]
    for end in range(1, len(text) + 1):
        cheapest = best[end - 1] + SIGN
        for start in range(max(0, end - LONGEST_WORD), end):
            if best[start] + AGAIN < cheapest:
                cost = _price(text[start:end], plain[start:end], text[:start], personal)
                cheapest = min(cheapest, best[start] + cost)
        best.append(cheapest)
    return best[-1]


def _price(piece: str, plain: str, before: str, personal: frozenset[str]) -> float:
    """What a piece costs, as typed or as `plain` letters, after what came `before`."""
    if piece in before:
        return AGAIN
    if len(piece) == 1:
        return SIGN
    if len(set(piece)) == 1 or not any(map(str.isalnum, piece)) or (piece.isdecimal() and len(piece) <= 4):
        return RUN
    if plain in personal:
        return WORD
    prices = known_pieces()
    return min(prices.get(piece, inf), prices.get(plain, inf))


@cache
def known_pieces() -> dict[str, float]:
    """Whatever a guesser has in the list, with its price: leaked passwords, keyboard rows, our own words."""
    leaked = [word for word in common_words() if 4 <= len(word) <= LONGEST_WORD]
    prices = dict.fromkeys([*leaked, *(word.translate(_LEET) for word in leaked)], COMMON)
    for row in (line for forward in _ROWS for line in (forward, forward[::-1])):
        for start in range(len(row) - 2):
            prices |= {row[start:end]: RUN for end in range(start + 3, len(row) + 1)}
    return prices | dict.fromkeys(context_words(), WORD)


@cache
def context_words() -> frozenset[str]:
    """Words of this trade, city and language, folded."""
    text = resources.files("danvan.accounts").joinpath("context_words.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def common_words() -> frozenset[str]:
    """The twenty thousand passwords most often found in leaks, as Django ships them."""
    return frozenset(CommonPasswordValidator().passwords)
