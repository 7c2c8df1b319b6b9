"""Forms with a field or two for each line of an evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.evaluation.forms.fields import PointsField, words
from danvan.evaluation.models import CriterionScore


class OwnForm(forms.Form):
    """The unit's own score: points of judged lines, a note and a file for any line."""

    def __init__(self, *args: Any, scores: Iterable[CriterionScore], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.scores = list(scores)
        for score in self.scores:
            pk, criterion = score.criterion_id, score.criterion
            if not criterion.is_measured:
                self.fields[f"points_{pk}"] = PointsField(
                    label=_("Points"), required=False, initial=score.self_points
                )
            self.fields[f"note_{pk}"] = words(_("Note"), 1000, rows=2, required=False)
            self.fields[f"note_{pk}"].initial = score.note
            if not criterion.is_measured:
                self.fields[f"file_{pk}"] = forms.FileField(label=_("Evidence"), required=False)

    def given(self) -> Iterator[tuple[int, Decimal | None, str, Any]]:
        """(criterion id, points, note, upload) of each line."""
        for score in self.scores:
            pk, clean = score.criterion_id, self.cleaned_data
            yield pk, clean.get(f"points_{pk}"), clean[f"note_{pk}"], clean.get(f"file_{pk}")


class ReviewForm(forms.Form):
    """Points and the reason of a difference for each line; points left empty are the unit's own."""

    def __init__(self, *args: Any, scores: Iterable[CriterionScore], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.scores = list(scores)
        for score in self.scores:
            pk = score.criterion_id
            before = score.self_points if score.review_points is None else score.review_points
            self.fields[f"points_{pk}"] = PointsField(label=_("Score review"), required=False, initial=before)
            self.fields[f"reason_{pk}"] = forms.CharField(
                label=_("Reason of the difference"), max_length=500, required=False, initial=score.reason
            )
        self.fields["remark"] = words(_("Remark of the review"), 1000, required=False)

    def given(self) -> Iterator[tuple[int, Decimal, str]]:
        for score in self.scores:
            pk = score.criterion_id
            points = self.cleaned_data[f"points_{pk}"]
            own = score.self_points or Decimal(0)
            yield pk, own if points is None else points, self.cleaned_data[f"reason_{pk}"]


class AppealForm(forms.Form):
    reason = words(
        _("Reason of the appeal"), 2000, rows=6, help_text=_("Name the lines and what the review overlooked.")
    )


class DecideForm(forms.Form):
    """The answer to an appeal, and the points of lines it changes."""

    def __init__(self, *args: Any, scores: Iterable[CriterionScore], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.scores = list(scores)
        for score in self.scores:
            self.fields[f"points_{score.criterion_id}"] = PointsField(
                label=_("After the appeal"), required=False, initial=score.review_points
            )
        self.fields["answer"] = words(_("Answer to the appeal"), 2000, rows=6)

    def given(self) -> dict[int, Decimal]:
        found = {
            score.criterion_id: self.cleaned_data[f"points_{score.criterion_id}"] for score in self.scores
        }
        return {pk: points for pk, points in found.items() if points is not None}
