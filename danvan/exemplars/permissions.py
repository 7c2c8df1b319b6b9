"""Who stands above: the level above checks, and recognises at its own level."""

from __future__ import annotations

from danvan.exemplars.models import Recognition
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import Level
from danvan.organizations.queries import last_names, path_ids

# The levels of units whose decision recognises at a level.
DECIDE = {
    Recognition.Grade.COMMUNE: (Level.COMMUNE, Level.AGENCY, Level.DISTRICT, Level.CITY),
    Recognition.Grade.DISTRICT: (Level.DISTRICT, Level.CITY),
    Recognition.Grade.CITY: (Level.CITY,),
}


def _mine(by: Actor, action: str) -> set[int]:
    return {grant.unit_id for grant in by.grants if (grant.role, "model", action) in policy.policy()}


def stands_above(by: Actor, unit_id: int) -> bool:
    """Whether a post that verifies stands above the unit; at the top, where nobody is above, the unit's own."""
    path = path_ids(unit_id, by.on)
    above = path[:-1] or [unit_id]
    return bool(_mine(by, "verify") & set(above))


def grades(by: Actor, unit_id: int) -> list[str]:
    """Levels at which this person may recognise models of a unit."""
    mine = _mine(by, "verify") & {*path_ids(unit_id, by.on), unit_id}
    levels = {name.level for name in last_names(mine, by.on).values()} if mine else set()
    return [str(grade) for grade, deciding in DECIDE.items() if levels & set(deciding)]
