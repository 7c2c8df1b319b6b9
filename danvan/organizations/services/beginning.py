"""The first unit of an empty house: everything else hangs below it."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import Conflict, DomainError
from danvan.common.vietnamese import nfc
from danvan.organizations.models import Level, OrgUnit, OrgUnitVersion
from danvan.organizations.services.links import rebuild_links

# As the pages ask for it.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")


class HasUnits(Conflict):
    """The house is not empty: its tree is changed on the pages, with a preview."""

    code = "has-units"


class BadUnit(DomainError):
    """The unit cannot be called that."""

    code = "bad-unit"


def require_empty() -> None:
    """:raises HasUnits: when any unit exists"""
    if OrgUnit.objects.exists():
        raise HasUnits(_("This database has units already. Open, move and merge units on the page “Units”."))


@transaction.atomic
def plant(*, code: str, name: str, level: str, starts_on: date, at: datetime) -> OrgUnit:
    """
    Make the unit at the top of the tree. For the command line, which acts before anybody holds a post: no permission
    is asked.

    :raises HasUnits: when any unit exists
    :raises BadUnit: when code, name or level have the wrong shape
    """
    require_empty()
    name = " ".join(nfc(name).split())
    if not CODE.fullmatch(code):
        raise BadUnit(
            _("“%(code)s” cannot be a code. Use Latin letters, digits, dot and dash, as in HP or HP-01.")
            % {"code": code}
        )
    if not 0 < len(name) <= 200:
        raise BadUnit(_("A unit has a name of 1 to 200 letters."))
    if level not in Level.values:
        raise BadUnit(
            _("“%(level)s” is no level. Choose one of %(levels)s.")
            % {"level": level, "levels": ", ".join(Level.values)}
        )
    unit = OrgUnit.objects.create(code=code)
    OrgUnitVersion.objects.create(unit=unit, starts_on=starts_on, name=name, level=level)
    rebuild_links()
    audit.record(
        "organizations.unit_opened",
        actor=None,
        at=at,
        target=("unit", code),
        unit=code,
        after={"name": name, "level": level, "starts_on": starts_on.isoformat()},
    )
    return unit
