"""Writing, correcting, publishing and taking back a notice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import nfc
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.portal.errors import ChangedMeanwhile, Gone
from danvan.portal.models import Article

State = Article.State
TYPE = Article.record_type


@transaction.atomic
def write(*, unit: OrgUnit, title: str, summary: str, text: str, by: Actor, at: datetime) -> Article:
    """Begin a notice of a unit, as a draft. :raises OutOfSight, NotAllowed: when `by` may not write for the unit"""
    permissions.require(by, "edit", TYPE, unit.pk)
    made = Article.unscoped.create(
        unit=unit, title=nfc(title).strip(), summary=nfc(summary).strip(), text=nfc(text).strip(), made_at=at,
        made_by_id=by.user_id, changed_at=at,
    )  # fmt: skip
    _log("notice_written", made, by, at)
    return made


@transaction.atomic
def edit(
    *, article_id: int, version: int, title: str, summary: str, text: str, by: Actor, at: datetime
) -> Article:
    """
    Change a draft; a published notice is corrected by who may publish, and readers see that it changed.

    :raises Gone: when it was taken back
    :raises ChangedMeanwhile: when somebody else was first
    """
    row = _locked(article_id, by)
    permissions.require(by, "publish" if row.state == State.PUBLISHED else "edit", TYPE, row.unit_id)
    if row.state == State.WITHDRAWN:
        raise Gone(_("This notice was taken back and stays as it was. Write a new one."))
    _expect(row, version)
    row.title, row.summary, row.text = nfc(title).strip(), nfc(summary).strip(), nfc(text).strip()
    _save(row, at, "title", "summary", "text")
    _log("notice_changed", row, by, at)
    return row


@transaction.atomic
def publish(*, article_id: int, version: int, by: Actor, at: datetime) -> Article:
    """Put a draft on the public pages. :raises Gone: when it is no draft :raises ChangedMeanwhile: read it again first"""
    row = _locked(article_id, by)
    permissions.require(by, "publish", TYPE, row.unit_id)
    if row.state != State.DRAFT:
        raise Gone(_("Only a draft is published. This notice is published already or was taken back."))
    _expect(row, version)
    row.state, row.published_at, row.published_by_id = State.PUBLISHED, at, by.user_id
    _save(row, at, "state", "published_at", "published_by")
    _log("notice_published", row, by, at)
    return row


@transaction.atomic
def take_back(*, article_id: int, version: int, reason: str, by: Actor, at: datetime) -> Article:
    """Take a published notice off; its page then says when and why. :raises Gone: when it is not published"""
    row = _locked(article_id, by)
    permissions.require(by, "publish", TYPE, row.unit_id)
    if row.state != State.PUBLISHED:
        raise Gone(_("Only a published notice is taken back."))
    _expect(row, version)
    row.state, row.withdrawn_at, row.withdrawn_reason = State.WITHDRAWN, at, nfc(reason).strip()
    _save(row, at, "state", "withdrawn_at", "withdrawn_reason")
    _log("notice_taken_back", row, by, at, reason=row.withdrawn_reason)
    return row


def _locked(article_id: int, by: Actor) -> Article:
    row = Article.unscoped.select_for_update(of=("self",)).filter(pk=article_id).first()
    if row is None:
        raise OutOfSight(_("There is no such notice."))
    permissions.require(by, "see", TYPE, row.unit_id)
    return row


def _expect(row: Article, version: int) -> None:
    if row.version != version:
        raise ChangedMeanwhile(
            _(
                "Somebody changed this notice while you were at it. Both texts stand below: decide what is right."
            ),
            theirs=row.text,
            version=row.version,
        )


def _save(row: Article, at: datetime, *fields: str) -> None:
    row.version += 1
    row.changed_at = at
    row.save(update_fields=[*fields, "version", "changed_at"])


def _log(action: str, row: Article, by: Actor, at: datetime, reason: str = "") -> None:
    audit.record(
        f"portal.{action}", actor=by.user_id, at=at, target=row, unit=row.unit.code, reason=reason,
        after={"title": row.title, "version": row.version},
        on_behalf_of=permissions.on_behalf_of(by, "edit", TYPE, row.unit_id),
    )  # fmt: skip
