"""Forms about rules in force and what must be published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.democracy import lists
from danvan.democracy.forms.shared import OfUnit, text
from danvan.ui.widgets import DayField


class DisclosureForm(OfUnit):
    item = forms.ChoiceField(label=_("Matter of the law's list"))
    title = text(_("What is published"), 300)
    decision = text(_("Decision or document"), 120, required=False)
    decided_on = DayField(
        label=_("Day of the decision"), required=False,
        help_text=_("From this day on the limit runs; leave it empty while it is only expected."),
    )  # fmt: skip
    planned_on = DayField(label=_("Expected by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(one.code, one.name) for one in lists.matters().values()]  # type: ignore[attr-defined]


class PublishedForm(forms.Form):
    published_on = DayField(label=_("Published on"))
    ways = forms.MultipleChoiceField(
        label=_("Where it is published"),
        choices=list(lists.WAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    proof_url = forms.URLField(
        label=_("Address of the publication"), max_length=300, required=False, assume_scheme="https"
    )
    upload = forms.FileField(label=_("Picture or record of the posting"), required=False)


class RemindForm(forms.Form):
    text = text(_("In your own words"), 500, rows=3, required=False)


class RegulationForm(OfUnit):
    title = text(_("Title"), 300)
    symbol = text(_("Number and symbol"), 60)
    issuer = text(_("Issued by"), 200)
    valid_from = DayField(label=_("In force from"))
    valid_to = DayField(label=_("In force to"), required=False)
    replaces = forms.BooleanField(
        label=_("It replaces the rules in force until then"), required=False, initial=True
    )
