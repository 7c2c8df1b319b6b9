"""Releasing a sealed record to its recipient: told in the log and to the sender first, and only then handed out (R-23)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.petitions import detection, recipients
from danvan.petitions.errors import Incomplete, NoEmergencyCopy, PersonalData
from danvan.petitions.models import Event, OpeningReason, SealedRecord
from danvan.petitions.services import shared

LONGEST = 200


def open_sealed(*, record: SealedRecord, reason: str, basis: str, by: Actor, at: datetime) -> bytes:
    """
    What the recipient takes to the own machine: still closed, for the recipient or for both custodians.

    Who, role, reason and legal basis are committed before a byte leaves, and the sender reads them. So this stands in
    no transaction of a caller.

    :raises OutOfSight, NotAllowed: unless a post in the recipient's own unit opens it
    :raises Incomplete, PersonalData: for no reason or basis, or a basis that names a person
    :raises NoEmergencyCopy: when no custodians were named on the day of sealing
    :raises NotFromHere: when it was altered, or this server's gate key is another one
    """
    fresh = _entered(record, reason, basis, by, at)
    box = fresh.emergency if reason == OpeningReason.EMERGENCY else fresh.box
    assert box is not None
    return recipients.peel(bytes(box))


@transaction.atomic(durable=True)
def _entered(record: SealedRecord, reason: str, basis: str, by: Actor, at: datetime) -> SealedRecord:
    row = shared.locked(record.petition_id)
    grant = permissions.require(by, "seal", "petition", record.unit_id)
    if reason not in OpeningReason.values:
        raise Incomplete(_("Choose why it is opened."), field="reason")
    basis = shared.text_of(basis, "basis", _("Legal basis"), longest=LONGEST)
    if detection.find(basis):
        raise PersonalData(
            _("Name the law or the decision only, no person: this stands in the log for ever."), field="basis"
        )
    fresh = SealedRecord.objects.select_for_update().select_related("unit").get(pk=record.pk)
    if reason == OpeningReason.EMERGENCY and fresh.emergency is None:
        raise NoEmergencyCopy(
            _("This record has no copy for emergencies: no two custodians were named when it was sealed."),
            field="reason",
        )
    if fresh.handed_over_on is None:
        fresh.handed_over_on = timezone.localtime(at).date()
        fresh.save(update_fields=["handed_over_on"])
    shared.tell(row, Event.Kind.OPENED, at=at, by=by, to_sender=True, role=grant.role, why=reason)
    shared.log(
        "sealed_opened", row, by=by, at=at, code=fresh.unit.code, role=grant.role, why=reason, basis=basis
    )
    return fresh
