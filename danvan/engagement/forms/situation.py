"""Forms about the situation of the people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from danvan.common.periods import InvalidPeriod, Period
from danvan.engagement.models import SituationNote, SituationTopic


class NoteForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("Area"))
    topic = forms.ChoiceField(label=gettext_lazy("Topic"))
    period_name = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=10,
        help_text=gettext_lazy("2020-M03 for a month, 2020-Q1 for a quarter."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SituationNote.Kind)
    extent = forms.ChoiceField(label=gettext_lazy("Extent"), choices=SituationNote.Extent)
    count = forms.IntegerField(
        label=gettext_lazy("Times raised"), min_value=0, max_value=1_000_000,
        help_text=gettext_lazy("How often the matter was raised, not by whom."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("What is asked or worried about"), max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Topics, places and counts. No names, numbers of persons or addresses: they stop the save."),
    )  # fmt: skip
    cause = forms.CharField(
        label=gettext_lazy("Cause as stated"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    responsible_body = forms.CharField(label=gettext_lazy("Responsible body"), max_length=200, required=False)
    proposal = forms.CharField(
        label=gettext_lazy("Proposal"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, units: list[tuple[str, str]], topics: list[tuple[str, str]], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["topic"].choices = topics  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]

    def clean_period_name(self) -> str:
        try:
            return str(Period.parse(self.cleaned_data["period_name"]))
        except InvalidPeriod as refusal:
            raise forms.ValidationError(refusal.message) from None


class ReviewForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("Remark"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class MergeForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("Followed by"))

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class FollowForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("State"))
    responsible = forms.CharField(
        label=gettext_lazy("Handed to (code of a unit)"), max_length=40, required=False
    )
    assessment = forms.CharField(
        label=gettext_lazy("Assessment"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, states: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state, SituationTopic.State(state).label) for state in states]  # type: ignore[attr-defined]
