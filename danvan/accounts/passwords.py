"""
What makes a password too easy (R-01).

Length alone is no measure: "matkhauhanoi2020" has sixteen letters and three ideas. So a password is read the way a
guesser builds one: as words everybody tries, names, dates, rows of keys and repeats. Each of these counts as one idea
or two, any other sign as one; a password needs `ENOUGH` ideas. There are no rules about which signs to use.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from danvan.common.vietnamese import fold

ENOUGH = 8
WORD, COMMON, RUN, AGAIN, SIGN = 1.0, 2.0, 1.0, 0.5, 1.0
LONGEST_WORD = 24

_LEET = str.maketrans("01345789@$!|+", "oieastbgasilt")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "1q2w3e4r5t6y7u8i9o0p",
)  # fmt: skip
_RUNS = tuple(row for line in _ROWS for row in (line, line[::-1]))


class NotCommon:
    """Refuse what a guesser would find early: common words of the trade, names, years, keyboard rows and repeats."""

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
    folded = fold(password)
    bare = "".join(sign for sign in folded if sign.isalnum())
    marks = {sign for sign in folded if not sign.isalnum() and not sign.isspace()}
    leet = "".join(sign for sign in folded.translate(_LEET) if sign.isalnum())
    readings = {bare: min(2, len(marks)), bare[::-1]: min(2, len(marks)), leet: 0, leet[::-1]: 0}
    return min(extra + _fewest(reading, personal) for reading, extra in readings.items())


def own_words(user: object) -> frozenset[str]:
    """The person's own names: what an acquaintance would try."""
    parts: set[str] = set()
    for field in ("username", "full_name", "email"):
        words = fold(str(getattr(user, field, "") or "")).replace("@", " ").replace(".", " ").replace("-", " ").split()
        parts |= {*words, "".join(words), "".join(word[0] for word in words)}
    return frozenset(part for part in parts if len(part) > 2)


def _fewest(text: str, personal: frozenset[str]) -> float:
    """The cheapest way to build `text` from left to right; `best[i]` is the cost of its first i signs."""
    best = [0.0] + [float(len(text) + 1)] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(end):
            cost = best[start] + _price(text, start, end, personal)
            best[end] = min(best[end], cost)
    return best[-1]


def _price(text: str, start: int, end: int, personal: frozenset[str]) -> float:
    piece = text[start:end]
    if len(piece) == 1:
        return SIGN
    if piece in text[:start]:
        return AGAIN
    if len(set(piece)) == 1:
        return RUN
    if piece.isdecimal() and len(piece) <= 4:
        return RUN
    if len(piece) >= 3 and any(piece in row for row in _RUNS):
        return RUN
    if len(piece) > LONGEST_WORD:
        return float("inf")
    if piece in context_words() or piece in personal:
        return WORD
    return COMMON if len(piece) >= 4 and piece in common_words() else float("inf")


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
