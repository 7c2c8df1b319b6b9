"""Cleaning what administrators type about days."""

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.common import vietnamese
from danvan.reference.models import CalendarDay

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def day_field(**kwargs) -> forms.DateField:
    """A day; browsers send it as 2026-02-17, people without the browser's calendar type 17/02/2026."""
    # The browser's own field reads its value in this form only, whatever the language.
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=picker, input_formats=DAY_FORMATS, **kwargs)


class DayForm(forms.Form):
    """What the list says about a day."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CalendarDay.Kind.choices)
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("For example: Tết Nguyên đán."))
    source = forms.CharField(
        label=_("Source document"),
        max_length=200,
        help_text=_("Number and date of the document that says so."),
    )

    def clean_name(self) -> str:
        return vietnamese.nfc(self.cleaned_data["name"])

    def clean_source(self) -> str:
        return vietnamese.nfc(self.cleaned_data["source"])


class NewDayForm(DayForm):
    day = day_field(label=_("Day"))
    field_order = ["day", "kind", "name", "source"]


class ChangeDayForm(DayForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class RemoveDayForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Stands in the activity log."))
