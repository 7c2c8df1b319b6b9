"""Reads about units, their places in the tree and the posts people hold in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import matches
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.models import (
    Deputising,
    OrgUnit,
    OrgUnitVersion,
    PendingGrant,
    Post,
    StructureChange,
    UnitLink,
    UnitSuccession,
)
from danvan.organizations.names import sort_text


@dataclass(frozen=True, slots=True)
class UnitName:
    """What a unit is called on a day, and where it stands."""

    id: int
    code: str
    name: str
    level: str
    parent_id: int | None
    position: int


@dataclass(frozen=True)
class Tree:
    """
    The units in force on a day. `children[None]` are the roots; a unit whose parent is not in force is
    a root.
    """

    day: date
    units: dict[int, UnitName]
    children: dict[int | None, list[UnitName]] = field(default_factory=dict)

    @property
    def roots(self) -> list[UnitName]:
        return self.children.get(None, [])

    def below(self, unit_id: int | None) -> list[UnitName]:
        return self.children.get(unit_id, [])

    def walk(self, unit_id: int | None = None, depth: int = 0) -> Iterator[tuple[int, UnitName]]:
        """Every unit below `unit_id` (all when None), parents before children, with its depth."""
        for unit in self.below(unit_id):
            yield depth, unit
            yield from self.walk(unit.id, depth + 1)


# --- people ---


def in_effect(day: date, path: str = "") -> Q:
    """Posts held on `day`; `path` leads to the post, with its underscores (``post__``)."""
    return Q(**{f"{path}starts_on__lte": day}) & (
        Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gt": day})
    )


def overlapping(first: date, end: date | None) -> Q:
    """Posts held on at least one day from `first` until `end` (not included; None: for ever)."""
    before_end = Q(starts_on__lt=end) if end else Q()
    return before_end & (Q(ends_on__isnull=True) | Q(ends_on__gt=first))


def actor_of(user: Any, on: date) -> Actor:
    """
    Who `user` is on a day: the posts held then, and those done then as a deputy. Anonymous people hold
    none. One query.
    """
    if not user.is_authenticated or not user.is_active:
        return Actor(user_id=0, name="", on=on)
    held = Post.objects.filter(in_effect(on), holder_id=user.pk)
    lent = Deputising.objects.filter(
        in_effect(on, "post__"), deputy_id=user.pk, first_day__lte=on, last_day__gte=on
    )
    # Own posts before lent ones, each in the order they were given.
    own = held.order_by().values_list(
        Value(0), "pk", "role", "unit_id", "unit__code", "title", Cast(Value(None), BigIntegerField())
    )
    others = lent.order_by().values_list(
        Value(1), "pk", "post__role", "post__unit_id", "post__unit__code", "post__title", "post__holder_id"
    )
    grants = tuple(Grant(*row[2:]) for row in sorted(own.union(others, all=True), key=lambda row: row[:2]))
    return Actor(user_id=user.pk, name=str(user), on=on, grants=grants)


# --- places in the tree ---


def unit_by_code(code: str) -> OrgUnit:
    """:raises OutOfSight: when no unit ever had this code"""
    unit = OrgUnit.objects.filter(code=code).first()
    if unit is None:
        raise OutOfSight(
            _("There is no unit with the code %(code)s. Look for it in the tree of units.") % {"code": code}
        )
    return unit


def _links(on: date) -> QuerySet[UnitLink]:
    return UnitLink.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)


def path_ids(unit_id: int, on: date) -> list[int]:
    """From the root down to the unit itself, as they stood on a day; empty when the unit was not in force."""
    rows = _links(on).filter(descendant_id=unit_id).order_by("-depth")
    return list(rows.values_list("ancestor_id", flat=True))


def descendant_ids(unit_id: int, on: date) -> QuerySet[UnitLink, Any]:
    """Ids of the unit and all below it on a day, as a subquery for `unit_id__in`."""
    return _links(on).filter(ancestor_id=unit_id).order_by().values_list("descendant_id", flat=True)


def child_ids(unit_id: int, on: date) -> QuerySet[UnitLink, Any]:
    """Ids of the units directly below on a day."""
    return _links(on).filter(ancestor_id=unit_id, depth=1).order_by().values_list("descendant_id", flat=True)


_FIELDS = ("unit_id", "unit__code", "name", "level", "parent_id", "position", "closed")


def names_on(day: date, unit_ids: Collection[int] | None = None) -> dict[int, UnitName]:
    """
    Units in force on a day by id (only those named, when any are), in their order of position and name.
    One query.
    """
    rows = OrgUnitVersion.objects.filter(starts_on__lte=day)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    newest = {}
    for row in rows.order_by("starts_on").values_list(*_FIELDS, "sort_key"):
        newest[row[0]] = row  # A later version of the same unit replaces the earlier one.
    # Ties in position fall back on the alphabet of Vietnamese, then on the code.
    ordered = sorted((row for row in newest.values() if not row[6]), key=lambda row: (row[5], row[7], row[1]))
    return {row[0]: UnitName(*row[:6]) for row in ordered}


def last_names(unit_ids: Collection[int], day: date, *, above: bool = False) -> dict[int, UnitName]:
    """
    What units were last called by a day, closed ones too; a unit not yet begun has its first name. With
    `above`, also the units that ever stood directly above them. One query.
    """
    named = Q(unit_id__in=unit_ids)
    if above:
        parents = OrgUnitVersion.objects.filter(named, parent__isnull=False).order_by()
        named |= Q(unit_id__in=parents.values("parent_id"))
    rows = OrgUnitVersion.objects.filter(named).order_by("starts_on")
    found: dict[int, UnitName] = {}
    for starts_on, *row in rows.values_list("starts_on", *_FIELDS):
        if row[0] not in found or starts_on <= day:
            found[row[0]] = UnitName(*row[:6])
    return found


def last_names_by(wanted: Mapping[date, Collection[int]]) -> dict[date, dict[int, UnitName]]:
    """`last_names` for several days at once: day -> unit id -> name. One query."""
    ids = {unit_id for some in wanted.values() for unit_id in some}
    found: dict[date, dict[int, UnitName]] = {day: {} for day in wanted}
    rows = OrgUnitVersion.objects.filter(unit_id__in=ids).order_by("starts_on")
    for starts_on, *row in rows.values_list("starts_on", *_FIELDS):
        for day, some in wanted.items():
            if row[0] in some and (row[0] not in found[day] or starts_on <= day):
                found[day][row[0]] = UnitName(*row[:6])
    return found


def tree_on(day: date) -> Tree:
    """The whole tree as it stood on a day. One query."""
    units = names_on(day)
    tree = Tree(day, units)
    for unit in units.values():
        parent = unit.parent_id if unit.parent_id in units else None
        tree.children.setdefault(parent, []).append(unit)
    return tree


# --- scope ---


def scope_links(on: date) -> QuerySet[UnitLink]:
    """
    Who stands above whom for the question "may I?".

    A closed unit keeps its last place and a unit to come has its first one, so that old reports stay in
    sight of those
    who stood above it and a new unit can be prepared.
    """
    return UnitLink.objects.filter(scope_from__lte=on, scope_to__gt=on)


def scope_descendants(unit_ids: Collection[int], on: date) -> QuerySet[UnitLink, Any]:
    return scope_links(on).filter(ancestor_id__in=unit_ids, depth__gt=0).values("descendant_id")


def scope_ancestors(unit_ids: Collection[int], on: date) -> QuerySet[UnitLink, Any]:
    return scope_links(on).filter(descendant_id__in=unit_ids, depth__gt=0).values("ancestor_id")


def scope_siblings(unit_ids: Collection[int], on: date) -> QuerySet[UnitLink, Any]:
    """Units with the same parent as one of these (these included)."""
    parents = scope_links(on).filter(descendant_id__in=unit_ids, depth=1).values("ancestor_id")
    return scope_links(on).filter(ancestor_id__in=parents, depth=1).values("descendant_id")


def relations(mine: Collection[int], unit_id: int, on: date) -> dict[int, str]:
    """
    How each of my units stands to a record's unit: own, ancestor, descendant, sibling or foreign. One
    query.
    """
    rows = scope_links(on).filter(descendant_id__in={unit_id, *mine}, depth__gt=0)
    above: dict[int, dict[int, int]] = {}
    for descendant, ancestor, depth in rows.values_list("descendant_id", "ancestor_id", F("depth")):
        above.setdefault(descendant, {})[ancestor] = depth
    return {my_id: _relation(my_id, unit_id, above) for my_id in mine}


def _relation(mine: int, theirs: int, above: dict[int, dict[int, int]]) -> str:
    if mine == theirs:
        return "own"
    over_mine, over_theirs = above.get(mine, {}), above.get(theirs, {})
    if mine in over_theirs:
        return "ancestor"
    if theirs in over_mine:
        return "descendant"
    parents = {ancestor for ancestor, depth in over_mine.items() if depth == 1}
    return "sibling" if any(over_theirs.get(parent) == 1 for parent in parents) else "foreign"


def data_of(unit: OrgUnit, day: date) -> dict[str, str]:
    """A unit's own data as it stands, by the fields that can be proposed. One query."""
    contact = {name: getattr(unit, name) for name in ("address", "phone", "email")}
    return {"name": last_names([unit.pk], day)[unit.pk].name} | contact


def typed_by(unit_ids: Collection[int], on: date) -> dict[int, int]:
    """
    For units that do not use the system: the nearest one above that does and therefore enters their figures. One query.
    """
    rows = scope_links(on).filter(descendant_id__in=unit_ids, depth__gt=0, ancestor__reports_itself=True)
    found: dict[int, int] = {}
    for unit_id, above in rows.order_by("-depth").values_list("descendant_id", "ancestor_id"):
        found[unit_id] = above
    return found


# --- changes of the tree ---

UNDO_DAYS = 7


def why_not_undo(change: StructureChange, at: datetime) -> str:
    """
    Why a change of the tree cannot be taken back any more; empty when it can, as far as this context
    knows.
    """
    if change.undone_at:
        return _("This change was undone already.")
    if at - change.made_at > timedelta(days=UNDO_DAYS):
        return _("A change can be undone for %(days)d days; make a new change instead.") % {"days": UNDO_DAYS}
    written = change.plan["written"]
    touched = OrgUnitVersion.objects.filter(pk__in=written["versions"]).values_list("unit_id", flat=True)
    later = OrgUnitVersion.objects.filter(unit_id__in=touched, starts_on__gt=change.day).select_related(
        "unit"
    )
    later = later.exclude(pk__in=written["versions"]).order_by("starts_on")
    if version := later.first():
        words = {"unit": version.name, "day": version.starts_on.strftime("%d/%m/%Y")}
        return _("“%(unit)s” changes again on %(day)s. Undo that change first.") % words
    new = written["units"]
    if OrgUnitVersion.objects.filter(parent_id__in=new).exclude(pk__in=written["versions"]).exists():
        return _("Other units stand under a unit that this change opened. Undo that change first.")
    if Post.objects.filter(unit_id__in=new).exists() or PendingGrant.objects.filter(unit_id__in=new).exists():
        return _("Somebody holds a post in a unit that this change opened, so it cannot be undone.")
    if (
        UnitSuccession.objects.filter(Q(old_id__in=new) | Q(new_id__in=new))
        .exclude(pk__in=written["successions"])
        .exists()
    ):
        return _("A later change passes units into one that this change opened. Undo that change first.")
    return ""


# --- pages ---


@dataclass(frozen=True)
class Branch:
    """A unit of the tree with what stands below it: whole branches, and the leaves beside them."""

    unit: UnitName
    branches: list[Branch]
    leaves: list[UnitName]
    size: int  # units below, at every depth


def branches(tree: Tree) -> list[Branch]:
    """The tree as nested lists, for a page that folds."""

    def grow(unit: UnitName) -> Branch:
        below = tree.below(unit.id)
        grown = [grow(child) for child in below if tree.below(child.id)]
        leaves = [child for child in below if not tree.below(child.id)]
        return Branch(unit, grown, leaves, len(leaves) + sum(branch.size + 1 for branch in grown))

    return [grow(unit) for unit in tree.roots]


@dataclass(frozen=True)
class Found:
    """A unit that was looked for: under which name it was found and whether it is in force on the day."""

    code: str
    name: str
    level: str
    as_name: str
    in_force: bool


def search(query: str, day: date, most: int = 60) -> list[Found]:
    """Units whose name, former name or code fits, with or without marks; those in force first. One query."""
    hits: dict[int, list[tuple[Any, ...]]] = {}
    fields = ("unit_id", "unit__code", "name", "level", "starts_on", "closed")
    for row in OrgUnitVersion.objects.order_by("starts_on", "pk").values_list(*fields):
        hits.setdefault(row[0], []).append(row)
    found = []
    for versions in hits.values():
        fits = [row for row in versions if matches(query, row[2]) or row[1].lower() == query.lower()]
        if fits:
            begun = [row for row in versions if row[4] <= day]
            now = begun[-1] if begun else versions[0]
            in_force = bool(begun) and not now[5]
            found.append(Found(now[1], now[2], now[3], fits[-1][2], in_force))
    return sorted(found, key=lambda hit: (not hit.in_force, sort_text(hit.name), hit.code))[:most]


@dataclass(frozen=True)
class Passed:
    """A predecessor or successor of a unit."""

    unit: UnitName
    on: date
    share: str
    kind: str
    legal_basis: str


def predecessors(unit_id: int) -> list[Passed]:
    """Units that passed into this one, by day. Two queries."""
    rows = list(UnitSuccession.objects.filter(new_id=unit_id).order_by("on", "pk"))
    return _passed([(row, row.old_id) for row in rows], before=True)


def successors(unit_id: int) -> list[Passed]:
    """Units into which this one passed, by day. Two queries."""
    rows = list(UnitSuccession.objects.filter(old_id=unit_id).order_by("on", "pk"))
    return _passed([(row, row.new_id) for row in rows], before=False)


def _passed(rows: list[tuple[UnitSuccession, int]], before: bool) -> list[Passed]:
    if not rows:
        return []
    day = min(row.on for row, _id in rows) - timedelta(days=1) if before else max(row.on for row, _id in rows)
    names = last_names({unit_id for _row, unit_id in rows}, day)
    return [
        Passed(
            names[unit_id],
            row.on,
            str(row.get_share_display()),
            str(row.get_kind_display()),
            row.legal_basis,
        )
        for row, unit_id in rows
    ]


def history(unit_id: int) -> list[dict[str, Any]]:
    """
    The versions of a unit, newest first, each with its last day and the name of its superior then. Two
    queries.
    """
    versions = list(OrgUnitVersion.objects.filter(unit_id=unit_id).order_by("-starts_on"))
    parents = {version.parent_id for version in versions if version.parent_id}
    names: dict[int, list[tuple[date, str]]] = {}
    rows = OrgUnitVersion.objects.filter(unit_id__in=parents).order_by("starts_on")
    for parent_id, starts_on, name in rows.values_list("unit_id", "starts_on", "name"):
        names.setdefault(parent_id, []).append((starts_on, name))
    told: list[dict[str, Any]] = []
    next_day: date | None = None
    for version in versions:
        known = names.get(version.parent_id or 0, [])
        then = [name for starts_on, name in known if starts_on <= version.starts_on] or [
            n for _s, n in known[:1]
        ]
        last_day = next_day - timedelta(days=1) if next_day else None
        told.append({"version": version, "parent": then[-1] if then else "", "last_day": last_day})
        next_day = version.starts_on
    return told


def posts_of(unit_id: int, day: date) -> QuerySet[Post]:
    """Posts in a unit that are held on a day or later, with holders and deputies."""
    deputies = (
        Deputising.objects.filter(last_day__gte=day).select_related("deputy").order_by("first_day", "pk")
    )
    still = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    rows = Post.objects.filter(still, unit_id=unit_id).select_related("holder")
    return rows.prefetch_related(Prefetch("deputies", deputies, to_attr="deputies_now")).order_by(
        "role", "pk"
    )


def path_names(unit_id: int, day: date) -> list[UnitName]:
    """From the root down to the unit, named as on the day. Two queries."""
    ids = path_ids(unit_id, day)
    names = names_on(day, ids)
    return [names[pk] for pk in ids]


def child_names(unit_id: int, day: date) -> list[UnitName]:
    """Units directly below on the day, in their order. Two queries."""
    return list(names_on(day, list(child_ids(unit_id, day).values_list("descendant_id", flat=True))).values())


def in_force(versions: list[dict[str, Any]], day: date) -> bool:
    """Whether a unit with this `history` is in force on a day."""
    newest = next((row["version"] for row in versions if row["version"].starts_on <= day), None)
    return newest is not None and not newest.closed
