"""Every write to the calendar, the rules of time and the clocks."""

from danvan.reference.services.calendar import (
    SEED,
    AlreadyThere,
    ChangedMeanwhile,
    NothingToExchange,
    add_day,
    change_day,
    load_calendar,
    remove_day,
)
from danvan.reference.services.clocks import (
    extend_clock,
    move_clock,
    pause_clock,
    recompute_clocks,
    resume_clock,
    start_clock,
    stop_clock,
)
from danvan.reference.services.places import set_hours, set_remote
from danvan.reference.services.rules import load_rules
from danvan.reference.services.topics import confirm_topic, propose_ending, propose_topic

__all__ = [
    "SEED",
    "AlreadyThere",
    "ChangedMeanwhile",
    "NothingToExchange",
    "add_day",
    "change_day",
    "confirm_topic",
    "extend_clock",
    "load_calendar",
    "load_rules",
    "move_clock",
    "pause_clock",
    "propose_ending",
    "propose_topic",
    "recompute_clocks",
    "remove_day",
    "resume_clock",
    "set_hours",
    "set_remote",
    "start_clock",
    "stop_clock",
]
