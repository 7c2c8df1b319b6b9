"""The rules of time, and what is due when by one of them."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.common import clock, vietnamese
from danvan.common.errors import DomainError, OutOfSight
from danvan.organizations.queries import names_on
from danvan.reference import permissions, queries
from danvan.reference.forms.deadlines import FindRulesForm, ReckonForm
from danvan.reference.models import DeadlineRule
from danvan.reference.reckoner import Reckoner
from danvan.reference.sources import sources_of
from danvan.reference.topics import TOPICS


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The rules in force on a day, by subject, with source and how far it was checked."""
    permissions.require(request.actor, "see")
    form = FindRulesForm(request.GET or None, initial={"on": clock.today()})
    asked = form.cleaned_data if form.is_valid() else {}
    on = asked.get("on") or clock.today()
    rules = [rule for rule in queries.current_rules(on) if _fits(rule, asked)]
    order = list(TOPICS)
    rules.sort(key=lambda rule: (order.index(rule.topic), rule.code))
    groups = [(TOPICS[topic], list(group)) for topic, group in groupby(rules, key=lambda rule: rule.topic)]
    return render(
        request, "reference/rules.html", {"form": form, "groups": groups, "on": on, "count": len(rules)}
    )


@require_safe
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """One rule: its versions, source, extensions, and how far each was checked."""
    permissions.require(request.actor, "see")
    versions = queries.versions_of(code)
    if not versions:
        raise OutOfSight(_("There is no such rule of time."))
    today = clock.today()
    now = next((version for version in versions if _holds(version, today)), None)
    context = {
        "rule": now or versions[0],
        "now": now,
        "topic": TOPICS[versions[0].topic],
        "versions": [(version, _holds(version, today), sources_of(version.tags)) for version in versions],
        "today": today,
    }
    return render(request, "reference/rule.html", context)


@require_safe
def reckon(request: HttpRequest) -> HttpResponse:
    """Choose a rule, a day and a unit: what is due when, day by day and in words."""
    permissions.require(request.actor, "see")
    units = _units(request)
    initial = {"rule": request.GET.get("rule", ""), "on": clock.today(), "unit": units[0][0] if units else ""}
    form = ReckonForm(
        request.GET if "on" in request.GET else None, initial=initial, rules=_choices(), units=units
    )
    context: dict[str, object] = {"form": form, "told": None, "rule": None, "remote": False}
    if form.is_bound and form.is_valid():
        try:
            context |= _answer(form)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
    return render(request, "reference/reckon.html", context)


def _answer(form: ReckonForm) -> dict[str, object]:
    started_at = form.started_at()
    found = queries.rule_for(form.cleaned_data["rule"], case_on=started_at.date())
    unit_id = int(form.cleaned_data["unit"] or 0)
    remote = bool(unit_id) and queries.remote_on(unit_id, started_at.date())
    told = Reckoner.today([unit_id]).reckon(found, started_at, unit_id, remote=remote)
    words = told.words((get_language() or "vi")[:2])
    return {
        "told": told,
        "words": words,
        "spans": told.spans(),
        "rule": found,
        "remote": remote,
        "by_hours": found.by_hours,
    }


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every rule that can be reckoned, today's or not, under its subject."""
    newest = {rule.code: rule for rule in DeadlineRule.objects.filter(kind="limit").order_by("valid_from")}
    rules = sorted(newest.values(), key=lambda rule: (list(TOPICS).index(rule.topic), rule.code))
    return [
        (str(TOPICS[topic]), [(rule.code, f"{rule.name} ({rule.length_words()})") for rule in group])
        for topic, group in groupby(rules, key=lambda rule: rule.topic)
    ]


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    names = names_on(clock.today(), request.actor.unit_ids())
    return [(str(unit_id), name.name) for unit_id, name in names.items()]


def _fits(rule: DeadlineRule, asked: dict) -> bool:
    if asked.get("topic") and rule.topic != asked["topic"]:
        return False
    text = " ".join((rule.name_vi, rule.name_en, rule.document, rule.article, rule.code))
    return not asked.get("q") or vietnamese.matches(asked["q"], text)


def _holds(rule: DeadlineRule, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_to is None or rule.valid_to >= day)
