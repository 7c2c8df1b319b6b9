"""Every write to the ledger of commitments."""

from danvan.commitments.services.doing import accept, decline, report_done, start, tell
from danvan.commitments.services.giving import give
from danvan.commitments.services.inheriting import pass_to_heirs
from danvan.commitments.services.moving import decide, extend, hand_on
from danvan.commitments.services.reminding import (
    BulkReminded,
    escalate_overdue,
    follow_clocks,
    remind,
    remind_many,
    tell_late_turns,
)
from danvan.commitments.services.verifying import close, reopen, return_, verify
from danvan.commitments.services.withdrawing import withdraw
from danvan.commitments.services.writing import ProofGiven

__all__ = [
    "BulkReminded",
    "ProofGiven",
    "accept",
    "close",
    "decide",
    "decline",
    "escalate_overdue",
    "extend",
    "follow_clocks",
    "give",
    "hand_on",
    "pass_to_heirs",
    "remind",
    "remind_many",
    "reopen",
    "report_done",
    "return_",
    "start",
    "tell",
    "tell_late_turns",
    "verify",
    "withdraw",
]
