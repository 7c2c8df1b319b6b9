"""What is said about one cell."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.reporting.services.entry import LONGEST_NOTE


class RemarkForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Travels up with the figure. No names of residents."),
    )
    follow = forms.BooleanField(label=_("Mark for follow-up"), required=False)
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("A PDF, Word, Excel or picture that proves the figure."),
    )
