"""What ingest refuses, in words a person can act on."""

from danvan.common.errors import DomainError


class NothingToRead(DomainError):
    """No file was sent, or none of a kind that is read."""

    code = "nothing-to-read"


class TooMany(DomainError):
    """More files, sheets or bytes than one import takes."""

    code = "too-many"


class AlreadyEnded(DomainError):
    """The import was taken in or discarded before."""

    code, status = "already-ended", 409
