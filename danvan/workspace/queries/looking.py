"""What a leader reads on a phone in five minutes, and what an auditor looks at first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q

from danvan.audit import queries as audit
from danvan.common.periods import Period
from danvan.organizations.actors import Actor
from danvan.organizations.queries import UnitName, last_names
from danvan.reporting.figures import Number, ReportFigure
from danvan.reporting.models import Round, Submission
from danvan.reporting.queries import forms, masking, panorama, sums
from danvan.workspace.queries.owing import OWING

# The figures asked about first, as far as the form in use has them.
HEADLINES = (
    "supervision.sessions.total",
    "criticism.sessions.total",
    "dialogue.held.total",
    "reception.visits.total",
    "petition.resolved.rate",
    "model.active.total",
)
NAMED = 5
MOVERS = 5
# A change of a smaller number says more about chance than about work.
WORTH_A_WORD = 100


@dataclass(frozen=True)
class Standing:
    """How far an open round is below the person's units; `first_late` are some late units, superiors first."""

    round: Round
    expected: int
    sent: int
    accepted: int
    late: int
    first_late: tuple[tuple[int, UnitName], ...]


def standing(actor: Actor) -> list[Standing]:
    """Rounds that are not locked, the one due first on top. Three queries."""
    rounds = list(Round.objects.filter(locked_at=None).select_related("form").order_by("due_on", "pk"))
    if not rounds:
        return []
    rows = Submission.scoped(actor, "see").filter(round__in=rounds, excused_at__isnull=True).order_by()
    late = Q(state__in=OWING, due_on__lt=actor.on)
    counted = rows.values("round_id").annotate(
        expected=Count("pk"),
        sent=Count("pk", filter=~Q(state__in=OWING)),
        accepted=Count("pk", filter=Q(accepted__isnull=False)),
        late=Count("pk", filter=late),
    )
    by_round = {row["round_id"]: row for row in counted}
    tardy = (
        list(rows.filter(late).values_list("pk", "unit_id", "round_id"))
        if any(r["late"] for r in counted)
        else []
    )
    names = last_names({row[1] for row in tardy}, actor.on) if tardy else {}
    found = []
    for round_ in rounds:
        if row := by_round.get(round_.pk):
            own = [(pk, names[unit_id]) for pk, unit_id, round_id in tardy if round_id == round_.pk]
            own.sort(
                key=lambda pair: (sums.LEVEL_ORDER.get(pair[1].level, 9), pair[1].position, pair[1].code)
            )
            numbers = (row["expected"], row["sent"], row["accepted"], row["late"])
            found.append(Standing(round_, *numbers, tuple(own[:NAMED])))
    return found


@dataclass(frozen=True)
class Compared:
    figure: ReportFigure
    then: Number | None


@dataclass(frozen=True)
class Changes:
    """A unit's newest settled period against the same one a year before."""

    unit_code: str
    period: Period
    headlines: tuple[Compared, ...]
    movers: tuple[Compared, ...]
    illustrative: bool


def changes(actor: Actor) -> Changes | None:
    """For the first unit the person leads; None while nothing is settled. Five queries or so."""
    led = next((grant for grant in actor.grants if grant.role == "leader"), None)
    try:
        form = forms.default_form()
    except forms.NoForm:
        return None
    period = panorama.settled(form)
    if led is None or period is None:
        return None
    layout = forms.layout(form)
    before = period.year_ago()
    found = sums.of_units(form, layout, [period, before], [led.unit_id])
    if (str(period), led.unit_id) not in found:
        return None
    now = sums.figures(layout, found[str(period), led.unit_id])
    past = found.get((str(before), led.unit_id))
    then = {figure.indicator.code: figure for figure in sums.figures(layout, past)} if past else {}
    hidden = masking.hidden_codes(
        actor, layout, led.unit_id, {figure.indicator.code: figure for figure in now}
    )
    pairs = [
        Compared(figure, then[figure.indicator.code].all if figure.indicator.code in then else None)
        for figure in now
        if figure.indicator.code not in hidden
    ]
    by_code = {pair.figure.indicator.code: pair for pair in pairs}
    lead = tuple(
        by_code[code] for code in HEADLINES if code in by_code and by_code[code].figure.all is not None
    )
    spans = Q(starts_on__gte=period.starts_on, ends_on__lte=period.ends_on)
    spans |= Q(starts_on__gte=before.starts_on, ends_on__lte=before.ends_on)
    invented = Round.objects.filter(spans, form=form, illustrative=True).exists()
    return Changes(led.unit_code, period, lead, _movers(pairs), invented)


def _movers(pairs: list[Compared]) -> tuple[Compared, ...]:
    """Complete counts that moved most, beside the headlines; slices repeat their whole and are left out."""
    worth = [
        pair
        for pair in pairs
        if pair.figure.complete
        and pair.figure.indicator.kind in {"input", "stock", "total"}
        and pair.figure.indicator.code not in HEADLINES
        and pair.figure.all is not None
        and pair.then is not None
        and pair.then >= WORTH_A_WORD
        and pair.figure.all != pair.then
    ]
    return tuple(sorted(worth, key=_moved, reverse=True)[:MOVERS])


def _moved(pair: Compared) -> Decimal:
    assert pair.figure.all is not None
    assert pair.then
    return abs(Decimal(pair.figure.all) / Decimal(pair.then) - 1)


@dataclass(frozen=True)
class Witness:
    """How much of the log the last checkpoint covers."""

    entries: int
    made_at: datetime | None
    size: int
    today: date

    @property
    def since(self) -> int:
        return self.entries - self.size


def witness(today: date) -> Witness:
    """Two queries."""
    last = audit.last_checkpoint()
    return Witness(audit.head().seq, last.made_at if last else None, last.size if last else 0, today)
