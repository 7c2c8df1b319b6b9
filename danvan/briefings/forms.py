"""Cleaning of what is typed about documents; nothing is saved here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.briefings.models import Format, Kind
from danvan.common.errors import DomainError
from danvan.common.periods import Period
from danvan.organizations import queries as organizations

_LARGEST_TEMPLATE = 4 * 1024 * 1024


class NewDocumentForm(forms.Form):
    """Which unit, period and format."""

    unit = forms.CharField(
        label=_("Unit code"), max_length=40, help_text=_("For example HN for the whole city.")
    )
    period = forms.CharField(
        label=_("Period"),
        max_length=20,
        help_text=_("2019 for the annual review, 2019-Q1 for a quarter, 2019-H1, 2019-9M."),
    )
    format = forms.ChoiceField(label=_("Format"), choices=Format.choices)

    def clean_unit(self):
        try:
            return organizations.unit_by_code(self.cleaned_data["unit"].strip().upper())
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def clean_period(self):
        try:
            return Period.parse(self.cleaned_data["period"])
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class NarrativeForm(forms.Form):
    text = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class DetailsForm(forms.Form):
    """Letterhead and signature block."""

    upper_body = forms.CharField(label=_("Upper body"), max_length=120, required=False)
    body = forms.CharField(label=_("Issuing body"), max_length=160)
    sign = forms.CharField(
        label=_("Sign of the body"),
        max_length=20,
        help_text=_("The end of the number, for example BDVTU or UBND."),
    )
    place = forms.CharField(label=_("Place"), max_length=60)
    authority = forms.CharField(
        label=_("Signed for"),
        max_length=120,
        required=False,
        help_text=_("T/M, K/T, T/L in the Party format; TM., KT., TL. in the state format."),
    )
    signatory_title = forms.CharField(label=_("Title of the signatory"), max_length=120)
    signatory = forms.CharField(label=_("Name of the signatory"), max_length=120, required=False)
    recipients = forms.CharField(
        label=_("Recipients"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One recipient per line."),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class IssueForm(forms.Form):
    signed_on = forms.DateField(
        label=_("Signed on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ErratumForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which late or corrected submission changed the numbers."),
    )
    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)


class TemplateForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of document"), choices=Kind.choices)
    format = forms.ChoiceField(label=_("Format"), choices=Format.choices)
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("How you recognise it, for example “Mẫu 2020 của Văn phòng”."),
    )
    file = forms.FileField(label=_("Word file (.docx)"), max_length=200)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > _LARGEST_TEMPLATE:
            raise forms.ValidationError(
                _("The file is larger than 4 MB. Remove pictures that the template does not need.")
            )
        return file


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Unit or number"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), ("draft", _("draft")), ("issued", _("issued"))],
    )
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1945, max_value=2100)
