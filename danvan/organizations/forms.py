"""What people type about units, posts and people; cleaning only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.accounts.models import User
from danvan.common.vietnamese import nfc
from danvan.organizations import tables
from danvan.organizations.changes import Ask
from danvan.organizations.models import Level, Role, UnitKind

Choices = list[tuple[str, Any]]


class DayInput(forms.DateInput):
    """The browser's own date field; the value travels as 2020-03-05."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), input_formats=["%Y-%m-%d", "%d/%m/%Y"], **more)


code_field = forms.RegexField(
    regex=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$",
    max_length=40,
    label=_("code of the new unit"),
    help_text=_("Latin letters, digits, dot and dash. A code is never used again."),
)


class DayForm(forms.Form):
    """The day on which the tree is looked at, and what is looked for in it."""

    ngay = day_field(_("Day"), required=False)
    tim = forms.CharField(label=_("Search"), required=False, max_length=100)


class ChangeForm(forms.Form):
    """The common part of every guided change; a subclass says what else is asked."""

    kind = ""
    day = day_field(_("from day"), help_text=_("The first day on which the new state holds."))
    legal_basis = forms.CharField(
        label=_("legal basis"),
        max_length=200,
        help_text=_("Number and issuer of the resolution or decision."),
    )

    def __init__(self, *args: Any, units: Choices, under: Choices = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **kwargs)
        for name in ("unit", "parent", "children_to"):
            if name in self.fields:
                field = self.fields[name]
                field.choices = units if field.required else [("", "–"), *units]  # type: ignore[attr-defined]
        self._fill(under)

    def _fill(self, under: Choices) -> None:
        pass

    def ask(self) -> Ask:
        """The cleaned words as the pure request that preview and apply understand."""
        data = dict(self.cleaned_data)
        return Ask(
            kind=self.kind, day=data.pop("day"), legal_basis=nfc(data.pop("legal_basis")), **self._rest(data)
        )

    def _rest(self, data: dict[str, Any]) -> dict[str, Any]:
        return data


class OpenForm(ChangeForm):
    kind = "open"
    parent = forms.ChoiceField(label=_("stands under"))
    name = forms.CharField(label=_("name"), max_length=200)
    code = code_field
    level = forms.ChoiceField(label=_("level"), choices=Level, initial=Level.COMMUNE)
    unit_kind = forms.ChoiceField(label=_("kind"), choices=UnitKind, initial=UnitKind.PARTY_COMMITTEE)
    territory_code = forms.CharField(label=_("territory code"), max_length=20, required=False)


class CloseForm(ChangeForm):
    kind = "close"
    unit = forms.ChoiceField(label=_("unit that is closed"))
    children_to = forms.ChoiceField(
        label=_("units below it go to"), required=False, help_text=_("Needed only if units stand below it.")
    )


class RenameForm(ChangeForm):
    kind = "rename"
    unit = forms.ChoiceField(label=_("unit"))
    name = forms.CharField(label=_("new name"), max_length=200)


class MoveForm(ChangeForm):
    kind = "move"
    unit = forms.ChoiceField(label=_("unit that moves"))
    parent = forms.ChoiceField(label=_("stands under from then on"))


class MergeForm(ChangeForm):
    kind = "merge"
    units = forms.MultipleChoiceField(
        label=_("units that are merged"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Their figures stay as they are; totals of earlier periods keep the units of their time."
        ),
    )
    into = forms.ChoiceField(label=_("into"), required=False)
    name = forms.CharField(
        label=_("name of the merged unit"),
        max_length=200,
        required=False,
        help_text=_("Empty: the name stays."),
    )
    code = forms.RegexField(
        regex=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$",
        max_length=40,
        required=False,
        label=_("code of the new unit"),
        help_text=_("Needed for a new unit only. A code is never used again."),
    )

    def _fill(self, under: Choices) -> None:
        self.fields["units"].choices = under  # type: ignore[attr-defined]
        self.fields["into"].choices = [("", _("a new unit")), *under]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("into"):
            for name in ("name", "code"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A new unit needs this."))
        return data


class SplitForm(ChangeForm):
    kind = "split"
    unit = forms.ChoiceField(label=_("unit that is divided"))
    parts = forms.CharField(
        label=_("parts"),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        max_length=20_000,
        help_text=_("One line each: code, then name, as two columns of a table or with a comma between."),
    )
    keeps = forms.BooleanField(label=_("the unit goes on with what is left"), required=False)

    def clean_parts(self) -> str:
        return _checked(tables.read_parts(self.cleaned_data["parts"], "-"), self.cleaned_data["parts"])

    def _rest(self, data: dict[str, Any]) -> dict[str, Any]:
        return data | {"rows": tables.read_parts(data.pop("parts"), data["unit"]).rows}


class AbolishForm(ChangeForm):
    kind = "abolish"
    level = forms.ChoiceField(label=_("level that ends"), choices=Level, initial=Level.DISTRICT)
    unit = forms.ChoiceField(
        label=_("below"), help_text=_("Units of that level under this one end; those below them move up.")
    )


class ResolutionForm(ChangeForm):
    kind = "resolution"
    table = forms.CharField(
        label=_("table"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        max_length=500_000,
        help_text=_(
            "Columns: old code, new code, new name, share (whole or part). Paste from Excel. An old unit ends unless"
            " its code is among the new ones."
        ),
    )
    parent = forms.ChoiceField(
        label=_("new units stand under"), required=False, help_text=_("Empty: where the first old one stood.")
    )
    level = forms.ChoiceField(
        label=_("level that ends as well"), choices=[("", "–"), *Level.choices], required=False
    )
    unit = forms.ChoiceField(label=_("that level ends below"), required=False)

    def clean_table(self) -> str:
        return _checked(tables.read_resolution(self.cleaned_data["table"]), self.cleaned_data["table"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("level") and not data.get("unit"):
            self.add_error("unit", _("Say below which unit this level ends."))
        return data

    def _rest(self, data: dict[str, Any]) -> dict[str, Any]:
        return data | {"rows": tables.read_resolution(data.pop("table")).rows}


def _checked(read: tables.Read, text: str) -> str:
    if read.problems:
        raise forms.ValidationError(list(read.problems[:20]))
    if not read.rows:
        raise forms.ValidationError(_("The table has no lines."))
    return text


FORMS: dict[str, type[ChangeForm]] = {
    form.kind: form
    for form in (
        MergeForm, SplitForm, RenameForm, MoveForm, OpenForm, CloseForm, AbolishForm, ResolutionForm,
    )
}  # fmt: skip


# --- posts and people ---


class PostForm(forms.Form):
    role = forms.ChoiceField(
        label=_("role"),
        choices=Role,
        help_text=_("Administrator and auditor begin only when a second administrator confirms."),
    )
    title = forms.CharField(label=pgettext_lazy("of a post", "title"), max_length=120)
    starts_on = day_field(_("first day"))
    ends_on = day_field(
        _("ends on"), required=False, help_text=_("First day without the post; empty = still.")
    )


class GiveForm(PostForm):
    holder = forms.ModelChoiceField(label=_("who"), queryset=User.objects.none())
    field_order = ["holder", "role", "title", "starts_on", "ends_on"]

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = people  # type: ignore[attr-defined]


class EndForm(forms.Form):
    ends_on = day_field(_("ends on"), help_text=_("First day without the post."))
    reason = forms.CharField(label=_("reason"), max_length=200)


class DeputyForm(forms.Form):
    deputy = forms.ModelChoiceField(label=_("deputy"), queryset=User.objects.none())
    first_day = day_field(_("first day"))
    last_day = day_field(_("last day"), help_text=_("Included; it ends by itself."))
    reason = forms.CharField(label=_("reason"), max_length=200)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = people  # type: ignore[attr-defined]


class InviteForm(PostForm):
    full_name = forms.CharField(label=_("full name"), max_length=120)
    username = forms.CharField(
        label=_("sign-in name"), max_length=60, help_text=_("Small Latin letters, digits, dot and dash.")
    )
    email = forms.EmailField(label=_("e-mail"), required=False)
    unit = forms.ChoiceField(label=_("unit"))
    field_order = ["full_name", "username", "email", "unit", "role", "title", "starts_on", "ends_on"]

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("reason"), max_length=200)


class ProposeForm(forms.Form):
    """A unit's own data; what stays as it is, is not proposed."""

    name = forms.CharField(label=_("name"), max_length=200)
    day = day_field(
        _("from day"), required=False, help_text=_("Only for a new name: the first day on which it holds.")
    )
    legal_basis = forms.CharField(
        label=_("legal basis"),
        max_length=200,
        required=False,
        help_text=_("Only for a new name: number and issuer of the resolution or decision."),
    )
    address = forms.CharField(label=_("address of the office"), max_length=200, required=False)
    phone = forms.RegexField(
        regex=r"^[0-9+(][0-9 .()/+-]*$",
        label=_("telephone of the office"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = forms.EmailField(label=_("e-mail of the office"), required=False)
    note = forms.CharField(
        label=_("why"), max_length=300, help_text=_("The administrator reads this before deciding.")
    )

    def wanted(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "address", "phone", "email")}


class DecideForm(forms.Form):
    reason = forms.CharField(label=_("reason"), max_length=300, help_text=_("The unit reads this."))


def day_from(data: Any, name: str, otherwise: date) -> tuple[date, str]:
    """A day out of the address; when it is none, `otherwise` and what was typed."""
    typed = data.get(name, "").strip()
    if not typed:
        return otherwise, ""
    field = day_field("")
    try:
        return field.clean(typed), ""
    except forms.ValidationError:
        return otherwise, typed[:40]
