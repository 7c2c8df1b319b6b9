"""News of oversight to the units concerned: subject and day, never what was found."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.notifications import services as notifications
from danvan.organizations.actors import Actor
from danvan.organizations.queries import last_names
from danvan.oversight.models import JointProposal, OversightSession

State = OversightSession.State


def tell_bodies(session: OversightSession, *, by: Actor, at: datetime) -> None:
    """The units a session is about, and those that take part; what is asked of them they hear through commitments."""
    if session.state in (State.SENT, State.REMEDYING):
        return
    said = {
        "unit": _name(session.unit_id, at), "day": f"{session.scheduled_on:%d/%m/%Y}", "kind": session.get_kind_display(),
    }  # fmt: skip
    title = _("%(unit)s announces: %(kind)s on %(day)s") % said
    units = {one.unit_id for one in session.targets.all()} | {one.unit_id for one in session.hosts.all()}
    for unit_id in sorted(pk for pk in units if pk):
        _tell(
            "notified", f"{session.pk}:{session.version}", unit_id, title, session.title, session.pk, by, at
        )


def tell_proposed(proposal: JointProposal, *, by: Actor, at: datetime) -> None:
    mine, other = proposal.session, proposal.other
    title = _("%(unit)s proposes to go together: %(what)s") % {
        "unit": _name(mine.unit_id, at), "what": other.title,
    }  # fmt: skip
    _tell("joint", str(proposal.pk), other.unit_id, title, mine.title, other.pk, by, at)


def tell_joint_answer(proposal: JointProposal, *, by: Actor, at: datetime) -> None:
    mine = proposal.session
    words = _("%(unit)s goes together with you: %(what)s") if proposal.taken_up else _(
        "%(unit)s does not go together with you: %(what)s"
    )  # fmt: skip
    title = words % {"unit": _name(proposal.other.unit_id, at), "what": mine.title}
    _tell("joint", f"{proposal.pk}:answer", mine.unit_id, title, "", mine.pk, by, at)


def _tell(
    kind: str, mark: str, unit_id: int, title: str, text: str, session_id: int, by: Actor, at: datetime
) -> None:
    notifications.notify_unit(
        event=f"oversight.{kind}:{mark}", kind=f"oversight.{kind}", unit_id=unit_id, title=title, text=text,
        url=reverse("oversight:session", args=[session_id]), at=at, but=[by.user_id],
    )  # fmt: skip


def _name(unit_id: int, at: datetime) -> str:
    return last_names([unit_id], timezone.localtime(at).date())[unit_id].name
