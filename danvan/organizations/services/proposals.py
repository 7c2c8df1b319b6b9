"""A unit's own data: proposed by the unit field by field, decided by an administrator, each field with a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.vietnamese import nfc
from danvan.organizations import changes, permissions, queries
from danvan.organizations.actors import Actor
from danvan.organizations.errors import PlanBlocked, ProposalOutdated, ProposalRefused
from danvan.organizations.models import OrgUnit, ProposedChange
from danvan.organizations.services import structure

State = ProposedChange.State
NAME = ProposedChange.Field.NAME


@transaction.atomic
def propose(
    *, unit: OrgUnit, wanted: dict[str, str], note: str, day: date | None = None, legal_basis: str = "",
    by: Actor, at: datetime,
) -> list[ProposedChange]:  # fmt: skip
    """
    Propose values for fields of the unit (`wanted`: field -> text); what stands there already is left out.

    `day` and `legal_basis` belong to a new name and are needed with it alone.

    :raises NotAllowed: when the actor may not propose for this unit
    :raises ProposalRefused: when nothing would change, something is missing, or a proposal for a field waits already
    """
    grant = permissions.require(by, "propose", "unit", unit.pk)
    # Two who propose at once wait here; the second finds what the first one left.
    unit = OrgUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    now = queries.data_of(unit, by.on)
    wanted = {field: " ".join(nfc(text).split()) for field, text in wanted.items()}
    differing = {field: text for field, text in wanted.items() if text != now[field]}
    _check(unit, differing, note, day, legal_basis)
    made = []
    for field, text in differing.items():
        named = {"day": day, "legal_basis": nfc(legal_basis).strip()} if field == NAME else {}
        row = ProposedChange.objects.create(
            unit=unit, field=field, before=now[field], after=text, note=nfc(note).strip(),
            proposed_by_id=by.user_id, proposed_at=at, **named,
        )  # fmt: skip
        _record("made", row, by.user_id, grant.for_user, at, row.note)
        made.append(row)
    return made


def _check(unit: OrgUnit, wanted: dict[str, str], note: str, day: date | None, legal_basis: str) -> None:
    if not wanted:
        raise ProposalRefused(_("Nothing differs from what stands there now. Change a field, then send."))
    if not note.strip():
        raise ProposalRefused(_("Say why, so that the administrator can decide."))
    if NAME in wanted and not (wanted[NAME] and day and legal_basis.strip()):
        raise ProposalRefused(_("A new name needs its first day and the resolution it rests on."))
    waiting = ProposedChange.objects.filter(unit=unit, field__in=wanted, state=State.WAITING).first()
    if waiting:
        raise ProposalRefused(
            _("A proposal for “%(field)s” waits already. Withdraw it first, or wait for the decision.")
            % {"field": waiting.get_field_display()}
        )


@transaction.atomic
def decide(*, proposal: ProposedChange, accept: bool, reason: str, by: Actor, at: datetime) -> ProposedChange:
    """
    Accept or reject one field. An accepted name becomes a guided change of the tree (and can be undone like one).

    :raises NotAllowed: when the actor does not manage the unit
    :raises ProposalRefused: without a reason, or by the one who proposed it
    :raises ProposalOutdated: when it was decided by then, or the field has changed since it was proposed
    :raises PlanBlocked: when something forbids the new name; the preview names it
    """
    row, grant = _locked(proposal, by, "manage")
    if by.user_id == row.proposed_by_id or grant.for_user == row.proposed_by_id:
        raise ProposalRefused(_("Somebody other than the one who proposed it decides."))
    reason = nfc(reason).strip()
    if not reason:
        raise ProposalRefused(_("Say why, so that the unit understands the decision."))
    if accept:
        _apply(row, by, at)
    state = State.ACCEPTED if accept else State.REJECTED
    return _settle(row, state, reason, by, grant.for_user, at)


@transaction.atomic
def withdraw(*, proposal: ProposedChange, by: Actor, at: datetime) -> ProposedChange:
    """
    The unit takes its proposal back.

    :raises NotAllowed: when the actor may not propose for this unit
    :raises ProposalOutdated: when it was decided by then
    """
    row, grant = _locked(proposal, by, "propose")
    return _settle(row, State.WITHDRAWN, "", by, grant.for_user, at)


def _locked(proposal: ProposedChange, by: Actor, action: str) -> tuple[ProposedChange, Any]:
    grant = permissions.require(by, action, "unit", proposal.unit_id)
    row = ProposedChange.objects.select_for_update(of=("self",)).select_related("unit").get(pk=proposal.pk)
    if row.state != State.WAITING:
        raise ProposalOutdated(
            _("This proposal was decided already: %(state)s.") % {"state": row.get_state_display()}
        )
    return row, grant


def _apply(row: ProposedChange, by: Actor, at: datetime) -> None:
    if queries.data_of(row.unit, by.on)[row.field] != row.before:
        raise ProposalOutdated(
            _("The field has changed since this was proposed. Reject it, so that the unit can propose anew.")
        )
    if row.field != NAME:
        OrgUnit.objects.filter(pk=row.unit_id).update(**{row.field: row.after})
        return
    ask = rename_of(row)
    plan, told = structure.preview(ask=ask, by=by)
    if plan.blocking:
        raise PlanBlocked(plan.blocking[0].text)
    structure.apply_change(ask=ask, digest=plan.digest, by=by, at=at)


def rename_of(row: ProposedChange) -> changes.Ask:
    """The change of the tree that an accepted name is."""
    assert row.day is not None
    return changes.Ask(
        kind="rename", day=row.day, legal_basis=row.legal_basis, unit=row.unit.code, name=row.after
    )


def _settle(
    row: ProposedChange, state: str, reason: str, by: Actor, on_behalf_of: int | None, at: datetime
) -> ProposedChange:
    row.state, row.reason, row.decided_by_id, row.decided_at = state, reason, by.user_id, at
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    _record(state, row, by.user_id, on_behalf_of, at, reason)
    return row


def _record(
    word: str, row: ProposedChange, actor: int, on_behalf_of: int | None, at: datetime, reason: str
) -> None:
    audit.record(
        f"organizations.proposal_{word}", actor=actor, on_behalf_of=on_behalf_of, at=at, target=("unit", row.unit.code),
        unit=row.unit.code, reason=reason, before={row.field: row.before}, after={row.field: row.after},
    )  # fmt: skip
