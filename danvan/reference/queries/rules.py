"""Which rule of time holds."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import DomainError
from danvan.reference.models import DeadlineRule


class NoSuchRule(DomainError):
    """No version of this rule was in force on that day."""

    code = "no-such-rule"


def rule_for(code: str, *, case_on: date, step_on: date | None = None) -> DeadlineRule:
    """
    The version of a rule for a step that begins on `step_on` (the same day when left out) of a case that began on
    `case_on`.

    A case keeps the rule in force when it began, unless a newer version, in force on `step_on`, takes over what is still
    open. Where there was no rule yet when the case began, the first one that came holds.

    :raises NoSuchRule: when no version fits
    """
    step_on = step_on or case_on
    versions = DeadlineRule.objects.filter(code=code, valid_from__lte=max(case_on, step_on))
    found = chosen(list(versions.order_by("-valid_from")), case_on=case_on, step_on=step_on)
    if found is None:
        raise NoSuchRule(
            _(
                "There is no rule of time “%(code)s” in force on %(day)s. Ask the administrator to check the rules."
            )
            % {"code": code, "day": f"{case_on:%d/%m/%Y}"}
        )
    return found


def chosen(newest_first: list[DeadlineRule], *, case_on: date, step_on: date) -> DeadlineRule | None:
    """`rule_for` among versions that are at hand."""
    for version in newest_first:
        taking_over = version.transition == DeadlineRule.Transition.TAKE_OVER and in_force(version, step_on)
        if taking_over or in_force(version, case_on):
            return version
    return next((version for version in reversed(newest_first) if in_force(version, step_on)), None)


def in_force(rule: DeadlineRule, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_to is None or rule.valid_to >= day)


def current_rules(day: date) -> QuerySet[DeadlineRule]:
    """All rules in force on a day, by subject."""
    return DeadlineRule.objects.on(day)


def versions_of(code: str) -> list[DeadlineRule]:
    """All versions of a rule, the newest first; empty when there is no such rule."""
    return list(DeadlineRule.objects.filter(code=code).order_by("-valid_from"))
