"""The table of what was said and how it is taken up: groups with their contributions by way, and their answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.democracy.models import Consultation, ConsultationOpinion, OpinionGroup
from danvan.democracy.models.consultations import Channel
from danvan.organizations.actors import Actor


@dataclass(frozen=True)
class Line:
    """A group with its contributions: `counts` by channel in the order of Channel, `total` their sum."""

    group: OpinionGroup
    counts: tuple[int, ...]
    topics: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def lines(consultation: Consultation) -> list[Line]:
    """Two queries."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    topics: dict[int, set[str]] = defaultdict(set)
    told = consultation.opinions.filter(group__isnull=False).order_by()
    for group_id, channel, topic, count in (
        told.values_list("group_id", "channel", "topic").annotate(all=Sum("count")).order_by("group_id")
    ):
        counts[group_id][channel] = counts[group_id].get(channel, 0) + count
        topics[group_id] |= {topic} - {""}
    return [
        Line(
            group,
            tuple(counts[group.pk].get(channel, 0) for channel in Channel.values),
            tuple(sorted(topics[group.pk])),
        )
        for group in consultation.groups.order_by("number")
    ]


def by_channel(consultation: Consultation) -> list[tuple[str, int]]:
    """(label of the way, contributions), also of those without a group."""
    counts = dict(consultation.opinions.order_by().values_list("channel").annotate(all=Sum("count")))
    return [(str(label), counts.get(code, 0)) for code, label in Channel.choices]


def ungrouped(consultation: Consultation) -> QuerySet[ConsultationOpinion]:
    return consultation.opinions.filter(group=None).order_by("clause", "pk")


def find_opinion(actor: Actor, pk: int) -> ConsultationOpinion:
    return _find(ConsultationOpinion, actor, pk)


def find_group(actor: Actor, pk: int) -> OpinionGroup:
    return _find(OpinionGroup, actor, pk)


def _find(model, actor: Actor, pk: int):
    found = model.scoped(actor, "see").select_related("consultation__unit").filter(pk=pk).first()
    if found is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    return found
