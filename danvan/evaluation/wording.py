"""How a criterion's rule and what it read are told, in a line each."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from danvan.common.numbers import format_number, format_percent
from danvan.evaluation import rules
from danvan.evaluation.models import Criterion


def number(value: Decimal | str | None) -> str:
    """A number of points or of a figure, without needless zeros; a dash for none."""
    if value is None:
        return "–"
    return format_number(Decimal(value))


def value(criterion: Criterion, read: Decimal | None, outcome: str) -> str:
    """What was compared with the rule."""
    if outcome == rules.NOTHING_DUE:
        return _("nothing was due")
    if read is None:
        return _("not reported")
    if criterion.reading == Criterion.Reading.RATIO:
        return format_percent(read)
    return number(read)


def rule(criterion: Criterion) -> str:
    """From which value on a measured criterion gives how many of its points; empty for a judged one."""
    if not criterion.is_measured:
        return ""
    if criterion.rule == Criterion.Rule.REACHED:
        return _("all points from %(target)s on") % {"target": number(criterion.target)}
    if criterion.rule == Criterion.Rule.PROPORTIONAL:
        return _("in proportion; all points from %(target)s on") % {"target": number(criterion.target)}
    shape = (
        _("from %(limit)s: %(share)s %%")
        if criterion.rule == Criterion.Rule.STEPS
        else _("up to %(limit)s: %(share)s %%")
    )
    pairs = sorted((Decimal(str(limit)), Decimal(str(share))) for limit, share in criterion.steps)
    return "; ".join(shape % {"limit": number(limit), "share": number(share)} for limit, share in pairs)
