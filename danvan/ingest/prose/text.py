"""A text made ready for reading: composed letters, plain spaces and hyphens, and the way back to where it stood."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

# Capital letters, for character classes: the code points of small and capital letters with marks are mixed.
CAPITALS = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
# One sign for one sign, so that places stay where they were.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000\t", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u00ad", "-"),
        # Look-alikes of the Vietnamese Đ (U+0110): Icelandic eth and the African D.
        "\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"', "\u2019": "'", "\u2018": "'",
        "\uff0e": ".", "\uff0c": ",", "\uff1a": ":", "\uff1b": ";", "\uff08": "(", "\uff09": ")", "\uff0f": "/",
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n",
    }
)  # fmt: skip
# Signs that nobody sees: joiners, marks of direction, hyphens within a word. They are taken out, wherever they stand.
_UNSEEN = re.compile(
    "(?<=[a-zà-ỹ])\u00ad(?=[a-zà-ỹ])|[\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
# "86O vụ", "l.205 đơn": letters typed for digits, told by a digit in the same word.
_ALIKE = re.compile(
    r"(?<![^\W_])(?=[OolI\d.,]*\d)(?=[\d.,]*[OolI])[OolI\d][OolI\d.,]*(?=\s+[^\W\d_]{2}|\s?[-/]\s?[A-ZĐ]|[;)%])"
)
_AS_DIGITS = str.maketrans("OolI", "0011")
# No sentence is longer; what is, is cut at a blank.
_LONGEST = 3000
_TONES = {
    old: new
    for olds, news in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for old, new in zip(olds.split(), news.split(), strict=True)
}
_OLD_TONES = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
_END = re.compile(
    rf"(?<=[\w)\"'%])[.!?…]+(?=\s+[\"'(]*[{CAPITALS}\d])|[.!?…]+(?=\s*\n|\s*$)|\n+", re.MULTILINE
)
# "3. 116 tin": a number torn apart, no end.
_TORN = re.compile(r"\d\. \d{3}(?!\d)")
# A letter and the marks behind it; letters of one sign that are composed otherwise stand alone (U+0340, U+0341, U+212B).
_PIECE = re.compile(
    f"(?P<unseen>{_UNSEEN.pattern})|"
    "[^\u0300-\u036f\u1dc0-\u1dff\u20d0-\u20ff][\u0300-\u036f\u1dc0-\u1dff\u20d0-\u20ff]+|[\u0340\u0341\u212a\u212b\u2126]"
)
# A dot behind these ends no sentence.
_SHORT = re.compile(r"(?:\b(?:TP|Tp|ThS|TS|PGS|GS|Q|P|TX|TT|Mr|Ms|v\.v|Đ\/c|đ\/c|No|St))$")


@dataclass(frozen=True)
class Text:
    """
    `plain` is what is read; `low` the same in small letters, of the same length. `origin(place)` says where a place
    of `plain` stood in the text as given.
    """

    plain: str
    low: str
    _starts: tuple[int, ...] | None = field(default=None, repr=False)

    def origin(self, place: int) -> int:
        return place if self._starts is None else self._starts[place]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Spans of sentences: to a full stop before a capital letter, or the end of a line."""
        return [part for start, end in self._sentences() for part in self._within_reason(start, end)]

    def _within_reason(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        while end - start > _LONGEST:
            blank = self.plain.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            cut = blank + 1 if blank >= 0 else start + _LONGEST
            yield start, cut
            start = cut
        yield start, end

    def _sentences(self) -> list[tuple[int, int]]:
        found, start = [], 0
        for match in _END.finditer(self.plain):
            if "\n" not in match.group() and (
                _SHORT.search(self.plain, max(start, match.start() - 5), match.start())
                or _TORN.match(self.plain, match.start() - 1)
            ):
                continue
            if self.plain[start : match.end()].strip():
                found.append((start, match.end()))
            start = match.end()
        if self.plain[start:].strip():
            found.append((start, len(self.plain)))
        return found

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _end in self.sentences]

    def sentence_at(self, place: int) -> int:
        """Number of the sentence that holds a place."""
        return max(0, bisect_right(self._sentence_starts, place) - 1)


def prepare(given: str) -> Text:
    """Make a text ready; letters sent apart (decomposed) are put together, unseen signs taken out, and places kept."""
    starts: tuple[int, ...] | None = None
    text = given
    if not unicodedata.is_normalized("NFC", given) or _UNSEEN.search(given):
        text, starts = _composed(given)
    plain = _ALIKE.sub(lambda match: match.group().translate(_AS_DIGITS), text.translate(_SIGNS))
    low = plain.lower()
    if len(low) != len(plain):
        low = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in plain)
    # "hoà giải", "Thành uỷ": the tone stands on the other letter in half of all texts; words are looked up in one way.
    return Text(plain, _OLD_TONES.sub(lambda match: _TONES[match.group()], low), starts)


def _composed(given: str) -> tuple[str, tuple[int, ...]]:
    """Letters with their marks, one by one, and where each began."""
    out: list[str] = []
    starts: list[int] = []
    place = 0
    for piece in _PIECE.finditer(given):
        out.append(given[place : piece.start()])
        starts.extend(range(place, piece.start()))
        letters = "" if piece["unseen"] else unicodedata.normalize("NFC", piece.group())
        out.append(letters)
        # A mark that no letter takes stays a sign of its own, at its own place: a digit before it is still one sign long.
        starts.extend(min(piece.start() + number, piece.end() - 1) for number in range(len(letters)))
        place = piece.end()
    out.append(given[place:])
    starts.extend(range(place, len(given) + 1))
    return "".join(out), tuple(starts)
