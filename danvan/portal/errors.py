"""What the portal refuses."""

from danvan.common.errors import Conflict, DomainError


class Gone(DomainError):
    """The notice is in a state in which this is not done."""

    code = "notice-state"


class ChangedMeanwhile(Conflict):
    """Somebody else changed the notice first; `detail["theirs"]` is what it says now."""

    code = "notice-changed"


class FromElsewhere(DomainError):
    """A form that was not on a page of this house."""

    code, status = "from-elsewhere", 403


class TooLarge(DomainError):
    code, status = "too-large", 413


class UnderPressure(DomainError):
    """So much comes in that a question has to be answered first."""

    code, status = "under-pressure", 429
