"""Drafts: making one, its letterhead, and the texts people write."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.briefings import issuers, outline
from danvan.briefings.models import Narrative, ReportDocument
from danvan.common.errors import Conflict, DomainError
from danvan.common.periods import Period
from danvan.common.vietnamese import nfc
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.reporting import queries as reporting

LONGEST_TEXT = 20_000
DETAILS = (
    "upper_body", "body", "sign", "place", "authority", "signatory_title", "signatory", "recipients",
)  # fmt: skip


class AlreadyIssued(DomainError):
    """An issued document is never edited."""

    code, status = "already-issued", 409


class TextTooLong(DomainError):
    code = "text-too-long"


class UnknownPart(DomainError):
    code = "unknown-part"


@transaction.atomic
def create_draft(
    *, unit: OrgUnit, period: Period, kind: str, fmt: str, by: Actor, at: datetime
) -> ReportDocument:
    """
    Begin a document of a unit and period; letterhead and signature block are proposed from the unit.

    :raises NotAllowed, OutOfSight: when `by` may not edit documents of the unit
    :raises NoReport: when nothing was asked in the period
    :raises Conflict: when there is already a draft; `detail["document"]` is its id
    """
    grant = permissions.require(by, "edit", "document", unit.pk)
    report = reporting.report(unit, period)
    # Two who begin the same document at once wait here; the second is led to the first one's draft.
    OrgUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    existing = ReportDocument.unscoped.filter(
        unit=unit, period_name=str(period), kind=kind, format=fmt, state=ReportDocument.State.DRAFT
    ).first()
    if existing:
        raise Conflict(
            _("There is already a draft of this report. Open it and go on there."), document=existing.pk
        )
    issuer = issuers.proposed(report.unit.name, report.unit.level, fmt, at.date())
    document = ReportDocument.unscoped.create(
        unit=unit,
        period_name=str(period),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        kind=kind,
        format=fmt,
        upper_body=issuer.upper_body,
        body=issuer.body,
        sign=issuer.sign,
        place=issuer.place,
        authority=issuer.authority,
        signatory_title=issuer.signatory_title,
        recipients="\n".join(issuer.recipients),
        made_at=at,
        made_by_id=by.user_id,
    )
    audit.record(
        "briefings.drafted",
        actor=by.user_id,
        at=at,
        target=document,
        unit=unit.code,
        after={"period": str(period), "kind": kind, "format": fmt},
        on_behalf_of=grant.for_user,
    )
    return document


@transaction.atomic
def save_details(
    *, document: ReportDocument, values: dict[str, str], version: int, by: Actor, at: datetime
) -> ReportDocument:
    """
    Change the letterhead and signature block; `values` may hold any of `DETAILS`.

    :raises NotAllowed, OutOfSight: when `by` may not edit it
    :raises AlreadyIssued: when it was issued
    :raises Conflict: when somebody changed it since `version`; `detail["theirs"]` holds what stands there now
    """
    grant = permissions.require(by, "edit", "document", document.unit_id)
    wanted = {name: nfc(values[name]).strip() for name in DETAILS if name in values}
    before = {name: getattr(document, name) for name in wanted}
    updated = ReportDocument.unscoped.filter(
        pk=document.pk, version=version, state=ReportDocument.State.DRAFT
    ).update(version=F("version") + 1, **wanted)
    document = ReportDocument.unscoped.get(pk=document.pk)
    if not updated:
        _refuse_issued(document)
        raise Conflict(
            _(
                "Somebody changed this document while you wrote. Both texts stand below; choose and save again."
            ),
            theirs={name: getattr(document, name) for name in wanted},
            mine=wanted,
            version=document.version,
        )
    audit.record(
        "briefings.details_changed",
        actor=by.user_id,
        at=at,
        target=document,
        unit=document.unit.code,
        before=before,
        after=wanted,
        on_behalf_of=grant.for_user,
    )
    return document


@transaction.atomic
def save_narrative(
    *, document: ReportDocument, key: str, text: str, version: int, by: Actor, at: datetime
) -> Narrative:
    """
    Save what people wrote in one part. `version` is the one they began from, 0 for a part not written yet.

    :raises NotAllowed, OutOfSight: when `by` may not edit it
    :raises UnknownPart: when the document has no such part; TextTooLong: above 20,000 characters
    :raises AlreadyIssued: when it was issued
    :raises Conflict: when somebody saved first; `detail` holds mine, theirs and the version to save over
    """
    grant = permissions.require(by, "edit", "document", document.unit_id)
    if key not in {part.key for part in outline.narratives(document.kind)}:
        raise UnknownPart(_("This document has no such part. Load the page again."))
    text = nfc(text.replace("\r\n", "\n")).strip()
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(
            _("The text has %(length)s characters; a part holds 20,000 at most. Move details into an annex.")
            % {"length": len(text)}
        )
    # The document's row is the gate between saving and issuing: nothing is saved into what is being sealed.
    locked = ReportDocument.unscoped.select_for_update(of=("self",)).get(pk=document.pk)
    _refuse_issued(locked)
    before = Narrative.objects.filter(document=locked, key=key).first()
    if (before.version if before else 0) != version:
        raise Conflict(
            _("Somebody saved this part while you wrote. Both texts stand below; choose and save again."),
            mine=text,
            theirs=before.text if before else "",
            version=before.version if before else 0,
        )
    if before and before.text == text:
        return before
    narrative, _made = Narrative.objects.update_or_create(
        document=locked,
        key=key,
        defaults={"text": text, "version": version + 1, "saved_at": at, "saved_by_id": by.user_id},
    )
    audit.record(
        "briefings.text_saved",
        actor=by.user_id,
        at=at,
        target=locked,
        unit=locked.unit.code,
        before={"part": key, "characters": len(before.text) if before else 0},
        after={"part": key, "characters": len(text), "version": narrative.version},
        on_behalf_of=grant.for_user,
    )
    return narrative


def _refuse_issued(document: ReportDocument) -> None:
    if not document.is_draft:
        raise AlreadyIssued(_("This document was issued and is sealed. Correct a number by an erratum."))
