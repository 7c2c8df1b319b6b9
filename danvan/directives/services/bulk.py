"""
Many documents and assignments at once, as they were: for taking over history and for the demo city.

The rules of single steps hold as database constraints; the log gets one entry per call. Tasks are not made here: the caller
writes them into the ledger of commitments with the references returned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from danvan.audit import services as audit
from danvan.directives import symbols
from danvan.directives.models import Directive, DirectiveAssignment, NumberBook
from danvan.directives.services.documents import words_of
from danvan.directives.terms import book_name
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit

AT_ONCE = 1000
State = Directive.State


@dataclass(frozen=True)
class PastDirective:
    """
    A document that was issued. `number` None: it gets the next one of its book, in the order given. `issuer` is the name
    of the body; of one that came in, `is_own` is false and the number is the one printed on it.
    """

    unit_id: int
    level: str
    issuer: str
    kind: str
    style: str
    body: str
    title: str
    issued_on: date
    number: int | None = None
    year: int | None = None  # printed in the symbol of legal documents only
    is_own: bool = True
    content: str = ""
    signer: str = ""
    in_force_to: date | None = None
    state: str = State.IN_FORCE
    ended_on: date | None = None
    end_reason: str = ""


@dataclass(frozen=True)
class PastAssignment:
    """What a unit was given; `acknowledged_on` None: it was only sent. Plans need symbol and day, reports words and day."""

    directive_id: int
    unit_id: int
    level: str
    given_by_id: int
    sent_on: date
    acknowledge_by: date | None = None
    plan_due_on: date | None = None
    report_due_on: date | None = None
    acknowledged_on: date | None = None
    plan_symbol: str = ""
    plan_on: date | None = None
    report: str = ""
    reported_on: date | None = None
    closed_on: date | None = None
    instruction: str = ""


@transaction.atomic
def take_over(
    *, directives: Iterable[PastDirective], unit: OrgUnit, by: Actor | None, at: datetime
) -> list[Directive]:
    """
    Write documents; returns them in the order given. `unit` is the unit at whose wish it is done (in whose log it stands).
    `by` is None only for building the demo city.
    """
    given = list(directives)
    _require(by, unit, {one.unit_id for one in given})
    books = _Books(given)
    made = Directive.unscoped.bulk_create([_directive(one, books, at) for one in given], batch_size=AT_ONCE)
    books.close()
    audit.record(
        "directives.taken_over", actor=by.user_id if by else None, at=at, target=("orgunit", str(unit.pk)),
        unit=unit.code, after={"directives": len(made)},
    )  # fmt: skip
    return made


@transaction.atomic
def take_over_assignments(
    *, assignments: Iterable[PastAssignment], unit: OrgUnit, by: Actor | None, at: datetime
) -> list[DirectiveAssignment]:
    """The same for what units were given."""
    given = list(assignments)
    _require(by, unit, {one.unit_id for one in given})
    made = DirectiveAssignment.unscoped.bulk_create([_assignment(one) for one in given], batch_size=AT_ONCE)
    audit.record(
        "directives.taken_over", actor=by.user_id if by else None, at=at, target=("orgunit", str(unit.pk)),
        unit=unit.code, after={"assignments": len(made)},
    )  # fmt: skip
    return made


class _Books:
    """The books the numbers come from, locked; written once at the end."""

    def __init__(self, given: list[PastDirective]) -> None:
        keys = {_key(one) for one in given if one.is_own}
        rows = [
            NumberBook(unit_id=unit, document_type=kind, format=fmt, name=name)
            for unit, kind, fmt, name in keys
        ]
        NumberBook.objects.bulk_create(
            sorted(rows, key=lambda row: row.unit_id), ignore_conflicts=True, batch_size=AT_ONCE
        )
        units = {key[0] for key in keys}
        found = NumberBook.objects.select_for_update().filter(unit_id__in=units).order_by("pk")
        self.books = {(row.unit_id, row.document_type, row.format, row.name): row for row in found}

    def number(self, one: PastDirective) -> tuple[NumberBook | None, int]:
        if not one.is_own:
            assert one.number is not None
            return None, one.number
        book = self.books[_key(one)]
        number = one.number or book.last + 1
        book.last = max(book.last, number)
        return book, number

    def close(self) -> None:
        NumberBook.objects.bulk_create(
            self.books.values(),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["last"],
            batch_size=AT_ONCE,
        )


def _key(one: PastDirective) -> tuple[int, str, str, str]:
    return one.unit_id, one.kind, one.style, book_name(one.style, one.issued_on)


def _directive(one: PastDirective, books: _Books, at: datetime) -> Directive:
    book, number = books.number(one)
    made = Directive(
        unit_id=one.unit_id, level=one.level, is_own=one.is_own, issuer=one.issuer, style=one.style, kind=one.kind,
        body=one.body, symbol=str(symbols.Symbol(one.style, number, one.kind, one.body, one.year)), number=number, book=book,
        title=one.title, content=one.content, signer=one.signer, signed_on=one.issued_on, issued_on=one.issued_on,
        received_on=None if one.is_own else one.issued_on, in_force_from=one.issued_on, in_force_to=one.in_force_to,
        state=one.state, ended_on=one.ended_on, end_reason=one.end_reason, created_at=at,
    )  # fmt: skip
    made.words = words_of(made)
    return made


def _assignment(one: PastAssignment) -> DirectiveAssignment:
    return DirectiveAssignment(
        directive_id=one.directive_id, unit_id=one.unit_id, level=one.level, given_by_id=one.given_by_id,
        instruction=one.instruction, sent_on=one.sent_on, acknowledge_by=one.acknowledge_by, plan_due_on=one.plan_due_on,
        report_due_on=one.report_due_on, acknowledged_on=one.acknowledged_on, plan_symbol=one.plan_symbol,
        plan_on=one.plan_on, report=one.report, reported_on=one.reported_on, closed_on=one.closed_on, state=_state(one),
    )  # fmt: skip


def _state(one: PastAssignment) -> str:
    states = DirectiveAssignment.State
    if one.closed_on:
        return states.CLOSED
    if one.reported_on:
        return states.REPORTED
    if one.plan_on:
        return states.PLAN_ISSUED
    return states.ACKNOWLEDGED if one.acknowledged_on else states.SENT


def _require(by: Actor | None, unit: OrgUnit, unit_ids: set[int]) -> None:
    if by is None:
        return
    policy.require(by, "edit", "directive", unit.pk)
    codes = OrgUnit.objects.filter(pk__in=unit_ids).values_list("pk", "code")
    policy.require_all(by, "see", "directive", dict(codes))
