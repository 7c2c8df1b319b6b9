"""Forms about drafts put out for opinions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.democracy.forms.shared import OfUnit, text
from danvan.democracy.models import OpinionGroup
from danvan.democracy.models.consultations import Channel
from danvan.ui.widgets import DayField


class ConsultationForm(OfUnit):
    title = text(_("Draft"), 300)
    drafter = text(_("Who drafts"), 200)
    summary = text(_("Main content"), 4000, rows=4, required=False)
    draft_file = forms.FileField(label=_("Text of the draft"), required=False)
    channels = forms.MultipleChoiceField(
        label=_("Ways in which opinions are taken"), choices=Channel, widget=forms.CheckboxSelectMultiple
    )
    how = text(_("How to give an opinion"), 500, required=False)
    opens_on = DayField(label=_("First day"))
    closes_on = DayField(
        label=_("Last day"), help_text=_("A commune's draft stands open for at least 20 days.")
    )
    short_reason = text(
        _("Why fewer days"), 300, required=False, help_text=_("Only where another law sets fewer: which one.")
    )


class OpinionForm(forms.Form):
    """Identical contributions of one way and day."""

    channel = forms.ChoiceField(label=_("Way"), choices=Channel)
    received_on = DayField(label=_("Received on"))
    clause = text(_("Clause or chapter"), 120, help_text=_("“General” for the draft as a whole."))
    topic = text(_("Topic"), 120, required=False)
    text = text(_("Opinion"), 4000, rows=4, help_text=_("What is said, without who said it."))
    count = forms.IntegerField(label=_("How many say the same"), min_value=1, max_value=10_000_000, initial=1)


class CloseForm(forms.Form):
    conferences = forms.IntegerField(
        label=_("Conferences held"), min_value=0, max_value=100_000, initial=0,
        help_text=_("Counted apart from the opinions given there."),
    )  # fmt: skip


class RespondForm(forms.Form):
    response = text(_("Response as a whole"), 4000, rows=5, required=False)


class PublishForm(forms.Form):
    published_on = DayField(label=_("Published on"))
    ways = text(_("Where it is published"), 200)


class GroupForm(forms.Form):
    clause = text(_("Clause or chapter"), 120, required=False)
    gist = text(_("What they say together"), 2000, rows=3, required=False)
    into = forms.IntegerField(
        label=_("Or put them into group number"), min_value=1, max_value=100_000, required=False
    )


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Answer"),
        choices=[one for one in OpinionGroup.Verdict.choices if one[0]],
        widget=forms.RadioSelect,
    )
    reason = text(_("How it is taken up, or why not"), 2000, rows=4)
    promise = text(
        _("What the reply promises"), 1000, rows=2, required=False,
        help_text=_("It is entered in the ledger of commitments, with the day below."),
    )  # fmt: skip
    due_on = DayField(label=_("To be done by"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("promise") and not given.get("due_on"):
            self.add_error("due_on", _("A promise needs a day."))
        return given
