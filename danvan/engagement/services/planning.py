"""Planning a dialogue, announcing it, taking questions, postponing, cancelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete, WrongState
from danvan.engagement import duties, personal
from danvan.engagement.models import DialogueConference, DialogueHost
from danvan.engagement.refusals import PersonalData
from danvan.engagement.services import telling
from danvan.engagement.services.story import tell
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import names_on

State = DialogueConference.State
# What a plan may say about itself.
FIELDS = (
    "kind", "bases", "title", "content", "chair", "scheduled_at", "place", "mode", "how_to_attend", "questions_until",
)  # fmt: skip
# (unit id or None, name of another body, part)
Host = tuple[int | None, str, str]


@transaction.atomic
def plan(
    *, unit: OrgUnit, values: Mapping[str, Any], hosts: Sequence[Host] = (), by: Actor, at: datetime
) -> DialogueConference:
    """
    Put a dialogue into the unit's plan. `values` are those of `FIELDS`.

    :raises Incomplete: when a day, a chair or a legal basis is missing
    :raises PersonalData: when a text that will be public holds contacts
    """
    grant = policy.require(by, "edit", "dialogue", unit.pk)
    clean = _checked(values)
    dialogue = DialogueConference(unit=unit, created_at=at, **clean)
    dialogue.level = _level(unit, dialogue.day)
    dialogue.save()
    dialogue.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    _name_hosts(dialogue, hosts)
    tell(dialogue, "planned", by=by, at=at, data={"on": dialogue.day.isoformat(), "kind": dialogue.kind})
    return dialogue


@transaction.atomic
def edit(
    *, dialogue_id: int, version: int, values: Mapping[str, Any], hosts: Sequence[Host] | None = None,
    by: Actor, at: datetime,
) -> DialogueConference:  # fmt: skip
    """
    Change the plan. Day and place of an announced dialogue change by postponing, so that everybody hears of it.

    :raises WrongState: when it took place, or an announced day is to change
    """
    dialogue = hold(DialogueConference, dialogue_id, action="edit", by=by, version=version)
    expect(dialogue, *DialogueConference.AHEAD)
    clean = _checked(values)
    if (
        dialogue.state in (State.ANNOUNCED, State.COLLECTING)
        and clean["scheduled_at"] != dialogue.scheduled_at
    ):
        raise WrongState(
            _("The day is announced already. Postpone the dialogue to another day, with a reason.")
        )
    changed = [name for name in FIELDS if getattr(dialogue, name) != clean[name]]
    for name in changed:
        setattr(dialogue, name, clean[name])
    dialogue.level = _level(dialogue.unit, dialogue.day)
    save(dialogue, *FIELDS, "level")
    if hosts is not None:
        dialogue.hosts.all().delete()
        _name_hosts(dialogue, hosts)
    log(dialogue, "dialogue_edited", by=by, at=at, after={"fields": changed})
    return dialogue


@transaction.atomic
def announce(
    *, dialogue_id: int, version: int, short_notice_reason: str = "", by: Actor, at: datetime
) -> DialogueConference:
    """
    Make time, place, content and the way to attend public, and take questions when a day for them was set.

    :raises Incomplete: when one of the four is missing, or the notice is shorter than the rule without a reason
    """
    dialogue = hold(DialogueConference, dialogue_id, action="publish", by=by, version=version)
    expect(dialogue, State.PLANNED, State.POSTPONED)
    _complete(dialogue, at)
    latest = duties.announce_by(dialogue.level, dialogue.day)
    today = timezone.localtime(at).date()
    late = latest is not None and today > latest
    if late and not short_notice_reason.strip():
        raise Incomplete(
            _("The rule asks for an announcement by %(day)s. Say why it comes later; the reason is public.")
            % {"day": f"{latest:%d/%m/%Y}"}
        )
    dialogue.short_notice_reason = short_notice_reason.strip() if late else ""
    dialogue.announced_at, dialogue.dropped_reason = at, ""
    dialogue.state = State.ANNOUNCED
    collecting = dialogue.questions_until is not None and dialogue.questions_until >= today
    if collecting:
        dialogue.state = State.COLLECTING
    save(dialogue, "state", "announced_at", "short_notice_reason", "dropped_reason")
    said = {"on": dialogue.day.isoformat(), "late": late, "questions": collecting}
    tell(dialogue, "announced", by=by, at=at, reason=dialogue.short_notice_reason, data=said)
    telling.tell_announced(dialogue, by=by, at=at)
    return dialogue


@transaction.atomic
def collect(*, dialogue_id: int, version: int, until: date, by: Actor, at: datetime) -> DialogueConference:
    """Take questions until a day before the event. :raises Incomplete: for a day past or after the event"""
    dialogue = hold(DialogueConference, dialogue_id, action="edit", by=by, version=version)
    expect(dialogue, State.ANNOUNCED, State.COLLECTING)
    if not timezone.localtime(at).date() <= until <= dialogue.day:
        raise Incomplete(_("Choose a day from today to the day of the dialogue."))
    dialogue.questions_until, dialogue.state = until, State.COLLECTING
    save(dialogue, "questions_until", "state")
    tell(dialogue, "collecting", by=by, at=at, data={"until": until.isoformat()})
    return dialogue


@transaction.atomic
def postpone(
    *, dialogue_id: int, version: int, reason: str, to: datetime | None = None, by: Actor, at: datetime
) -> DialogueConference:
    """Move it to another day, or to a day not known yet. It is announced again when the new day stands."""
    dialogue = hold(DialogueConference, dialogue_id, action="edit", by=by, version=version)
    expect(dialogue, *DialogueConference.AHEAD)
    if to is not None and to <= at:
        raise Incomplete(_("The new day lies in the past."))
    before = dialogue.day
    dialogue.dropped_reason = _reason(reason)
    dialogue.state = State.POSTPONED
    if to is not None:
        dialogue.scheduled_at = to
        if dialogue.questions_until is not None:
            dialogue.questions_until = timezone.localtime(to).date() - timedelta(days=1)
    save(dialogue, "state", "dropped_reason", "scheduled_at", "questions_until")
    said = {"from": before.isoformat(), "to": dialogue.day.isoformat() if to else ""}
    tell(dialogue, "postponed", by=by, at=at, reason=dialogue.dropped_reason, data=said)
    telling.tell_moved(dialogue, by=by, at=at)
    return dialogue


@transaction.atomic
def cancel(*, dialogue_id: int, version: int, reason: str, by: Actor, at: datetime) -> DialogueConference:
    dialogue = hold(DialogueConference, dialogue_id, action="edit", by=by, version=version)
    expect(dialogue, *DialogueConference.AHEAD)
    if dialogue.opinions.filter(origin="floor").exists():
        raise WrongState(_("Opinions were recorded already, so it took place. Record that it was held."))
    dialogue.state, dialogue.dropped_reason = State.CANCELLED, _reason(reason)
    save(dialogue, "state", "dropped_reason")
    tell(dialogue, "cancelled", by=by, at=at, reason=dialogue.dropped_reason)
    telling.tell_moved(dialogue, by=by, at=at)
    return dialogue


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    clean = {name: values[name] for name in FIELDS}
    if not clean["bases"]:
        raise Incomplete(_("Choose at least one legal basis."))
    if clean["kind"] not in (DialogueConference.Kind.PERIODIC, DialogueConference.Kind.ADHOC):
        raise Incomplete(_("Say whether it is periodic or ad hoc."))
    day = timezone.localtime(clean["scheduled_at"]).date()
    if clean["questions_until"] and clean["questions_until"] > day:
        raise Incomplete(_("Questions are taken until the day of the dialogue at the latest."))
    # Announcements name offices and telephone lines of the unit, so only names of persons are held back.
    found = personal.scan(clean["title"], clean["content"], clean["chair"])
    if found:
        raise PersonalData(
            " ".join(found.words()) + " " + _("This becomes public: name the office, not the person.")
        )
    return clean


def _complete(dialogue: DialogueConference, at: datetime) -> None:
    missing = [
        str(DialogueConference._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in ("place", "content", "how_to_attend")
        if not getattr(dialogue, name).strip()
    ]
    if missing:
        raise Incomplete(_("Before it is announced, fill in: %(fields)s.") % {"fields": ", ".join(missing)})
    if dialogue.scheduled_at <= at:
        raise Incomplete(_("Its day has passed. Set a new day, or record that it was held."))


def _reason(text: str) -> str:
    if not text.strip():
        raise Incomplete(_("Give a reason; residents read it."))
    return text.strip()[:300]


def _level(unit: OrgUnit, on: date) -> str:
    found = names_on(on, [unit.pk]).get(unit.pk)
    if found is None:
        raise Incomplete(
            _("The unit is not in force on %(day)s. Choose another day.") % {"day": f"{on:%d/%m/%Y}"}
        )
    return found.level


def _name_hosts(dialogue: DialogueConference, hosts: Sequence[Host]) -> None:
    named = [
        DialogueHost(dialogue=dialogue, unit_id=unit_id, name=name.strip()[:200], part=part)
        for unit_id, name, part in hosts
        if (unit_id and unit_id != dialogue.unit_id) or (not unit_id and name.strip())
    ]
    DialogueHost.objects.bulk_create(named)
