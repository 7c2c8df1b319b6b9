"""What somebody types to begin a release."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class StartForm(forms.Form):
    period = forms.ChoiceField(label=_("Period"))
    reason = forms.CharField(
        label=_("Why it is released again"), max_length=300, required=False,
        help_text=_("Only for a period that was published before: everybody reads it."),
    )  # fmt: skip

    def __init__(self, *given, periods: list[tuple[str, str]], **named):
        super().__init__(*given, **named)
        self.fields["period"].choices = periods  # type: ignore[attr-defined]
