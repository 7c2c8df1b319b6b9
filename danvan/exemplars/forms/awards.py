"""Forms about commendation proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from danvan.exemplars import rules
from danvan.exemplars.models import Authority, Award, Form, Holder
from danvan.exemplars.queries.awards import Asked
from danvan.ui.widgets import DayField


class AwardForm(forms.Form):
    """`fixed`: unit and holder are settled already."""

    unit = forms.ChoiceField(label=gettext_lazy("Proposed by"))
    holder_unit = forms.CharField(
        label=gettext_lazy("Unit whose work it is"), max_length=40,
        help_text=gettext_lazy("Its code: your own unit or one below it."),
    )  # fmt: skip
    holder = forms.ChoiceField(label=gettext_lazy("For"), choices=Holder, widget=forms.RadioSelect)
    movement = forms.CharField(label=gettext_lazy("Emulation movement"), max_length=200)
    launched_on = DayField(label=gettext_lazy("Movement launched on"))
    year = forms.IntegerField(label=gettext_lazy("Year of the achievement"), min_value=1990, max_value=2199)
    form = forms.ChoiceField(label=gettext_lazy("Form of commendation"), choices=Form)
    authority = forms.ChoiceField(label=gettext_lazy("Authority that grants it"), choices=Authority)
    persons = forms.IntegerField(
        label=gettext_lazy("Number of individuals"), min_value=0, max_value=100_000, required=False,
        help_text=gettext_lazy("Only the number; names stand in the list on paper."),
    )  # fmt: skip
    direct_persons = forms.IntegerField(
        label=gettext_lazy("Of these doing the direct work"), min_value=0, max_value=100_000, required=False
    )
    achievement = forms.CharField(
        label=gettext_lazy("Achievement"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    model = forms.IntegerField(
        label=gettext_lazy("Number of the model it is for"), min_value=1, max_value=2**31 - 1, required=False,
        help_text=gettext_lazy("Left empty when it is not for a model."),
    )  # fmt: skip
    dossier = forms.MultipleChoiceField(
        label=gettext_lazy("Papers in the dossier"), choices=list(rules.PAPERS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[tuple[str, str]], fixed: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if fixed:
            for name in ("unit", "holder_unit", "holder", "model"):
                del self.fields[name]
            return
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]


class NothingForm(forms.Form):
    """Nothing is asked: pressing the button is the decision."""


class VoteForm(forms.Form):
    on = DayField(label=gettext_lazy("Day of the meeting"))
    council_size = forms.IntegerField(
        label=gettext_lazy("Members of the council"), min_value=1, max_value=200
    )
    votes_for = forms.IntegerField(label=gettext_lazy("Votes for"), min_value=0, max_value=200)
    votes_against = forms.IntegerField(
        label=gettext_lazy("Votes against"), min_value=0, max_value=200, initial=0
    )


class SubmitForm(forms.Form):
    to_unit = forms.CharField(
        label=gettext_lazy("Unit that decides"), max_length=40,
        help_text=gettext_lazy("Its code: a unit above, or your own."),
    )  # fmt: skip
    on = DayField(label=gettext_lazy("Submitted on"))


class DecideForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=60)
    on = DayField(label=gettext_lazy("Day of the decision"))
    signer = forms.CharField(label=gettext_lazy("Signed by"), max_length=120, required=False)


class PresentForm(forms.Form):
    on = DayField(label=gettext_lazy("Presented on"))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class FilterForm(forms.Form):
    nam = forms.IntegerField(min_value=1990, max_value=2199, required=False)
    q = forms.CharField(max_length=100, required=False)

    def asked(self, unit: Any) -> Asked:
        self.is_valid()
        get = self.data

        def of(name: str, known: Any) -> str:
            value = get.get(name, "")
            return value if value in known else ""

        states = {*Award.State.values, "open", "granted"}
        return Asked(
            self.cleaned_data.get("nam"), of("trang-thai", states), of("hinh-thuc", Form.values),
            of("ai", Holder.values), self.cleaned_data.get("q", ""), unit,
        )  # fmt: skip
