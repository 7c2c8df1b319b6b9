"""Text files: the code page is told by the bytes; what cannot be told is refused, never guessed into wrong letters."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from danvan.ingest.sources import legacy

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BEYOND = re.compile(r"[^\x00-\x7f]")
# Below this share of everyday words a text with many signs of the upper half is in no code page known here.
ONE_WORD_IN = 60


@dataclass(frozen=True)
class Decoded:
    """A text, what it was written in, and how many places of it could not be read."""

    text: str
    name: str
    spoilt: int = 0


def decoded(content: bytes) -> Decoded | None:
    """The text and the name of what it was written in; None when these bytes are no text, or in a code page unknown here."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content, name)
    try:
        return _checked(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    return _wide(content) or _spoilt(content) or _old(content)


def _strictly(content: bytes, name: str) -> Decoded | None:
    try:
        return _checked(content.decode(name), name)
    except UnicodeDecodeError:
        return None


def _wide(content: bytes) -> Decoded | None:
    """UTF-16 without its mark: every other byte of Latin letters is nought."""
    if len(content) % 2 or len(content) < 8:
        return None
    sample = content[:2000]
    for place, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[place::2].count(0) * 3 > len(sample) // 2:
            return _strictly(content, name)
    return None


def _spoilt(content: bytes) -> Decoded | None:
    """UTF-8 with a few broken places: cut off, or damaged on its way."""
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = len(_BEYOND.findall(text)) - broken
    return _checked(text, "utf-8", broken) if broken * 10 <= whole else None


def _old(content: bytes) -> Decoded | None:
    """One byte for one sign: TCVN3 and VNI fonts, VISCII, Windows for Vietnam, Windows for the West."""
    west = content.decode("cp1252", errors="replace")
    if font := legacy.font_of(west):
        return _checked(legacy.in_font(west, font), font)
    viet = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    readings = {"cp1258": viet, "cp1252": west, "VISCII": legacy.from_viscii(content.decode("latin-1"))}
    words = {name: legacy.common_words(text[:20_000]) for name, text in readings.items()}
    name = max(words, key=lambda one: words[one])
    text = readings[name]
    sample = text[:20_000]
    if words[name] * ONE_WORD_IN < len(sample.split()) and len(_BEYOND.findall(sample)) * 20 > len(sample):
        return None
    return _checked(text, name, text.count("\ufffd"))


def _checked(text: str, name: str, spoilt: int = 0) -> Decoded | None:
    """Control signs in any number mean that these bytes are something else."""
    sample = text[:100_000]
    if len(_CONTROL.findall(sample)) > max(2, len(sample) // 500):
        return None
    return Decoded(text, name, spoilt)
