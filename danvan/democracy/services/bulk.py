"""
Many records at once, as they were: for taking over history and for the demo city.

Callers bring unsaved records; the rules of single steps hold as database constraints, and the log gets one entry per call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from danvan.audit import services as audit
from danvan.democracy.models import (
    CommunityDecision,
    CommunitySupervision,
    Consultation,
    ConsultationOpinion,
    DemocracyRegulation,
    DisclosureItem,
    OpinionGroup,
)
from danvan.democracy.models.base import Entry
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit

AT_ONCE = 1000


@dataclass(frozen=True)
class PastConsultation:
    """A draft with its groups; each group is one answer and the contributions it answers (all of them unsaved)."""

    record: Consultation
    groups: Sequence[tuple[OpinionGroup, Sequence[ConsultationOpinion]]] = field(default_factory=tuple)


Past = DemocracyRegulation | DisclosureItem | CommunityDecision | CommunitySupervision


@transaction.atomic
def take_over(
    *, consultations: Iterable[PastConsultation] = (), others: Iterable[Past] = (), unit: OrgUnit, by: Actor | None,
    at: datetime,
) -> Mapping[str, int]:  # fmt: skip
    """
    Write all of them; returns how many of each kind. `unit` is the unit at whose wish it is done (in whose log it
    stands). `by` is None only for building the demo city.
    """
    drafts, rest = list(consultations), list(others)
    records: list[Entry] = [*(one.record for one in drafts), *rest]
    if by is not None:
        codes = dict(
            OrgUnit.objects.filter(pk__in={one.unit_id for one in records}).values_list("pk", "code")
        )
        for kind in {type(one).record_type for one in records}:
            policy.require_all(by, "edit", kind, codes)
    for record in records:
        record.created_at = at
        record.index()
    counts = _write([one.record for one in drafts])
    counts |= _write_groups(drafts)
    for model in (DemocracyRegulation, DisclosureItem, CommunityDecision, CommunitySupervision):
        counts |= _write([one for one in rest if isinstance(one, model)])
    audit.record(
        "democracy.taken_over", actor=by.user_id if by else None, at=at, target=("orgunit", str(unit.pk)), unit=unit.code,
        after=counts,
    )  # fmt: skip
    return counts


def _write_groups(drafts: list[PastConsultation]) -> dict[str, int]:
    groups, opinions = [], []
    for draft in drafts:
        for number, (group, said) in enumerate(draft.groups, start=1):
            group.consultation, group.unit_id, group.number = draft.record, draft.record.unit_id, number
            groups.append(group)
            for one in said:
                one.consultation, one.unit_id, one.group = draft.record, draft.record.unit_id, group
                opinions.append(one)
    counts = _write(groups)
    return counts | _write(opinions)


def _write(records: Sequence) -> dict[str, int]:
    if not records:
        return {}
    model = type(records[0])
    model.unscoped.bulk_create(records, batch_size=AT_ONCE)
    return {model._meta.model_name: len(records)}
