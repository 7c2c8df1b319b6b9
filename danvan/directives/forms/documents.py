"""Forms about documents, their relations and programmes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.common.vietnamese import nfc
from danvan.directives import kinds
from danvan.directives.models import Directive, DirectiveRelation, Format, Programme
from danvan.ui.widgets import DayField

Units = list[tuple[str, str]]


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Composed(forms.Form):
    """Texts come out in composed letters, whatever keyboard wrote them."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {name: nfc(value) if isinstance(value, str) else value for name, value in cleaned.items()}


class _Document(Composed):
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(
        label=_("Abstract"), max_length=400, widget=area(2),
        help_text=_("The sentence under the title: what the document is about."),
    )  # fmt: skip
    content = forms.CharField(
        label=_("Text"), max_length=20000, required=False, widget=area(8),
        help_text=_("Paste the text, so that the search finds the document by what it says."),
    )  # fmt: skip
    programmes = forms.MultipleChoiceField(
        label=_("Programmes and theme years"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: Units, programmes: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]
        self.fields["programmes"].choices = programmes  # type: ignore[attr-defined]
        if not programmes:
            del self.fields["programmes"]

    @property
    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given.pop("unit", None)
        given["programmes"] = [int(pk) for pk in given.get("programmes", ())]
        return given


class DraftForm(_Document):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(sign, f"{kinds.label(sign)} ({sign})") for sign in kinds.OWN]
    )
    style = forms.ChoiceField(
        label=_("Style of the symbol"), choices=Format, widget=forms.RadioSelect,
        help_text=_("Party: 12-KH/BDVTU, numbered through the term. State: 12/KH-UBND, numbered each year."),
    )  # fmt: skip
    body = forms.CharField(
        label=_("Sign of the issuing body"),
        max_length=30,
        help_text=_("As it stands in the symbol: BDVTU, TU, UBND."),
    )
    signer = forms.CharField(label=_("Signed by"), max_length=160, required=False)
    in_force_from = DayField(label=_("In force from"), required=False)
    in_force_to = DayField(
        label=_("In force to"), required=False, help_text=_("Only when the document names an end.")
    )
    field_order = [
        "unit",
        "kind",
        "style",
        "body",
        "title",
        "content",
        "signer",
        "in_force_from",
        "in_force_to",
        "programmes",
    ]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        labels = [(sign, f"{kinds.label(sign)} ({sign})") for sign in kinds.OWN]
        self.fields["kind"].choices = labels  # type: ignore[attr-defined]


class RegisterForm(_Document):
    symbol = forms.CharField(
        label=_("Symbol"), max_length=80, help_text=_("As printed: 290-QĐ/TW, 12/QĐ-UBND, 99/2025/QH15.")
    )
    issuer = forms.CharField(label=_("Issuing body"), max_length=160)
    issued_on = DayField(label=_("Day of the document"))
    received_on = DayField(label=_("Received on"), required=False)
    signer = forms.CharField(label=_("Signed by"), max_length=160, required=False)
    in_force_from = DayField(
        label=_("In force from"), required=False, help_text=_("Empty: from the day of the document.")
    )
    in_force_to = DayField(label=_("In force to"), required=False)
    field_order = [
        "unit", "symbol", "issuer", "issued_on", "received_on", "title", "content", "signer", "in_force_from", "in_force_to",
        "programmes",
    ]  # fmt: skip


class LaterForm(_Document):
    """What may still change of an issued document: what groups it, and its end; of one that came in, the copied facts."""

    issuer = forms.CharField(label=_("Issuing body"), max_length=160)
    received_on = DayField(label=_("Received on"), required=False)
    signer = forms.CharField(label=_("Signed by"), max_length=160, required=False)
    in_force_to = DayField(label=_("In force to"), required=False)
    field_order = ["unit", "issuer", "received_on", "title", "content", "signer", "in_force_to", "programmes"]

    def __init__(self, *args: Any, own: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if own:
            for name in ("issuer", "received_on", "title", "content", "signer"):
                del self.fields[name]


class NothingForm(forms.Form):
    """Nothing is asked: pressing the button is the decision."""


class SignForm(Composed):
    signer = forms.CharField(
        label=_("Signed by"), max_length=160, help_text=_("Office and name, as printed.")
    )
    signed_on = DayField(label=_("Signed on"))


class IssueForm(Composed):
    issued_on = DayField(label=_("Issued on"))
    in_force_from = DayField(
        label=_("In force from"), required=False, help_text=_("Empty: from the day of issue.")
    )


class EndForm(Composed):
    how = forms.ChoiceField(
        label=_("How the document ends"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (Directive.State.REVIEWED, Directive.State.EXPIRED)],
    )  # fmt: skip
    ended_on = DayField(label=_("Ended on"))
    reason = forms.CharField(
        label=_("In a sentence"),
        max_length=300,
        help_text=_("Such as the symbol of the report of the review."),
    )


class FileForm(Composed):
    upload = forms.FileField(label=_("File"), help_text=_("The signed document as PDF, or an annex."))
    caption = forms.CharField(label=_("What it is"), max_length=120, required=False)


class RelationForm(forms.Form):
    kind = forms.ChoiceField(label=_("How it hangs together"), choices=DirectiveRelation.Kind)
    target = forms.IntegerField(min_value=1, max_value=2**62)


class ProgrammeForm(Composed):
    unit = forms.ChoiceField(label=_("Unit"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Programme.Kind, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=200)
    first_year = forms.IntegerField(label=_("From the year"), min_value=1990, max_value=2100)
    last_year = forms.IntegerField(label=_("To the year"), min_value=1990, max_value=2100)
    summary = forms.CharField(
        label=_("Subject of the programme"), max_length=2000, required=False, widget=area(4)
    )

    def __init__(self, *args: Any, units: Units, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]
