"""Every write about petitions and reception."""

from danvan.petitions.services.answering import Draft, answer
from danvan.petitions.services.closing import (
    close_settled,
    forget_contacts,
    promise_ended,
    warn_before_forgetting,
)
from danvan.petitions.services.complaints import enter_stage, follow, register
from danvan.petitions.services.handing import ask_superior, decide, hand_over, pass_to_successors
from danvan.petitions.services.intake import Matter, receipt, take_in
from danvan.petitions.services.opening import open_sealed
from danvan.petitions.services.posting import tell_senders
from danvan.petitions.services.publishing import publish, withdraw
from danvan.petitions.services.reception import (
    correct_session,
    move_day,
    move_session,
    plan_day,
    post_day,
    posting_day,
    record_session,
)
from danvan.petitions.services.routes import add_route, end_route
from danvan.petitions.services.sealing import destroy, seal
from danvan.petitions.services.sorting import classify, join, split
from danvan.petitions.services.writing import extend, mark_read, see_contact, write

__all__ = [
    "Draft",
    "Matter",
    "add_route",
    "answer",
    "ask_superior",
    "classify",
    "close_settled",
    "correct_session",
    "decide",
    "destroy",
    "end_route",
    "enter_stage",
    "extend",
    "follow",
    "forget_contacts",
    "hand_over",
    "join",
    "mark_read",
    "move_day",
    "move_session",
    "pass_to_successors",
    "open_sealed",
    "plan_day",
    "post_day",
    "posting_day",
    "promise_ended",
    "publish",
    "receipt",
    "record_session",
    "register",
    "seal",
    "see_contact",
    "split",
    "take_in",
    "tell_senders",
    "warn_before_forgetting",
    "withdraw",
    "write",
]
