"""What became of promises made at dialogues, read from the ledger of commitments."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from danvan.commitments.lateness import is_late
from danvan.commitments.lateness import late as late_ones
from danvan.commitments.models import OVER, Commitment
from danvan.engagement.models import DialogueConference, DialogueOpinion
from danvan.organizations.queries import last_names

WORD = "engagement.DialogueOpinion"


@dataclass(frozen=True)
class Promise:
    """A commitment as it stands on a day; `kept` is None until somebody of another unit has looked."""

    pk: int
    reference: str
    opinion_id: int
    text: str
    unit_id: int
    unit: str
    due_on: date
    state: str
    state_label: str
    outcome: str
    kept: bool | None
    late: bool
    over: bool
    public: bool


def of_opinions(opinion_ids: Collection[int], on: date) -> dict[int, list[Promise]]:
    """Promises by opinion, the latest first. Two queries."""
    if not opinion_ids:
        return {}
    rows = list(
        Commitment.unscoped.filter(origin_ref__in=[f"{WORD}:{pk}" for pk in opinion_ids]).order_by("-pk")
    )
    names = last_names({row.unit_id for row in rows}, on) if rows else {}
    found: dict[int, list[Promise]] = {}
    for row in rows:
        opinion_id = int(row.origin_ref.partition(":")[2])
        unit = names[row.unit_id].name if row.unit_id in names else ""
        found.setdefault(opinion_id, []).append(
            Promise(
                row.pk, row.reference, opinion_id, row.text, row.unit_id, unit, row.due_on, row.state,
                str(row.get_state_display()), str(row.get_outcome_display()) if row.outcome else "", row.kept,
                is_late(row, on), row.is_over, row.is_public,
            )
        )  # fmt: skip
    return found


def of_dialogues(dialogue_ids: Collection[int], on: date) -> dict[int, list[Promise]]:
    """Promises by dialogue, in the order of its opinions. Three queries."""
    pairs = DialogueOpinion.unscoped.filter(dialogue_id__in=dialogue_ids, decided_at__isnull=False).order_by(
        "number"
    )
    # Answered at the event needs no look into the ledger.
    pairs = pairs.exclude(state=DialogueOpinion.State.ANSWERED_AT_EVENT)
    owner = dict(pairs.values_list("pk", "dialogue_id"))
    by_opinion = of_opinions(list(owner), on)
    found: dict[int, list[Promise]] = {}
    for opinion_id, dialogue_id in owner.items():
        found.setdefault(dialogue_id, []).extend(by_opinion.get(opinion_id, []))
    return found


def before(dialogue: DialogueConference, on: date) -> tuple[DialogueConference | None, list[Promise]]:
    """The unit's last dialogue before this one, and what was promised there. Four queries."""
    earlier = DialogueConference.unscoped.filter(unit_id=dialogue.unit_id, held_on__lt=dialogue.day)
    last = earlier.filter(state__in=DialogueConference.TOOK_PLACE).order_by("-held_on", "-pk").first()
    if last is None:
        return None, []
    return last, of_dialogues([last.pk], on).get(last.pk, [])


@dataclass(frozen=True)
class Kept:
    """How promises stand: `due` are those whose day has come or that are over, `kept` those of them that were kept."""

    all: int = 0
    due: int = 0
    kept: int = 0
    late: int = 0


def tally(promises: Iterable[Promise], on: date) -> Kept:
    given = list(promises)
    due = [one for one in given if one.over or one.due_on < on]
    return Kept(len(given), len(due), sum(one.kept is True for one in due), sum(one.late for one in given))


def tally_of_units(asked_by_ids: Collection[int], year: int, on: date) -> Kept:
    """Promises given at dialogues of a year, counted in the ledger by who asked: the host. One query."""
    rows = Commitment.unscoped.filter(origin="dialogue", asked_by_id__in=asked_by_ids, given_on__year=year)
    over = Q(state__in=OVER)
    found = rows.aggregate(
        all=Count("pk"),
        due=Count("pk", filter=over | Q(due_on__lt=on)),
        kept=Count("pk", filter=Q(kept=True) & (over | Q(due_on__lt=on))),
        late=Count("pk", filter=late_ones(on)),
    )
    return Kept(found["all"], found["due"], found["kept"], found["late"])
