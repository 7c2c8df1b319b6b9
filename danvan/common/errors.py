"""Refusals a person can act on."""


class DomainError(Exception):
    """
    A foreseen refusal. Its message says what happened and what to do next; pages and commands print it as it
    is.

    `code` is a stable slug for the API; `status` the HTTP status that fits.
    """

    code = "refused"
    status = 422

    def __init__(self, message: object = "", **detail: object):
        super().__init__(message)
        self.detail = detail

    @property
    def message(self) -> str:
        return str(self.args[0])

    def __str__(self) -> str:
        return self.message


class OutOfSight(DomainError):
    """The record does not exist for this person; answered exactly like absence."""

    code, status = "not-found", 404


class NotAllowed(DomainError):
    """In sight, but this person may not do that."""

    code, status = "not-allowed", 403


class Conflict(DomainError):
    """Somebody else changed the same thing first; both values travel in `detail`."""

    code, status = "conflict", 409


class StaleVersion(Conflict):
    """Somebody else changed the record since the page was opened."""

    code = "stale-version"


class WrongState(DomainError):
    """The record is not where this step starts from."""

    code, status = "wrong-state", 409


class Incomplete(DomainError):
    """Something is missing that this step needs."""

    code = "incomplete"
