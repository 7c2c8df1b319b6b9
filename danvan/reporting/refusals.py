"""What reporting refuses, in words a person can act on."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from danvan.common.errors import Conflict, DomainError
from danvan.reporting.validation import Finding


class BadNumber(DomainError):
    """What was typed into a cell is no number."""

    code = "bad-number"


class WrongState(DomainError):
    """The submission is not where this step starts from."""

    code, status = "wrong-state", 409


class StaleVersion(Conflict):
    """Somebody acted on an older version than the newest."""

    code = "stale-version"


class CellConflict(Conflict):
    """Another person changed the same cell first. `detail["cells"]` maps codes to (yours, theirs, who, revision)."""

    code = "cell-conflict"


class RoundClosed(DomainError):
    """The round is closed for ordinary sending."""

    code, status = "round-closed", 409


class NotValid(DomainError):
    """Errors, or warnings without the explanation they ask for, stop sending. `findings` says which."""

    code = "not-valid"

    def __init__(self, findings: Sequence[Finding]):
        self.findings = list(findings)
        errors = [finding for finding in findings if finding.severity == "error"]
        if errors:
            text = _("Not sent: %(count)s errors. First: %(first)s") % {
                "count": len(errors),
                "first": errors[0].message,
            }
        else:
            first = self.findings[0].message
            text = _("Not sent: %(count)s warnings need a reason. First: %(first)s")
            text = text % {"count": len(self.findings), "first": first}
        super().__init__(text)


class ReasonMissing(DomainError):
    code = "reason-missing"


class TooMuch(DomainError):
    """More was pasted than a form can hold."""

    code, status = "too-much", 413
