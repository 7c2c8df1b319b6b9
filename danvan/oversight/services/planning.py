"""Putting a session into the year's work, and changing what was planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete
from danvan.common.vietnamese import fold
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, log
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import names_on
from danvan.oversight import duties, lives, personal
from danvan.oversight.kinds import FORMS, Form, Kind
from danvan.oversight.models import CoHost, OversightSession, Target, of_kind
from danvan.oversight.refusals import BadTarget
from danvan.oversight.services.holding import held, keep, tell

State = OversightSession.State
FIELDS = (
    "form",
    "title",
    "content",
    "topic",
    "plan_year",
    "plan_quarter",
    "scheduled_on",
    "submit_on",
    "led_by",
)
TEXTS = ("title", "content", "led_by")
# (unit id or None, name of another body)
Body = tuple[int | None, str]


@transaction.atomic
def plan(
    *, kind: str, unit: OrgUnit, values: Mapping[str, Any], targets: Sequence[Body], hosts: Sequence[Body] = (),
    requested: bool = False, by: Actor, at: datetime,
) -> OversightSession:  # fmt: skip
    """
    Put a session into the plan of a unit. `values` are those of `FIELDS`; `requested`: a drafting body asked for criticism.

    :raises Incomplete: when the form does not fit, nobody is named, or the unit is not in force on the day
    :raises BadTarget: when the unit is its own subject
    :raises PersonalData: when a text names a person
    """
    grant = policy.require(by, "edit", kind, unit.pk)
    session = of_kind(kind)(kind=kind, unit=unit, created_at=at)
    session.state = State.REQUESTED if requested and kind == Kind.CRITICISM else State.PLANNED
    _fill(session, values)
    session.due_on = duties.next_due(session)
    session.save()
    session.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    _name(session, targets, hosts)
    tell(session, session.state, by=by, at=at, data={"on": session.scheduled_on.isoformat()})
    return session


@transaction.atomic
def edit(
    *, session_id: int, version: int, values: Mapping[str, Any], targets: Sequence[Body], hosts: Sequence[Body] = (),
    by: Actor, at: datetime,
) -> OversightSession:  # fmt: skip
    """
    Change what was planned, until the session is held. Bodies that were told of it stay named.

    :raises WrongState: when it took place
    """
    session = held(session_id, action="edit", by=by, version=version)
    expect(session, *lives.AHEAD)
    if session.form != values["form"] and session.state not in (State.PLANNED, State.REQUESTED):
        raise Incomplete(_("The form cannot change any more: its steps have begun."))
    _fill(session, values)
    keep(session, *FIELDS, "level", "words")
    session.targets.all().delete()
    session.hosts.all().delete()
    _name(session, targets, hosts)
    log(session, "session_edited", by=by, at=at)
    return session


def _fill(session: OversightSession, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        setattr(session, name, values[name])
    for name in TEXTS:
        most = getattr(session._meta.get_field(name), "max_length", 0)
        setattr(session, name, personal.clean(getattr(session, name), most))
    if not session.title:
        raise Incomplete(_("Say what it is about."))
    known = FORMS[session.kind]
    if (session.form or known) and session.form not in known:
        raise Incomplete(_("Choose one of the forms."))
    lead = names_on(session.scheduled_on, [session.unit_id]).get(session.unit_id)
    if lead is None:
        raise Incomplete(_("The unit is not in force on that day. Choose another day."))
    session.level = lead.level
    if session.form == Form.COMMUNITY and lead.level != "commune":
        raise Incomplete(_("Supervision through community boards is done in a commune."))
    session.words = words_of(session.title, session.content)


def words_of(title: str, content: str = "") -> str:
    """What a search without marks looks in."""
    return fold(f"{title} {content}")[:700]


def _name(session: OversightSession, targets: Sequence[Body], hosts: Sequence[Body]) -> None:
    named = list(dict.fromkeys(targets))
    if not named:
        raise Incomplete(_("Name at least one unit or body it is about."))
    if any(unit_id == session.unit_id for unit_id, _body in named) and session.kind != Kind.SURVEY:
        raise BadTarget(_("A unit does not supervise or inspect itself. Choose another one."))
    names = names_on(session.scheduled_on, [unit_id for unit_id, _body in named if unit_id])
    if any(unit_id not in names for unit_id, _body in named if unit_id):
        raise BadTarget(
            _("A unit named here is not in force on that day. Choose the one that does its work then.")
        )
    personal.refuse(*(body for _unit, body in (*named, *hosts) if body))
    Target.objects.bulk_create(
        Target(
            session=session, unit_id=unit_id, body=body[:200],
            words=fold(names[unit_id].name if unit_id else body)[:200],
        )
        for unit_id, body in named
    )  # fmt: skip
    CoHost.objects.bulk_create(
        CoHost(session=session, unit_id=unit_id, body=body[:200])
        for unit_id, body in dict.fromkeys(hosts)
        if unit_id != session.unit_id
    )
