"""Who may extend a clock, how often, and by how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.errors import NotAllowed
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import Role
from danvan.reference import queries
from danvan.reference.calendar import working_days_between
from danvan.reference.models import Clock, DeadlineRule
from danvan.reference.refusals import NoExtension


def require_right(clock: Clock, by: Actor | None) -> None:
    """
    :raises OutOfSight: when the clock is not open to `by` at all
    :raises NotAllowed: when the policy table, or the rule itself, leaves extensions to others
    """
    if by is None:
        return
    permissions.require(by, "extend", "clock", clock.unit_id)
    roles = clock.rule.extending_roles
    if not roles:
        return
    named = replace(by, grants=tuple(grant for grant in by.grants if grant.role in roles))
    if not permissions.can(named, "extend", "clock", clock.unit_id):
        who = ", ".join(str(Role(role).label) for role in sorted(roles))
        raise NotAllowed(
            _("By “%(rule)s” only this role extends the time: %(who)s.")
            % {"rule": clock.rule.name, "who": who}
        )


def checked_length(clock: Clock, length: int | None, until: date | None) -> int:
    """
    How many units more, after the rule's own limits.

    :raises NoExtension: when the rule allows none (any more), or none so long
    :raises ValueError: when not exactly one of the two is given
    """
    if (length is None) == (until is None):
        raise ValueError("an extension has a length or a last day")
    rule = clock.rule
    if clock.extensions >= rule.extensions:
        raise NoExtension(_none_left(rule))
    more = length if length is not None else _length_until(clock, until)
    longest = rule.longest_extension(remote=clock.remote)
    if not 1 <= more <= longest:
        raise NoExtension(
            _("An extension of “%(rule)s” has 1 to %(longest)s %(units)s; this one has %(more)s.")
            % {"rule": rule.name, "longest": longest, "units": _units(rule), "more": more}
        )
    return more


def _length_until(clock: Clock, until: date | None) -> int:
    """In working days those between the two days; in calendar days as many as lead from the limit itself to that day."""
    assert until is not None
    told = clock.told
    if clock.rule.day_type == DeadlineRule.DayType.WORKING_DAY:
        return working_days_between(clock.due_on, until, queries.calendar())
    if clock.rule.by_hours:
        raise ValueError("hours are extended by a length")
    return (until - (told.moved_from or told.due_on)).days


def _none_left(rule: DeadlineRule) -> str:
    if not rule.extensions:
        return _("“%(rule)s” allows no extension.") % {"rule": rule.name}
    text = ngettext(
        "“%(rule)s” may be extended %(count)s time, and that has been done.",
        "“%(rule)s” may be extended %(count)s times, and that has been done.",
        rule.extensions,
    )
    return text % {"rule": rule.name, "count": rule.extensions}


def _units(rule: DeadlineRule) -> str:
    return str(DeadlineRule.DayType(rule.day_type or "calendar_day").label)
