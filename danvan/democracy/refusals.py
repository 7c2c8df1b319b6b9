"""What this context refuses beside the common refusals, in words a person can act on."""

from danvan.common.errors import DomainError


class PersonalData(DomainError):
    """The text names a way to a person."""

    code = "personal-data"


class Unanswered(DomainError):
    """Something is still to be grouped or answered before the step."""

    code = "unanswered"


class TooShort(DomainError):
    """Fewer days than the law demands, and no reason."""

    code = "too-short"
