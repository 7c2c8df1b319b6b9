"""What petitions refuse, each with what to do now."""

from danvan.common.errors import Conflict, DomainError


class NotTaken(DomainError):
    """The first question led to another door."""

    code = "not-taken"


class Incomplete(DomainError):
    """Something is missing or wrong; `detail["field"]` names the field."""

    code = "incomplete"


class NoSuchCode(DomainError):
    """No matter has this receipt code; the same words for every wrong code."""

    code, status = "no-such-code", 404


class TooManyTries(DomainError):
    code, status = "too-many-tries", 429


class Ended(DomainError):
    """The case is over, or in a state in which this is not done."""

    code = "petition-ended"


class ChangedMeanwhile(Conflict):
    """Somebody else changed the case first; what it is now travels in `detail`."""

    code = "petition-changed"


class GoesRound(DomainError):
    """The case would come back to a unit that had it."""

    code = "goes-round"


class SuperiorDecides(DomainError):
    code = "superior-decides"


class EmptyAnswer(DomainError):
    """Words that answer nothing; `detail["field"]` names where."""

    code = "empty-answer"


class PersonalData(DomainError):
    """A text that everybody may read names a person; `detail["found"]` lists the pieces for the one who typed it."""

    code = "personal-data"


class BadRow(DomainError):
    """One case of many cannot be taken over; `detail["row"]` counts from 1."""

    code = "bad-row"


class NoRecipient(DomainError):
    """Nobody lawful has a key to seal for."""

    code = "no-recipient"


class NoEmergencyCopy(DomainError):
    """Nobody was named who could open it together."""

    code = "no-emergency-copy"
