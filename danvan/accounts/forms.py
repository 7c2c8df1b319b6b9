"""What people type at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.accounts.models import User

# Longer ones are cut off nowhere, they are refused: hashing megabytes is work for an attacker to order.
LONGEST = 256
_AS_TYPED = {"autocapitalize": "none", "spellcheck": "false"}


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, **_AS_TYPED})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget, help_text=help_text)


def _first_box(autocomplete: str) -> forms.TextInput:
    """What is typed first, letter by letter: no capitals, no spelling help."""
    return forms.TextInput(attrs={"autocomplete": autocomplete, **_AS_TYPED, "autofocus": True})


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        widget=_first_box("username"),
    )
    password = _password(_("Password"), "current-password")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=pgettext_lazy("second step", "Code"),
        max_length=40,
        help_text=_("Six digits from the app on your phone. Phone lost? Type one of your recovery codes."),
        widget=_first_box("one-time-code"),
    )


class FirstCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the app"),
        max_length=10,
        help_text=_("Six digits that the app shows for Danvan now."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    """Who you are, asked again."""

    password = _password(_("Your password"), "current-password")


class NewPasswordForm(forms.Form):
    new = _password(
        _("New password"),
        "new-password",
        help_text=_(
            "At least 12 signs. Four or five words that have nothing to do with each other are best."
        ),
    )
    again = _password(_("The same again"), "new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new(self) -> str:
        new = self.cleaned_data["new"]
        validate_password(new, self.user)
        return new

    def clean(self) -> None:
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", _("The two passwords are not the same. Type the new one twice."))


class ChangePasswordForm(NewPasswordForm):
    old = _password(_("Password now"), "current-password")
    field_order = ["old", "new", "again"]
