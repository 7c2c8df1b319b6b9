"""The publication guard, asked once more before publishing: approved, proven, registered, nothing small."""

from __future__ import annotations

from django.utils.translation import gettext as _

from danvan.common.errors import DomainError
from danvan.common.periods import Period
from danvan.portal.opendata.models import Release
from danvan.portal.opendata.preparing import SIGN
from danvan.portal.opendata.register import BY_CODE
from danvan.reporting import public as reporting


class Refused(DomainError):
    """The guard found something that must not reach the public side."""

    code = "release-refused"


def guard(release: Release) -> None:
    """:raises Refused: naming what stands in the way"""
    if Period.parse(release.period_name) not in reporting.approved_periods():
        raise Refused(_("The round of this period is open again. Close it, and prepare the release again."))
    told = release.told.get("tables", {})
    if not told:
        raise Refused(_("The release holds no table. Prepare it again."))
    for code, lines in told.items():
        table = BY_CODE.get(code)
        if table is None:
            raise Refused(_("“%(table)s” is not in the release register.") % {"table": code})
        if table.people:
            _small(code, table.threshold, table.delicate, lines)
            _proven(release, code)


def _small(code: str, threshold: int, delicate: bool, lines: list[list]) -> None:
    least = 0 if delicate else 1
    for place, values in lines:
        if any(isinstance(value, int) and least <= value < threshold for value in values):
            raise Refused(
                _("“%(table)s” tells a small number of %(place)s. Prepare the release again.")
                % {"table": code, "place": place}
            )


def _proven(release: Release, code: str) -> None:
    proof = release.summary["tables"].get(code)
    if not proof or not proof["holds"] or not release.summary["holds"]:
        raise Refused(_("“%(table)s” has no proof that holds. Prepare the release again.") % {"table": code})


def hidden_cells(release: Release) -> int:
    return sum(
        value == SIGN
        for lines in release.told.get("tables", {}).values()
        for _place, values in lines
        for value in values
    )
