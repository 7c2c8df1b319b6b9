"""Every write to the list of topics: one person proposes, another confirms (R-31)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import Conflict, DomainError, NotAllowed
from danvan.common.vietnamese import fold, nfc
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.reference.models import Topic


class BadTopic(DomainError):
    code = "bad-topic"


class SecondPersonNeeded(NotAllowed):
    code = "second-person-needed"


class Decided(Conflict):
    code = "topic-decided"


@transaction.atomic
def propose_topic(*, name_vi: str, name_en: str, starts_on: date, by: Actor, at: datetime) -> Topic:
    """
    Propose a topic; it can be chosen once another person has confirmed it.

    :raises NotAllowed: if `by` may not keep the list
    :raises BadTopic: without both names, or when the list has it already
    """
    permissions.require_at_top(by, "manage", "topic")
    name_vi, name_en = nfc(name_vi).strip(), nfc(name_en).strip()
    if not name_vi or not name_en:
        raise BadTopic(_("A topic needs a name in Vietnamese and in English."))
    code = slugify(fold(name_en))[:40] or slugify(fold(name_vi))[:40]
    if Topic.objects.filter(code=code).exists():
        raise BadTopic(_("The list has “%(name)s” already.") % {"name": name_en})
    last = Topic.objects.aggregate(last=Max("position"))["last"] or 0
    topic = Topic.objects.create(
        code=code,
        name_vi=name_vi[:120],
        name_en=name_en[:120],
        position=last + 1,
        starts_on=starts_on,
        proposed_by_id=by.user_id,
    )
    _record("reference.topic_proposed", topic, by, at)
    return topic


@transaction.atomic
def propose_ending(*, topic_id: int, ends_on: date, by: Actor, at: datetime) -> Topic:
    """
    Propose the last day of a topic; records that use it keep it.

    :raises BadTopic: when it would end before it begins
    :raises Decided: when it ends already
    """
    permissions.require_at_top(by, "manage", "topic")
    topic = Topic.objects.select_for_update().get(pk=topic_id)
    if topic.ends_on is not None:
        raise Decided(_("“%(topic)s” has an end already.") % {"topic": topic})
    if ends_on <= topic.starts_on:
        raise BadTopic(
            _("A topic ends after the day it began, %(day)s.") % {"day": f"{topic.starts_on:%d/%m/%Y}"}
        )
    topic.ends_on, topic.ending_proposed_by_id = ends_on, by.user_id
    topic.save(update_fields=["ends_on", "ending_proposed_by"])
    _record("reference.topic_ending_proposed", topic, by, at)
    return topic


@transaction.atomic
def confirm_topic(*, topic_id: int, by: Actor, at: datetime) -> Topic:
    """
    Say yes to what another person proposed: the beginning of a topic, or its end.

    :raises SecondPersonNeeded: when it was proposed by the same person
    :raises Decided: when nothing waits
    """
    permissions.require_at_top(by, "manage", "topic")
    topic = Topic.objects.select_for_update().get(pk=topic_id)
    if not topic.waits:
        raise Decided(_("Nothing about “%(topic)s” waits for a second person.") % {"topic": topic})
    beginning = topic.confirmed_at is None
    proposer = topic.proposed_by_id if beginning else topic.ending_proposed_by_id
    if proposer == by.user_id:
        raise SecondPersonNeeded(
            _("You proposed this yourself. Another administrator of the top unit confirms it.")
        )
    if beginning:
        topic.confirmed_at = at
    else:
        topic.ending_confirmed_by_id = by.user_id
    topic.save(update_fields=["confirmed_at", "ending_confirmed_by"])
    _record("reference.topic_confirmed", topic, by, at)
    return topic


def _record(action: str, topic: Topic, by: Actor, at: datetime) -> None:
    after = {
        "code": topic.code,
        "name": topic.name_vi,
        "starts_on": topic.starts_on.isoformat(),
        "ends_on": topic.ends_on.isoformat() if topic.ends_on else None,
    }
    audit.record(action, actor=by.user_id, at=at, target=("topic", topic.code), after=after)
