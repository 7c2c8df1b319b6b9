"""What a change of the tree means for evaluations that are under way."""

from __future__ import annotations

from django.utils.translation import ngettext

from danvan.evaluation.models import UnitEvaluation
from danvan.organizations.hooks import Consequence
from danvan.organizations.plans import Plan


def consequences(plan: Plan) -> list[Consequence]:
    """Evaluations of touched units that are not final: who is expected in a round stays as it was when it was opened."""
    rows = UnitEvaluation.unscoped.filter(unit__code__in=plan.touched)
    count = rows.exclude(state=UnitEvaluation.State.FINAL).count()
    if not count:
        return []
    text = ngettext(
        "%(count)d evaluation of a unit touched by this change is under way. Close it before that day.",
        "%(count)d evaluations of units touched by this change are under way. Close them before that day.",
        count,
    )
    return [Consequence(text % {"count": count}, "warning")]
