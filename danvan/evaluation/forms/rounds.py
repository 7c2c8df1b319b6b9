"""Forms about rounds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.common.periods import InvalidPeriod, Period
from danvan.evaluation.forms.fields import words
from danvan.ui.widgets import DayField


class RoundForm(forms.Form):
    criteria = forms.ChoiceField(label=_("Criteria set"))
    period = forms.CharField(
        label=_("Period"), max_length=10, help_text=_("A year such as 2019, or 2019-H1, 2019-Q4.")
    )
    title = forms.CharField(label=_("Name of the round"), max_length=200)
    self_due_on = DayField(label=_("Self-scores due on"))
    review_due_on = DayField(label=_("Reviews due on"))

    def __init__(self, *args: Any, sets: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["criteria"].choices = sets  # type: ignore[attr-defined]

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"].strip())
        except InvalidPeriod as refusal:
            raise forms.ValidationError(refusal.message) from None


class RemindForm(forms.Form):
    text = words(_("What to add"), 500, required=False)
