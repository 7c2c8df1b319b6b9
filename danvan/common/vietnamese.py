"""
Vietnamese text: composed forms, searching as people type, alphabetical order.

A Vietnamese letter carries up to two marks: one that makes it another letter of the alphabet (â, ă, ê, ô, ơ,
ư; đ has its stroke) and the tone of its syllable. The tone belongs to the syllable, not to the letter above
which it is drawn: "thuỷ" and "thủy" are one word in two schools of spelling, and count as the same everywhere
here.
"""

import re
import unicodedata
from collections.abc import Iterator

# Tones in dictionary order, after the unmarked ngang: huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_PLACES = {letter: f"{letter}0" for letter in "abcdefghijklmnopqrstuvwxyz"} | {
    "ă": "a1", "â": "a2", "đ": "d1", "ê": "e1", "ô": "o1", "ơ": "o2", "ư": "u1",
}  # fmt: skip
_SHAPES = {"\u0302", "\u0306", "\u031b"}
_WORD = re.compile(r"[0-9]+|[^\W\d_]+")


def nfc(text: str) -> str:
    """The composed form, the one stored and compared: phones and old files send letters and marks apart."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Small letters without any mark, đ as d: "Đống Đa" → "dong da". For search columns and file names."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return bare.lower().replace("đ", "d")


def sort_key(text: str) -> str:
    """
    The key that sorts as a Vietnamese dictionary does: syllable by syllable, first its letters, then its
    tone.

    The alphabet is a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y, tones are ngang, huyền, hỏi,
    ngã, sắc, nặng; f, j, w and z stand where Latin has them. Numbers sort by value and before letters ("Tổ 2"
    before "Tổ 10"). Two spellings of one word have one key.

    It is made of small letters and digits only, so a database sorts a column of keys in the same order
    whatever its collation. About four times as long as `text`.
    """
    return "".join(_rank(word) for word in _words(text))


def matches(query: str, text: str) -> bool:
    """
    Whether every word of `query` begins a word of `text`, in any order; an empty query matches everything.

    A mark that was typed must be there, one that was not typed may be: "dong da", "đông đa" and "Đống Đa" all
    find Đống Đa, "đọng" and "đồng" do not. (Telex and VNI add marks last: a list that narrows while one types
    must not run empty on the way.)
    """
    there = [_split(word) for word in _words(text)]
    return all(any(_begins(asked, word) for word in there) for asked in map(_split, _words(query)))


def _words(text: str) -> Iterator[str]:
    return (found[0] for found in _WORD.finditer(nfc(text).lower()))


def _split(word: str) -> tuple[list[str], tuple[int, ...]]:
    """The letters of a word without tone, and its tones in order (one or none in a Vietnamese syllable)."""
    letters: list[str] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFD", word):
        if sign in _TONES:
            tones.append(_TONES[sign])
        elif sign in _SHAPES and letters:
            letters[-1] = nfc(letters[-1] + sign)
        elif not unicodedata.combining(sign):
            letters.append(sign)
    return letters, tuple(tones)


def _rank(word: str) -> str:
    """
    Letters: two signs each (ă is "a1"), then "0" and the tone, so that a shorter word comes before all that
    go on. Numbers: "1", the count of digits, the digits.
    """
    if word.isdecimal():
        digits = word.lstrip("0")
        return f"1{min(len(digits), 9999):04}{digits}"
    letters, tones = _split(word)
    return "".join(map(_place, letters)) + f"0{tones[0] if tones else 0}"


def _place(letter: str) -> str:
    """Letters of other scripts come after z, in the order of their codes."""
    return _PLACES.get(letter) or f"z9{ord(letter[0]):06x}"


def _begins(asked: tuple[list[str], tuple[int, ...]], word: tuple[list[str], tuple[int, ...]]) -> bool:
    letters, tones = asked
    if len(letters) > len(word[0]) or (tones and tones != word[1]):
        return False
    return all(a == b or a == fold(b) for a, b in zip(letters, word[0], strict=False))
