"""What is refused about clocks, and why."""

from danvan.common.errors import Conflict, DomainError


class AlreadyRunning(Conflict):
    """The record has an open clock of this kind."""

    code = "clock-already-running"


class NotReckonable(DomainError):
    """The rule is no limit, or a day is given or missing against its kind."""

    code = "rule-not-reckonable"


class NoExtension(DomainError):
    """The rule allows no extension (any more), or none so long."""

    code = "no-extension"


class AlreadyLate(DomainError):
    """The limit has passed: what is late stays late."""

    code = "already-late"


class ReasonMissing(DomainError):
    """Nothing is extended, paused or passed on without a reason."""

    code = "reason-missing"


class ClockEnded(Conflict):
    """It was done or fell away before."""

    code = "clock-ended"


class WrongState(Conflict):
    """It runs and should stand, or the other way round."""

    code = "clock-in-another-state"


class NotInOrder(DomainError):
    """A moment before what it follows, or in time to come."""

    code = "not-in-order"


class ShiftsOverlap(DomainError):
    """The four times of a working day are not in order."""

    code = "shifts-overlap"
