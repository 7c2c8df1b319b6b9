"""What a change of the tree means for dialogues and classes, and what a unit's page shows of them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common import clock
from danvan.engagement.models import DialogueConference, DialogueOpinion, SituationTopic, TrainingClass
from danvan.engagement.queries import dialogues, shares, watch
from danvan.organizations.hooks import Consequence, Panel
from danvan.organizations.models import OrgUnit
from danvan.organizations.plans import Plan

SHOWN = 5


def consequences(plan: Plan) -> list[Consequence]:
    """Dialogues and classes ahead of units that change, and opinions of theirs that are still open."""
    touched = plan.touched
    ahead = DialogueConference.unscoped.filter(
        unit__code__in=touched, state__in=DialogueConference.AHEAD, scheduled_at__date__gte=plan.day
    ).count()
    classes = TrainingClass.unscoped.filter(
        unit__code__in=touched, state__in=("planned", "announced"), scheduled_on__gte=plan.day
    ).count()
    open_ = DialogueOpinion.unscoped.filter(
        unit__code__in=touched, ended_on__isnull=True, dialogue__held_on__isnull=False
    ).count()
    followed = SituationTopic.unscoped.filter(unit__code__in=touched).exclude(state="closed").count()
    told = []
    if ahead:
        text = ngettext(
            "%(count)d dialogue of a unit touched by this change is planned on or after that day. Postpone or cancel it.",
            "%(count)d dialogues of units touched by this change are planned on or after that day. Postpone or cancel them.",
            ahead,
        )
        told.append(Consequence(text % {"count": ahead}, "warning"))
    if open_:
        text = ngettext(
            "%(count)d opinion raised at a dialogue is still open; its promise passes on with the commitments.",
            "%(count)d opinions raised at dialogues are still open; their promises pass on with the commitments.",
            open_,
        )
        told.append(Consequence(text % {"count": open_}, "warning"))
    if classes:
        text = ngettext(
            "%(count)d training class is planned on or after that day.",
            "%(count)d training classes are planned on or after that day.",
            classes,
        )
        told.append(Consequence(text % {"count": classes}, "warning"))
    if followed:
        text = ngettext(
            "%(count)d topic of the situation of the people is still followed.",
            "%(count)d topics of the situation of the people are still followed.",
            followed,
        )
        told.append(Consequence(text % {"count": followed}, "info"))
    return told


def panel(request: HttpRequest, unit: OrgUnit) -> Panel | None:
    """The unit's dialogues of the year with their signs of formality, for those who may see them."""
    actor = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    rows = dialogues.visible(actor).filter(unit=unit).order_by("-scheduled_at", "-pk")
    found = list(rows[:SHOWN])
    standing = next(iter(watch.standings([unit.pk], today.year, today)), None)
    if not found:
        return None
    held = dialogues.held_in(unit.pk, today.year)
    context = {
        "unit": unit, "lines": dialogues.lines(found, today), "today": today, "standing": standing,
        "shares": shares.of_dialogues(held, today), "year": str(today.year),
    }  # fmt: skip
    return Panel(_("Dialogues"), "engagement/unit_panel.html", context, order=30)


def origin_page(origin_ref: str) -> str:
    """The address of the opinion a commitment came from; empty for another origin."""
    word, _colon, number = origin_ref.partition(":")
    if word != "engagement.DialogueOpinion" or not number.isdecimal():
        return ""
    opinion = DialogueOpinion.unscoped.filter(pk=int(number)).values_list("dialogue_id", "number").first()
    return f"{reverse('engagement:dialogue', args=[opinion[0]])}#y-kien-{opinion[1]}" if opinion else ""
