"""Refusals of this context."""

from danvan.common.errors import Conflict, DomainError


class PlanBlocked(DomainError):
    """The change cannot be applied; its findings are in `detail["plan"]`."""

    code = "plan-blocked"


class PlanOutdated(Conflict):
    """Something else changed between preview and applying."""

    code = "plan-outdated"


class CannotUndo(Conflict):
    """Too late, or something depends on the change by now."""

    code = "cannot-undo"


class ProposalRefused(DomainError):
    """A change of a unit's data cannot be proposed or decided like that."""

    code = "proposal-refused"


class ProposalOutdated(Conflict):
    """Somebody decided it, or the unit's data changed, in the meantime."""

    code = "proposal-outdated"


class GrantRefused(DomainError):
    """A post cannot be given like that."""

    code = "grant-refused"
