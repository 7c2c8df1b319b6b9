"""Nothing that reaches a person by number or address stands in a message, whoever wrote it into a reason or a title."""

from __future__ import annotations

import re

_MAIL = r"[\w.+-]+@[\w-]+\.[\w.-]*\w"
# Telephone numbers with or without separators, identity numbers of 9 and 12 digits. Figures like 8.597 are shorter.
_NUMBER = r"(?<![\w/])(?:\+?84|0)[\s.-]?\d(?:[\s.-]?\d){7,9}(?![\w/])|(?<![\w/])\d{9}(?:\d{3})?(?![\w/])"
CONTACT = re.compile(f"{_MAIL}|{_NUMBER}", re.ASCII)
MASK = "•••"


def masked(text: str) -> str:
    """`text` with e-mail addresses, telephone and identity numbers struck out."""
    return CONTACT.sub(MASK, text)
