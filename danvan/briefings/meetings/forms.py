"""Forms about briefing meetings."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.briefings.meetings.models import BriefingMeeting
from danvan.common.errors import DomainError
from danvan.common.periods import Period
from danvan.ui.widgets import DayField

MOST_POINTS = 30
FIRST_YEAR, LAST_YEAR = 2000, 2199


class MeetingForm(forms.Form):
    """One line of the agenda is one point: what, by whom, how many minutes, with ``|`` between them."""

    unit = forms.ChoiceField(label=_("Unit"))
    period = forms.CharField(
        label=_("Period"), max_length=10, help_text=_("For example 2020-Q1, 2020-H1 or 2020.")
    )
    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=BriefingMeeting.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    day = DayField(label=_("Day"))
    hour = forms.TimeField(
        label=_("Hour"), input_formats=["%H:%M", "%H"], widget=forms.TimeInput(format="%H:%M")
    )
    place = forms.CharField(label=_("Venue"), max_length=300, required=False)
    chair = forms.CharField(label=_("Chair"), max_length=160, help_text=_("The post, not a name."))
    agenda = forms.CharField(
        label=_("Agenda"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One point a line: what | presented by | minutes."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]

    def clean_period(self) -> Period:
        try:
            period = Period.parse(self.cleaned_data["period"].strip())
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        if not FIRST_YEAR <= period.year <= LAST_YEAR:
            raise forms.ValidationError(_("No meeting looks at such a year. Write the period as 2020-Q1."))
        return period

    def clean_agenda(self) -> list[tuple[str, str, int | None]]:
        found = []
        for number, line in enumerate(
            filter(None, map(str.strip, self.cleaned_data["agenda"].splitlines())), start=1
        ):
            title, presenter, minutes = [part.strip() for part in (line.split("|") + ["", ""])[:3]]
            if not title or (
                minutes and not (minutes.isascii() and minutes.isdecimal() and 0 < int(minutes[:4]) <= 600)
            ):
                raise forms.ValidationError(
                    _("Point %(number)d: write what is on the agenda, and minutes as a number up to 600."),
                    params={"number": number},
                )
            found.append((title[:300], presenter[:160], int(minutes[:4]) if minutes else None))
        if len(found) > MOST_POINTS:
            raise forms.ValidationError(
                _("An agenda has %(most)d points at most."), params={"most": MOST_POINTS}
            )
        return found

    @property
    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        moment = datetime.combine(given["day"], given["hour"] or time(8), timezone.get_current_timezone())
        return {**{name: given[name] for name in ("kind", "title", "place", "chair")}, "planned_at": moment}


class HeldForm(forms.Form):
    held_on = DayField(label=_("Held on"))
    attended = forms.IntegerField(
        label=_("Attended"), min_value=1, max_value=100_000, required=False,
        help_text=_("A head count. No list of names is kept."),
    )  # fmt: skip


class MinutesForm(forms.Form):
    minutes = forms.CharField(
        label=_("What was said"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("By unit or body; no names of persons."),
    )  # fmt: skip
    conclusion = forms.CharField(
        label=_("What the chair concluded"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class NothingForm(forms.Form):
    """Nothing is asked: pressing the button is the decision."""


class TaskForm(forms.Form):
    """One drafted task; an empty text takes it out."""

    task_id = forms.IntegerField(required=False, widget=forms.HiddenInput())
    chosen = forms.BooleanField(label=_("Give this task"), required=False)
    text = forms.CharField(
        label=_("Task"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    unit = forms.CharField(label=_("Unit code"), max_length=40, required=False)
    due_on = DayField(label=_("By when"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("text", "").strip():
            for name, words in (("unit", _("Say which unit.")), ("due_on", _("Say by when."))):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given
