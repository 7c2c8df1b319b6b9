"""Why something is not done to a commitment."""

from danvan.common.errors import Conflict, DomainError


class WrongState(DomainError):
    """The commitment is not at the point where this can be done."""

    code = "wrong-state"


class ReasonMissing(DomainError):
    code = "reason-missing"


class ProofMissing(DomainError):
    code = "proof-missing"


class BadDay(DomainError):
    code = "bad-day"


class Circle(DomainError):
    """It would come back to a unit that had it before."""

    code = "circle"


class BadUnit(DomainError):
    code = "bad-unit"


class BadTopic(DomainError):
    code = "bad-topic"


class PersonalData(DomainError):
    """Something that reaches or names a person stands where everybody reads."""

    code = "personal-data"


class ChangedMeanwhile(Conflict):
    """Somebody else was first; `detail` carries `yours` and `theirs`, both texts."""

    code = "commitment-changed-meanwhile"
