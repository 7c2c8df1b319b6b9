"""What the administrator fills in about indicators and forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.common.periods import InvalidPeriod, Period
from danvan.reporting.describing import LEVELS
from danvan.reporting.models import Indicator, Kind, OverTime, OverUnits
from danvan.reporting.own_rules import COMPARISONS
from danvan.reporting.sentences import level_word
from danvan.reporting.services.indicators import Redefined
from danvan.ui.widgets import DayField


def _levels() -> list[tuple[str, str]]:
    return [(level, level_word(level)) for level in LEVELS]


# What a form asks beside the indicator's own fields.
NOT_FIELDS = {"code", "seen", "redefined_on", "what_changed"}


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

    redefined_on = DayField(
        label=_("Counted differently from"),
        required=False,
        help_text=_(
            "Only if the same code counts something else from a day on: series and tables mark the break. Better end it and"
            " add a new indicator."
        ),
    )
    what_changed = forms.CharField(label=_("What is counted differently"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, what = cleaned.get("redefined_on"), cleaned.get("what_changed", "").strip()
        if bool(day) != bool(what) and not self.errors:
            field = "what_changed" if day else "redefined_on"
            self.add_error(field, _("Give both the day and what is counted differently, or neither."))
        return cleaned

    def redefined(self) -> Redefined | None:
        """What the service is told about a new definition."""
        day = self.cleaned_data.get("redefined_on")
        return Redefined(day, self.cleaned_data["what_changed"]) if day else None

    def clean_small_cells_below(self) -> int:
        return self.cleaned_data["small_cells_below"] or 0

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in NOT_FIELDS}
        if "levels" in found:
            found["levels"] = "|".join(level for level in LEVELS if level in found["levels"])
        return found

    @staticmethod
    def from_row(row: Indicator) -> dict[str, Any]:
        fields = {*IndicatorDefinition.base_fields, *IndicatorWords.base_fields} - NOT_FIELDS
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
    redefined_on = None  # type: ignore[assignment]
    what_changed = None  # type: ignore[assignment]
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
    levels = LevelsField(
        label=_("Owed by"), required=False, help_text=_("None, if only units you name next shall owe it.")
    )
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


class NamedUnits(forms.Form):
    """Units that owe a form besides whole levels, by their codes."""

    units = forms.CharField(
        label=_("Codes of units to add"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), required=False,
        help_text=_("Such as HN-00001, one after another; the tree of units has the codes."),
    )  # fmt: skip

    def clean_units(self) -> list[str]:
        return self.cleaned_data["units"].replace(",", " ").replace(";", " ").split()


class ReminderDays(forms.Form):
    """Days before and after the due day, as people write them: “3, 1”."""

    before = forms.CharField(
        label=_("Days before the due day"), max_length=60, required=False, widget=forms.TextInput(attrs={"size": 10}),
        help_text=_("Such as 7, 3; 0 is the due day itself. Empty: none."),
    )  # fmt: skip
    after = forms.CharField(
        label=_("Days after it"), max_length=60, required=False, widget=forms.TextInput(attrs={"size": 10}),
        help_text=_("Such as 1, 7. Only units that still owe the report are reminded."),
    )  # fmt: skip

    @staticmethod
    def from_days(days: list[int]) -> dict[str, str]:
        return {
            "before": ", ".join(str(-day) for day in sorted(days) if day <= 0),
            "after": ", ".join(str(day) for day in sorted(days) if day > 0),
        }

    def clean_before(self) -> list[int]:
        return self._numbers("before")

    def clean_after(self) -> list[int]:
        return self._numbers("after")

    def _numbers(self, field: str) -> list[int]:
        words = self.cleaned_data[field].replace(",", " ").replace(";", " ").split()
        if any(not word.isascii() or not word.isdecimal() or len(word) > 3 for word in words):
            raise forms.ValidationError(_("Write whole numbers of days, such as 7, 3."))
        return [int(word) for word in words]

    def days(self) -> list[int]:
        """As the service takes them: negative before, positive after."""
        return [-day for day in self.cleaned_data["before"]] + self.cleaned_data["after"]


class OwnRule(forms.Form):
    """A rule over the indicators of a form."""

    left = forms.CharField(
        label=_("Left side"), max_length=300, help_text=_("Codes and whole numbers with + and -, such as a + b or 2 * a."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    comparison = forms.ChoiceField(
        label=_("must be"), choices=[(name, sign) for name, (sign, _does) in COMPARISONS.items()]
    )
    right = forms.CharField(
        label=_("Right side"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )  # fmt: skip
    severity = forms.ChoiceField(
        label=_("When it is not"),
        choices=[
            ("warning", _("warning: it can be sent with a reason")),
            ("error", _("error: it cannot be sent")),
        ],
    )
    message = forms.CharField(
        label=_("What is said then"), max_length=300, help_text=_("A sentence to the unit: what does not fit."),
    )  # fmt: skip
    period = forms.CharField(
        label=_("From this period on"), max_length=40,
        help_text=_("2020-Q1 for a quarter, 2020-M03 for a month, 2020 for a year."),
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off"}),
    )  # fmt: skip

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except InvalidPeriod as refusal:
            raise forms.ValidationError(refusal.message) from None
