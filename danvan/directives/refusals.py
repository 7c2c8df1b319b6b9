"""What directives refuse beside the common refusals, in words a person can act on."""

from danvan.common.errors import Conflict, DomainError


class BadDay(DomainError):
    """A day that cannot stand beside the others."""

    code = "bad-day"


class Circle(DomainError):
    """The relation would lead back to where it began."""

    code = "circle"


class NobodyChosen(DomainError):
    """No unit is left to give the document to."""

    code = "nobody-chosen"


class ChangedSincePreview(Conflict):
    """What would be done now is not what the preview showed."""

    code = "changed-since-preview"
