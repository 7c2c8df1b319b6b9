"""Forms about recommendations, opinions, plans and reminders."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from danvan.organizations.choosing import grouped
from danvan.organizations.queries import tree_on
from danvan.oversight.models import CriticismOpinion, SupervisionRecommendation
from danvan.ui.widgets import DayField


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RecommendationForm(forms.Form):
    finding = forms.CharField(
        label=gettext_lazy("Shortcomings found"), max_length=2000, required=False, widget=_long(3),
        help_text=gettext_lazy("About the work of units, never about persons."),
    )  # fmt: skip
    text = forms.CharField(label=gettext_lazy("Recommendation"), max_length=2000, widget=_long(3))
    to_unit = forms.ChoiceField(
        label=gettext_lazy("Unit asked"), required=False,
        help_text=gettext_lazy("It gets a commitment with a day; another unit verifies it."),
    )  # fmt: skip
    to_body = forms.CharField(label=gettext_lazy("or another body"), max_length=200, required=False)
    due_on = DayField(
        label=gettext_lazy("Answer due by"), required=False,
        help_text=gettext_lazy("Left empty, the day follows from the rule when it is sent."),
    )  # fmt: skip

    def __init__(self, *args: Any, on: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        tree = tree_on(on)
        self.fields["to_unit"].choices = [("", "–"), *grouped(tree, set(tree.units))]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Another body's answer, from its document."""

    answer_class = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=SupervisionRecommendation.Answer.choices
    )
    words = forms.CharField(
        label=gettext_lazy("What was answered"), max_length=4000, required=False, widget=_long(4)
    )
    number = forms.CharField(label=gettext_lazy("Number of the answer"), max_length=60, required=False)
    on = DayField(label=gettext_lazy("Day of the answer"))


class OpinionForm(forms.Form):
    part = forms.CharField(
        label=gettext_lazy("Part of the draft"), max_length=200, required=False,
        help_text=gettext_lazy("Such as: Article 5, clause 2."),
    )  # fmt: skip
    text = forms.CharField(label=gettext_lazy("Opinion"), max_length=4000, widget=_long(4))


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(label=gettext_lazy("Taken up"), choices=CriticismOpinion.Verdict.choices)
    reason = forms.CharField(
        label=gettext_lazy("Explanation"), max_length=4000, required=False, widget=_long(4),
        help_text=gettext_lazy("Needed for everything not taken up as a whole."),
    )  # fmt: skip
    on = DayField(label=gettext_lazy("Day of the answer"))


class AgreeForm(forms.Form):
    """The document that agrees a year's plan."""

    number = forms.CharField(label=gettext_lazy("Number of the plan"), max_length=60)
    signer = forms.CharField(
        label=gettext_lazy("Signed by"), max_length=200, help_text=gettext_lazy("The office, not the name.")
    )
    agreed_on = DayField(label=gettext_lazy("Agreed on"))
    agreed_with = forms.CharField(
        label=gettext_lazy("Agreed with"), max_length=300, required=False,
        help_text=gettext_lazy("Such as: the People's Council, the People's Committee."),
    )  # fmt: skip


class RemindForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Words of the reminder"), max_length=500, widget=_long(3),
        help_text=gettext_lazy("In your own words. Each unit gets them as a message; other bodies get a letter."),
    )  # fmt: skip
