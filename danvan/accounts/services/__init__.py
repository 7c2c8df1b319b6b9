"""Every write about people who sign in."""

from danvan.accounts.services.people import create_user, end_sessions

__all__ = ["create_user", "end_sessions"]
