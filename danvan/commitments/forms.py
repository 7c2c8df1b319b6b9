"""Cleaning what people write about commitments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from danvan.commitments.models import Origin, Outcome, Priority
from danvan.common import vietnamese
from danvan.organizations.models import OrgUnit
from danvan.ui.widgets import NearDayField

MOST_FILES = 5


def day_field(**kwargs: Any) -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return NearDayField(widget=picker, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


def text_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, **kwargs)


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(count)s files at once."), params={"count": MOST_FILES}, code="too-many"
            )
        return [super(FilesField, self).clean(one, initial) for one in given]


class ActForm(forms.Form):
    """Every act names the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {
            name: vietnamese.nfc(value) if isinstance(value, str) else value
            for name, value in cleaned.items()
        }


class NothingForm(ActForm):
    pass


class NoteForm(ActForm):
    note = text_field(label=_("A word with it"), required=False)


class ReasonForm(ActForm):
    reason = text_field(label=_("Reason"))


class RefusalForm(ReasonForm):
    outcome = forms.ChoiceField(
        label=_("What kind of refusal"),
        choices=[(one, Outcome(one).label) for one in (Outcome.NOT_COMPETENT, Outcome.REFUSED)],
    )


class WordsForm(forms.Form):
    text = text_field(label=_("Your words"))


class _Proven(ActForm):
    proof_text = text_field(
        label=_("What shows it"),
        required=False,
        help_text=_("For example: acceptance record 12/BB of 10/03/2020."),
    )
    attachments = FilesField(label=_("Files that show it"), required=False)


class ProgressForm(_Proven):
    note = text_field(label=_("How far it is"))
    field_order = ["note", "proof_text", "attachments"]


class ReportForm(_Proven):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[choice for choice in Outcome.choices if choice[0] != Outcome.WITHDRAWN],
        help_text=_("Answered is not solved: choose what is true."),
    )
    note = text_field(label=_("What was found and done"), help_text=_("People will read this."))
    promised_for = day_field(
        label=_("Promised for"), required=False, help_text=_("Only when it is promised for later.")
    )
    field_order = ["outcome", "note", "promised_for", "proof_text", "attachments"]


class VerdictForm(ActForm):
    kept = forms.TypedChoiceField(
        label=_("Was it kept?"),
        choices=[("yes", _("kept")), ("no", _("not kept"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    note = text_field(label=_("What you saw"), required=False, help_text=_("Needed when it was not kept."))


class ExtensionForm(ReasonForm):
    new_due = day_field(label=_("New due day"))
    field_order = ["new_due", "reason"]


class ReopeningForm(ReasonForm):
    due_on = day_field(
        label=_("New due day"),
        required=False,
        help_text=_("Without one: 15 days when the old day has passed."),
    )


class UnitForm(ReasonForm):
    """The caller gives the units that can be chosen, grouped."""

    to_unit = forms.ChoiceField(label=_("Unit"))
    field_order = ["to_unit", "reason"]

    def __init__(self, units: list[Any], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].choices = [("", "–"), *units]  # type: ignore[attr-defined]

    def clean_to_unit(self) -> OrgUnit:
        return OrgUnit.objects.get(code=self.cleaned_data["to_unit"])


class GiveForm(forms.Form):
    """A commitment entered by hand."""

    text = text_field(
        label=_("What is promised"), help_text=_("So that somebody else can see whether it was done.")
    )
    unit = forms.ChoiceField(label=_("Unit that owes it"))
    asked_by = forms.ChoiceField(label=_("Unit that asks"))
    due_on = day_field(label=_("Due"))
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin.choices, initial=Origin.OTHER)
    origin_label = forms.CharField(
        label=_("Comes from"),
        max_length=200,
        required=False,
        help_text=_("For example: notice 45-TB/QU of 02/03/2020."),
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    place = forms.ChoiceField(label=_("Area"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    is_public = forms.BooleanField(
        label=_("Everybody may read it"),
        required=False,
        initial=True,
        help_text=_("Then no name, telephone or address in it."),
    )

    def __init__(
        self, units: list[Any], own: list[Any], topics: list[tuple[str, str]], *args: Any, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "–"), *units]  # type: ignore[attr-defined]
        self.fields["asked_by"].choices = own  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", "–"), *units]  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", "–"), *topics]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wanted = {cleaned.get(name) for name in ("unit", "asked_by", "place")} - {"", None}
        units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=wanted)}
        for name in ("unit", "asked_by", "place"):
            if name in cleaned:
                cleaned[name] = units.get(cleaned[name])
        return {
            name: vietnamese.nfc(value) if isinstance(value, str) else value
            for name, value in cleaned.items()
        }


FORMS: dict[str, type[forms.Form]] = {
    "nothing": NothingForm,
    "note": NoteForm,
    "reason": ReasonForm,
    "refusal": RefusalForm,
    "words": WordsForm,
    "progress": ProgressForm,
    "report": ReportForm,
    "verdict": VerdictForm,
    "extension": ExtensionForm,
    "reopening": ReopeningForm,
    "unit": UnitForm,
}
