"""
May this person? The policy table says so, nothing else (R-10).

`policy.csv` is reviewed data: a row per role, record type and action, and a column per relation of the
actor's unit to
the record's unit. ``ancestor`` means that the record belongs to a unit below the actor's.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from django.db.models import Q
from django.utils.translation import gettext as _

from danvan.common.errors import NotAllowed, OutOfSight
from danvan.organizations import queries
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.models import OrgUnit, OrgUnitVersion, Role

RELATIONS = ("own", "ancestor", "descendant", "sibling", "foreign")
RECORD_TYPES = (
    "unit", "post", "user", "form", "round", "submission", "total", "document", "template", "audit", "calendar", "clock",
    "file", "commitment", "petition", "route", "reception", "dialogue", "training", "situation", "notice", "release",
    "topic", "message", "directive", "supervision", "criticism", "inspection", "survey", "model", "contest", "award",
    "evaluation", "consultation", "disclosure", "decision", "meeting",
    "import",
)  # fmt: skip
ACTIONS = (
    "see", "edit", "submit", "submit_on_behalf", "accept", "return", "remind", "extend", "close", "supplement", "issue",
    "export", "manage", "verify", "give_officer", "give_consolidator", "give_leader", "give_administrator",
    "give_auditor", "seal", "publish", "propose",
)  # fmt: skip

Policy = dict[tuple[str, str, str], frozenset[str]]


class BadPolicy(Exception):
    """The table says something nobody can mean."""


@cache
def policy() -> Policy:
    """The table: (role, record type, action) -> relations that are open."""
    text = resources.files("danvan.organizations").joinpath("policy.csv").read_text("utf-8")
    return read_policy(text)


def read_policy(text: str) -> Policy:
    """:raises BadPolicy: at an unknown word, a row said twice, or a cell that is neither ``yes`` nor empty"""
    known = {"role": set(Role.values), "record": set(RECORD_TYPES), "action": set(ACTIONS)}
    table: Policy = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        for column, words in known.items():
            if row.get(column) not in words:
                raise BadPolicy(f"line {number}: unknown {column} {row.get(column)!r}")
        if wrong := {row.get(name) for name in RELATIONS} - {"yes", ""}:
            raise BadPolicy(f"line {number}: a cell says {wrong.pop()!r}")
        key = (row["role"], row["record"], row["action"])
        if key in table:
            raise BadPolicy(f"line {number}: {key} is said twice")
        table[key] = frozenset(name for name in RELATIONS if row[name] == "yes")
    return table


def _open(grant: Grant, action: str, record_type: str) -> frozenset[str]:
    if record_type not in RECORD_TYPES or action not in ACTIONS:
        raise BadPolicy(f"nobody decided who may {action} a {record_type}")
    return policy().get((grant.role, record_type, action), frozenset())


def grant_for(actor: Actor, action: str, record_type: str, unit_id: int) -> Grant | None:
    """
    The post that opens this, or None. Own posts come before those held as a deputy.

    At most one query, and none where the answer lies in the actor's own unit.
    """
    wanted = [(grant, _open(grant, action, record_type)) for grant in actor.grants]
    wanted = sorted(
        ((g, opens) for g, opens in wanted if opens), key=lambda pair: pair[0].for_user is not None
    )
    for grant, opens in wanted:
        if grant.unit_id == unit_id and "own" in opens and grant.for_user is None:
            return grant
    far = [(grant, opens) for grant, opens in wanted if grant.unit_id != unit_id and opens - {"own"}]
    near = queries.relations({grant.unit_id for grant, _o in far}, unit_id, actor.on) if far else {}
    near[unit_id] = "own"
    return next((grant for grant, opens in wanted if near.get(grant.unit_id) in opens), None)


def can(actor: Actor, action: str, record_type: str, unit_id: int) -> bool:
    """
    Whether the policy table opens `action` on records of this type in this unit, through a post in
    effect.
    """
    return grant_for(actor, action, record_type, unit_id) is not None


def on_behalf_of(actor: Actor, action: str, record_type: str, unit_id: int) -> int | None:
    """Whom the actor stands in for when doing this, for the audit entry; None when in their own name."""
    grant = grant_for(actor, action, record_type, unit_id)
    return grant.for_user if grant else None


def require(actor: Actor, action: str, record_type: str, unit_id: int) -> Grant:
    """
    The post that opens this, for the audit entry.

    :raises OutOfSight: when the actor may not even see such records of this unit
    :raises NotAllowed: when they are in sight, but not for this
    """
    grant = grant_for(actor, action, record_type, unit_id)
    if grant is not None:
        return grant
    if can(actor, "see", record_type, unit_id):
        raise NotAllowed(_("Your post does not open this. Ask the administrator of your unit if it should."))
    raise OutOfSight(_("There is nothing here, or it is not open to you."))


def units_open(actor: Actor, action: str, record_type: str, path: str = "unit_id") -> Q:
    """A filter on rows that belong to a unit (through `path`): those on which the actor may do `action`."""
    by_relation: dict[str, set[int]] = {name: set() for name in RELATIONS}
    for grant in actor.grants:
        for relation in _open(grant, action, record_type):
            by_relation[relation].add(grant.unit_id)
    opened = Q(pk__in=[])
    for relation, unit_ids in by_relation.items():
        if unit_ids:
            opened |= _rows(relation, unit_ids, actor, path)
    return opened


def _rows(relation: str, unit_ids: set[int], actor: Actor, path: str) -> Q:
    if relation == "own":
        return Q(**{f"{path}__in": sorted(unit_ids)})
    if relation == "ancestor":
        return Q(**{f"{path}__in": queries.scope_descendants(unit_ids, actor.on)})
    if relation == "descendant":
        return Q(**{f"{path}__in": queries.scope_ancestors(unit_ids, actor.on)})
    if relation == "sibling":
        siblings = Q(**{f"{path}__in": queries.scope_siblings(unit_ids, actor.on)})
        return siblings & ~Q(**{f"{path}__in": sorted(unit_ids)})
    # Foreign to at least one of my units is what is left when every nearer relation to that unit is
    # taken away.
    left = Q(pk__in=[])
    for unit_id in unit_ids:
        near = Q(pk__in=[])
        for name in RELATIONS[:-1]:
            near |= _rows(name, {unit_id}, actor, path)
        left |= ~near
    return left


def holds(actor: Actor, action: str, record_type: str) -> bool:
    """Whether some post of the actor opens this anywhere; for links and doors, never for records."""
    return any(_open(grant, action, record_type) for grant in actor.grants)


def require_somewhere(actor: Actor, action: str, record_type: str) -> None:
    """:raises NotAllowed: when no post of the actor opens this in any unit"""
    if not holds(actor, action, record_type):
        raise NotAllowed(_("Your post does not open this. Ask the administrator of your unit if it should."))


def at_top(actor: Actor, action: str, record_type: str) -> bool:
    """
    Whether this is open in a unit with nobody above: for what is one for all units and belongs to none of them.
    """
    if not holds(actor, action, record_type):
        return False
    tops = OrgUnitVersion.objects.on(actor.on).filter(parent=None).values_list("unit_id", flat=True)
    return any(can(actor, action, record_type, top) for top in tops)


def require_at_top(actor: Actor, action: str, record_type: str) -> None:
    """:raises NotAllowed: when no post of the actor opens this at the top of the tree"""
    if not at_top(actor, action, record_type):
        raise NotAllowed(
            _("This is one for all units, so only the unit at the top changes it. Ask its administrator.")
        )


def require_all(actor: Actor, action: str, record_type: str, names: dict[int, str]) -> None:
    """
    One query for many units, by id with their names.

    :raises NotAllowed: naming the first unit that is not open
    """
    require_somewhere(actor, action, record_type)
    mine = OrgUnit.objects.filter(units_open(actor, action, record_type, path="pk"), pk__in=names)
    closed = set(names) - set(mine.values_list("pk", flat=True))
    if closed:
        raise NotAllowed(
            _(
                "This reaches into “%(unit)s”, which your post does not manage. Ask the administrator above both units."
            )
            % {"unit": names[min(closed)]}
        )


# Posts of power begin only when a second administrator confirms them.
TWO_PERSONS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
