"""Issuing: number, seal and files in one transaction."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.briefings import queries, sealing
from danvan.briefings.bundle import Bundle
from danvan.briefings.models import IssuedFile, ReportDocument
from danvan.briefings.services.drafting import AlreadyIssued
from danvan.briefings.services.printing import OUTPUTS, printed
from danvan.common.errors import DomainError
from danvan.directives.services import numbering
from danvan.organizations import permissions
from danvan.organizations.actors import Actor


class NotReady(DomainError):
    """Something that every issued document must have is missing; the message names it."""

    code = "not-ready"


@transaction.atomic
def issue(
    *,
    document: ReportDocument,
    signed_on: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> ReportDocument:
    """
    Give the document its number, seal its numbers and texts, and keep its files as they were signed.

    Missing units do not stop it: the document states its completeness and names them. Numbers run without gaps in the
    body's book of the year (state) or the term (Party).

    :raises NotAllowed, OutOfSight: when `by` may not issue documents of the unit
    :raises AlreadyIssued: when it was issued in the meantime
    :raises NotReady: when signatory or date are missing or impossible, or it changed since it was looked at
    """
    grant = permissions.require(by, "issue", "document", document.unit_id)
    document = (
        ReportDocument.unscoped.select_for_update(of=("self",)).select_related("unit").get(pk=document.pk)
    )
    if not document.is_draft:
        raise AlreadyIssued(
            _("This document was already issued under number %(number)s.") % {"number": document.number}
        )
    _check(document, signed_on, at, expected_version)
    found = queries.sources(document.unit, document.period)
    document.book, document.number = numbering.take(
        unit=document.unit, document_type="BC", format=document.format, day=signed_on
    )
    document.signed_on = signed_on
    document.state = ReportDocument.State.ISSUED
    document.issued_at, document.issued_by_id, document.right_until = at, by.user_id, at
    bundle = queries.bundle_of(document, found)
    document.sealed = sealing.canonical(bundle, queries.reference(document))
    document.seal = sealing.content_hash(document.sealed)
    document.save()
    _keep_files(document, queries.bundle_of(document, found))
    audit.record(
        "briefings.issued",
        actor=by.user_id,
        at=at,
        target=document,
        unit=document.unit.code,
        after={"reference": queries.reference(document), "signed_on": str(signed_on), "seal": document.seal},
        on_behalf_of=grant.for_user,
    )
    return document


def _check(document: ReportDocument, signed_on: date, at: datetime, expected_version: int | None) -> None:
    if expected_version is not None and expected_version != document.version:
        raise NotReady(_("The letterhead was changed while you looked at it. Look again, then issue."))
    if not document.signatory.strip():
        raise NotReady(
            _("The name of the signatory is missing. Fill it in under “Letterhead and signature”.")
        )
    if signed_on > at.date():
        raise NotReady(_("The date of signing lies in the future. Give the day on which it is signed."))
    if signed_on < document.starts_on:
        raise NotReady(_("The date of signing lies before the period itself. Check the year."))


def _keep_files(document: ReportDocument, bundle: Bundle) -> None:
    rows = []
    for output in OUTPUTS:
        content = printed(bundle, output)
        digest = hashlib.sha256(content).hexdigest()
        rows.append(IssuedFile(document=document, format=output, content=content, sha256=digest))
    IssuedFile.objects.bulk_create(rows)
