"""What stands of democracy in the commune HN-01-01 and the units above it, for doors that need a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from danvan.democracy.models import ConsultationOpinion
from danvan.democracy.services import (
    consultations,
    decisions,
    disclosures,
    grouping,
    regulations,
    supervisions,
)


def _of(name: str, argument: str) -> Callable[[Any], dict[str, Any]]:
    return lambda here: {argument: here.rooms["democracy"][name]}


def _step(name: str, argument: str, slug: str) -> Callable[[Any], dict[str, Any]]:
    return lambda here: {argument: here.rooms["democracy"][name], "step": slug}


# Url name -> function of the standing city that gives the arguments of its address.
DOORS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "democracy:consultation": _of("consultation", "consultation_id"),
    "democracy:consultation_step": _step("consultation", "consultation_id", "dong"),
    "democracy:opinion_add": _of("consultation", "consultation_id"),
    "democracy:groups": _of("consultation", "consultation_id"),
    "democracy:matrix": _of("consultation", "consultation_id"),
    "democracy:opinion": _of("opinion", "entry_id"),
    "democracy:group": _of("group", "group_id"),
    "democracy:disclosure": _of("disclosure", "item_id"),
    "democracy:disclosure_step": _step("disclosure", "item_id", "cong-khai"),
    "democracy:regulation": _of("regulation", "regulation_id"),
    "democracy:regulation_step": _step("regulation", "regulation_id", "sua"),
    "democracy:decision": _of("decision", "decision_id"),
    "democracy:decision_step": _step("decision", "decision_id", "ban"),
    "democracy:supervision": _of("supervision", "supervision_id"),
    "democracy:supervision_step": _step("supervision", "supervision_id", "giam-sat"),
    "democracy:export": lambda here: {"register": "disclosures", "output": "csv"},
    "portal:draft": lambda here: {"reference": here.rooms["democracy"]["reference"]},
    "briefings:consultation_paper": lambda here: {
        "consultation_id": here.rooms["democracy"]["consultation"],
        "fmt": "party",
    },
}
# Url name -> what is posted there.
BODIES: dict[str, dict[str, Any]] = {}


def stand(made: Any, text: Callable[[str, str], str]) -> dict[str, Any]:
    """One of each in the commune: an open draft with a grouped and an ungrouped contribution, an overdue disclosure."""
    unit, by, at = made.cast.commune, made.unit_itself("HN-01-01"), made.at
    code, today = unit.code, at.date()
    same: dict[str, Any] = {"by": by, "at": at}
    draft = consultations.prepare(
        unit=unit, values={
            "title": text("draft", code)[:300], "drafter": text("drafter", code)[:200], "summary": text("summary", code),
            "how": text("how", code)[:500], "channels": ["conference", "written", "online"],
            "opens_on": today - timedelta(days=5), "closes_on": today + timedelta(days=20), "short_reason": "",
        }, **same,
    )  # fmt: skip
    consultations.open_(consultation_id=draft.pk, version=0, **same)
    said = {"channel": "written", "received_on": today, "topic": text("draft_topic", code)[:120], "count": 3}
    for clause in ("Điều 1", "Điều 2"):
        opinion = consultations.add_opinion(
            consultation_id=draft.pk,
            values={**said, "clause": clause, "text": text("contribution", code)},
            **same,
        )
    first = ConsultationOpinion.unscoped.filter(consultation=draft).earliest("pk")
    group = grouping.group(
        consultation_id=draft.pk, opinion_ids=[first.pk], clause=text("clause", code)[:120],
        gist=text("gist", code), **same,
    )  # fmt: skip
    item = disclosures.add(
        unit=unit, values={
            "item": "budget", "title": text("disclosure", code)[:300], "decision": text("decided", code)[:120],
            "decided_on": today - timedelta(days=20), "planned_on": None,
        }, **same,
    )  # fmt: skip
    rules = regulations.enter(
        unit=unit, values={
            "title": text("rules", code)[:300], "symbol": text("symbol", code)[:60], "issuer": text("issuer", code)[:200],
            "valid_from": today, "valid_to": None,
        }, replaces=True, **same,
    )  # fmt: skip
    matter = decisions.propose(
        unit=unit, values={
            "community": text("community", code)[:120], "title": text("matter", code)[:300], "kind": "fund",
            "way": "ballot", "proposed_on": today - timedelta(days=9),
        }, **same,
    )  # fmt: skip
    watched = supervisions.plan(
        unit=unit, values={"body": "pib", "title": text("watched", code)[:300], "planned_on": today}, **same
    )
    return {
        "consultation": draft.pk, "opinion": opinion.pk, "group": group.pk, "disclosure": item.pk, "regulation": rules.pk,
        "reference": draft.reference, "decision": matter.pk, "supervision": watched.pk,
    }  # fmt: skip
