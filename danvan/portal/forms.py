"""Cleaning what residents and staff type on public pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.common.vietnamese import nfc

LONGEST_TEXT = 8000


class Plain(forms.Form):
    """Text arrives composed (NFC), whatever phone it was typed on."""

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {name: nfc(value) if isinstance(value, str) else value for name, value in cleaned.items()}


class MatterForm(Plain):
    """What somebody sends. Choices are given by the page; `place` is a unit's code."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    text = forms.CharField(
        label=_("Tell what happened"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7, "data-draft": ""}),
        help_text=_(
            "In your own words: what, where, since when, what you ask for. Name no other people and no telephone numbers."
        ),
        error_messages={
            "required": _("Write a few words about what happened."),
            "max_length": _(
                "At most %(limit_value)d signs fit here; it has %(show_value)d. Shorten it a little."
            ),
        },
    )
    topic = forms.ChoiceField(
        label=_("Which field is it?"),
        help_text=_("If none fits, choose the nearest; we will sort it."),
        error_messages={"required": _("Choose a topic; the nearest is good enough.")},
    )
    find = forms.CharField(
        label=_("Find your ward or commune"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"data-find": "", "autocomplete": "off"}),
        help_text=_("Type part of the name, with or without marks, or choose from the list below."),
    )
    place = forms.ChoiceField(
        label=_("Ward, commune or district"),
        required=False,
        help_text=_("Where it happened. Without a place it goes to the city, which takes a little longer."),
    )
    where = forms.CharField(
        label=_("Where exactly?"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"data-draft": ""}),
        help_text=_("A street, a school, a market. No house number of a person."),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    tells_by = forms.ChoiceField(
        label=_("Shall we tell you when something happens?"),
        required=False,
        help_text=_(
            "A message holds the number of the matter and a link, nothing else. You can end it any time."
        ),
    )

    CONTACT = ("name", "phone", "email", "tells_by")

    def __init__(self, *given: Any, kinds, topics, places, tellings=(), **named: Any):
        super().__init__(*given, **named)
        ways = [("", _("No, I follow with the code")), *tellings]
        self.fields["tells_by"].choices = ways  # type: ignore[attr-defined]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", _("— choose —")), *topics]  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _("— choose —")), *places]  # type: ignore[attr-defined]


class CodeForm(Plain):
    code = forms.CharField(
        label=_("Code of your receipt"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("7 groups of 4 letters and digits. Spaces and small letters do not matter."),
        error_messages={"required": _("Type the code of your receipt.")},
    )


class AskForm(Plain):
    """A question to a dialogue."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "data-draft": ""}),
        help_text=_("No name and no telephone number: the question will be read aloud."),
        error_messages={"required": _("Write your question.")},
    )
    topic = forms.ChoiceField(label=_("Which field is it?"), required=False)

    def __init__(self, *given: Any, topics, **named: Any):
        super().__init__(*given, **named)
        self.fields["topic"].choices = [("", _("— choose —")), *topics]  # type: ignore[attr-defined]


class ArticleForm(Plain):
    """A notice of a unit."""

    unit = forms.ChoiceField(label=_("In the name of"))
    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("In one sentence"),
        required=False,
        max_length=300,
        help_text=_("Stands in lists and in the feed."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Plain text. An empty line begins a paragraph; «## » before a line makes a heading, «- » a point of a list,"
            " [words](https://…) a link."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *given: Any, units, **named: Any):
        super().__init__(*given, **named)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class WithdrawForm(Plain):
    reason = forms.CharField(label=_("Why is it taken back?"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
