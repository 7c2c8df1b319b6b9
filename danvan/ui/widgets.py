"""Form fields as people here type."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """A text field for dd/mm/yyyy: the native one shows the browser's own order, often month first."""

    def __init__(self, attrs: dict[str, object] | None = None):
        base = {"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "autocomplete": "off", "size": "12"}
        super().__init__(attrs={**base, **(attrs or {})}, format="%d/%m/%Y")


class NearDayField(forms.DateField):
    """A day that people here could mean. At the ends of the calendar no working day can be reckoned, no moment stored."""

    FIRST_YEAR, LAST_YEAR = 1900, 2199

    def to_python(self, value: Any) -> date | None:
        day: date | None = super().to_python(value)
        if day is not None and not self.FIRST_YEAR <= day.year <= self.LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class DayField(NearDayField):
    """A day typed as 05/03/2026, 5-3-2026, 5.3.2026 or 2026-03-05."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("This is not a day of the calendar. Write day/month/year, such as 05/03/2026.")
    }

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("input_formats", ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"])
        super().__init__(**kwargs)
