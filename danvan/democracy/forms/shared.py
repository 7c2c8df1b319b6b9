"""What the forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.ui.widgets import DayField


class OfUnit(forms.Form):
    """A form about a record of one of the person's units (code, name)."""

    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        field.choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            field.widget = forms.HiddenInput()
            field.initial = units[0][0]


def text(label: Any, most: int, rows: int = 0, **more: Any) -> forms.CharField:
    """A line, or a box of `rows` lines."""
    if rows:
        more["widget"] = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, **more)


class NothingForm(forms.Form):
    """Nothing is asked: pressing the button is the decision."""


class ReasonForm(forms.Form):
    reason = text(_("Reason"), 300)


class DayForm(forms.Form):
    on = DayField(label=_("Day"))
