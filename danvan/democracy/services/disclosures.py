"""What must be published: from the plan or the decision to the proof of publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete
from danvan.democracy import limits as law
from danvan.democracy import lists
from danvan.democracy.models import DisclosureItem
from danvan.democracy.services import shared
from danvan.files import services as files
from danvan.notifications.services import notify_unit
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import log
from danvan.organizations.models import OrgUnit

State = DisclosureItem.State
REMINDED_AT_ONCE = 500


@transaction.atomic
def add(*, unit: OrgUnit, values: Mapping[str, Any], by: Actor, at: datetime) -> DisclosureItem:
    """One thing to publish, due by rule and calendar from the day of its decision (`decided_on`, may be missing)."""
    chosen = _checked(unit, values, at)
    return shared.create(
        DisclosureItem, "disclosure_added", unit=unit, day=chosen["planned_on"], values=chosen, by=by, at=at
    )


@transaction.atomic
def edit(*, item_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime) -> DisclosureItem:
    """Until it is published; the day of the decision makes it due."""
    record = shared.held(DisclosureItem, item_id, version, by, states=(State.PLANNED, State.DUE))
    shared.change(record, _checked(record.unit, values, at), "disclosure_edited", by=by, at=at)
    return record


def _checked(unit: OrgUnit, values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    decided: date | None = values["decided_on"]
    expected: date | None = decided or values["planned_on"]
    if expected is None:
        raise Incomplete(_("Write the day of the decision, or by when it is expected."))
    level = shared.level_on(unit, expected)
    if values["item"] not in {matter.code for matter in lists.of_level(level)}:
        raise Incomplete(_("This matter is not on the list of what this unit publishes."))
    due = law.Limits().disclosure_due(level, shared.behind(decided, at)) if decided else None
    return {
        "item": values["item"], "title": values["title"], "decision": values["decision"], "decided_on": decided,
        "planned_on": values["planned_on"] or due, "due_on": due, "state": State.DUE if due else State.PLANNED,
    }  # fmt: skip


@transaction.atomic
def publish(
    *, item_id: int, version: int, published_on: date, ways: Sequence[str], proof_url: str = "", upload: Any = None,
    by: Actor, at: datetime,
) -> DisclosureItem:  # fmt: skip
    """
    Published on a day, where, with its proof (an address or a file).

    :raises Incomplete: without a way or a proof, or for a day before the decision or to come
    """
    record = shared.held(DisclosureItem, item_id, version, by, "publish", (State.DUE,))
    shared.ordered(record.decided_on, shared.behind(published_on, at))
    if not ways or not set(ways) <= set(lists.WAYS):
        raise Incomplete(_("Say where it was published."))
    if not proof_url and not upload:
        raise Incomplete(_("Add the proof: the address of the publication or a picture of the posting."))
    values: dict[str, Any] = {
        "state": State.PUBLISHED, "published_on": published_on, "ways": list(ways), "proof_url": proof_url, "entered_at": at,
    }  # fmt: skip
    if upload:
        values["proof_file"] = files.store(upload=upload, unit_id=record.unit_id, by=by, at=at)
    shared.change(record, values, "disclosure_published", by=by, at=at)
    return record


@transaction.atomic
def take_back(*, item_id: int, version: int, by: Actor, at: datetime) -> DisclosureItem:
    """What was entered as published by mistake, on the day of the entry. :raises Incomplete: later"""
    record = shared.held(DisclosureItem, item_id, version, by, "publish", (State.PUBLISHED,))
    if record.entered_at is None or shared.day_of(record.entered_at) != shared.day_of(at):
        raise Incomplete(_("This can be taken back on the day it was entered only."))
    values: dict[str, Any] = {
        "state": State.DUE, "published_on": None, "ways": [], "proof_url": "", "proof_file": None, "entered_at": None,
    }  # fmt: skip
    shared.change(record, values, "disclosure_taken_back", by=by, at=at)
    return record


@transaction.atomic
def drop(*, item_id: int, version: int, reason: str, by: Actor, at: datetime) -> DisclosureItem:
    """It does not apply to this unit this time."""
    record = shared.held(DisclosureItem, item_id, version, by, states=(State.PLANNED, State.DUE))
    values: dict[str, Any] = {"state": State.DROPPED, "dropped_reason": shared.needed(reason, 300)}
    shared.change(record, values, "disclosure_dropped", by=by, at=at)
    return record


@transaction.atomic
def bring_back(*, item_id: int, version: int, by: Actor, at: datetime) -> DisclosureItem:
    record = shared.held(DisclosureItem, item_id, version, by, states=(State.DROPPED,))
    state = State.DUE if record.due_on else State.PLANNED
    shared.change(record, {"state": state, "dropped_reason": ""}, "disclosure_brought_back", by=by, at=at)
    return record


@transaction.atomic
def remind(*, item_ids: Collection[int], text: str, by: Actor, at: datetime) -> dict[str, int]:
    """
    Tell units below what of theirs is overdue; one message for each unit. Returns unit code -> items reminded of.

    :raises Incomplete: when none of them is late; :raises NotAllowed: for units that are not below
    """
    today = shared.day_of(at)
    shared.plain(text)
    rows = DisclosureItem.unscoped.select_for_update().filter(pk__in=list(item_ids)[:REMINDED_AT_ONCE])
    found = list(rows.filter(state=State.DUE, due_on__lt=today))
    if not found:
        raise Incomplete(_("Tick something that is overdue."))
    codes = dict(OrgUnit.objects.filter(pk__in={row.unit_id for row in found}).values_list("pk", "code"))
    policy.require_all(by, "remind", "disclosure", codes)
    told: Counter[str] = Counter(codes[row.unit_id] for row in found)
    DisclosureItem.unscoped.filter(pk__in=[row.pk for row in found]).update(reminded_on=today)
    for unit_id, code in sorted(codes.items()):
        _tell(unit_id, code, [row for row in found if row.unit_id == unit_id], text, by, at)
    return dict(told)


def _tell(unit_id: int, code: str, rows: list[DisclosureItem], text: str, by: Actor, at: datetime) -> None:
    first = rows[0]
    first.unit = OrgUnit.objects.get(pk=unit_id)
    title = _("Overdue disclosures: %(count)d") % {"count": len(rows)}
    notify_unit(
        event=f"democracy.disclosures:{code}:{at.isoformat()}", kind="democracy.remind", unit_id=unit_id, title=title,
        text=text, url=f"{reverse('democracy:disclosures')}?trang-thai=late&don-vi={code}", at=at,
    )  # fmt: skip
    log(first, "disclosures_reminded", by=by, at=at, after={"items": len(rows)})
