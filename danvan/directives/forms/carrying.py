"""Forms about giving a document to units, and about carrying it out."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.directives.forms.documents import Composed, Units, area
from danvan.organizations.models import Level
from danvan.ui.widgets import DayField


class GiveForm(Composed):
    """Whom, and by when. Everything left empty under "whom" means the whole branch."""

    giver = forms.ChoiceField(label=_("In the name of"))
    branches = forms.MultipleChoiceField(
        label=_("Branches"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("A unit with all below it. None ticked: the whole branch of the giver."),
    )  # fmt: skip
    levels = forms.MultipleChoiceField(
        label=_("Levels"), required=False, choices=Level, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every level."),
    )  # fmt: skip
    codes = forms.CharField(
        label=_("Only these units"), required=False, max_length=8000, widget=area(2),
        help_text=_("Codes with commas or spaces between them. Empty: all that fit above."),
    )  # fmt: skip
    itself = forms.BooleanField(label=_("Also the giving unit itself"), required=False)
    instruction = forms.CharField(
        label=_("What the units are asked"), max_length=2000, required=False, widget=area(3)
    )
    acknowledge_by = DayField(label=_("To be acknowledged by"), required=False)
    plan_due_on = DayField(
        label=_("Plan due on"), required=False, help_text=_("Customary are 15 to 30 days.")
    )
    report_due_on = DayField(label=_("Report due on"), required=False)

    def __init__(self, *args: Any, givers: Units, branches: Units, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["giver"].choices = givers  # type: ignore[attr-defined]
        if len(givers) == 1:
            self.fields["giver"].widget = forms.HiddenInput()
            self.fields["giver"].initial = givers[0][0]
        self.fields["branches"].choices = branches  # type: ignore[attr-defined]

    @property
    def code_list(self) -> set[str]:
        return {code for code in re.split(r"[\s,;]+", self.cleaned_data["codes"]) if code}


class RemindForm(Composed):
    text = forms.CharField(
        label=_("Your words"),
        max_length=500,
        widget=area(3),
        help_text=_("Each unit gets them as a message."),
    )


class PlanForm(Composed):
    symbol = forms.CharField(
        label=_("Symbol of the plan"), max_length=80, help_text=_("Such as 15-KH/ĐU or 27/KH-UBND.")
    )
    issued_on = DayField(label=_("Issued on"))
    upload = forms.FileField(label=_("File"), required=False)


class TaskForm(Composed):
    text = forms.CharField(
        label=_("What is to be done"), max_length=2000, widget=area(3),
        help_text=_("So that somebody else can see whether it was done."),
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("Unit in charge"))
    due_on = DayField(label=_("Task due on"))

    def __init__(self, *args: Any, units: Units, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]


class ReportForm(Composed):
    text = forms.CharField(label=_("What was done and what came of it"), max_length=4000, widget=area(6))
    reported_on = DayField(label=_("Day of the report"))


class ReturnForm(Composed):
    reason = forms.CharField(label=_("What is missing"), max_length=500, widget=area(3))
