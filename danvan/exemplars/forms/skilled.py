"""Forms about models: what a unit enters, and what the level above finds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from danvan.exemplars.models import Field, Holder, ModelCheck, Recognition, SkilledModel
from danvan.exemplars.queries.skilled import Asked
from danvan.organizations.models import Level
from danvan.ui.widgets import DayField

NOBODY = gettext_lazy("Whoever runs it is not named: an individual is counted only.")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DescriptionForm(forms.Form):
    """What a model is; with `copied`, also what was adapted and what came of it."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, help_text=NOBODY)
    field = forms.ChoiceField(label=gettext_lazy("Field of work"), choices=Field, widget=forms.RadioSelect)
    summary = forms.CharField(
        label=gettext_lazy("What it does"), max_length=4000, required=False, widget=_area(4)
    )
    conditions = forms.CharField(
        label=gettext_lazy("What it needs"), max_length=2000, required=False, widget=_area(2),
        help_text=gettext_lazy("Money, people, a place, a rule: whoever wants to copy it asks for this first."),
    )  # fmt: skip
    adapted = forms.CharField(
        label=gettext_lazy("What was adapted"), max_length=2000, required=False, widget=_area(2),
        help_text=gettext_lazy("What had to be different here than where it was copied from."),
    )  # fmt: skip
    copy_result = forms.CharField(
        label=gettext_lazy("What came of the copy"), max_length=2000, required=False, widget=_area(2)
    )

    def __init__(self, *args: Any, copied: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if copied:
            self.fields["adapted"].required = True
        else:
            del self.fields["adapted"], self.fields["copy_result"]


class RegisterForm(DescriptionForm):
    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    holder = forms.ChoiceField(
        label=gettext_lazy("Run by"), choices=Holder, widget=forms.RadioSelect, help_text=NOBODY
    )
    registered_on = DayField(label=gettext_lazy("Registered on"))
    field_order = ("unit", "title", "field", "holder", "registered_on")

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]


class DayForm(forms.Form):
    on = DayField(label=gettext_lazy("Since which day"))


class EndForm(forms.Form):
    on = DayField(label=gettext_lazy("Since which day"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class EffectForm(forms.Form):
    what = forms.CharField(
        label=gettext_lazy("What is measured"), max_length=200,
        help_text=gettext_lazy("A number anybody can count again, such as households sorting their waste."),
    )  # fmt: skip
    measure = forms.CharField(label=gettext_lazy("Unit of measure"), max_length=40)
    before = forms.DecimalField(
        label=gettext_lazy("Before"), required=False, max_digits=14, decimal_places=2, localize=True
    )
    after = forms.DecimalField(label=gettext_lazy("After"), max_digits=14, decimal_places=2, localize=True)


class FileForm(forms.Form):
    upload = forms.FileField(
        label=gettext_lazy("Photo or document"), max_length=200,
        help_text=gettext_lazy("JPEG, PNG, PDF, Word or Excel."),
    )  # fmt: skip


class CheckForm(forms.Form):
    on = DayField(label=gettext_lazy("Checked on"))
    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"), choices=ModelCheck.Verdict, widget=forms.RadioSelect
    )
    findings = forms.CharField(
        label=gettext_lazy("Findings of the check"), max_length=2000, widget=_area(3),
        help_text=gettext_lazy("About the work, never about persons."),
    )  # fmt: skip
    residents = forms.CharField(
        label=gettext_lazy("What residents say"), max_length=1000, required=False, widget=_area(2)
    )


class RecogniseForm(forms.Form):
    grade = forms.ChoiceField(label=gettext_lazy("Level of recognition"), choices=Recognition.Grade)
    number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=60)
    on = DayField(label=gettext_lazy("Day of the decision"))


class FilterForm(forms.Form):
    """The filters of the list, as they stand in the address; what is not known is left out."""

    nam = forms.IntegerField(min_value=1990, max_value=2199, required=False)
    q = forms.CharField(max_length=100, required=False)

    def asked(self, unit: Any) -> Asked:
        self.is_valid()
        get = self.data

        def of(name: str, known: Any) -> str:
            value = get.get(name, "")
            return value if value in known else ""

        states = {*SkilledModel.State.values, "working", "due", "checked"}
        return Asked(
            self.cleaned_data.get("nam"), of("trang-thai", states), of("linh-vuc", Field.values), of("cap", Level.values),
            of("ai", Holder.values), self.cleaned_data.get("q", ""), unit,
        )  # fmt: skip


class SpanForm(forms.Form):
    """From a day to a day; the year of `today` so far where nothing is asked."""

    tu = DayField(label=gettext_lazy("From"), required=False)
    den = DayField(label=gettext_lazy("To"), required=False)

    def span(self, today: date) -> tuple[date, date]:
        self.is_valid()
        given = self.cleaned_data
        end = given.get("den") or today
        start = given.get("tu") or date(end.year, 1, 1)
        return (start, end) if start <= end else (end, start)
