"""Why a file is not taken; each message says what to do now."""

from danvan.common.errors import DomainError


class Refused(DomainError):
    """The file is not stored. `code` is the stable reason, for the API and for tests."""

    code = "file-refused"

    def __init__(self, code: str, message: object):
        super().__init__(message)
        self.code = code


class Gone(DomainError):
    """The row is there, the file on disk is not, or is not as long as it was."""

    code, status = "file-gone", 410
