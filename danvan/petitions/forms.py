"""Cleaning of what officers type about petitions; nothing is saved here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.common.errors import DomainError
from danvan.organizations import queries as organizations
from danvan.petitions import contacting, topics
from danvan.petitions.models import Channel, Kind, OpeningReason, State, Urgency
from danvan.petitions.models.cases import SENT_AWAY
from danvan.petitions.models.complaints import Stage
from danvan.petitions.models.story import Outcome
from danvan.ui.widgets import NearDayField

FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def day(**given: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return NearDayField(widget=widget, input_formats=FORMATS, **given)


def long(rows: int = 4, **given: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **given)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("widget", ManyFiles(attrs={"accept": ".jpg,.jpeg,.png,.pdf,.docx,.xlsx,.txt"}))
        super().__init__(**given)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in files]


class UnitField(forms.CharField):
    """A unit by its code, or by the code before the first blank of a suggestion ("HN-01 Quận Ba Đình")."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("widget", forms.TextInput(attrs={"list": "units", "autocomplete": "off"}))
        super().__init__(max_length=260, **given)

    def clean(self, value: Any) -> Any:
        code = super().clean(value).strip().split(" ")[0]
        if not code:
            return None
        try:
            return organizations.unit_by_code(code.upper())
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class Topical(forms.Form):
    """A form that offers the topics in force on a day."""

    def __init__(self, *args: Any, on: date, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields.get("topic")
        if isinstance(field, forms.ChoiceField):
            first = [("", _("any"))] if not field.required else []
            field.choices = [*first, *topics.choices(on)]


class SearchForm(Topical):
    so = forms.CharField(label=_("Number"), max_length=12, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("waiting for an answer")),
            ("decide", _("waiting for the superior")),
            ("all", _("all")),
            *State.choices,
        ],
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any")), *Kind.choices])
    unit = UnitField(label=_("Unit"), required=False)
    tu = day(label=_("Received from"), required=False)
    den = day(label=_("to"), required=False)


class EnterForm(Topical):
    """A matter somebody brings to the counter, by phone or by letter."""

    unit = forms.ChoiceField(label=_("For the unit"))
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(one.value, one.label) for one in (Channel.COUNTER, Channel.PHONE, Channel.LETTER)],
    )
    received_on = day(label=_("Received on"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(one.value, one.label) for one in (Kind.FEEDBACK, Kind.RECOMMENDATION)]
    )
    text = long(
        8,
        label=_("What happened"),
        max_length=10_000,
        help_text=_("In the sender's words, without names of others."),
    )
    topic = forms.ChoiceField(label=_("Topic"))
    place = UnitField(
        label=_("Place concerned"), required=False, help_text=_("The commune or ward it is about.")
    )
    where = forms.CharField(label=_("Where exactly"), max_length=300, required=False)
    urgency = forms.ChoiceField(label=_("How urgent"), choices=Urgency.choices)
    name = forms.CharField(label=_("Name of the sender"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=200, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    tells_by = forms.ChoiceField(
        label=_("Tell the sender that something happened"),
        required=False,
        help_text=_("Only if the sender asks for it: number and link, nothing else."),
    )
    attached = FilesField(
        label=_("Pictures or papers"), required=False, help_text=_("At most 5, 10 MB each.")
    )
    wants_public = forms.BooleanField(label=_("The sender agrees to publication"), required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        ways = [("", _("no, the code is enough")), *contacting.choices()]
        self.fields["tells_by"].choices = ways  # type: ignore[attr-defined]


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ClassifyForm(Topical):
    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("What happens with it"),
        widget=forms.RadioSelect,
        choices=[
            (State.OWN_AUTHORITY.value, _("our unit answers")),
            *((one.value, one.label) for one in SENT_AWAY),
        ],
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(one.value, one.label) for one in (Kind.FEEDBACK, Kind.RECOMMENDATION)]
    )
    topic = forms.ChoiceField(label=_("Topic"))
    place = UnitField(label=_("Place concerned"), required=False)
    urgency = forms.ChoiceField(label=_("How urgent"), choices=Urgency.choices)
    words = long(
        3, label=_("What the sender reads"), required=False, max_length=2000,
        help_text=_("Needed when your unit does not answer: where the matter goes, or why not."),
    )  # fmt: skip


class WriteForm(Versioned):
    text = long(4, label=_("What to write"), max_length=4000)
    to_sender = forms.ChoiceField(
        label=_("Who reads it"),
        widget=forms.RadioSelect,
        choices=[("1", _("the sender")), ("0", _("colleagues only"))],
    )


class ReasonForm(Versioned):
    reason = long(3, label=_("Reason"), max_length=1000, help_text=_("The sender reads it."))


class HandOverForm(ReasonForm):
    to_unit = UnitField(label=_("Unit in charge"))
    field_order = ["version", "to_unit", "reason"]


class AnswerForm(Versioned):
    found = long(
        4,
        label=_("What was found there"),
        max_length=4000,
        help_text=_("Where and when it was looked at, what was seen."),
    )
    done = long(4, label=_("What is done, or why not"), max_length=4000)
    outcome = forms.ChoiceField(label=_("What came of it"), choices=[("", "…"), *Outcome.choices])
    basis = long(
        2, label=_("On what basis"), required=False, max_length=1000,
        help_text=_("Law, plan or decision. Needed when it is refused, explained or not yours."),
    )  # fmt: skip
    promise = long(
        2, label=_("What will be done"), required=False, max_length=1000,
        help_text=_("Becomes a commitment that everybody can read; name no person."),
    )  # fmt: skip
    promised_on = day(label=_("By which day"), required=False)
    attached = FilesField(
        label=_("Proof"), required=False, help_text=_("Pictures or papers that show what was done.")
    )
    no_proof = forms.CharField(label=_("If there is none: why"), max_length=500, required=False)


class SplitForm(Topical):
    version = forms.IntegerField(widget=forms.HiddenInput)
    text1 = long(3, label=_("Second matter"), max_length=10_000)
    topic1 = forms.ChoiceField(label=_("Topic of the second matter"))
    text2 = long(3, label=_("Third matter"), max_length=10_000, required=False)
    topic2 = forms.ChoiceField(label=_("Topic of the third matter"), required=False)
    text3 = long(3, label=_("Fourth matter"), max_length=10_000, required=False)
    topic3 = forms.ChoiceField(label=_("Topic of the fourth matter"), required=False)

    def __init__(self, *args: Any, on: date, **given: Any) -> None:
        super().__init__(*args, on=on, **given)
        for number in (1, 2, 3):
            self.fields[f"topic{number}"].choices = [("", "…"), *topics.choices(on)]  # type: ignore[attr-defined]

    def matters(self) -> list[tuple[str, str]]:
        cleaned = self.cleaned_data
        return [(cleaned[f"text{n}"], cleaned[f"topic{n}"]) for n in (1, 2, 3) if cleaned.get(f"text{n}")]


class JoinForm(Versioned):
    to = forms.CharField(label=_("Number of the other case"), max_length=12)


class PublishForm(Versioned):
    title = forms.CharField(label=_("Title"), max_length=140)
    text = long(6, label=_("Public text"), max_length=10_000)
    answer = long(6, label=_("Public answer"), max_length=10_000, required=False)
    removed = forms.CharField(
        label=_("What was removed"),
        max_length=300,
        required=False,
        help_text=_("In words, for readers: “names, a telephone number”."),
    )


class SealForm(Versioned):
    accused = UnitField(
        label=_("Unit it is about"),
        required=False,
        help_text=_("It is never sent there, nor to a unit below it."),
    )


class DestroyForm(Versioned):
    handed_to = forms.CharField(
        label=_("Office that took the paper over"), max_length=200, help_text=_("The office only, no person.")
    )


class OpenForm(forms.Form):
    """Why a sealed record is taken out, and on what basis."""

    reason = forms.ChoiceField(label=_("Why it is opened"), choices=OpeningReason.choices)
    basis = forms.CharField(
        label=_("Legal basis"),
        max_length=200,
        help_text=_("The law or the decision with its number, no person."),
    )


class RegisterForm(Topical):
    unit = forms.ChoiceField(label=_("For the unit"))
    external_case_ref = forms.CharField(label=_("Number in the official register"), max_length=60)
    topic = forms.ChoiceField(label=_("Topic"))
    received_on = day(label=_("Received on"))

    def __init__(self, *args: Any, units: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class FollowForm(Versioned):
    external_case_ref = forms.CharField(label=_("Number in the official register"), max_length=60)


class StageForm(Versioned):
    stage = forms.ChoiceField(label=_("Stage reached"))
    on = day(label=_("On"))

    def __init__(self, *args: Any, stages: list[str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["stage"].choices = [(one, Stage(one).label) for one in stages]  # type: ignore[attr-defined]


class RouteForm(Topical):
    unit = UnitField(label=_("Place concerned"))
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    to_unit = UnitField(label=_("Unit in charge"))
    starts_on = day(label=_("From"))
    basis = forms.CharField(label=_("Basis"), max_length=200, required=False)


class EndForm(forms.Form):
    ends_on = day(label=_("Ends on"), help_text=_("The first day on which it no longer holds."))
