"""A document's life: drafted or registered, signed, issued under its number, in force, ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete
from danvan.common.vietnamese import fold, nfc
from danvan.directives import kinds, symbols
from danvan.directives.models import Directive, DirectiveFile, DirectiveRelation, Programme
from danvan.directives.refusals import BadDay
from danvan.directives.services import numbering
from danvan.files.models import StoredFile
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import names_on

State = Directive.State
DRAFTED = ("kind", "style", "body", "title", "content", "signer", "in_force_from", "in_force_to")
REGISTERED = ("issuer", "title", "content", "signer", "received_on", "in_force_from", "in_force_to")


@transaction.atomic
def draft(*, unit: OrgUnit, values: Mapping[str, Any], by: Actor, at: datetime) -> Directive:
    """
    Begin a document of one's own. `values` hold `DRAFTED` and `programmes` (ids).

    :raises BadSymbol: when kind or sign of the body cannot stand in a symbol
    """
    grant = policy.require(by, "edit", "directive", unit.pk)
    name = _name_of(unit, _day(at))
    symbols.compose(style=values["style"], number=1, kind=values["kind"], body=values["body"])
    chosen = {field: values[field] for field in DRAFTED}
    chosen["body"] = symbols.cleaned(chosen["body"])
    made = Directive(unit=unit, level=name.level, issuer=name.name, created_at=at, **chosen)
    _check_days(made)
    return _made(made, values, grant.for_user, "drafted", by, at)


@transaction.atomic
def register(*, unit: OrgUnit, values: Mapping[str, Any], by: Actor, at: datetime) -> Directive:
    """
    Enter a document that came in, under the number printed on it. `values` hold `REGISTERED`, `symbol` (as typed),
    `issued_on` and `programmes`.

    :raises BadSymbol, BadDay: when the symbol cannot be read or a day cannot stand
    :raises Incomplete: when it is registered already
    """
    grant = policy.require(by, "edit", "directive", unit.pk)
    today, issued_on = _day(at), values["issued_on"]
    name = _name_of(unit, today)
    if issued_on > today:
        raise BadDay(_("The document is dated in the future. Check the day that is printed on it."))
    symbol = symbols.parse(values["symbol"], on=issued_on)
    chosen = {field: values[field] for field in REGISTERED}
    made = Directive(
        unit=unit, level=name.level, is_own=False, created_at=at, symbol=str(symbol), number=symbol.number,
        style=symbol.style, kind=symbol.kind, body=symbol.body, issued_on=issued_on, signed_on=issued_on, **chosen,
    )  # fmt: skip
    made.in_force_from = made.in_force_from or issued_on
    _check_days(made)
    if made.received_on and made.received_on < issued_on:
        raise BadDay(_("It cannot have come in before it was issued."))
    _set_standing(made, today)
    return _made(made, values, grant.for_user, "registered", by, at)


@transaction.atomic
def edit(*, directive_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime) -> Directive:
    """
    Change what may still change: of a draft everything, later only programmes, days of force and, of a document that came
    in, what was copied from it. An issued document of one's own keeps its words.
    """
    held = hold(Directive, directive_id, action="edit", by=by, version=version)
    if held.is_own and held.state == State.DRAFT:
        fields: tuple[str, ...] = DRAFTED
        symbols.compose(style=values["style"], number=1, kind=values["kind"], body=values["body"])
    elif held.is_own:
        expect(held, State.SIGNED, *Directive.OPEN)
        fields = ("in_force_to",)
    else:
        expect(held, *Directive.OPEN)
        fields = tuple(field for field in REGISTERED if field != "in_force_from")
    for field in fields:
        setattr(held, field, values[field])
    _check_days(held)
    held.words = words_of(held)
    save(held, *fields, "words")
    _group(held, values.get("programmes", ()))
    log(held, "edited", by=by, at=at)
    return held


@transaction.atomic
def sign(
    *, directive_id: int, version: int, signer: str, signed_on: date, by: Actor, at: datetime
) -> Directive:
    """Record that it was signed. :raises BadDay: for a day to come"""
    held = hold(Directive, directive_id, action="issue", by=by, version=version)
    expect(held, State.DRAFT)
    if not signer.strip():
        raise Incomplete(_("Write who signed it, with the office."))
    if signed_on > _day(at):
        raise BadDay(_("It cannot have been signed in the future."))
    held.signer, held.signed_on, held.state = nfc(signer).strip()[:160], signed_on, State.SIGNED
    save(held, "signer", "signed_on", "state")
    log(held, "signed", by=by, at=at, after={"on": signed_on.isoformat()})
    return held


@transaction.atomic
def unsign(*, directive_id: int, version: int, by: Actor, at: datetime) -> Directive:
    """Back to a draft: it was called signed by mistake and has no number yet."""
    held = hold(Directive, directive_id, action="issue", by=by, version=version)
    expect(held, State.SIGNED)
    held.signed_on, held.state = None, State.DRAFT
    save(held, "signed_on", "state")
    log(held, "unsigned", by=by, at=at)
    return held


@transaction.atomic
def issue(
    *, directive_id: int, version: int, issued_on: date, in_force_from: date | None, by: Actor, at: datetime
) -> Directive:
    """
    Give it the next number of its book and the day, once and for good; in force when its day has come.

    :raises BadDay: for a day before the signature or to come
    """
    held = hold(Directive, directive_id, action="issue", by=by, version=version)
    expect(held, State.SIGNED)
    today = _day(at)
    assert held.signed_on is not None
    if not held.signed_on <= issued_on <= today:
        raise BadDay(_("The day of issue lies between the signature and today."))
    held.book, held.number = numbering.take(
        unit=held.unit, document_type=held.kind, format=held.style, day=issued_on
    )
    held.symbol = str(symbols.compose(style=held.style, number=held.number, kind=held.kind, body=held.body))
    held.issued_on, held.in_force_from = issued_on, in_force_from or held.in_force_from or issued_on
    _check_days(held)
    _set_standing(held, today)
    held.words = words_of(held)
    save(held, "book", "number", "symbol", "issued_on", "in_force_from", "state", "ended_on", "words")
    log(held, "issued", by=by, at=at, after={"symbol": held.symbol, "on": issued_on.isoformat()})
    end_replaced(held, by=by, at=at)
    return held


@transaction.atomic
def end(
    *, directive_id: int, version: int, how: str, ended_on: date, reason: str, by: Actor, at: datetime
) -> Directive:
    """
    End it by a review (``closed_by_review``) or because its time is over (``expired``).

    :raises Incomplete: without words; :raises BadDay: for a day before it was issued or to come
    """
    held = hold(Directive, directive_id, action="edit", by=by, version=version)
    expect(held, *Directive.OPEN)
    if how not in (State.EXPIRED, State.REVIEWED):
        raise Incomplete(_("Choose how it ends."))
    if not reason.strip():
        raise Incomplete(_("Say in a sentence how it ended, such as the report of the review."))
    assert held.issued_on is not None
    if not held.issued_on <= ended_on <= _day(at):
        raise BadDay(_("It ends on a day between its issue and today."))
    _end(held, how, ended_on, nfc(reason).strip()[:300], by, at)
    return held


@transaction.atomic
def add_file(*, directive_id: int, file: StoredFile, caption: str, by: Actor, at: datetime) -> DirectiveFile:
    """Attach a file that was stored for the unit before."""
    held = hold(Directive, directive_id, action="edit", by=by)
    if file.unit_id != held.unit_id:
        raise Incomplete(_("The file belongs to another unit. Upload it again here."))
    made = DirectiveFile.objects.create(
        directive=held, file=file, caption=nfc(caption).strip()[:120], added_at=at
    )
    save(held)
    log(held, "file_added", by=by, at=at, after={"sha256": file.sha256})
    return made


def words_of(directive: Directive) -> str:
    """What the search looks through, without marks; the symbol also with its parts apart."""
    apart = directive.symbol.replace("/", " ").replace("-", " ")
    told = (
        directive.symbol,
        apart,
        kinds.label(directive.kind),
        directive.issuer,
        directive.title,
        directive.content,
    )
    return fold(" ".join(told))


def end_replaced(directive: Directive, *, by: Actor | None, at: datetime) -> None:
    """Once in force, it ends those documents of the same unit that it replaces."""
    if directive.state != State.IN_FORCE:
        return
    rows = DirectiveRelation.objects.filter(source=directive, kind=DirectiveRelation.Kind.REPLACES)
    for target_id in rows.order_by("target_id").values_list("target_id", flat=True):
        target = Directive.locked(target_id, "unit")
        if target is not None and target.unit_id == directive.unit_id and target.is_open:
            day = max(directive.in_force_from or _day(at), target.issued_on or _day(at))
            _end(target, State.REPLACED, day, directive.named[:300], by, at)


def _end(directive: Directive, how: str, day: date, reason: str, by: Actor | None, at: datetime) -> None:
    directive.state, directive.ended_on, directive.end_reason = how, day, reason
    save(directive, "state", "ended_on", "end_reason")
    log(directive, "ended", by=by, at=at, reason=reason, after={"how": str(how), "on": day.isoformat()})


def _made(
    made: Directive, values: Mapping[str, Any], on_behalf_of: int | None, word: str, by: Actor, at: datetime
) -> Directive:
    made.words = words_of(made)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Incomplete(
            _("%(symbol)s is registered already, or a value cannot stand. Look for it in the list.")
            % {"symbol": made.symbol or made.title}
        ) from error
    made.on_behalf_of = on_behalf_of  # type: ignore[attr-defined]
    _group(made, values.get("programmes", ()))
    log(made, word, by=by, at=at, after={"symbol": made.symbol, "kind": made.kind})
    return made


def _group(directive: Directive, programme_ids: Collection[int]) -> None:
    """Programmes are those of the unit or of units above it: the caller offers no others."""
    directive.programmes.set(Programme.unscoped.filter(pk__in=list(programme_ids)))


def _set_standing(directive: Directive, today: date) -> None:
    """Issued, in force or expired, as its days say."""
    begins, ends = directive.in_force_from, directive.in_force_to
    directive.state = State.IN_FORCE if begins and begins <= today else State.ISSUED
    if ends and ends < today:
        directive.state, directive.ended_on = State.EXPIRED, ends


def _check_days(directive: Directive) -> None:
    begins, ends = directive.in_force_from, directive.in_force_to
    if begins and directive.issued_on and begins < directive.issued_on:
        raise BadDay(_("It cannot be in force before it is issued."))
    if begins and ends and ends < begins:
        raise BadDay(_("It would end before it begins."))


def _name_of(unit: OrgUnit, day: date) -> Any:
    name = names_on(day, [unit.pk]).get(unit.pk)
    if name is None:
        raise Incomplete(_("The unit is not in force on that day. Choose another day."))
    return name


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
