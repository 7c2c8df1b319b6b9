"""What engagement refuses, in words a person can act on."""

from danvan.common.errors import Conflict, DomainError


class WrongState(DomainError):
    """The record is not where this step starts from."""

    code, status = "wrong-state", 409


class StaleVersion(Conflict):
    """Somebody else changed the record since the page was opened."""

    code = "stale-version"


class Incomplete(DomainError):
    """Something is missing that this step needs."""

    code = "incomplete"


class PersonalData(DomainError):
    """The text holds personal data. `detail["found"]` are the places, for whoever typed it."""

    code = "personal-data"


class BadKey(DomainError):
    """The random key of a record made on a device is missing or malformed."""

    code = "bad-key"
