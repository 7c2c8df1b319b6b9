"""What a person types into a cell, and how a cell is shown back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from danvan.common.numbers import NotANumber, format_number, parse_number
from danvan.reporting.catalogue import Spec
from danvan.reporting.refusals import BadNumber
from danvan.reporting.vectors import LARGEST, Cell, Presence

# “—” is how a page shows it: what is shown must be readable back.
NOT_APPLICABLE_WORDS = {"kad", "không áp dụng", "n/a", "na", "—"}
LONGEST = 40


def read(spec: Spec, text: str) -> Cell:
    """
    The cell meant by `text`: a whole number in Vietnamese or plain writing, nothing for blank, “kad” for not applicable.

    :raises BadNumber: naming the cell, what was typed and what to do
    """
    text = text.strip()
    if not text:
        return Cell(Presence.BLANK)
    if not spec.decimals and len(text) < 16 and text.isascii() and text.isdigit():
        # Digits only, below LARGEST whatever they are: most of what comes.
        return Cell(Presence.VALUE, int(text))
    if text.casefold() in NOT_APPLICABLE_WORDS:
        return Cell(Presence.NOT_APPLICABLE)
    shown = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    try:
        number = parse_number(text[: LONGEST + 1]) * 10**spec.decimals
    except NotANumber:
        message = _("“%(name)s”: “%(text)s” is not a number. Enter digits only, for example 1.250.")
        raise BadNumber(
            message % {"name": spec.name, "text": shown}, cell=spec.code, text=text[:200]
        ) from None
    if number != number.to_integral_value():
        message = _(
            "“%(name)s”: %(text)s is not a whole number. This is a count; round it as your unit counts."
        )
    elif number < 0:
        message = _("“%(name)s”: %(text)s is below zero. A count starts at 0; correct the cell.")
    elif number > LARGEST:
        message = _("“%(name)s”: %(text)s is larger than any count can be. Check for digits typed twice.")
    else:
        return Cell(Presence.VALUE, int(number))
    raise BadNumber(message % {"name": spec.name, "text": shown}, cell=spec.code, text=text[:200])


def show(cell: Cell) -> str:
    """As printed: 8.597, 0, nothing for blank, an em dash for not applicable."""
    if cell.presence is Presence.VALUE and cell.value is not None:
        return format_number(cell.value)
    return {Presence.NOT_APPLICABLE: "—"}.get(cell.presence, "")


def in_words(cell: Cell) -> str:
    """For logs and differences: every kind of absence has its own word."""
    if cell.presence is Presence.VALUE and cell.value is not None:
        return format_number(cell.value)
    words = {Presence.BLANK: _("blank"), Presence.NOT_APPLICABLE: _("not applicable")}
    return words.get(cell.presence, _("not reported"))
