"""
Signs that make a text read otherwise than it looks, or break whoever reads it.

One sign is put in place of one sign, so that places in the text stay; only letters with more than sixteen marks on top of
each other, which no language has, become shorter, and runs of more than four hundred signs without a blank are broken into lines.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.ingest.sources.source import Unreadable

MOST_MARKS = 16
# Signs that turn what follows to run from right to left. No Vietnamese text has them; "795.8" then shows as 8.597.
_TURNED = re.compile("[\u202b\u202e\u2067]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a\u202c\u202d\u2060-\u2066\u2068-\u206f\ufeff\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# Longer than any word, number or address: to be cut, so that nothing looks through it again and again.
_ENDLESS = re.compile(r"\S{300}\S{100,}")
_PILED = re.compile(f"([{_MARKS}]{{{MOST_MARKS}}})[{_MARKS}]+")


def cleaned(text: str) -> tuple[str, list[str]]:
    """
    The text without signs that nobody can read, and what the reader is told.

    :raises Unreadable: when its direction is turned, so that what is seen is not what is read
    """
    text = _ENDLESS.sub(_cut, _PILED.sub(r"\1", text))
    if text.isascii() and not _CONTROL.search(text):
        return text, []
    if (turned := _TURNED.search(text)) and not _RIGHT_TO_LEFT.search(text):
        raise Unreadable(
            "direction",
            _(
                "Line %(line)s has a sign that turns the direction of writing: what is seen there is not what is stored."
                " Type that line anew and send the file again."
            )
            % {"line": text.count("\n", 0, turned.start()) + 1},
        )
    text = _CONTROL.sub(" ", text)
    count = len(_INVISIBLE.findall(text))
    if not count:
        return text, []
    told = ngettext(
        "%(count)s invisible sign was passed over.", "%(count)s invisible signs were passed over.", count
    )
    return text, [told % {"count": count}]


def _cut(run: re.Match[str]) -> str:
    """A line break in place of every two-hundredth sign."""
    signs = list(run.group())
    signs[199::200] = "\n" * len(signs[199::200])
    return "".join(signs)
