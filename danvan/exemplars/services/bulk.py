"""
Many models and awards at once, as they were: for taking over history and for the demo city.

The rules of single steps hold as database constraints; the log gets one entry per call. A model that ended keeps its
spells, so that the stock of every past day stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from danvan.audit import services as audit
from danvan.exemplars.models import (
    ActiveSpell,
    Award,
    AwardEvent,
    Effect,
    ModelCheck,
    ModelEvent,
    Recognition,
    SkilledModel,
)
from danvan.exemplars.services.living import good_until
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit

AT_ONCE = 1000
State = SkilledModel.State


@dataclass(frozen=True)
class PastModel:
    """
    A model as it was taken over. `kept_from`: the day from which the register speaks for it. `active_from` None: only
    registered. `source_id` is the model it was copied from. `effect`: what, unit of measure, before, after.
    """

    unit_id: int
    level: str
    title: str
    field: str
    holder: str
    registered_on: date
    kept_from: date
    active_from: date | None = None
    summary: str = ""
    conditions: str = ""
    source_id: int | None = None
    adapted: str = ""
    copy_result: str = ""
    effect: tuple[str, str, int, int] | None = None


@dataclass(frozen=True)
class PastStep:
    """
    A step of a model kept already: ``activated``, ``assessed``, ``recognised``, ``reverified``, ``lapsed`` or ``stopped`` on
    a day. `number` and `grade` belong to a recognition, `reason` to an end or to what a check found.
    """

    model_id: int
    what: str
    on: date
    grade: str = ""
    number: str = ""
    reason: str = ""


@dataclass(frozen=True)
class PastAward:
    """An award that was decided, and presented where `presented_on` says so."""

    unit_id: int
    level: str
    holder_unit_id: int
    movement: str
    launched_on: date
    year: int
    form: str
    authority: str
    holder: str
    achievement: str
    decided_on: date
    decision_number: str
    persons: int = 0
    direct_persons: int = 0
    signer: str = ""
    presented_on: date | None = None


@transaction.atomic
def take_over(
    *, models: Iterable[PastModel], unit: OrgUnit, by: Actor | None, at: datetime
) -> list[SkilledModel]:
    """Write models with their first steps; returns them in the order given. `by` is None only for the demo city."""
    given = list(models)
    _may(by, "model", unit, {one.unit_id for one in given})
    rows = [_row(one, at) for one in given]
    made = SkilledModel.unscoped.bulk_create(rows, batch_size=AT_ONCE)
    pairs = list(zip(given, made, strict=True))
    ActiveSpell.objects.bulk_create(
        [ActiveSpell(model=row, begins_on=one.active_from) for one, row in pairs if one.active_from],
        batch_size=AT_ONCE,
    )
    ModelEvent.objects.bulk_create(
        [event for one, row in pairs for event in _events(one, row, at)], batch_size=AT_ONCE
    )
    Effect.objects.bulk_create(
        [
            Effect(
                model=row, what=one.effect[0], measure=one.effect[1], before=Decimal(one.effect[2]),
                after=Decimal(one.effect[3]),
            )
            for one, row in pairs
            if one.effect
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    _log("models_taken_over", unit, by, at, {"models": len(made)})
    return made


def _may(by: Actor | None, record_type: str, unit: OrgUnit, unit_ids: set[int]) -> None:
    if by is None:
        return
    policy.require(by, "edit", record_type, unit.pk)
    codes = OrgUnit.objects.filter(pk__in=unit_ids).values_list("pk", "code")
    policy.require_all(by, "see", record_type, dict(codes))


def _log(what: str, unit: OrgUnit, by: Actor | None, at: datetime, counts: dict[str, int]) -> None:
    audit.record(
        f"exemplars.{what}", actor=by.user_id if by else None, at=at, target=("orgunit", str(unit.pk)), unit=unit.code,
        after=counts,
    )  # fmt: skip


def _row(one: PastModel, at: datetime) -> SkilledModel:
    # Whatever was verified before the register began counts from the day it was taken over.
    since = max(one.kept_from, one.active_from) if one.active_from else None
    row = SkilledModel(
        unit_id=one.unit_id, level=one.level, title=one.title, field=one.field, holder=one.holder, summary=one.summary,
        conditions=one.conditions, state=State.ACTIVE if since else State.REGISTERED, registered_on=one.registered_on,
        kept_from=one.kept_from, verified_until=good_until(since) if since else None, source_id=one.source_id,
        adapted=one.adapted, copy_result=one.copy_result, created_at=at,
    )  # fmt: skip
    row.remember_words()
    return row


def _events(one: PastModel, row: SkilledModel, at: datetime) -> list[ModelEvent]:
    found = [ModelEvent(model=row, what="registered", on=one.registered_on, at=at)]
    if one.active_from:
        found.append(ModelEvent(model=row, what="activated", on=one.active_from, at=at))
    return found


@transaction.atomic
def step_past(*, steps: Sequence[PastStep], unit: OrgUnit, by: Actor | None, at: datetime) -> None:
    """Write further steps of models kept already, in the order of their days."""
    given = sorted(steps, key=lambda one: (one.on, one.model_id))
    standing = SkilledModel.unscoped.only("unit_id", "state", "verified_until", "ended_reason")
    models = standing.in_bulk({one.model_id for one in given})
    _may(by, "model", unit, {model.unit_id for model in models.values()})
    checks, recognitions, events = [], [], []
    for one in given:
        model = models[one.model_id]
        before = {"state": model.state}
        if one.what == "assessed":
            checks.append(
                ModelCheck(model=model, on=one.on, verdict="good", findings=one.reason or "Đạt yêu cầu.")
            )
            model.state = State.ASSESSED if model.state == State.ACTIVE else model.state
        elif one.what == "recognised":
            recognitions.append(Recognition(model=model, grade=one.grade, number=one.number, on=one.on))
            model.state = State.RECOGNISED if model.state in (State.ACTIVE, State.ASSESSED) else model.state
        elif one.what == "reverified":
            model.verified_until = good_until(one.on)
        elif one.what == "activated":
            model.state, model.verified_until = State.ACTIVE, good_until(one.on)
        else:
            model.state = State.LAPSED if one.what == "lapsed" else State.STOPPED
            model.ended_reason = "" if one.what == "lapsed" else one.reason
        data = {"before": before} if one.what == "lapsed" else {}
        events.append(ModelEvent(model=model, what=one.what, on=one.on, at=at, reason=one.reason, data=data))
    ModelCheck.objects.bulk_create(checks, batch_size=AT_ONCE)
    Recognition.objects.bulk_create(recognitions, batch_size=AT_ONCE)
    ModelEvent.objects.bulk_create(events, batch_size=AT_ONCE)
    _spells(given)
    _store(models.values())
    _log("models_stepped", unit, by, at, {"steps": len(given)})


def _spells(given: Sequence[PastStep]) -> None:
    ActiveSpell.objects.bulk_create(
        [ActiveSpell(model_id=one.model_id, begins_on=one.on) for one in given if one.what == "activated"],
        batch_size=AT_ONCE,
    )
    ended: dict[date, list[int]] = {}
    for one in given:
        if one.what in ("lapsed", "stopped"):
            ended.setdefault(one.on, []).append(one.model_id)
    for day, ids in ended.items():
        ActiveSpell.objects.filter(model_id__in=ids, ends_on=None).update(ends_on=day)


def _store(models: Iterable[SkilledModel]) -> None:
    """One update for all that end up alike: there are few ways to stand."""
    alike: dict[tuple[str, date | None, str], list[int]] = {}
    for model in models:
        alike.setdefault((model.state, model.verified_until, model.ended_reason), []).append(model.pk)
    for (state, until, reason), ids in alike.items():
        for start in range(0, len(ids), AT_ONCE):
            SkilledModel.unscoped.filter(pk__in=ids[start : start + AT_ONCE]).update(
                state=state, verified_until=until, ended_reason=reason, version=F("version") + 1
            )


@transaction.atomic
def mark_copied(*, copies: Sequence[tuple[int, int, date]], at: datetime) -> None:
    """(source id, copy id, day) of copies that are active: a recognised source becomes “copied by others”."""
    ModelEvent.objects.bulk_create(
        [
            ModelEvent(model_id=source, what="copied", on=on, at=at, data={"copy": copy})
            for source, copy, on in copies
        ],
        batch_size=AT_ONCE,
    )
    rows = SkilledModel.unscoped.filter(pk__in={source for source, _c, _d in copies}, state=State.RECOGNISED)
    rows.update(state=State.REPLICATED, version=F("version") + 1)


@transaction.atomic
def take_over_awards(
    *, awards: Iterable[PastAward], unit: OrgUnit, by: Actor | None, at: datetime
) -> list[Award]:
    given = list(awards)
    _may(by, "award", unit, {one.unit_id for one in given})
    made = Award.unscoped.bulk_create([_award(one, at) for one in given], batch_size=AT_ONCE)
    AwardEvent.objects.bulk_create(
        [
            AwardEvent(award=row, what=what, on=on, at=at)
            for one, row in zip(given, made, strict=True)
            for what, on in (
                ("launched", one.launched_on),
                ("decided", one.decided_on),
                ("presented", one.presented_on),
            )
            if on
        ],
        batch_size=AT_ONCE,
    )
    _log("awards_taken_over", unit, by, at, {"awards": len(made)})
    return made


def _award(one: PastAward, at: datetime) -> Award:
    row = Award(
        unit_id=one.unit_id, proposer_id=one.unit_id, level=one.level, holder_unit_id=one.holder_unit_id,
        movement=one.movement, launched_on=one.launched_on, year=one.year, form=one.form, authority=one.authority,
        holder=one.holder, persons=one.persons, direct_persons=one.direct_persons, achievement=one.achievement,
        dossier=["report", "minutes", "list"], state="presented" if one.presented_on else "decided",
        submitted_on=one.decided_on, decided_on=one.decided_on, decision_number=one.decision_number, signer=one.signer,
        presented_on=one.presented_on, created_at=at,
    )  # fmt: skip
    row.remember_words()
    return row
