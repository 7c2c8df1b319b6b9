"""What the administrator fills in about indicators and forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.common.periods import InvalidPeriod, Period
from danvan.reporting.describing import LEVELS
from danvan.reporting.models import Indicator, Kind, OverTime, OverUnits
from danvan.reporting.sentences import level_word
from danvan.ui.widgets import DayField


def _levels() -> list[tuple[str, str]]:
    return [(level, level_word(level)) for level in LEVELS]


class LevelsField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any):
        super().__init__(
            choices=_levels, error_messages={"required": _("Choose at least one level.")}, **kwargs
        )


class IndicatorWords(forms.Form):
    """What may change at any time."""

    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    unit = forms.CharField(
        label=_("Counting unit"), max_length=30, help_text=_("Such as cuộc, lượt người, %; not part of the name."),
        widget=forms.TextInput(attrs={"size": 16}),
    )  # fmt: skip
    small_cells_below = forms.IntegerField(
        label=_("Small numbers hidden below"), min_value=0, max_value=100, required=False,
        help_text=_("A smaller number is shown to the unit itself only. 0 hides nothing."),
        widget=forms.NumberInput(attrs={"size": 6, "inputmode": "numeric"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What counts and what does not, for whoever types the figure."),
    )  # fmt: skip
    starts_on = DayField(label=_("Valid from"), required=False)
    ends_on = DayField(
        label=_("Valid until"),
        required=False,
        help_text=_("Figures stay; forms of later periods can no longer ask it."),
    )

    def clean_small_cells_below(self) -> int:
        return self.cleaned_data["small_cells_below"] or 0

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in {"code", "seen"}}
        if "levels" in found:
            found["levels"] = "|".join(level for level in LEVELS if level in found["levels"])
        return found

    @staticmethod
    def from_row(row: Indicator) -> dict[str, Any]:
        fields = (*IndicatorDefinition.base_fields, *IndicatorWords.base_fields)
        return {name: getattr(row, name) for name in fields} | {"levels": row.levels.split("|")}


class IndicatorDefinition(IndicatorWords):
    """What stays once accepted figures rest on it."""

    field_order = (
        "code",
        "name_vi",
        "name_en",
        "unit",
        "group",
        "kind",
        "formula",
        "levels",
        "over_units",
        "over_time",
    )

    group = forms.ChoiceField(label=_("Group"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in Kind],
        help_text=_("An input is counted anew each period; a stock is how things stand at its end."),
    )  # fmt: skip
    formula = forms.CharField(
        label=_("Formula"), max_length=300, required=False,
        help_text=_("With codes: a + b for a total, 100 * a / b for a ratio, slice(a, level=city) for one level."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    levels = LevelsField(label=_("Collected by"))
    over_units = forms.ChoiceField(label=_("Over units"), choices=OverUnits.choices)
    over_time = forms.ChoiceField(label=_("Over time"), choices=OverTime.choices)

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]


class NewIndicator(IndicatorDefinition):
    code = forms.CharField(
        label=_("Code"), max_length=60, help_text=_("Small Latin words joined by dots, from general to special. For ever."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
    )  # fmt: skip


class NewForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Capital letters, digits and -, such as DV-THANG."),
        widget=forms.TextInput(attrs={"size": 16, "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    name = forms.CharField(label=_("Name of the form"), max_length=200)
    periodicity = forms.ChoiceField(
        label=_("Asked every"),
        choices=[("month", _("month")), ("quarter", _("quarter")), ("year", _("year"))],
    )
    levels = LevelsField(label=_("Owed by"))
    cutoff_day = forms.IntegerField(
        label=_("Cut-off day"), required=False, min_value=1, max_value=28,
        help_text=_("The day of the last month on which counting stops. Empty: the end of the period."),
        widget=forms.NumberInput(attrs={"size": 6}),
    )  # fmt: skip
    due_days = forms.IntegerField(
        label=_("Working days until it is due"), min_value=0, max_value=60, initial=5,
        widget=forms.NumberInput(attrs={"size": 6}),
    )  # fmt: skip


class NextVersion(forms.Form):
    """From when; the ticked indicators come as `codes`, a box per row."""

    period = forms.CharField(
        label=_("Asked from this period on"), max_length=40,
        help_text=_("2020-Q1 for a quarter, 2020-M03 for a month, 2020 for a year."),
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off"}),
    )  # fmt: skip

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except InvalidPeriod as refusal:
            raise forms.ValidationError(refusal.message) from None
