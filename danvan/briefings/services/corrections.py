"""Errata: what changed in an issued document since it was sealed, proposed and issued under the next number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.briefings import errata, issuers, queries, sealing
from danvan.briefings.bundle import Sources, subject_line
from danvan.briefings.models import Erratum, ReportDocument
from danvan.briefings.sealing import Difference
from danvan.common.errors import Conflict, DomainError
from danvan.common.vietnamese import nfc
from danvan.organizations import permissions
from danvan.organizations.actors import Actor


class NothingToCorrect(DomainError):
    code = "nothing-to-correct"


class ReasonMissing(DomainError):
    code = "reason-missing"


@dataclass(frozen=True)
class Proposal:
    """The erratum as it would be issued now. `fingerprint` changes when a figure changes again."""

    differences: tuple[Difference, ...]
    text: str
    changes: tuple[dict, ...]
    fingerprint: str


def propose_erratum(document: ReportDocument, found: Sources | None = None) -> Proposal:
    """
    What an erratum would say today, in official Vietnamese.

    :raises NothingToCorrect: when every sealed number still agrees with the totals, or the document is a draft
    """
    found = found or queries.sources(document.unit, document.period)
    differences = queries.differences(document, found)
    if not differences:
        raise NothingToCorrect(
            _("Every number of this document agrees with the totals. There is nothing to correct.")
        )
    catalogue = {code: figure.indicator for code, figure in found.report.by_code.items()}
    unit_names = {row.code: row.name for row in found.units}
    text = errata.text(
        reference=queries.reference(document),
        date_line=issuers.date_line("", document.signed_on).removeprefix(", "),
        body=document.body,
        subject=subject_line(document.kind, document.period),
        differences=differences,
        catalogue=catalogue,
        unit_names=unit_names,
        unit=document.unit.code,
        period=document.period,
    )
    changes = tuple(
        errata.change(
            one,
            errata.label(one.bound, catalogue.get(one.bound.indicator), unit_names, document.unit.code),
            errata.new_text(one, catalogue.get(one.bound.indicator)),
        )
        for one in differences
    )
    return Proposal(tuple(differences), text, changes, sealing.content_hash(text))


@transaction.atomic
def issue_erratum(
    *, document: ReportDocument, reason: str, fingerprint: str, by: Actor, at: datetime
) -> Erratum:
    """
    Issue the next erratum of a document. The issued document itself stays as it was; old and new are both kept.

    :raises NotAllowed, OutOfSight: when `by` may not issue documents of the unit
    :raises ReasonMissing: without a reason; NothingToCorrect: when nothing differs
    :raises Conflict: when a figure changed after the proposal with this `fingerprint` was looked at
    """
    grant = permissions.require(by, "issue", "document", document.unit_id)
    reason = nfc(reason).strip()
    if not reason:
        raise ReasonMissing(
            _("An erratum needs a reason: say which late or corrected submission changed the number.")
        )
    document = (
        ReportDocument.unscoped.select_for_update(of=("self",)).select_related("unit").get(pk=document.pk)
    )
    proposal = propose_erratum(document)
    if proposal.fingerprint != fingerprint:
        raise Conflict(_("A figure changed while you looked at the erratum. Read the new text, then issue."))
    number = document.errata.count() + 1
    erratum = Erratum.objects.create(
        document=document,
        number=number,
        reason=reason,
        changes=list(proposal.changes),
        text=proposal.text,
        seal=sealing.content_hash(f"{document.seal}\n{number}\n{proposal.text}"),
        issued_at=at,
        issued_by_id=by.user_id,
    )
    document.right_until = at
    document.save(update_fields=["right_until"])
    audit.record(
        "briefings.erratum_issued",
        actor=by.user_id,
        at=at,
        target=document,
        unit=document.unit.code,
        reason=reason,
        after={"erratum": number, "numbers": len(proposal.changes), "seal": erratum.seal},
        on_behalf_of=grant.for_user,
    )
    return erratum
