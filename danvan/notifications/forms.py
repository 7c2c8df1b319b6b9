"""Cleaning what people set about their messages."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from danvan.notifications import pacing
from danvan.notifications.kinds import Kind
from danvan.notifications.models import Pace


class PreferencesForm(forms.Form):
    """One choice for each kind and channel; `choices()` gives them as (kind, channel) -> pace."""

    def __init__(self, kinds: Iterable[Kind], channels: dict[str, str], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cells: dict[str, tuple[str, str]] = {}
        words = dict(Pace.choices)
        for kind in kinds:
            for channel, label in channels.items():
                name = f"{kind.code}|{channel}"
                self.cells[name] = (kind.code, channel)
                self.fields[name] = forms.ChoiceField(
                    label=f"{kind.label}, {label}",
                    choices=[(pace, words[Pace(pace)]) for pace in pacing.allowed(kind)],
                )

    def choices(self) -> dict[tuple[str, str], str]:
        return {cell: self.cleaned_data[name] for name, cell in self.cells.items()}
