"""Numbers as Vietnamese official documents write them: 8.597 and 12,5 %."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.translation import gettext as _

from danvan.common.errors import DomainError

Number = int | float | Decimal

_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:([. ])[0-9]{3})(?:\1[0-9]{3})*(?:,[0-9]+)?", re.ASCII)
# The spaces that programs put between groups of digits, and the true minus.
_SIGNS = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u2212": "-"})
_FOREIGN = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?", re.ASCII)
_LONGEST = 40
# The usual context rounds to 28 digits; a sum over a country may be longer than anyone expects.
_ROOM = Context(prec=400)


class NotANumber(DomainError):
    """What was typed cannot be read as one number. `detail["typed"]` holds it, cut to 40 characters."""

    code = "not-a-number"


def format_number(value: Number, decimals: int | None = None) -> str:
    """
    Print a number: ``8597`` as "8.597", ``12.5`` as "12,5".

    Without `decimals` it is printed exactly, trailing zeros dropped; with `decimals` halves are rounded away
    from zero.

    :raises ValueError: if `value` is infinite or not a number
    """
    if decimals is None and type(value) is int:
        return f"{value:,}".replace(",", ".")
    exact = _exact(value)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ROOM)
    whole, _point, fraction = f"{exact.copy_abs():f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    printed = f"{int(whole):,}".replace(",", ".") + ("," + fraction if fraction else "")
    return "-" + printed if exact < 0 else printed


def format_percent(value: Number, decimals: int | None = None) -> str:
    """
    Print a percentage given in percent: ``Decimal("12.5")`` as "12,5 %"; the space never breaks over two
    lines.
    """
    return format_number(value, decimals) + "\u00a0%"


def parse_number(text: str) -> Decimal:
    """
    Read a number as people type it here: "8.597" and "8597" are eight thousand, "12,5" is twelve and a half.

    Spaces may stand between groups instead of dots. A figure is never guessed: "12.5" may be twelve and a
    half or a slip in 12.500, "1,250" may be a thousand in English style, so both are refused with a word on
    how to write either.

    :raises NotANumber: if it isn't one number
    """
    typed = text.strip()
    digits = typed.translate(_SIGNS)
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits.removeprefix("+"))
    if _FOREIGN.fullmatch(digits):
        raise _foreign(typed)
    if len(digits) > _LONGEST or not (_PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits)):
        raise _refusal(typed)
    # As a string, because arithmetic would round to the 28 digits of the decimal context.
    return Decimal(sign + digits.replace(".", "").replace(" ", "").replace(",", "."))


def _exact(value: Number) -> Decimal:
    exact = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"{value} cannot be printed as a number")
    return exact


def _refusal(typed: str) -> NotANumber:
    shown = typed if len(typed) <= _LONGEST else typed[:_LONGEST] + "…"
    if not typed:
        return NotANumber(_("Nothing was typed. Write a number such as 8.597 or 12,5."), typed=shown)
    return NotANumber(
        _(
            "“%(typed)s” is not a number. Write a dot between thousands and a comma before"
            " decimals: 8.597 or 12,5."
        )
        % {"typed": shown},
        typed=shown,
    )


def _foreign(typed: str) -> NotANumber:
    shown = typed if len(typed) <= _LONGEST else typed[:_LONGEST] + "…"
    return NotANumber(
        _(
            "“%(typed)s” can be read in two ways. Write 1.250 for one thousand two hundred and fifty, 1,25"
            " for one and a quarter; for three decimals add a zero: 1,2500."
        )
        % {"typed": shown},
        typed=shown,
    )
