"""A release is prepared with its proof by one person, and approved and published by another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import Conflict, DomainError, NotAllowed, OutOfSight
from danvan.common.periods import Period
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.portal.opendata import files, preparing, queries
from danvan.portal.opendata.guard import guard
from danvan.portal.opendata.models import Release, ReleaseFile
from danvan.portal.opendata.register import BY_CODE, INDICATORS
from danvan.reporting import public as reporting

TYPE = Release.record_type


class NotApproved(DomainError):
    """The figures are not approved: the round of the period is still open."""

    code = "release-not-approved"


class WrongState(Conflict):
    code = "release-state"


class ReasonMissing(DomainError):
    code = "reason-missing"


@transaction.atomic
def start(*, unit: OrgUnit, period: Period, reason: str = "", by: Actor, at: datetime) -> Release:
    """
    Begin a release of a closed period. A period that was published before is released again as a whole, with a reason.

    :raises NotAllowed, OutOfSight: by the policy table; :raises NotApproved: while the round is open
    :raises ReasonMissing: for a correction without one; :raises WrongState: when one is under way
    """
    grant = permissions.require(by, "issue", TYPE, unit.pk)
    if period not in reporting.approved_periods():
        raise NotApproved(
            _("The figures of this period are not approved yet. Close the round at the top first.")
        )
    rows = Release.unscoped.select_for_update().filter(period_name=str(period))
    before = list(rows.order_by("number").values_list("number", "state"))
    if any(state in (Release.State.PREPARING, Release.State.PREPARED) for _number, state in before):
        raise WrongState(_("A release of this period is under way already. Publish or discard it first."))
    if any(state == Release.State.PUBLISHED for _number, state in before) and not reason.strip():
        raise ReasonMissing(_("This period was published. Say why it is released again."))
    made = Release.unscoped.create(
        unit=unit, period_name=str(period), number=before[-1][0] + 1 if before else 1, reason=reason.strip()[:300],
        prepared_at=at, prepared_by_id=by.user_id,
    )  # fmt: skip
    audit.record(
        "portal.release_begun", actor=by.user_id, at=at, target=("release", str(made.pk)), unit=unit.code,
        reason=made.reason, after={"period": made.period_name, "number": made.number}, on_behalf_of=grant.for_user,
    )  # fmt: skip
    return made


def prepare(release_id: int) -> Release | None:
    """Work a begun release out: the long part, outside any transaction, safe to run twice. None when nothing was to do."""
    row = Release.unscoped.filter(pk=release_id, state=Release.State.PREPARING).first()
    if row is None:
        return None
    try:
        return _worked_out(row)
    except Exception:
        Release.unscoped.filter(pk=release_id, state=Release.State.PREPARING).update(
            state=Release.State.FAILED
        )
        raise


def _worked_out(row: Release) -> Release | None:
    period = Period.parse(row.period_name)
    current = reporting.approved(period, INDICATORS)
    if current is None:
        raise NotApproved(
            _("The figures of this period are not approved yet. Close the round at the top first.")
        )
    quarters = [
        reporting.approved(one, INDICATORS) for one in Period("year", period.year, 1).parts("quarter")
    ]
    before = queries.earlier(period)

    def step(done: int, of: int, table: str) -> None:
        words = {"done": done, "of": of, "table": table}
        Release.unscoped.filter(pk=row.pk, state=Release.State.PREPARING).update(progress=words)

    made = preparing.prepare(current, [one for one in quarters if one], [one.cells for one in before], step)
    with transaction.atomic():
        held = Release.unscoped.select_for_update().get(pk=row.pk)
        if held.state != Release.State.PREPARING:
            return None
        held.cells, held.told, held.proof, held.summary = made.cells, made.told, made.proof, made.summary
        held.gaps, held.after, held.state = made.gaps, [one.pk for one in before], Release.State.PREPARED
        held.save(update_fields=["cells", "told", "proof", "summary", "gaps", "after", "state"])
    return held


def _held(release_id: int, action: str, by: Actor) -> Release:
    row = Release.unscoped.select_for_update().select_related("unit").filter(pk=release_id).first()
    if row is None:
        raise OutOfSight(_("There is no such release, or it is not open to you."))
    permissions.require(by, action, TYPE, row.unit_id)
    return row


@transaction.atomic
def publish(*, release_id: int, address: str, by: Actor, at: datetime) -> Release:
    """
    Approve a prepared release by name and publish it with its files at `address`, for good.

    :raises NotAllowed: for who prepared it, and by the policy table
    :raises WrongState: when it is not prepared, or another release came in between
    :raises Refused: when the publication guard finds something
    """
    row = _held(release_id, "publish", by)
    if row.state != Release.State.PREPARED:
        raise WrongState(_("Only a prepared release is published. Prepare it again if something changed."))
    if row.prepared_by_id == by.user_id:
        raise NotAllowed(_("Somebody else than who prepared a release publishes it."))
    before = queries.earlier(Period.parse(row.period_name))
    if row.after != [one.pk for one in before]:
        raise WrongState(_("Another release was published meanwhile. Discard this one and prepare it again."))
    guard(row)
    for file in files.files(row.told, row.summary, about(row, address, at)):
        ReleaseFile.objects.create(
            release=row, name=file.name, media_type=file.media_type, content=file.content, sha256=file.sha256
        )
    row.state, row.published_at, row.published_by_id = Release.State.PUBLISHED, at, by.user_id
    row.save(update_fields=["state", "published_at", "published_by"])
    audit.record(
        "portal.release_published", actor=by.user_id, at=at, target=("release", str(row.pk)), unit=row.unit.code,
        reason=row.reason, after={"period": row.period_name, "number": row.number},
    )  # fmt: skip
    return row


@transaction.atomic
def discard(*, release_id: int, by: Actor, at: datetime) -> Release:
    """Drop what was not published. :raises WrongState: once it was"""
    row = _held(release_id, "issue", by)
    if row.state in (Release.State.PUBLISHED, Release.State.DISCARDED):
        raise WrongState(_("What was published stays. A correction is a new release of the whole period."))
    row.state = Release.State.DISCARDED
    row.cells, row.told, row.proof, row.summary = {}, {}, {}, {}
    row.save(update_fields=["state", "cells", "told", "proof", "summary"])
    audit.record(
        "portal.release_discarded",
        actor=by.user_id,
        at=at,
        target=("release", str(row.pk)),
        unit=row.unit.code,
    )
    return row


def about(row: Release, address: str, at: datetime) -> dict[str, Any]:
    label = Period.parse(row.period_name).label("vi")
    return {
        "title": f"Dữ liệu mở công tác dân vận, {label}",
        "number": row.number,
        "published_on": f"{at:%d/%m/%Y}",
        "publisher": row.told["places"][0][1] if row.told["places"] else row.unit.code,
        "gaps": [gap_words(gap) for gap in row.gaps],
        "url": address,
    }


def gap_words(gap: dict[str, str]) -> str:
    """A gap as the files tell it, in both languages."""
    table = BY_CODE[gap["table"]]
    if gap["why"] == "unsafe":
        why = (
            "không công bố kỳ này vì không thể bảo vệ số nhỏ",
            "left out, small numbers could not be protected",
        )
        return f"{table.vi}: {why[0]}. {table.en}: {why[1]}."
    why = "số liệu mâu thuẫn, không công bố kỳ này", "left out, its figures contradict each other"
    return f"{table.vi} ({gap['place']}): {why[0]}. {table.en}: {why[1]}."
