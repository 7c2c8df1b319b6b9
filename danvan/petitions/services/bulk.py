"""
Past cases, many at once: for an office that moves here from another system or a paper book, and for the demo city.

Each case leaves what the single services would have left on the days it tells of: row, keys and sealed words, clocks by the
rules of those days, hand-overs, answers, events, promises in the ledger of commitments, public words and audit entries; one
more entry says that they were taken over. Nobody is notified. Not taken over are pictures and papers, split, joined and
sealed cases, extensions and decisions of the superior: enter those one by one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.commitments.services import bulk as promises
from danvan.common.errors import DomainError
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.petitions import receipts
from danvan.petitions.errors import BadRow, Incomplete
from danvan.petitions.models import (
    Answer,
    CaseKey,
    ComplaintFile,
    ComplaintStep,
    Event,
    HandOver,
    Petition,
    Publication,
)
from danvan.petitions.services.closing import ORIGIN
from danvan.petitions.services.intake import SIGNS
from danvan.petitions.services.lives import Life, Records, Surroundings
from danvan.petitions.services.past import HandedOver, PastCase

AT_ONCE = 1000


@dataclass(frozen=True)
class TakenOver:
    """One case that stands here now, with the receipt code to hand to its sender; it is kept nowhere."""

    petition: Petition
    code: str


@transaction.atomic
def take_over(*, cases: Iterable[PastCase], unit: OrgUnit, by: Actor | None, at: datetime) -> list[TakenOver]:
    """
    Write past cases, in the order given; `at` is the moment of taking over, `unit` whose wish it is. All or none.

    `by` needs the right to manage petitions of every unit a case came to; it is None only for building the demo city.

    :raises NotAllowed, OutOfSight: by the policy table
    :raises BadRow: naming the first row that cannot have been so, and why; `detail["row"]` counts from 1
    """
    given = list(cases)
    units = OrgUnit.objects.in_bulk({unit.pk, *_units_of(given)})
    if by is not None:
        permissions.require_all(by, "manage", "petition", {pk: one.code for pk, one in units.items()})
    around = Surroundings(units, at)
    numbers, codes = _references(len(given)), [receipts.code_for(_key(one)) for one in given]
    lives = []
    used = _used([receipts.lookup(code) for one, code in zip(given, codes, strict=True) if one.key])
    for row, (one, number, code) in enumerate(zip(given, numbers, codes, strict=True), start=1):
        try:
            lives.append(Life(one, number, _fresh(receipts.lookup(code), used), around).lived())
        except DomainError as fault:
            raise BadRow(
                _("Case %(row)s of %(all)s: %(why)s Correct it, then take over again; nothing was written.")
                % {"row": row, "all": len(given), "why": fault.message}, row=row,
            ) from fault  # fmt: skip
    _write(around.records, [life.row for life in lives], around)
    _promise(around.records, unit, at)
    audit.record_many(sorted(around.records.log, key=lambda entry: entry["at"]))
    audit.record(
        "petitions.taken_over", actor=by.user_id if by else None, at=at, target=("orgunit", str(unit.pk)), unit=unit.code,
        after={"petitions": len(lives), "answers": len(around.records.answers)},
    )  # fmt: skip
    return [TakenOver(life.row, receipts.shown(code)) for life, code in zip(lives, codes, strict=True)]


def _units_of(cases: list[PastCase]) -> set[int]:
    found = {case.unit_id for case in cases}
    return found | {act.to_unit_id for case in cases for act in case.acts if isinstance(act, HandedOver)}


def _key(case: PastCase) -> str:
    return case.key or secrets.token_urlsafe(32)


def _used(lookups: list[bytes]) -> set[bytes]:
    """Which receipts of keys that were given belong to a case already: those of an earlier taking over."""
    found: set[bytes] = set()
    for start in range(0, len(lookups), 500):
        rows = Petition.unscoped.filter(lookup__in=lookups[start : start + 500])
        found |= {bytes(lookup) for lookup in rows.values_list("lookup", flat=True)}
    return found


def _fresh(lookup: bytes, used: set[bytes]) -> bytes:
    if lookup in used:
        raise Incomplete(_("Another case has this key; it was taken over before."), field="key")
    used.add(lookup)
    return lookup


def _references(count: int) -> list[str]:
    """Numbers that no case has yet; as `new_reference`, with one look for all of them."""
    free: set[str] = set()
    while len(free) < count:
        signs = ["".join(secrets.choice(SIGNS) for _place in range(8)) for _case in range(count - len(free))]
        tried = {f"{one[:4]}-{one[4:]}" for one in signs} - free
        for some in _chunks(sorted(tried)):
            free |= set(some) - set(
                Petition.unscoped.filter(reference__in=some).values_list("reference", flat=True)
            )
    return list(free)


def _chunks(things: list[str]) -> Iterable[list[str]]:
    return (things[start : start + 500] for start in range(0, len(things), 500))


def _write(records: Records, rows: list[Petition], around: Surroundings) -> None:
    """In the order in which one leans on the other."""
    around.winder.save()
    Petition.unscoped.bulk_create(rows, batch_size=AT_ONCE)
    told: list[tuple[type[Model], list[Any]]] = [
        (CaseKey, records.keys), (HandOver, records.hand_overs), (Answer, records.answers), (Event, records.events),
        (ComplaintFile, records.files), (ComplaintStep, records.steps), (Publication, records.publications),
    ]  # fmt: skip
    for model, made in told:
        model._default_manager.bulk_create(made, batch_size=AT_ONCE)


def _promise(records: Records, unit: OrgUnit, at: datetime) -> None:
    """What was promised stands in the ledger, with the answer it was given in."""
    if records.promises:
        past = [one.commitment(f"{ORIGIN}{one.answer.pk}") for one in records.promises]
        promises.take_over(commitments=past, unit=unit, at=at)
