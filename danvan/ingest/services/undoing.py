"""History that was kept by mistake is taken back; nothing is erased."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import OutOfSight
from danvan.ingest.models import HistoryFigure
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit


@transaction.atomic
def take_history_back(*, unit: OrgUnit, period_name: str, by: Actor, at: datetime) -> int:
    """
    Put the figures of a unit and period that were confirmed last out of force; those they had replaced are in force
    again. Returns how many were taken back.

    :raises OutOfSight, NotAllowed: as the policy table says, or when there are none
    """
    grant = policy.require(by, "submit", "import", unit.pk)
    rows = HistoryFigure.unscoped.select_for_update().filter(unit=unit, period_name=period_name)
    current = list(rows.filter(replaced_at__isnull=True).order_by("-confirmed_at", "pk"))
    if not current:
        raise OutOfSight(_("There is no history of this unit and period, or it is not open to you."))
    moment = current[0].confirmed_at
    last = [row for row in current if row.confirmed_at == moment]
    rows.filter(pk__in=[row.pk for row in last]).update(replaced_at=at)
    cells = {(row.code, row.level) for row in current if row.confirmed_at != moment}
    # What the same confirmation had put out of force carries its moment.
    again = [
        row.pk
        for row in rows.filter(replaced_at=moment).exclude(pk__in=[row.pk for row in last])
        if (row.code, row.level) not in cells
    ]
    rows.filter(pk__in=again).update(replaced_at=None)
    audit.record(
        "ingest.undone", actor=by.user_id, at=at, target=("import", str(last[0].whole_id)), unit=unit.code,
        after={"period": period_name, "undone": len(last), "again": len(again)}, on_behalf_of=grant.for_user,
    )  # fmt: skip
    return len(last)
