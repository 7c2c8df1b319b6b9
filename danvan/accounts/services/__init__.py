"""
Every write about people who sign in.

Other contexts call these; whether `by` may do it is theirs to check, because posts live above accounts.
"""

from danvan.accounts.services.people import create_user, disable, enable, end_sessions
from danvan.accounts.services.second_factor import remove as remove_second_factor
from danvan.accounts.services.tickets import Issued, invite, invite_again, start_reset

__all__ = [
    "Issued", "create_user", "disable", "enable", "end_sessions", "invite", "invite_again",
    "remove_second_factor", "start_reset",
]  # fmt: skip
