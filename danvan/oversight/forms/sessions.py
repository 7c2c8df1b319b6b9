"""Forms about a session: its plan, and each step."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.organizations.choosing import grouped
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import tree_on
from danvan.oversight import lives
from danvan.oversight.kinds import FORMS, Form
from danvan.reference import queries as reference
from danvan.ui.widgets import DayField

QUARTERS = [
    ("", gettext_lazy("outside the plan")),
    *[(str(n), f"{roman}") for n, roman in enumerate(["I", "II", "III", "IV"], 1)],
]
MOST_BODIES = 60


def lines_of(text: str) -> list[str]:
    return [line.strip()[:200] for line in text.splitlines() if line.strip()][:MOST_BODIES]


class PlanForm(forms.Form):
    """What is planned. Units are chosen or named by their codes, other bodies one on each line."""

    unit = forms.ChoiceField(label=gettext_lazy("Lead"))
    title = forms.CharField(label=gettext_lazy("Subject"), max_length=300)
    form = forms.ChoiceField(label=gettext_lazy("Form of work"))
    requested = forms.BooleanField(label=gettext_lazy("The drafting body asked for it"), required=False)
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"), required=False,
        help_text=gettext_lazy("By topic and body the system sees whether another level goes there too."),
    )  # fmt: skip
    target_unit = forms.ChoiceField(label=gettext_lazy("Unit visited"), required=False)
    target_units = forms.CharField(
        label=gettext_lazy("More units, by code"), max_length=1500, required=False,
        help_text=gettext_lazy("Codes with commas between, such as HN-001, HN-002."),
    )  # fmt: skip
    target_bodies = forms.CharField(
        label=gettext_lazy("Other bodies"), max_length=4000, required=False,
        help_text=gettext_lazy("Outside the tree, one on each line. Bodies, never persons."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    plan_year = forms.IntegerField(label=gettext_lazy("Year of the plan"), min_value=2000, max_value=2100)
    plan_quarter = forms.ChoiceField(
        label=gettext_lazy("Quarter of the plan"), required=False, choices=QUARTERS
    )
    scheduled_on = DayField(label=gettext_lazy("Day"))
    submit_on = DayField(label=gettext_lazy("The draft goes to the issuing body on"), required=False)
    content = forms.CharField(
        label=gettext_lazy("Contents and scope"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    led_by = forms.CharField(
        label=gettext_lazy("Led by"), max_length=200, required=False,
        help_text=gettext_lazy("The office, not the name."),
    )  # fmt: skip
    host_units = forms.CharField(
        label=gettext_lazy("Together with units, by code"), max_length=1500, required=False,
        help_text=gettext_lazy("They see it as joint; only the lead counts it."),
    )  # fmt: skip
    host_bodies = forms.CharField(
        label=gettext_lazy("Together with other bodies"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, kind: str, units: list[tuple[str, str]], on: date, keep: str = "", **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.on, chosen = on, self.fields
        _offer(chosen["unit"], units)
        if len(units) == 1:
            chosen["unit"].widget = forms.HiddenInput()
            chosen["unit"].initial = units[0][0]
        topics = reference.topic_choices(on)
        if keep and keep not in dict(topics):
            topics = [*topics, (keep, keep)]
        _offer(chosen["topic"], [("", "–"), *topics])
        tree = tree_on(on)
        _offer(chosen["target_unit"], [("", "–"), *grouped(tree, set(tree.units))])
        if FORMS[kind]:
            _offer(chosen["form"], [(form, Form(form).label) for form in FORMS[kind]])
        else:
            del chosen["form"]
        if kind != "criticism":
            del chosen["submit_on"], chosen["requested"]
        elif self.initial.get("title"):
            del chosen["requested"]

    def clean_target_units(self) -> list[int]:
        return _units(self.cleaned_data["target_units"])

    def clean_host_units(self) -> list[int]:
        return _units(self.cleaned_data["host_units"])

    def clean_target_unit(self) -> list[int]:
        return _units(self.cleaned_data["target_unit"])

    @property
    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("title", "content", "topic", "plan_year", "scheduled_on", "led_by")
        return {
            **{name: given[name] for name in names},
            "form": given.get("form", ""),
            "submit_on": given.get("submit_on"),
            "plan_quarter": int(given["plan_quarter"]) if given["plan_quarter"] else None,
        }

    @property
    def targets(self) -> list[tuple[int | None, str]]:
        given = self.cleaned_data
        units = dict.fromkeys([*given["target_unit"], *given["target_units"]])
        return [*((pk, "") for pk in units), *((None, body) for body in lines_of(given["target_bodies"]))]

    @property
    def hosts(self) -> list[tuple[int | None, str]]:
        given = self.cleaned_data
        units = dict.fromkeys(given["host_units"])
        return [*((pk, "") for pk in units), *((None, body) for body in lines_of(given["host_bodies"]))]


def _offer(field: Any, choices: list[Any]) -> None:
    field.choices = choices


def _units(text: str) -> list[int]:
    codes = list(dict.fromkeys(text.replace(",", " ").replace(";", " ").upper().split()))[:MOST_BODIES]
    known = dict(OrgUnit.objects.filter(code__in=codes).values_list("code", "pk"))
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise ValidationError(_("There is no unit “%(code)s”.") % {"code": unknown[0][:40]})
    return [known[code] for code in codes]


_LONG = forms.Textarea(attrs={"rows": 6})
OFFICE = gettext_lazy("The office, not the name.")


def step_field(name: str) -> forms.Field:
    """The field a step asks by this name."""
    made: dict[str, forms.Field] = {
        "scheduled_on": DayField(label=gettext_lazy("Day of the work there"), required=False),
        "submit_on": DayField(label=gettext_lazy("The draft goes to the issuing body on"), required=False),
        "team_people": forms.IntegerField(
            label=gettext_lazy("People in the team"), min_value=1, max_value=500, required=False
        ),
        "team_bodies": forms.IntegerField(
            label=gettext_lazy("Bodies they come from"), min_value=1, max_value=100, required=False
        ),
        "led_by": forms.CharField(label=gettext_lazy("Led by"), max_length=200, required=False, help_text=OFFICE),
        "number": forms.CharField(label=gettext_lazy("Number of the document"), max_length=60, required=False),
        "signer": forms.CharField(label=gettext_lazy("Signed by"), max_length=200, required=False, help_text=OFFICE),
        "findings": forms.CharField(
            label=gettext_lazy("Shortcomings found"), max_length=6000, required=False, widget=_LONG,
            help_text=gettext_lazy("About the work of units, never about persons."),
        ),
        "conclusion": forms.CharField(
            label=gettext_lazy("Conclusion"), max_length=6000, required=False, widget=_LONG
        ),
        "reason": forms.CharField(label=gettext_lazy("Reason"), max_length=300),
    }  # fmt: skip
    return made[name]


class StepForm(forms.Form):
    """The day a step was taken, and what it asks."""

    on = DayField(label=gettext_lazy("Done on"))

    def __init__(self, *args: Any, step: lives.Step, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in step.fields:
            self.fields[name] = step_field(name)
            if name in step.needs:
                self.fields[name].required = True

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "on"}
