"""What people fill in to run a round."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.common.periods import InvalidPeriod, Period
from danvan.reporting.models import ReportForm
from danvan.ui.widgets import DayField


class OpenForm(forms.Form):
    """Which form, for which period, of whom."""

    form = forms.ModelChoiceField(
        label=gettext_lazy("Form"), queryset=ReportForm.objects.none(), empty_label=None
    )
    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=40,
        help_text=gettext_lazy("2020-Q1 for a quarter, 2020-M03 for a month, 2020 for a year."),
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Asked of this unit and all below"))
    due_on = DayField(
        label=gettext_lazy("Due on"),
        required=False,
        help_text=gettext_lazy("Left empty: the form's own rule reckons it."),
    )

    def __init__(self, *args, units: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = ReportForm.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except InvalidPeriod as refusal:
            raise forms.ValidationError(refusal.message) from None


class RemindForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands on the first page of each unit."),
    )  # fmt: skip


class CloseForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("Branch"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed when somebody is missing; printed with the names."),
    )  # fmt: skip

    def __init__(self, *args, units: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]


class ExtendForm(forms.Form):
    due_on = DayField(label=gettext_lazy("New due day"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class ExcuseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300,
        help_text=gettext_lazy("The denominator of completeness is amended, with your name and today's date."),
    )  # fmt: skip


def ids_of(values: list[str]) -> list[int]:
    """The ticked boxes of a list; what is no number is left out."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 12]


def versions_of(posted: Mapping[str, str], ids: list[int]) -> dict[int, int]:
    """The version of each ticked report that the page showed (`version-<id>`); 0, which none has, where it is missing."""
    shown = {pk: posted.get(f"version-{pk}", "") for pk in ids}
    return {pk: int(text) if text.isdecimal() and len(text) < 9 else 0 for pk, text in shown.items()}


def nobody_ticked() -> str:
    return _("Tick at least one unit.")
