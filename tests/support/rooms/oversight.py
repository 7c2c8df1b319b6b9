"""What stands of oversight in the commune HN-01-01 and the units above it, for doors that need a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from danvan.oversight.models import JointProposal, OversightSession
from danvan.oversight.services import opining, planning, recommending, stepping

PLAN = {
    "unit": "HN-01-01", "title": "Giám sát công khai ngân sách", "form": "document", "topic": "budget",
    "target_bodies": "Trạm Y tế", "plan_year": "2020", "plan_quarter": "1", "scheduled_on": "20/03/2020",
}  # fmt: skip


def _of(name: str, argument: str) -> Callable[[Any], dict[str, Any]]:
    return lambda here: {argument: here.rooms["oversight"][name]}


# Url name -> function of the standing city that gives the arguments of its address.
DOORS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "oversight:board": lambda here: {"kind": "giam-sat"},
    "oversight:download": lambda here: {"kind": "giam-sat", "fmt": "xlsx"},
    "oversight:ledger_download": lambda here: {"fmt": "csv"},
    "oversight:new": lambda here: {"kind": "giam-sat"},
    "oversight:session": _of("supervision", "session_id"),
    "oversight:edit": _of("supervision", "session_id"),
    "oversight:step": lambda here: {"session_id": here.rooms["oversight"]["supervision"], "step": "huy"},
    "oversight:take_back": _of("supervision", "session_id"),
    "oversight:propose_joint": lambda here: {
        "session_id": here.rooms["oversight"]["supervision"], "other_id": here.rooms["oversight"]["other"],
    },
    "oversight:answer_joint": _of("proposal", "proposal_id"),
    "oversight:recommend": _of("inspection", "session_id"),
    "oversight:recommendation": _of("unsent", "recommendation_id"),
    "oversight:take_out": _of("unsent", "recommendation_id"),
    "oversight:opine": _of("criticism", "session_id"),
    "oversight:opinion": _of("opinion", "opinion_id"),
    "briefings:oversight_paper": lambda here: {
        "session_id": here.rooms["oversight"]["supervision"], "paper": "thong-bao", "fmt": "party",
    },
    "briefings:reminder_letter": lambda here: {
        "recommendation_id": here.rooms["oversight"]["sent"], "fmt": "state",
    },
}  # fmt: skip
# Url name -> what is posted there.
BODIES: dict[str, dict[str, Any]] = {}


def stand(made: Any, text: Callable[[str, str], str]) -> dict[str, Any]:
    """
    Of the commune: a supervision planned, with a proposal to join it; an inspection with a recommendation not sent, and one
    whose recommendation waits for an answer; a criticism with an opinion. Nothing of it is concluded but the second
    inspection, so the figures others type stay typed.
    """
    code = "HN-01-01"
    unit, by, at = made.cast.commune, made.unit_itself(code), made.at
    hand = _Hand(unit, by, at, lambda name: text(name, code))
    supervision = hand.plan("supervision", form="document", hosts=[(None, hand.say("co-host"))])
    other = planning.plan(
        kind="inspection", unit=made.cast.district, values=hand.values("inspection", form=""),
        targets=[(None, hand.say("body"))], by=made.unit_itself("HN-01"), at=at,
    )  # fmt: skip
    # The district proposes to lead; the commune answers.
    proposal = JointProposal.objects.create(session=other, other=supervision, proposed_at=at)
    criticism = hand.plan("criticism", form="written")
    hand.take(criticism, "nhan-du-thao", submit_on=at.date() + timedelta(days=20))
    opinion = opining.opine(
        session_id=criticism.pk, values={"part": hand.say("part"), "text": hand.say("opinion")}, by=by, at=at
    )
    inspection = hand.held()
    unsent = hand.ask(inspection)
    concluded = hand.held()
    sent = hand.ask(concluded)
    hand.take(
        concluded, "ket-luan", number="2-KL", signer="Bí thư", findings=hand.say("found"), conclusion="Tốt"
    )
    hand.take(concluded, "khac-phuc")
    return {
        "supervision": supervision.pk, "other": other.pk, "proposal": proposal.pk, "criticism": criticism.pk,
        "opinion": opinion.pk, "inspection": inspection.pk, "unsent": unsent.pk, "sent": sent.pk,
        "concluded": concluded.pk,
    }  # fmt: skip


class _Hand:
    """The commune's officer, one service a call."""

    def __init__(self, unit: Any, by: Any, at: Any, say: Callable[[str], str]):
        self.unit, self.by, self.at, self.say = unit, by, at, say

    def values(self, kind: str, form: str) -> dict[str, Any]:
        return {
            "form": form, "title": self.say(kind)[:300], "content": self.say("scope"), "topic": "budget",
            "plan_year": self.at.year, "plan_quarter": None, "scheduled_on": self.at.date(), "submit_on": None,
            "led_by": self.say("led by")[:200],
        }  # fmt: skip

    def plan(self, kind: str, form: str = "", hosts: Any = ()) -> OversightSession:
        return planning.plan(
            kind=kind, unit=self.unit, values=self.values(kind, form), targets=[(None, self.say("body"))], hosts=hosts,
            by=self.by, at=self.at,
        )  # fmt: skip

    def take(self, session: OversightSession, slug: str, **values: Any) -> None:
        session.refresh_from_db()
        stepping.take(
            session_id=session.pk, version=session.version, slug=slug, on=self.at.date(), values=values, by=self.by,
            at=self.at,
        )  # fmt: skip

    def held(self) -> OversightSession:
        session = self.plan("inspection")
        self.take(session, "quyet-dinh", number="1-QĐ", team_people=3, team_bodies=2, led_by="Bí thư")
        self.take(session, "thong-bao", scheduled_on=self.at.date())
        self.take(session, "lam-viec")
        return session

    def ask(self, session: OversightSession) -> Any:
        values = {
            "finding": self.say("finding"), "text": self.say("recommendation"), "to_unit": None,
            "to_body": self.say("asked"), "due_on": None,
        }  # fmt: skip
        return recommending.recommend(session_id=session.pk, values=values, by=self.by, at=self.at)
