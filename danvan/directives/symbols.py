"""
Official symbols of documents, read and written: ``12/QĐ-UBND``, ``99/2025/QH15`` (state), ``290-QĐ/TW`` (Party).

A state symbol is number / year (only with legal documents) / kind - body (Nghị định 30/2020/NĐ-CP); a Party symbol is
number - kind / body. People copy them with letters that only look right, so those are put right and everything else that
cannot be read is refused with what to mend.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from danvan.common.errors import DomainError
from danvan.directives.kinds import KINDS
from danvan.directives.terms import PARTY, STATE

LONGEST = 60
# Letters that look like ours: Icelandic eth, African D, Cyrillic and Greek capitals, dashes and slashes of other scripts.
_LOOKALIKE = str.maketrans(
    {
        "Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "А": "A", "В": "B", "С": "C", "Е": "E", "Н": "H", "К": "K", "М": "M",
        "О": "O", "Р": "P", "Т": "T", "Х": "X", "Α": "A", "Β": "B", "Ε": "E", "Η": "H", "Κ": "K", "Μ": "M", "Ν": "N",
        "Ο": "O", "Ρ": "P", "Τ": "T", "Χ": "X", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "⁄": "/",
        "∕": "/", "／": "/", "－": "-",
    }
)  # fmt: skip
_PREFIX = re.compile(r"^(số|so|no\.?)?\s*[:.]?\s*", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"[0-9]{1,5}")
_BODY = re.compile(r"[^\W\d_]+[0-9]{0,3}([-.][^\W\d_]+[0-9]{0,3})*")
_ASSEMBLY = re.compile(r"(QH|UBTVQH)[0-9]{1,2}", re.IGNORECASE)
# Kinds by their folded sign: "qd" is a decision however its letters were typed.
_BY_SIGN = {sign.upper(): sign for sign in KINDS}
_BARE = {"QD": "QĐ", "QDI": "QĐi", "DA": "ĐA", "ND": "NĐ", "DN": "ĐN"}
# Issue documents of every kind: what stands before them is meant to be a kind.
_WELL_KNOWN = frozenset({"UBND", "HĐND", "TU", "CP", "TTG", "TW", "BDVTU", "MTTQ"})
# Bodies whose signs are often written with the vowel of the word they stand for.
_BODIES = {"TƯ": "TW", "TU'": "TW", "T.Ư": "TW", "TWĐ": "TW"}


class BadSymbol(DomainError):
    """The symbol cannot be read; the message says which part and how it is written."""

    code = "bad-symbol"


@dataclass(frozen=True)
class Symbol:
    """
    A symbol taken apart. `year` stands only in state symbols of legal documents; `kind` is a sign of `kinds.KINDS`, ``QH``
    for acts of the National Assembly, whose `body` is the assembly itself (``QH15``).
    """

    style: str
    number: int
    kind: str
    body: str
    year: int | None = None

    def __str__(self) -> str:
        number = f"{self.number:02}"
        if self.style == PARTY:
            return f"{number}-{self.kind}/{self.body}"
        year = f"/{self.year}" if self.year else ""
        if self.kind == "QH" or (self.kind == "CV" and _tells_itself(self.body)):
            return f"{number}{year}/{self.body}"
        return f"{number}{year}/{self.kind}-{self.body}"


def parse(text: str, *, on: date | None = None) -> Symbol:
    """
    A symbol as it was typed or copied: with "Số:" before it, spaces, look-alike letters, small letters.

    :raises BadSymbol: with what is missing or cannot stand, and an example
    """
    plain = cleaned(text)
    if not plain:
        raise BadSymbol(_("Write the symbol as it is printed, such as 12/QĐ-UBND or 290-QĐ/TW."))
    if len(plain) > LONGEST:
        raise BadSymbol(_("This is longer than any symbol. Write number, kind and body only: 12/QĐ-UBND."))
    number, mark, rest = _number(plain)
    if mark == "-":
        return _party(number, rest, plain)
    return _state(number, rest, plain, on)


def cleaned(text: str) -> str:
    """Composed letters, look-alikes put right, no spaces and no “Số:” before it."""
    plain = unicodedata.normalize("NFC", text).translate(_LOOKALIKE)
    return _SPACES.sub("", _PREFIX.sub("", plain.strip(), count=1)).rstrip(".,;")


def compose(*, style: str, number: int, kind: str, body: str, year: int | None = None) -> Symbol:
    """
    The symbol of one's own document.

    :raises BadSymbol: for a kind or a sign of the body that cannot stand in one
    """
    return Symbol(style, number, _kind(kind, kind), _body(cleaned(body), body), year)


def _number(plain: str) -> tuple[int, str, str]:
    found = _NUMBER.match(plain)
    if found is None:
        raise BadSymbol(
            _("“%(text)s” does not begin with a number. A symbol reads 12/QĐ-UBND.") % {"text": plain}
        )
    mark, rest = plain[found.end() : found.end() + 1], plain[found.end() + 1 :]
    if mark not in ("-", "/") or not rest:
        raise BadSymbol(
            _(
                "After the number of “%(text)s” comes “/” (state) or “-” (Party), then the kind: 12/QĐ-UBND, 290-QĐ/TW."
            )
            % {"text": plain}
        )
    number = int(found.group())
    if number == 0:
        raise BadSymbol(_("Numbers begin with 01, “%(text)s” has none.") % {"text": plain})
    return number, mark, rest


def _party(number: int, rest: str, plain: str) -> Symbol:
    kind, slash, body = rest.partition("/")
    if not slash or not body:
        raise BadSymbol(
            _("“%(text)s” does not say who issued it. A Party symbol ends with “/” and the body: 290-QĐ/TW.")
            % {"text": plain}
        )
    if "/" in body:
        raise BadSymbol(
            _("“%(text)s” has one “/” too many. A Party symbol reads 290-QĐ/TW, a state one 12/QĐ-UBND.")
            % {"text": plain}
        )
    return Symbol(PARTY, number, _kind(kind, plain), _body(body, plain))


def _state(number: int, rest: str, plain: str, on: date | None) -> Symbol:
    year: int | None = None
    parts = rest.split("/")
    if len(parts) == 2 and parts[0].isdecimal():
        year = _year(parts[0], plain, on)
        rest = parts[1]
    elif len(parts) > 1:
        raise BadSymbol(
            _(
                "“%(text)s” has a “/” that cannot be read. A state symbol reads 12/QĐ-UBND, with a year 155/2026/NĐ-CP."
            )
            % {"text": plain}
        )
    if _ASSEMBLY.fullmatch(rest):
        return Symbol(STATE, number, "QH", rest.upper(), year)
    kind, dash, body = rest.partition("-")
    if not dash or not body:
        raise BadSymbol(
            _("“%(text)s” lacks the kind or the body. A state symbol reads number/kind-body: 12/QĐ-UBND.")
            % {"text": plain}
        )
    if not _is_kind(kind) and body.upper() not in _WELL_KNOWN:
        # A letter has no kind in its symbol: 123/UBND-VX is body and section.
        return Symbol(STATE, number, "CV", _body(rest, plain), year)
    return Symbol(STATE, number, _kind(kind, plain), _body(body, plain), year)


def _year(text: str, plain: str, on: date | None) -> int:
    latest = on.year if on else 2199
    if len(text) != 4 or not 1945 <= int(text) <= latest:
        raise BadSymbol(
            _("“%(year)s” in “%(text)s” is not a year of a document.") % {"year": text, "text": plain}
        )
    return int(text)


def _tells_itself(body: str) -> bool:
    """Whether a letter's body and section can stand without the sign of a letter before them."""
    first, dash, rest = body.partition("-")
    return bool(dash) and not _is_kind(first) and rest.upper() not in _WELL_KNOWN


def _is_kind(text: str) -> bool:
    upper = text.upper()
    return upper in _BY_SIGN or upper in _BARE


def _kind(text: str, plain: str) -> str:
    upper = unicodedata.normalize("NFC", text).translate(_LOOKALIKE).strip().upper()
    sign = _BY_SIGN.get(upper) or _BARE.get(upper)
    if sign is None:
        raise BadSymbol(
            _("“%(kind)s” in “%(text)s” is no kind of document. Known are %(kinds)s.")
            % {"kind": text, "text": plain, "kinds": ", ".join(list(KINDS)[:12])}
        )
    return sign


def _body(text: str, plain: str) -> str:
    known = _BODIES.get(text.upper())
    if known:
        return known
    if not _BODY.fullmatch(text) or len(text) > 30:
        raise BadSymbol(
            _(
                "“%(body)s” in “%(text)s” is not the sign of a body. It is written in letters, such as UBND, TU, BDVTU."
            )
            % {"body": text, "text": plain}
        )
    return text.upper() if text.islower() else text
