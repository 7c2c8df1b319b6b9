"""What stands of evaluation in the commune HN-01-01 and the units above it, for doors that need a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from danvan.common.periods import Period
from danvan.evaluation.models import CriteriaSet, Criterion, UnitEvaluation
from danvan.evaluation.services import criteria, reviewing, rounds, scoring

# State of the commune's evaluation -> the period of its round.
PERIODS = {"self_scored": "2019-H1", "submitted": "2019", "published": "2019-Q3", "appealed": "2019-Q4"}
BANDS = [criteria.Band("Tốt", Decimal(75)), criteria.Band("Chưa hoàn thành", Decimal(0))]
JUDGED = {
    "points": Decimal(60), "kind": "judged", "needs_file": False, "reading": "", "scope": "", "indicator": "",
    "divisor": "", "rule": "", "target": None, "steps": [],
}  # fmt: skip
MEASURED = {
    "points": Decimal(40), "kind": "measured", "needs_file": False, "reading": "value", "scope": "own",
    "indicator": "supervision.form.team", "divisor": "", "rule": "proportional", "target": Decimal(4), "steps": [],
}  # fmt: skip

# Url name -> function of the standing city that gives the arguments of its address.
DOORS: dict[str, Callable[[Any], dict[str, Any]]] = {
    **{
        f"evaluation:{name}": lambda here, state=state: {"evaluation_id": here.rooms["evaluation"][state]}
        for name, state in {
            "evaluation": "published", "sheet_excel": "published", "score": "self_scored", "submit": "self_scored",
            "take_back": "submitted", "review": "submitted", "appeal": "published", "decide": "appealed",
        }.items()
    },
    **{
        f"evaluation:{name}": lambda here: {"round_id": here.rooms["evaluation"]["round"]}
        for name in ("round", "remind", "publish", "finalise")
    },
    "evaluation:set": lambda here: {"set_id": here.rooms["evaluation"]["draft"]},
    **{
        f"evaluation:{name}": lambda here: {"set_id": here.rooms["evaluation"]["draft"]}
        for name in ("group_new", "line_new", "issue")
    },
    **{
        f"evaluation:{name}": lambda here: {
            "set_id": here.rooms["evaluation"]["draft"], "line_id": here.rooms["evaluation"]["line"],
        }
        for name in ("line", "line_remove")
    },
}  # fmt: skip
# Url name -> what is posted there.
BODIES: dict[str, dict[str, Any]] = {
    "evaluation:take_back": {"version": 2},
    "evaluation:line_remove": {"version": 3},
    "evaluation:issue": {"version": 3},
}


def stand(made: Any, text: Callable[[str, str], str]) -> dict[str, Any]:
    """The district's set in use and its draft; the commune's evaluation at four stages, each in a round of its own."""
    above, below = made.unit_itself("HN-01"), made.unit_itself("HN-01-01")

    def say(name: str, most: int = 200) -> str:
        return text(name, "HN-01-01")[:most]

    issued = _set(made, above, say, date(2019, 1, 1), "set")
    issued = criteria.issue(set_id=issued.pk, version=issued.version, by=above, at=made.at)
    draft = _set(made, above, say, date(2021, 1, 1), "next")
    found: dict[str, Any] = {
        "draft": draft.pk, "line": Criterion.objects.filter(group__criteria=draft, kind="judged").get().pk,
    }  # fmt: skip
    for state, period in PERIODS.items():
        opened = rounds.open_round(
            unit=made.cast.units["HN-01"], criteria=issued, period=Period.parse(period), title=say(f"round-{state}"),
            self_due_on=made.at.date(), review_due_on=made.at.date() + timedelta(days=9), by=above, at=made.at,
        )  # fmt: skip
        row = UnitEvaluation.unscoped.get(round=opened, unit=made.cast.commune)
        _carry(row, state, opened.pk, say, above, below, made.at)
        found[state], found["round"] = row.pk, opened.pk
    return found


def _set(made: Any, by: Any, say: Callable[..., str], day: date, name: str) -> CriteriaSet:
    values = {
        "name": say(name),
        "level": "commune",
        "basis": say(f"{name}-basis"),
        "starts_on": day,
        "appeal_days": 7,
    }
    at = made.at
    drafted = criteria.draft(unit=made.cast.units["HN-01"], values=values, bands=BANDS, by=by, at=at)
    group = criteria.put_group(set_id=drafted.pk, version=0, title=say(f"{name}-heading"), by=by, at=at)
    for version, line in enumerate((JUDGED, MEASURED), start=1):
        written = {"title": say(f"{name}-line-{version}", 300), "guidance": say(f"{name}-guidance"), **line}
        criteria.put_criterion(
            set_id=drafted.pk, version=version, group_id=group.pk, values=written, by=by, at=at
        )
    return CriteriaSet.unscoped.get(pk=drafted.pk)


def _carry(
    row: UnitEvaluation, state: str, round_id: int, say: Callable[..., str], above: Any, below: Any, at: Any
) -> None:
    """As far as the state says: scored, sent, reviewed and told, appealed against."""
    line = row.scores.get(criterion__kind="judged").criterion_id
    own = scoring.Own(Decimal(50), say(f"note-{state}"))
    scoring.score(evaluation_id=row.pk, version=0, given={line: own}, by=below, at=at)
    if state == "self_scored":
        return
    scoring.submit(evaluation_id=row.pk, version=1, by=below, at=at)
    if state == "submitted":
        return
    judged = reviewing.Reviewed(Decimal(45), say(f"reason-{state}"))
    reviewing.review(
        evaluation_id=row.pk, version=2, given={line: judged}, remark=say(f"remark-{state}"), by=above, at=at
    )
    rounds.publish(round_id=round_id, evaluation_ids=[row.pk], by=above, at=at)
    if state == "appealed":
        reviewing.appeal(evaluation_id=row.pk, version=4, reason=say("appeal"), by=below, at=at)
