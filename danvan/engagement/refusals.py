"""What engagement refuses beside the common refusals, in words a person can act on."""

from danvan.common.errors import DomainError


class PersonalData(DomainError):
    """The text holds personal data. `detail["found"]` are the places, for whoever typed it."""

    code = "personal-data"


class BadKey(DomainError):
    """The random key of a record made on a device is missing or malformed."""

    code = "bad-key"
