"""What a reader of the log asks for."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.common.vietnamese import sort_key

_DAY = {"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "autocomplete": "off", "size": "12"}
_NO_DAY = {"invalid": _("This is not a day of the calendar. Write day/month/year, such as 05/03/2026.")}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(_DAY, "%d/%m/%Y"), error_messages=_NO_DAY
    )


class LogFilter(forms.Form):
    """Every field is optional; a field that can't be read filters nothing and says so."""

    person = forms.CharField(label=_("Person"), required=False, max_length=120)
    action = forms.ChoiceField(label=_("Action"), required=False)
    unit = forms.CharField(label=_("Unit code"), required=False, max_length=40)
    record = forms.CharField(
        label=_("Record"), required=False, max_length=120, help_text=_("Its kind, its number, or both.")
    )
    since = _day(_("First day"))
    until = _day(_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        asked = self.data.get("action") or ""
        known = dict(wording.actions())
        if asked and asked not in known:
            known[asked] = asked
        choices = sorted(known.items(), key=lambda choice: sort_key(choice[1]))
        cast(forms.ChoiceField, self.fields["action"]).choices = [("", _("All")), *choices]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day lies before the first one. Swap the two."))
        return cleaned

    @property
    def asked(self) -> dict[str, object]:
        """The filters that were filled in and can be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
