"""What every write shares: the locked commitment, its next step, the entry in the log, the news for those concerned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.commitments import permissions
from danvan.commitments.models import Commitment, Proof, State, Step
from danvan.commitments.refusals import ChangedMeanwhile, PersonalData, ReasonMissing, WrongState
from danvan.common.errors import OutOfSight
from danvan.files.models import StoredFile
from danvan.notifications import services as notifications
from danvan.notifications.masking import CONTACT, masked
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.queries import last_names

LIMIT = 2000


@dataclass(frozen=True)
class ProofGiven:
    """A file that was stored for the unit already, or a text."""

    file: StoredFile | None = None
    text: str = ""


@dataclass(frozen=True)
class Held:
    """A locked commitment, the post that opened it, and who acts when."""

    commitment: Commitment
    grant: Grant | None
    by: Actor | None
    at: datetime

    @property
    def day(self):
        return timezone.localtime(self.at).date()


def lock(commitment_id: int) -> Commitment:
    """:raises OutOfSight: when there is none"""
    found = Commitment.locked(commitment_id, "unit", "asked_by", "verifier", "clock")
    if found is None:
        raise OutOfSight(_("There is no such commitment, or it is not open to you."))
    return found


def hold(
    commitment_id: int,
    rule: permissions.Rule,
    *,
    by: Actor,
    at: datetime,
    version: int | None,
    saying: str = "",
) -> Held:
    """
    The commitment, locked, if the rule opens it to `by` and it is as they saw it.

    :raises OutOfSight, NotAllowed: as the policy table says
    :raises ChangedMeanwhile: when `version` is not the one of now; `saying` is what the person wanted to write
    """
    commitment = lock(commitment_id)
    grant = permissions.require(rule, by, commitment)
    if version is not None and version != commitment.version:
        refuse_stale(commitment, saying)
    return Held(commitment, grant, by, at)


def refuse_stale(commitment: Commitment, saying: str) -> None:
    last = Step.objects.filter(commitment=commitment).select_related("by").order_by("-number").first()
    assert last is not None
    who = str(last.by) if last.by else _("the system")
    theirs = f"{last.get_kind_display()}: {last.note}" if last.note else str(last.get_kind_display())
    raise ChangedMeanwhile(
        _(
            "%(who)s was first: “%(theirs)s”. Your text is kept below: “%(yours)s”. Read what changed, then decide again."
        )
        % {"who": who, "theirs": theirs, "yours": saying or "–"},
        yours=saying,
        theirs=theirs,
    )


def require_state(commitment: Commitment, *states: str) -> None:
    """:raises WrongState: naming the state it is in"""
    if commitment.state not in states:
        raise WrongState(
            _("This cannot be done now: the commitment is “%(state)s”.")
            % {"state": commitment.get_state_display()}
        )


def reason_of(text: str, what: str) -> str:
    """:raises ReasonMissing: when nothing was said; `what` is the sentence that asks for it"""
    said = text.strip()
    if not said:
        raise ReasonMissing(what)
    return said[:LIMIT]


def refuse_personal(*texts: str) -> None:
    """:raises PersonalData: when something everybody may read names a way to a person"""
    for text in texts:
        if found := CONTACT.search(text):
            raise PersonalData(
                _(
                    "“%(found)s” looks like somebody's telephone, e-mail or identity number, and everybody may read this. "
                    "Take it out, or make the commitment internal."
                )
                % {"found": found.group()}
            )


def step(
    held: Held,
    kind: str,
    *,
    note: str = "",
    data: dict[str, Any] | None = None,
    proofs: Sequence[ProofGiven] = (),
) -> Step:
    """Add the next step, with its proofs."""
    last = (
        Step.objects.filter(commitment=held.commitment)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    made = Step.objects.create(
        commitment=held.commitment,
        number=(last or 0) + 1,
        kind=kind,
        at=held.at,
        unit_id=held.grant.unit_id if held.grant else None,
        by_id=held.by.user_id if held.by else None,
        note=note[:LIMIT],
        data=data or {},
    )
    Proof.objects.bulk_create(Proof(step=made, file=one.file, text=one.text[:LIMIT]) for one in proofs)
    return made


def save(held: Held, *fields: str) -> Commitment:
    commitment = held.commitment
    commitment.version += 1
    commitment.save(update_fields=[*fields, "version"])
    return commitment


def record(
    held: Held,
    action: str,
    *,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """The entry in the log, without contact details: what people write may hold them."""
    audit.record(
        f"commitments.{action}",
        actor=held.by.user_id if held.by else None,
        at=held.at,
        target=held.commitment,
        unit=held.commitment.unit.code,
        reason=masked(reason)[:500],
        before=before,
        after=after,
        on_behalf_of=held.grant.for_user if held.grant else None,
    )


def tell(
    held: Held, kind: str, unit_ids: Iterable[int | None], *, title: str, text: str = "",
    roles: Collection[str] = ("officer", "consolidator"), mark: str = "",
) -> bool:  # fmt: skip
    """
    News for those who hold posts in these units; not for whoever did it. One event for each version, or each `mark`.
    Whether anybody heard of it now.
    """
    commitment = held.commitment
    doer = {held.by.user_id} if held.by else set()
    told = 0
    for unit_id in sorted({pk for pk in unit_ids if pk is not None}):
        told += notifications.notify_unit(
            event=f"commitments.{kind}:{commitment.pk}:{mark or commitment.version}",
            kind=f"commitments.{kind}",
            unit_id=unit_id,
            roles=roles,
            title=title,
            text=text,
            url=reverse("commitments:story", args=[commitment.pk]),
            at=held.at,
            but=doer,
        )
    return bool(told)


def name_of(unit_id: int, held: Held) -> str:
    return last_names([unit_id], held.day)[unit_id].name


def others(held: Held) -> set[int | None]:
    """Those who asked and verify."""
    found: set[int | None] = {held.commitment.asked_by_id, held.commitment.verifier_id}
    return found - {held.commitment.unit_id}


OWED_STATES = (State.GIVEN, State.ACCEPTED, State.IN_PROGRESS)
