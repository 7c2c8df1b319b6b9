"""Forms about criteria sets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.evaluation import rules
from danvan.evaluation.forms.fields import PointsField, words
from danvan.evaluation.models import CriteriaGroup, Criterion
from danvan.organizations.models import Level
from danvan.ui.widgets import DayField

LEVELS = [(level.value, level.label) for level in (Level.DISTRICT, Level.COMMUNE, Level.AGENCY)]


class SetForm(forms.Form):
    unit = forms.ChoiceField(label=_("Issued by"))
    name = forms.CharField(label=_("Name"), max_length=200)
    level = forms.ChoiceField(label=_("For units of the level"), choices=LEVELS)
    basis = forms.CharField(label=_("Basis"), max_length=300, required=False)
    starts_on = DayField(label=_("Valid from"))
    appeal_days = forms.IntegerField(
        label=_("Working days for an appeal"), min_value=1, max_value=60, initial=7
    )
    bands = words(
        _("Bands"), 500, rows=4, help_text=_("One on each line: the name, a colon, the points it starts at.")
    )
    copy_of = forms.ChoiceField(label=_("Start from"), required=False)

    def __init__(
        self, *args: Any, units: list[tuple[str, str]], sources: list[tuple[str, str]], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["copy_of"].choices = [("", _("nothing: an empty set")), *sources]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]

    def clean_bands(self) -> list[tuple[str, Decimal]]:
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["bands"].splitlines())):
            name, colon, limit = line.rpartition(":")
            try:
                points = PointsField().clean(limit)
            except forms.ValidationError:
                points = None
            if not colon or not name.strip() or len(name.strip()) > 60 or points is None or points < 0:
                raise forms.ValidationError(
                    _("“%(line)s” cannot be read. Write for example “Tốt: 75”.") % {"line": line[:80]}
                )
            found.append((name.strip(), points))
        return found


class GroupForm(forms.Form):
    title = forms.CharField(label=_("Heading"), max_length=200)


class LineForm(forms.Form):
    """One criterion. What belongs to the other kind is left aside."""

    group = forms.TypedChoiceField(label=_("Heading"), coerce=int)
    title = forms.CharField(label=_("Criterion"), max_length=300)
    points = PointsField(label=_("Maximum points"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Criterion.Kind.choices)
    guidance = words(_("Guidance"), 1000, required=False, help_text=_("What earns how many points."))
    needs_file = forms.BooleanField(label=_("A file is needed as evidence"), required=False)
    indicator = forms.ChoiceField(label=_("Figure"), required=False)
    reading = forms.ChoiceField(label=_("What is read"), required=False)
    divisor = forms.ChoiceField(label=_("Second figure"), required=False)
    scope = forms.ChoiceField(label=_("Whose figures"), required=False)
    rule = forms.ChoiceField(label=_("Scoring rule"), required=False)
    target = PointsField(label=_("Target"), required=False)
    steps = forms.CharField(
        label=_("Scoring steps"), max_length=300, required=False,
        help_text=_("Value and percent of the points, such as 70: 40; 80: 70; 95: 100."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, groups: list[CriteriaGroup], figures: list[tuple[str, str]], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        none = ("", _("no choice"))
        self.fields["group"].choices = [(group.pk, group.title) for group in groups]  # type: ignore[attr-defined]
        choices: dict[str, list[tuple[str, Any]]] = {
            "indicator": figures, "divisor": figures, "reading": list(Criterion.Reading.choices),
            "scope": list(Criterion.Scope.choices), "rule": list(Criterion.Rule.choices),
        }  # fmt: skip
        for name, some in choices.items():
            self.fields[name].choices = [none, *some]  # type: ignore[attr-defined]

    def clean_points(self) -> Decimal:
        points: Decimal = self.cleaned_data["points"]
        if not 0 < points <= 100:
            raise forms.ValidationError(_("A line is worth more than 0 and at most 100 points."))
        return points

    def clean_steps(self) -> list[list[str]]:
        try:
            return rules.read_steps(self.cleaned_data["steps"])
        except rules.BadSteps as bad:
            raise forms.ValidationError(
                _("“%(piece)s” cannot be read. Write for example “80: 70”.") % {"piece": bad.args[0][:60]}
            ) from None
