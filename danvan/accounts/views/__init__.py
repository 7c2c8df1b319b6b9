"""Pages of sign-in and of one's own security."""

from danvan.accounts.views.doors import code, sign_in, sign_out
from danvan.accounts.views.second_factor import enrol, recovery_codes, remove_second_factor
from danvan.accounts.views.security import change_password, end_sessions, security
from danvan.accounts.views.tickets import accept_invitation, reset_password

__all__ = [
    "accept_invitation", "change_password", "code", "end_sessions", "enrol", "recovery_codes",
    "remove_second_factor", "reset_password", "security", "sign_in", "sign_out",
]  # fmt: skip
