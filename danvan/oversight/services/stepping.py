"""The steps of every kind of session, one machine for all: take the next one, take the last one back, cancel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete, WrongState
from danvan.organizations.actors import Actor
from danvan.organizations.holding import log
from danvan.oversight import lives, personal
from danvan.oversight.models import OversightSession, SessionEvent
from danvan.oversight.services import recommending, telling
from danvan.oversight.services.holding import held, keep, tell

State = OversightSession.State
TEXTS = {"led_by", "number", "signer", "findings", "conclusion"}
DAYS = {"scheduled_on", "submit_on"}


@transaction.atomic
def take(
    *, session_id: int, version: int, slug: str, on: date, values: Mapping[str, Any] | None = None, by: Actor,
    at: datetime,
) -> OversightSession:  # fmt: skip
    """
    Take a step that is open now, done on the day `on`. `values` hold what the step asks (`lives.Step.fields`).

    :raises WrongState: when the step does not follow from the state
    :raises Incomplete: for a day to come, or when something the step needs is missing
    :raises PersonalData: when a text names a person
    """
    step = _step(session_id, slug)
    session = held(session_id, action=step.action, by=by, version=version)
    if step not in lives.open_in(session):
        raise WrongState(
            _("This step is not open now: it is “%(state)s”. Reload the page to see what comes next.")
            % {"state": session.get_state_display()}
        )
    _check_day(session, step, on, at)
    given = dict(values or {})
    reason = str(given.pop("reason", "")).strip()
    before = _before(session, step)
    _fill(session, step, given, reason)
    if step.day:
        setattr(session, step.day, on)
    session.state = step.to
    _finish(session, step, on=on, by=by, at=at)
    keep(session, *before["fields"], "state")
    tell(session, step.to, on=on, by=by, at=at, reason=reason, data=before)
    if step.tells:
        telling.tell_bodies(session, by=by, at=at)
    return session


def _step(session_id: int, slug: str) -> lives.Step:
    row = OversightSession.unscoped.filter(pk=session_id).values_list("kind", "form").first()
    step = lives.find(*row, slug) if row else None
    if step is None:
        raise WrongState(_("There is no such step."))
    return step


def _check_day(session: OversightSession, step: lives.Step, on: date, at: datetime) -> None:
    if on > timezone.localtime(at).date():
        raise Incomplete(_("This day is still to come."))
    taken = session.events.exclude(what__in=(State.PLANNED, State.REQUESTED))
    last = taken.order_by("-on").values_list("on", flat=True).first()
    if last and step is not lives.CANCEL and on < last:
        raise Incomplete(
            _("The step before was taken on %(day)s; this one cannot come earlier.")
            % {"day": f"{last:%d/%m/%Y}"}
        )


def _before(session: OversightSession, step: lives.Step) -> dict[str, Any]:
    """What the step changes, as it was: enough to take it back."""
    names = [name for name in (*step.fields, step.day) if name and name != "reason"]
    if step.tells:
        names.append("told")
    if step is lives.CANCEL:
        names.append("dropped_reason")
    was = {name: getattr(session, name) for name in names}
    return {
        "from": session.state,
        "fields": names,
        "was": {name: value.isoformat() if isinstance(value, date) else value for name, value in was.items()},
    }


def _fill(session: OversightSession, step: lives.Step, given: Mapping[str, Any], reason: str) -> None:
    for name in step.fields:
        if name == "reason" or name not in given:
            continue
        value = given[name]
        if name in TEXTS:
            value = personal.clean(value or "", getattr(session._meta.get_field(name), "max_length", 4000))
        setattr(session, name, value)
    for name in step.needs:
        if not (reason if name == "reason" else getattr(session, name)):
            raise Incomplete(_("This step still needs: %(what)s.") % {"what": _label(name)})
    if step is lives.CANCEL:
        session.dropped_reason = reason[:300]
    if step.tells:
        session.told = True


def _label(name: str) -> str:
    if name == "reason":
        return _("the reason")
    return str(getattr(OversightSession._meta.get_field(name), "verbose_name", name))


def _finish(session: OversightSession, step: lives.Step, *, on: date, by: Actor, at: datetime) -> None:
    """What a step does beyond the session itself."""
    if step.to in (State.SENT, State.REMEDYING):
        recommending.send(session, on=on, by=by, at=at)
    if step.to == State.DOCUMENT_SENT and not session.opinions.exists():
        raise Incomplete(_("Enter the opinions first: the document consists of them."))
    if step.to == State.CLOSED:
        if session.recommendations.filter(sent_on__isnull=True).exists():
            raise Incomplete(_("Recommendations were written but not sent. Send them, or take them out."))
        if session.recommendations.filter(answered_on__isnull=True).exists():
            raise Incomplete(_("Not every recommendation has its answer yet."))


@transaction.atomic
def take_back(*, session_id: int, version: int, by: Actor, at: datetime) -> OversightSession:
    """
    Take the last step back: on the same day, by who took it, before anything legal hangs on it.

    :raises WrongState: for a step of another day or person, or a final one
    """
    session = held(session_id, action="edit", by=by, version=version)
    event = last_step(session)
    if event is None or not can_take_back(session, event, by, at):
        raise WrongState(_("The last step cannot be taken back: only on the same day, by who took it."))
    for name, value in event.data["was"].items():
        setattr(session, name, parse_date(value) if name in {*DAYS, "held_on"} and value else value)
    session.state = event.data["from"]
    keep(session, *event.data["was"], "state")
    event.delete()
    log(session, "session_taken_back", by=by, at=at, after={"state": session.state})
    return session


def last_step(session: OversightSession) -> SessionEvent | None:
    return session.events.order_by("-at", "-pk").first()


def can_take_back(session: OversightSession, event: SessionEvent, by: Actor, at: datetime) -> bool:
    taken = next((one for one in lives.steps(session.kind, session.form) if one.to == event.what), None)
    if taken is None or taken.final or taken.action != "edit" or event.what != session.state or taken.tells:
        return False
    same_day = timezone.localtime(event.at).date() == timezone.localtime(at).date()
    return same_day and event.by_id == by.user_id and "from" in event.data
