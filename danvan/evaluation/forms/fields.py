"""Fields several forms share."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST = Decimal(10) ** 9


class PointsField(forms.Field):
    """A number as people here type it: 7,5 or 7.5, at most two decimals."""

    default_error_messages = {"invalid": _("Write a number such as 7,5, with at most two decimals.")}

    def __init__(self, **kwargs: Any):
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip().replace(",", ".") if value != 0 else "0"
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        # Decimal also reads "1e3", "NaN" and other writings nobody means by points.
        plain = text.lstrip("+-").replace(".", "", 1)
        if not (plain.isascii() and plain.isdecimal()) or not number.is_finite() or abs(number) >= MOST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if number != number.quantize(Decimal("0.01")):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",")
        return value


def words(
    label: Any, most: int, *, rows: int = 3, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip
