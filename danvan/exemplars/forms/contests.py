"""Forms about contests: its rules in lines of text, an entry, a sheet of the jury."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.exemplars.models import Criterion
from danvan.ui.widgets import DayField

PAPER = "-"
_LINE = re.compile(r"(?P<name>.+?)\s*:\s*(?P<number>\d{1,3})", re.ASCII)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class ContestForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("Organiser"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    about = forms.CharField(
        label=gettext_lazy("Rules of the contest"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    entries_until = DayField(label=gettext_lazy("Entries are taken until"))
    criteria = forms.CharField(
        label=gettext_lazy("Criteria"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One per line with its points at most, such as: Effect for residents: 40"),
    )  # fmt: skip
    rounds = forms.CharField(
        label=gettext_lazy("Rounds of the contest"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One per line; all but the last with how many go on, such as: First round: 5"),
    )  # fmt: skip
    jury = forms.CharField(
        label=gettext_lazy("Jury"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One user name per line; a dash for a seat whose sheets you enter from paper."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]

    def clean_criteria(self) -> list[tuple[str, int]]:
        found = []
        for line in _lines(self.cleaned_data["criteria"]):
            match = _LINE.fullmatch(line)
            if match is None or not int(match["number"]) or len(match["name"]) > 200:
                raise ValidationError(
                    _("“%(line)s”: write the criterion, a colon, its points.") % {"line": line[:60]}
                )
            found.append((match["name"], int(match["number"])))
        return found

    def clean_rounds(self) -> list[tuple[str, int | None]]:
        found: list[tuple[str, int | None]] = []
        for line in _lines(self.cleaned_data["rounds"]):
            match = _LINE.fullmatch(line)
            name = match["name"] if match else line
            if len(name) > 100:
                raise ValidationError(_("The name of a round has 100 signs at most."))
            found.append((name, int(match["number"]) if match else None))
        return found

    def clean_jury(self) -> list[str]:
        """User names, `PAPER` for a seat on paper."""
        found = _lines(self.cleaned_data["jury"])
        if len(found) > 30:
            raise ValidationError(_("A jury has 30 seats at most."))
        return found


class EntryForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("What the jury reads"), max_length=6000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("The jury reads this under a code. Name neither your unit nor persons."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """Points for one entry, a field for each criterion."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for one in criteria:
            self.fields[f"c{one.pk}"] = forms.DecimalField(
                label=f"{one.name} (0–{one.most})", min_value=0, max_value=one.most, max_digits=5, decimal_places=1,
                localize=True,
            )  # fmt: skip

    @property
    def points(self) -> dict[int, Decimal]:
        return {int(name[1:]): value for name, value in self.cleaned_data.items() if name.startswith("c")}
