"""Forms about a dialogue and its steps."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.engagement import duties
from danvan.engagement.models import AdvanceQuestion, ConclusionNotice, DialogueConference, DialogueHost
from danvan.ui.widgets import DayField

AREA = forms.Textarea(attrs={"rows": 4})
TIME = forms.TimeInput(attrs={"placeholder": "08:30", "size": 6, "inputmode": "numeric"}, format="%H:%M")
KINDS = [
    choice for choice in DialogueConference.Kind.choices if choice[0] != DialogueConference.Kind.UNSTATED
]


class ClockField(forms.TimeField):
    """A time typed as 08:30, 8:30, 8h30 or 8h."""

    widget = TIME

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("input_formats", ["%H:%M", "%Hh%M", "%Hh", "%H.%M"])
        kwargs.setdefault(
            "error_messages", {"invalid": gettext_lazy("Write hour and minute, such as 08:30.")}
        )
        super().__init__(**kwargs)


def _moment(day: date | None, hour: time | None) -> datetime | None:
    if day is None or hour is None:
        return None
    return timezone.make_aware(datetime.combine(day, hour))


class PlanForm(forms.Form):
    """A dialogue in the plan; `cleaned_data["values"]` are what the service takes."""

    unit = forms.ChoiceField(label=gettext_lazy("Host"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS, widget=forms.RadioSelect)
    bases = forms.MultipleChoiceField(
        label=gettext_lazy("Legal bases"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("One event may fulfil several duties; it is counted once."),
    )  # fmt: skip
    day = DayField(label=gettext_lazy("Day"))
    hour = ClockField(label=gettext_lazy("Hour"))
    chair = forms.CharField(
        label=gettext_lazy("Chaired by"), max_length=200, help_text=gettext_lazy("The office, not the name.")
    )
    place = forms.CharField(label=gettext_lazy("Venue"), max_length=300, required=False)
    mode = forms.ChoiceField(label=gettext_lazy("How it is held"), choices=DialogueConference.Mode)
    content = forms.CharField(
        label=gettext_lazy("Matters to be discussed"), max_length=4000, required=False, widget=AREA
    )
    how_to_attend = forms.CharField(
        label=gettext_lazy("How to attend"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    questions_until = DayField(
        label=gettext_lazy("Questions are taken until"), required=False,
        help_text=gettext_lazy("Left empty: no questions are taken beforehand."),
    )  # fmt: skip
    joint_units = forms.CharField(
        label=gettext_lazy("Held together with (codes of units)"), max_length=300, required=False,
        help_text=gettext_lazy("With commas. They are named; the event is counted for the host alone."),
    )  # fmt: skip
    joint_bodies = forms.CharField(
        label=gettext_lazy("Held together with (other bodies)"), max_length=400, required=False,
        help_text=gettext_lazy("One body per line, such as the Fatherland Front committee."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[tuple[str, str]], on: date, keep: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]
        self.fields["bases"].choices = [(duty.code, duty.name) for duty in duties.bases(on, keep=keep)]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = (
            "kind",
            "bases",
            "title",
            "content",
            "chair",
            "place",
            "mode",
            "how_to_attend",
            "questions_until",
        )
        return {**{name: given[name] for name in names}, "scheduled_at": _moment(given["day"], given["hour"])}

    @property
    def joint_codes(self) -> list[str]:
        return [code.strip() for code in self.cleaned_data["joint_units"].split(",") if code.strip()]

    @property
    def other_hosts(self) -> list[tuple[None, str, str]]:
        part = DialogueHost.Part.CO_ORGANISER
        return [
            (None, line.strip(), part)
            for line in self.cleaned_data["joint_bodies"].splitlines()
            if line.strip()
        ]


class AnnounceForm(forms.Form):
    short_notice_reason = forms.CharField(
        label=gettext_lazy("Why it is announced late"), max_length=300, required=False,
        help_text=gettext_lazy("Needed only when the rule's number of days is not kept; residents read it."),
    )  # fmt: skip


class CollectForm(forms.Form):
    until = DayField(label=gettext_lazy("Questions are taken until"))


class PostponeForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("Residents read it.")
    )
    day = DayField(
        label=gettext_lazy("New day of the dialogue"),
        required=False,
        help_text=gettext_lazy("Left empty: not known yet."),
    )
    hour = ClockField(label=gettext_lazy("Hour"), required=False)

    @property
    def to(self) -> datetime | None:
        return _moment(self.cleaned_data["day"], self.cleaned_data["hour"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if bool(given.get("day")) != bool(given.get("hour")):
            self.add_error("hour", _("Give day and time together, or neither."))
        return given


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("Residents read it.")
    )


class HoldForm(forms.Form):
    held_on = DayField(label=gettext_lazy("Held on"))
    attended = forms.IntegerField(
        label=gettext_lazy("Attendances"), min_value=1, max_value=1_000_000,
        help_text=gettext_lazy("A head count. No list of names is kept."),
    )  # fmt: skip
    attended_online = forms.IntegerField(
        label=gettext_lazy("Of these online"), min_value=0, max_value=1_000_000, initial=0
    )
    organisations = forms.IntegerField(
        label=gettext_lazy("Organisations represented"), min_value=0, max_value=10_000, initial=0
    )


class MinutesForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number of the minutes"), max_length=60, required=False)
    signed_on = DayField(label=gettext_lazy("Signed on"))
    note = forms.CharField(
        label=gettext_lazy("Course of the event"), max_length=6000, required=False, widget=AREA,
        help_text=gettext_lazy("Printed in the minutes, before the opinions and answers."),
    )  # fmt: skip


class ConclusionForm(forms.Form):
    regime = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=ConclusionNotice.Regime, widget=forms.RadioSelect
    )
    opening = forms.CharField(
        label=gettext_lazy("General assessment"), max_length=6000, widget=forms.Textarea(attrs={"rows": 6})
    )
    demands = forms.CharField(
        label=gettext_lazy("What is asked of the units"), max_length=6000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}), help_text=gettext_lazy("One demand per line."),
    )  # fmt: skip
    answer_by = DayField(
        label=gettext_lazy("Opinions are answered by"), required=False,
        help_text=gettext_lazy("For promises made without a day of their own."),
    )  # fmt: skip
    signer = forms.CharField(
        label=gettext_lazy("Signed by (office)"), max_length=200,
        help_text=gettext_lazy("Such as: Secretary of the Party committee."),
    )  # fmt: skip


class IssueForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number of the notice"), max_length=60)
    issued_on = DayField(label=gettext_lazy("Issued on"))


class PublishForm(forms.Form):
    ways = forms.CharField(
        label=gettext_lazy("Published by"), max_length=300,
        help_text=gettext_lazy("Such as: portal, notice board at the office, village loudspeakers."),
    )  # fmt: skip


class CloseForm(forms.Form):
    """Nothing is asked: pressing the button is the decision."""


class RefuseForm(forms.Form):
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=AdvanceQuestion.Ground)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
