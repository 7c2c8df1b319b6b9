"""A draft's way: prepared, open, closed, opinions grouped, answered, response published; and what comes in meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete, OutOfSight
from danvan.democracy import limits as law
from danvan.democracy.models import Consultation, ConsultationOpinion
from danvan.democracy.models.consultations import Channel
from danvan.democracy.refusals import TooShort, Unanswered
from danvan.democracy.services import shared
from danvan.files import services as files
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, log, save
from danvan.organizations.models import OrgUnit

State = Consultation.State
FIELDS = ("title", "drafter", "summary", "how", "channels", "opens_on", "closes_on", "short_reason")
OPINION_FIELDS = ("channel", "received_on", "clause", "topic", "text", "count")


@transaction.atomic
def prepare(*, unit: OrgUnit, values: Mapping[str, Any], by: Actor, at: datetime) -> Consultation:
    """
    :raises TooShort: when a commune's draft stands open for fewer days than the law in force says, without a reason
    """
    chosen = _checked(values, shared.level_on(unit, values["opens_on"]))
    made = shared.create(
        Consultation, "consultation_prepared", unit=unit, day=values["opens_on"], values=chosen, by=by, at=at
    )
    _attach(made, values.get("draft_file"), by, at)
    return made


@transaction.atomic
def edit(
    *, consultation_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> Consultation:
    """Until it opens everything can be changed."""
    record = shared.held(Consultation, consultation_id, version, by, states=(State.PREPARED,))
    chosen = _checked(values, shared.level_on(record.unit, values["opens_on"]))
    shared.change(record, chosen, "consultation_edited", by=by, at=at)
    _attach(record, values.get("draft_file"), by, at)
    return record


def _checked(values: Mapping[str, Any], level: str) -> dict[str, Any]:
    chosen = {field: values[field] for field in FIELDS}
    if chosen["closes_on"] < chosen["opens_on"]:
        raise Incomplete(_("The last day comes before the first."))
    if not chosen["channels"] or not set(chosen["channels"]) <= set(Channel.values):
        raise Incomplete(_("Choose at least one way in which opinions are taken."))
    found = law.Limits()
    limit = found.limit(law.DRAFT_OPEN, chosen["opens_on"])
    short = chosen["closes_on"] < found.shortest_closing(chosen["opens_on"])
    if level == "commune" and limit.law and short and not chosen["short_reason"].strip():
        raise TooShort(
            _(
                "A commune's draft stands open for at least %(days)d days (%(source)s). Choose a later last day, or say "
                "which other law sets fewer."
            )
            % {"days": limit.length, "source": limit.source}
        )  # fmt: skip
    return chosen


def _attach(record: Consultation, upload: Any, by: Actor, at: datetime) -> None:
    if upload:
        record.draft_file = files.store(upload=upload, unit_id=record.unit_id, by=by, at=at)
        record.save(update_fields=["draft_file"])


@transaction.atomic
def open_(*, consultation_id: int, version: int, by: Actor, at: datetime) -> Consultation:
    """Put it out: from now on everybody may see it. :raises Incomplete: before its first day"""
    record = shared.held(Consultation, consultation_id, version, by, "publish", (State.PREPARED,))
    shared.behind(record.opens_on, at)
    shared.change(record, {"state": State.OPEN}, "consultation_opened", by=by, at=at)
    return record


@transaction.atomic
def close(*, consultation_id: int, version: int, conferences: int, by: Actor, at: datetime) -> Consultation:
    """
    No more opinions after the last day; `conferences` held are counted apart.

    :raises Incomplete: while the last day is not over
    """
    record = shared.held(Consultation, consultation_id, version, by, states=(State.OPEN,))
    if shared.day_of(at) < record.closes_on:
        raise Incomplete(
            _("It stands open until %(day)s. Close it on that day or later.")
            % {"day": f"{record.closes_on:%d/%m/%Y}"}
        )
    values = {"state": State.CLOSED, "conferences": conferences}
    shared.change(record, values, "consultation_closed", by=by, at=at)
    return record


@transaction.atomic
def synthesise(*, consultation_id: int, version: int, by: Actor, at: datetime) -> Consultation:
    """Say that every contribution stands in a group. :raises Unanswered: while one does not"""
    record = shared.held(Consultation, consultation_id, version, by, states=(State.CLOSED,))
    left = record.opinions.filter(group=None).count()
    if left:
        raise Unanswered(
            _("%(count)d contributions stand in no group yet. Group them, then go on.") % {"count": left}
        )
    shared.change(record, {"state": State.SYNTHESISED}, "consultation_synthesised", by=by, at=at)
    return record


@transaction.atomic
def regroup(*, consultation_id: int, version: int, by: Actor, at: datetime) -> Consultation:
    """Back to grouping, as long as nothing was answered."""
    record = shared.held(Consultation, consultation_id, version, by, states=(State.SYNTHESISED,))
    if record.groups.exclude(verdict="").exists():
        raise Incomplete(_("A group is answered already, so the groups stay as they are."))
    shared.change(record, {"state": State.CLOSED}, "consultation_regrouped", by=by, at=at)
    return record


@transaction.atomic
def respond(*, consultation_id: int, version: int, response: str, by: Actor, at: datetime) -> Consultation:
    """:raises Unanswered: while a group has no answer"""
    record = shared.held(Consultation, consultation_id, version, by, states=(State.SYNTHESISED,))
    left = record.groups.filter(verdict="").count()
    if left:
        raise Unanswered(
            _(
                "%(count)d groups have no answer yet. Each gets one: accepted, in part or not, with the reason."
            )
            % {"count": left}
        )
    values = {"state": State.RESPONDED, "response": response.strip()}
    shared.change(record, values, "consultation_responded", by=by, at=at)
    return record


@transaction.atomic
def publish(
    *, consultation_id: int, version: int, published_on: date, ways: str, by: Actor, at: datetime
) -> Consultation:
    record = shared.held(Consultation, consultation_id, version, by, "publish", (State.RESPONDED,))
    shared.ordered(record.closes_on, shared.behind(published_on, at))
    values = {
        "state": State.PUBLISHED,
        "published_on": published_on,
        "published_ways": shared.needed(ways, 200),
    }
    shared.change(record, values, "consultation_published", by=by, at=at)
    return record


@transaction.atomic
def add_opinion(
    *, consultation_id: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> ConsultationOpinion:
    """
    Enter identical contributions of one way and day, paper and minutes on equal footing with what came online.

    :raises Incomplete: for a way the draft does not take, or a day outside its time
    :raises PersonalData: when the text tells who said it
    """
    record = shared.held_for_adding(consultation_id, by)
    chosen = _opinion(record, values)
    made = ConsultationOpinion.unscoped.create(consultation=record, unit=record.unit, **chosen)
    made.on_behalf_of = record.on_behalf_of  # type: ignore[attr-defined]
    log(made, "opinion_entered", by=by, at=at, after={"channel": made.channel, "count": made.count})
    return made


@transaction.atomic
def change_opinion(
    *, opinion_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> ConsultationOpinion:
    made, record = _held_opinion(opinion_id, version, by)
    for name, value in _opinion(record, values).items():
        setattr(made, name, value)
    save(made, *OPINION_FIELDS)
    log(made, "opinion_changed", by=by, at=at, after={"channel": made.channel, "count": made.count})
    return made


@transaction.atomic
def remove_opinion(*, opinion_id: int, version: int, by: Actor, at: datetime) -> Consultation:
    """Take out what was entered by mistake."""
    made, record = _held_opinion(opinion_id, version, by)
    log(made, "opinion_removed", by=by, at=at, after={"channel": made.channel, "count": made.count})
    made.delete()
    return record


def _held_opinion(opinion_id: int, version: int, by: Actor) -> tuple[ConsultationOpinion, Consultation]:
    found = (
        ConsultationOpinion.unscoped.filter(pk=opinion_id).values_list("consultation_id", flat=True).first()
    )
    if found is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    record = shared.held_for_adding(found, by)
    return hold(ConsultationOpinion, opinion_id, action="edit", by=by, version=version), record


def _opinion(record: Consultation, values: Mapping[str, Any]) -> dict[str, Any]:
    chosen = {field: values[field] for field in OPINION_FIELDS}
    if chosen["channel"] not in record.channels:
        raise Incomplete(_("This draft does not take opinions that way."))
    if not record.opens_on <= chosen["received_on"] <= record.closes_on:
        raise Incomplete(
            _("Opinions count from %(first)s to %(last)s.")
            % {"first": f"{record.opens_on:%d/%m/%Y}", "last": f"{record.closes_on:%d/%m/%Y}"}
        )
    chosen["text"] = shared.needed(chosen["text"])
    shared.plain(chosen["text"], chosen["topic"], chosen["clause"])
    return chosen
