"""The board as a page needs it: one stamp for its state, counts, groups by district, filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Sum

from danvan.common.vietnamese import matches
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnitVersion
from danvan.reporting.models import Reminder, ReportForm, Round, Submission
from danvan.reporting.queries.boards import Board, BoardRow
from danvan.reporting.queries.entry import fingerprint

OWING = frozenset({"expected", "draft", "late"})
LEVELS = ("city", "agency", "district", "commune")


def rounds_for(actor: Actor) -> list[Round]:
    """All rounds, newest first, for somebody whose posts open rounds at all."""
    if not policy.holds(actor, "see", "round"):
        return []
    return list(
        Round.objects.select_related("form", "form_version").order_by("-ends_on", "-starts_on", "form_id")
    )


def forms_to_open() -> list[ReportForm]:
    return list(ReportForm.objects.filter(is_active=True).order_by("name"))


def stamp(round_: Round, actor: Actor, today: date) -> str:
    """
    Changes whenever the board would: any state, a reminder, a closing, a name, the day, or who looks. Three queries,
    whatever the size of the city.
    """
    rows = Submission.scoped(actor, "see").filter(round=round_)
    state = rows.aggregate(
        rows=Count("pk"),
        versions=Sum("version"),
        latest=Sum("latest__number"),
        sent=Max("first_sent_at"),
        due=Max("due_on"),
    )
    reminded = Reminder.objects.filter(submission__round=round_).count()
    names = OrgUnitVersion.objects.aggregate(last=Max("pk"), rows=Count("pk"))
    grants = sorted((grant.role, grant.unit_id) for grant in actor.grants)
    return fingerprint(
        repr((round_.pk, sorted(state.items()), reminded, names, str(round_.locked_at), str(today), grants))
    )


@dataclass(frozen=True)
class Tally:
    """The line above a board, or a district's row in it."""

    expected: int
    sent: int
    accepted: int
    returned: int
    late: int
    waiting: int

    @property
    def owing(self) -> int:
        return self.expected - self.sent


def tally(rows: Iterable[BoardRow]) -> Tally:
    counted = [row for row in rows if not row.excused]
    looks = Counter(row.look for row in counted)
    return Tally(
        expected=len(counted),
        sent=sum(row.look not in OWING for row in counted),
        accepted=looks["accepted"],
        returned=looks["returned"],
        late=looks["late"],
        waiting=sum(row.state == "submitted" or row.supplement_waits for row in counted),
    )


@dataclass(frozen=True)
class Group:
    """A district (or the city's own bodies) with everything below it on the board."""

    code: str
    name: str
    tally: Tally


def groups(board: Board) -> list[Group]:
    """One group per unit that stands directly below the highest one shown, and the highest one itself, in tree order."""
    by_id = {row.unit_id: row for row in board.rows}
    members: dict[int, list[BoardRow]] = {}
    for row in board.rows:
        members.setdefault(_head(row, by_id).unit_id, []).append(row)
    return [Group(by_id[pk].code, by_id[pk].name, tally(rows)) for pk, rows in members.items()]


def in_group(board: Board, code: str) -> list[BoardRow]:
    """The rows of one group; empty for a code that heads none."""
    by_id = {row.unit_id: row for row in board.rows}
    return [row for row in board.rows if _head(row, by_id).code == code]


def _head(row: BoardRow, by_id: dict[int, BoardRow]) -> BoardRow:
    here = row
    while here.parent_id in by_id and by_id[here.parent_id].parent_id in by_id:
        here = by_id[here.parent_id]
    return here


@dataclass(frozen=True)
class Filters:
    """What of the board is asked for. Empty means everything."""

    state: str = ""
    level: str = ""
    group: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.state or self.level or self.group or self.words)

    def of(self, board: Board) -> list[BoardRow]:
        rows = in_group(board, self.group) if self.group else board.rows
        return [
            row
            for row in rows
            if (not self.state or self._state(row))
            and (not self.level or row.level == self.level)
            and (not self.words or matches(self.words, f"{row.name} {row.code}"))
        ]

    def _state(self, row: BoardRow) -> bool:
        if self.state == "waiting":
            return row.state == "submitted" or row.supplement_waits
        if self.state == "excused":
            return row.excused
        if self.state == "owing":
            return row.look in OWING and not row.excused
        return row.look == self.state and not row.excused
