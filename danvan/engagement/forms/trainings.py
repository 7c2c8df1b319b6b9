"""Forms about training classes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from danvan.engagement.models.trainings import PostKind
from danvan.ui.widgets import DayField


class ClassForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("Host"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    content = forms.CharField(
        label=gettext_lazy("Content"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("For the posts"),
        choices=PostKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    scheduled_on = DayField(label=gettext_lazy("First day of the class"))
    days = forms.IntegerField(label=gettext_lazy("Number of days"), min_value=1, max_value=60, initial=1)
    place = forms.CharField(label=gettext_lazy("Venue"), max_length=300, required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]


class HeldForm(forms.Form):
    """Counts of a class, with one field for each kind of post: posts trained for the first time this year."""

    held_on = DayField(label=gettext_lazy("Held on"))
    attendance = forms.IntegerField(
        label=gettext_lazy("Attendances"), min_value=1, max_value=1_000_000,
        help_text=gettext_lazy("A head count. No list of names is kept."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code, label in PostKind.choices:
            self.fields[f"post_{code}"] = forms.IntegerField(
                label=label, min_value=0, max_value=100_000, required=False, initial=0
            )

    @property
    def covered(self) -> list[tuple[str, int]]:
        return [(code, self.cleaned_data[f"post_{code}"] or 0) for code in PostKind.values]


class ResultForm(forms.Form):
    result = forms.CharField(
        label=gettext_lazy("What came of it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class NothingForm(forms.Form):
    """Nothing is asked: pressing the button is the decision."""


class MaterialForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Slides, a guide, an exercise. Never a list of names."),
    )


class RequiredForm(forms.Form):
    """How many posts of each kind must be trained in the year: filled when it began, newly filled since, excused."""

    PARTS = (
        ("", gettext_lazy("filled when the year began")),
        ("_appointed", gettext_lazy("newly appointed since")),
        ("_excused", gettext_lazy("excused this year")),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code, label in PostKind.choices:
            for suffix, words in self.PARTS:
                self.fields[f"{code}{suffix}"] = forms.IntegerField(
                    label=f"{str(label).capitalize()}: {words}", min_value=0, max_value=100_000, initial=0,
                    required=not suffix,
                )  # fmt: skip

    @property
    def required_posts(self) -> dict[str, tuple[int, int, int]]:
        def posts(name: str) -> int:
            return self.cleaned_data[name] or 0

        return {
            code: (posts(code), posts(f"{code}_appointed"), posts(f"{code}_excused"))
            for code in PostKind.values
        }
