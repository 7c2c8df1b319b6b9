"""Cleaning of what is typed about reception of citizens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.petitions.forms import Versioned, day
from danvan.petitions.models import ReceptionSession
from danvan.petitions.models.reception import Head


def hour(**given: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(widget=widget, input_formats=["%H:%M"], **given)


class OwnUnits(forms.Form):
    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, *args: Any, units: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class PlanForm(OwnUnits):
    head = forms.ChoiceField(label=_("Who receives"), choices=Head.choices)
    day = day(label=_("Day"))
    starts_at = hour(label=_("From"))
    ends_at = hour(label=_("To"))
    place = forms.CharField(label=_("Place of reception"), max_length=200)


class MoveForm(Versioned):
    day = day(label=_("New day"))
    starts_at = hour(label=_("From"))
    ends_at = hour(label=_("To"))


class CountsForm(forms.Form):
    visit_count = forms.IntegerField(label=_("Visits"), min_value=0, max_value=100_000)
    person_count = forms.IntegerField(label=_("Persons"), min_value=0, max_value=100_000)
    large_group_count = forms.IntegerField(
        label=_("Large groups"),
        min_value=0,
        max_value=10_000,
        initial=0,
        help_text=_("Five or more people about one matter."),
    )
    case_count = forms.IntegerField(label=_("Matters"), min_value=0, max_value=100_000)


class RecordForm(OwnUnits, CountsForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=ReceptionSession.Kind.choices)
    host = forms.ChoiceField(label=_("Who received"), choices=ReceptionSession.Host.choices)
    head = forms.ChoiceField(label=_("Post of the head"), choices=[("", "…"), *Head.choices], required=False)
    on = day(label=_("Day"))
    field_order = ["unit", "on", "kind", "host", "head"]


class CorrectForm(Versioned, CountsForm):
    pass


class StepForm(Versioned):
    state = forms.ChoiceField(label=_("Next step"))
    conclusion_ref = forms.CharField(label=_("Number of the conclusion"), max_length=60, required=False)

    def __init__(self, *args: Any, states: list[str], **given: Any) -> None:
        super().__init__(*args, **given)
        labels = dict(ReceptionSession.State.choices)
        self.fields["state"].choices = [(one, labels[one]) for one in states]  # type: ignore[attr-defined]
