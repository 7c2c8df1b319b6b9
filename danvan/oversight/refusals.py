"""What oversight refuses beside the common refusals, in words a person can act on."""

from danvan.common.errors import DomainError


class PersonalData(DomainError):
    """A text names a person or a way to one; findings are about the work of units."""

    code = "personal-data"


class BadTarget(DomainError):
    """A body that cannot be the subject of this session."""

    code = "bad-target"
