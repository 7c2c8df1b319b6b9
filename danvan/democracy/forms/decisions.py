"""Forms about what residents decide and what their boards supervise: counts and texts, never names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.democracy.forms.shared import OfUnit, text
from danvan.democracy.models import CommunityDecision, CommunitySupervision
from danvan.ui.widgets import DayField


def households(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=1_000_000)


class DecisionForm(OfUnit):
    community = text(_("Village or street group"), 120)
    title = text(_("Matter"), 300)
    kind = forms.ChoiceField(label=_("Kind"), choices=CommunityDecision.Kind)
    way = forms.ChoiceField(label=_("Way of voting"), choices=CommunityDecision.Way)
    proposed_on = DayField(label=_("Proposed on"))


class DiscussForm(forms.Form):
    discussed_on = DayField(label=_("Discussed on"))
    announced_on = DayField(
        label=_("Ballot announced on"), required=False, help_text=_("At least two days before the ballot.")
    )


class VoteForm(forms.Form):
    voted_on = DayField(label=_("Voted on"))
    households_for = households(_("Households for"))
    households_against = households(_("Households against"))
    households_absent = households(_("Households absent"))


class DeclareForm(forms.Form):
    on = DayField(label=_("Day of the result"))
    number = text(_("Number of the decision"), 60, required=False, help_text=_("Needed when it is adopted."))


class RecogniseForm(forms.Form):
    on = DayField(label=_("Day of the commune's document"))
    symbol = text(_("Number and symbol"), 60)


class RefuseForm(RecogniseForm):
    reason = text(_("Reason"), 500, rows=3)


class ExecuteForm(forms.Form):
    on = DayField(label=_("Carried out on"))
    result = text(_("Result"), 2000, rows=3)


class SupervisionForm(OfUnit):
    body = forms.ChoiceField(label=_("Board"), choices=CommunitySupervision.Body)
    title = text(_("Matter or project"), 300)
    planned_on = DayField(label=_("Planned day"))


class FindForm(forms.Form):
    on = DayField(label=_("Supervised on"))
    findings = text(
        _("What the board found"), 4000, rows=4, help_text=_("About the work, never about persons.")
    )


class RecommendForm(forms.Form):
    on = DayField(label=_("Recommended on"))
    recommendation = text(_("What is recommended"), 4000, rows=4)
    addressee = text(_("To whom"), 200)
    promise = forms.BooleanField(label=_("Enter it in the ledger of commitments"), required=False)


class AnsweredForm(forms.Form):
    on = DayField(label=_("Answered on"))
    answer = text(_("Answer"), 4000, rows=4)
