"""Forms for opinions: raised, and how each one ends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.ui.widgets import DayField

WAYS = [
    ("answer", gettext_lazy("Answered at the event")),
    ("promise", gettext_lazy("Somebody promises to do something")),
    ("hand_on", gettext_lazy("Handed on: outside our powers")),
    ("explain", gettext_lazy("Explained: not taken up")),
]
Topics = list[tuple[str, str]]


def _with_topics(form: forms.Form, topics: Topics) -> None:
    form.fields["topic"].choices = [("", _("not sorted yet")), *topics]  # type: ignore[attr-defined]


class RecordForm(forms.Form):
    """An opinion as it is raised. `key` was made with the form, so that the same form makes one opinion."""

    text = forms.CharField(
        label=gettext_lazy("Opinion"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-text": "", "autocomplete": "off"}),
        help_text=gettext_lazy("The matter, without who raised it."),
    )  # fmt: skip
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    answer = forms.CharField(
        label=gettext_lazy("Answer given at once"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=gettext_lazy("Leave it empty when it was not answered there and then."),
    )  # fmt: skip
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, topics: Topics, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _with_topics(self, topics)


class SentForm(RecordForm):
    """The same from the device's outbox, with the moment it was typed at."""

    typed_at = forms.DateTimeField(
        required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%SZ"]
    )


class WordingForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Opinion"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    public_text = forms.CharField(
        label=gettext_lazy("Wording for publication"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Without names of private persons. Empty: as recorded."),
    )  # fmt: skip
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)

    def __init__(self, *args: Any, topics: Topics, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _with_topics(self, topics)


class TakeForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("As it will be answered"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)

    def __init__(self, *args: Any, topics: Topics, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _with_topics(self, topics)


class EndForm(forms.Form):
    """How an opinion ends: one of four ways, each with its own needs."""

    way = forms.ChoiceField(label=gettext_lazy("How it ends"), choices=WAYS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("In words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The answer; what is promised; why it is handed on; or why not, and on what basis."),
    )  # fmt: skip
    unit = forms.CharField(
        label=gettext_lazy("Unit (code)"), max_length=40, required=False,
        help_text=gettext_lazy("Who does it, or takes it over. Left empty for a promise: the host itself."),
    )  # fmt: skip
    body = forms.CharField(
        label=gettext_lazy("Other body"), max_length=200, required=False,
        help_text=gettext_lazy("Only for handing on to somebody outside the tree of units."),
    )  # fmt: skip
    due_on = DayField(
        label=gettext_lazy("By the day"), required=False,
        help_text=gettext_lazy("Only for a promise. Left empty: the day of the conclusion notice, or 30 days after."),
    )  # fmt: skip
