"""Forms of this context: cleaning only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.common.errors import DomainError
from danvan.common.periods import Period

MOST_TEXT = 200_000


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """One file or several. What was chosen is not kept by a browser after a refusal: people choose again."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [forms.FileField.clean(self, one, initial) for one in given]


def _units(form: forms.Form, units: list[tuple[str, str]]) -> None:
    form.fields["unit"].choices = units  # type: ignore[attr-defined]
    if len(units) == 1:
        form.fields["unit"].widget = forms.HiddenInput()
        form.fields["unit"].initial = units[0][0]


class FormsOut(forms.Form):
    """Which forms go out: a round, a unit, alone or with its branch, in one workbook or a file each."""

    round = forms.ChoiceField(label=_("Report"))
    unit = forms.ChoiceField(label=_("Unit"))
    whose = forms.ChoiceField(
        label=_("Whose forms"),
        choices=[("own", _("this unit alone")), ("branch", _("all units below it as well"))],
        initial="own",
    )
    packed = forms.ChoiceField(
        label=_("As"), choices=[("files", _("a workbook for each unit, packed")), ("sheets", _("one workbook, a sheet for each unit"))],
        initial="files",
    )  # fmt: skip

    def __init__(
        self, *args: Any, rounds: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = rounds  # type: ignore[attr-defined]
        _units(self, units)


class Returned(forms.Form):
    unit = forms.ChoiceField(label=_("Your unit"))
    files = Files(label=_("Workbooks (.xlsx), or a .zip of them"))  # type: ignore[assignment]

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _units(self, units)
        self.fields["files"].widget.attrs["accept"] = ".xlsx,.zip"


class Foreign(forms.Form):
    round = forms.ChoiceField(label=_("Report they are for"))
    unit = forms.ChoiceField(label=_("Unit"))
    files = Files(label=_("Workbooks (.xlsx), or a .zip of them"))  # type: ignore[assignment]

    def __init__(
        self, *args: Any, rounds: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = rounds  # type: ignore[attr-defined]
        _units(self, units)
        self.fields["files"].widget.attrs["accept"] = ".xlsx,.zip"


class Prose(forms.Form):
    unit = forms.ChoiceField(label=_("Unit"))
    files = Files(label=_("Reports (.docx, .pdf, .txt, .html)"), required=False)  # type: ignore[assignment]
    text = forms.CharField(
        label=_("Or paste a text"),
        required=False,
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _units(self, units)
        self.fields["files"].widget.attrs["accept"] = ".docx,.pdf,.txt,.html,.htm"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("files") and not (given.get("text") or "").strip() and not self.errors:
            raise forms.ValidationError(_("Choose a file or paste a text."))
        return given


class ToHistory(forms.Form):
    unit = forms.ChoiceField(label=_("Unit"))
    period = forms.CharField(
        label=_("Period"), max_length=12, help_text=_("2019, 2019-Q1, 2019-H1, 2019-9M or 2019-M03")
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _units(self, units)

    def clean_period(self) -> str:
        try:
            return str(Period.parse(self.cleaned_data["period"].strip()))
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class ToDraft(forms.Form):
    report = forms.ChoiceField(label=_("Report"))

    def __init__(self, *args: Any, reports: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].choices = reports  # type: ignore[attr-defined]
