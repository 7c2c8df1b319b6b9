"""What people ask about rules of time, and what administrators set for units."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.common import vietnamese
from danvan.reference.forms.days import day_field
from danvan.reference.topics import TOPICS


def time_field(**kwargs) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(widget=widget, input_formats=["%H:%M", "%H:%M:%S"], **kwargs)


def _offer(form: forms.Form, name: str, choices: list) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class FindRulesForm(forms.Form):
    """Which rules to list."""

    topic = forms.ChoiceField(label=_("Subject of the rule"), required=False)
    on = day_field(label=_("In force on"), required=False)
    q = forms.CharField(label=_("Words"), required=False, max_length=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _offer(self, "topic", [("", _("All subjects")), *TOPICS.items()])


class ReckonForm(forms.Form):
    """A rule, where and when it starts. Choices are given by the view, from what the person may see."""

    rule = forms.ChoiceField(label=_("Rule"))
    on = day_field(label=_("Day of the event"))
    moment = time_field(
        label=_("Hour"), required=False, help_text=_("Only for limits in hours; otherwise leave empty.")
    )
    unit = forms.ChoiceField(
        label=_("Unit"), required=False, help_text=_("Its working hours and area count.")
    )

    def __init__(self, *args, rules, units, **kwargs):
        super().__init__(*args, **kwargs)
        _offer(self, "rule", rules)
        _offer(self, "unit", units)

    def started_at(self) -> datetime:
        """The moment of the event; without an hour the day's beginning."""
        hour = self.cleaned_data["moment"] or datetime.min.time()
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], hour))


class FromDayForm(forms.Form):
    """Something that holds for a unit from a day on, and the document that says so."""

    starts_on = day_field(label=_("From day"))
    source = forms.CharField(
        label=_("Source document"),
        max_length=200,
        help_text=_("Number and date of the document that says so."),
    )

    def clean_source(self) -> str:
        return vietnamese.nfc(self.cleaned_data["source"])


class HoursForm(FromDayForm):
    morning_from = time_field(label=_("Morning from"))
    morning_to = time_field(label=_("Morning to"))
    afternoon_from = time_field(label=_("Afternoon from"), required=False)
    afternoon_to = time_field(label=_("Afternoon to"), required=False)
    field_order = ["starts_on", "morning_from", "morning_to", "afternoon_from", "afternoon_to", "source"]


class RemoteForm(FromDayForm):
    remote = forms.BooleanField(label=_("The unit lies in a remote area"), required=False)
    field_order = ["starts_on", "remote", "source"]
