"""What can be done next: one line for each act, asked by the pages for their buttons and their forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan.commitments import permissions
from danvan.commitments.models import OWING, Commitment, State
from danvan.organizations.actors import Actor


@dataclass(frozen=True)
class Act:
    """
    `verb` stands in the address, `service` is the function of `danvan.commitments.services`, `form` names the form.
    `main` acts are the natural next step; the others stand behind them.
    """

    verb: str
    service: str
    label: Any
    lead: Any
    rule: permissions.Rule
    states: tuple[str, ...]
    form: str = "note"
    main: bool = False
    danger: bool = False


ACTS = (
    Act(
        "nhan",
        "accept",
        _("Undertake it"),
        _("The unit undertakes this until the day."),
        permissions.doing,
        (State.GIVEN,),
        "note",
        main=True,
    ),
    Act(
        "bat-dau",
        "start",
        _("Begin"),
        _("The work has begun."),
        permissions.doing,
        (State.ACCEPTED,),
        "note",
        main=True,
    ),
    Act(
        "bao-xong",
        "report_done",
        _("Report it done"),
        _("Say what came of it and show it. Somebody of another unit verifies."),
        permissions.doing,
        (State.ACCEPTED, State.IN_PROGRESS),
        "report",
        main=True,
    ),
    Act(
        "xac-minh",
        "verify",
        _("Verify"),
        _("Look for yourself, then say whether the promise was kept."),
        permissions.verifying,
        (State.REPORTED_DONE, State.DECLINED),
        "verdict",
        main=True,
    ),
    Act(
        "dong",
        "close",
        _("Close"),
        _("It was verified; nothing is left to do."),
        permissions.reopening,
        (State.VERIFIED,),
        "nothing",
        main=True,
    ),
    Act(
        "quyet-dinh",
        "decide",
        _("Decide who does it"),
        _("The unit you name does it; after that it is not handed on any more."),
        permissions.deciding,
        (*OWING, State.DECLINED),
        "unit",
    ),
    Act(
        "tien-do",
        "tell",
        _("Tell how far it is"),
        _("Everybody concerned reads it. The state stays."),
        permissions.doing,
        OWING,
        "progress",
    ),
    Act(
        "gia-han",
        "extend",
        _("Give more time"),
        _("The new day and the reason are seen by whoever asked; each extension is counted."),
        permissions.extending,
        OWING,
        "extension",
    ),
    Act(
        "chuyen",
        "hand_on",
        _("Hand on"),
        _("Name the unit whose work it is, and why. After two hand-overs the superior decides."),
        permissions.handing_on,
        (*OWING, State.DECLINED),
        "unit",
    ),
    Act(
        "nhac",
        "remind",
        _("Send a reminder"),
        _("The unit gets a message with your words."),
        permissions.reminding,
        OWING,
        "words",
    ),
    Act(
        "tra-lai",
        "return_",
        _("Send back"),
        _("It is not done yet: say what is missing. The day stays."),
        permissions.verifying,
        (State.REPORTED_DONE,),
        "reason",
        danger=True,
    ),
    Act(
        "tu-choi",
        "decline",
        _("Decline"),
        _("Give the reason and its basis: whoever asked has to tell the people."),
        permissions.doing,
        (State.GIVEN,),
        "refusal",
        danger=True,
    ),
    Act(
        "mo-lai",
        "reopen",
        _("Open again"),
        _("It is not what was promised: say why it has to be taken up again."),
        permissions.reopening,
        (State.VERIFIED, State.CLOSED, State.DECLINED),
        "reopening",
        danger=True,
    ),
)
BY_VERB = {act.verb: act for act in ACTS}


def possible(actor: Actor, commitment: Commitment) -> list[Act]:
    """What this person can do now, the natural next step first."""
    acts = [act for act in ACTS if commitment.state in act.states and _fits(act, commitment)]
    known: dict[permissions.Rule, bool] = {}
    for act in acts:
        if act.rule not in known:
            known[act.rule] = permissions.allowed(act.rule, actor, commitment)
    return sorted((act for act in acts if known[act.rule]), key=lambda act: not act.main)


def _fits(act: Act, commitment: Commitment) -> bool:
    """What the state alone does not say: nothing is handed on or reported while the superior is asked."""
    if act.service in ("hand_on", "report_done") and commitment.decider_id is not None:
        return False
    return not (act.service == "hand_on" and commitment.decided)
