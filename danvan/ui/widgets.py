"""Form fields as people here type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """A text field for dd/mm/yyyy: the native one shows the browser's own order, often month first."""

    def __init__(self, attrs: dict[str, object] | None = None):
        base = {"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "autocomplete": "off", "size": "12"}
        super().__init__(attrs={**base, **(attrs or {})}, format="%d/%m/%Y")


class DayField(forms.DateField):
    """A day typed as 05/03/2026, 5-3-2026, 5.3.2026 or 2026-03-05."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("This is not a day of the calendar. Write day/month/year, such as 05/03/2026.")
    }

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("input_formats", ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"])
        super().__init__(**kwargs)
