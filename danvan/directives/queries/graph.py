"""Documents and their relations as a picture: what a document rests on, what rests on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from danvan.directives.models import Directive, DirectiveRelation
from danvan.organizations.actors import Actor

MOST = 40
STEPS = 6
WIDTH, HEIGHT, GAP_X, GAP_Y = 190, 56, 26, 52


@dataclass(frozen=True)
class Node:
    """A document at a place of the drawing (its upper left corner)."""

    directive: Directive
    x: int
    y: int
    is_here: bool

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def lines(self) -> tuple[str, str]:
        """What stands in the box: the symbol, and the beginning of the abstract."""
        title = self.directive.title
        return str(self.directive), title if len(title) <= 27 else title[:26].rstrip() + "…"


@dataclass(frozen=True)
class Edge:
    relation: DirectiveRelation
    source: Node
    target: Node

    @property
    def path(self) -> str:
        """From the younger document up to the one it rests on, as an SVG path."""
        start_y, end_y = self.source.y, self.target.y + HEIGHT + 7
        bend = (start_y + end_y) // 2
        from_x, to_x = self.source.middle, self.target.middle
        return f"M{from_x} {start_y} C{from_x} {bend} {to_x} {bend} {to_x} {end_y}"


@dataclass(frozen=True)
class Picture:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int
    left_out: int


def leads_to(source_id: int, goal_id: int) -> bool:
    """Whether relations lead from one document to another, by whatever way. One query per step."""
    seen: set[int] = set()
    wave = {source_id}
    while wave:
        if goal_id in wave:
            return True
        seen |= wave
        rows = DirectiveRelation.objects.filter(source_id__in=wave).order_by()
        wave = set(rows.values_list("target_id", flat=True)) - seen
    return False


def around(actor: Actor, directive: Directive) -> Picture:
    """The documents in sight that hang together with this one, up to `STEPS` relations away and `MOST` in all."""
    seen, wave = {directive.pk}, {directive.pk}
    for _step in range(STEPS):
        rows = DirectiveRelation.objects.filter(Q(source_id__in=wave) | Q(target_id__in=wave)).order_by()
        ends = {end for pair in rows.values_list("source_id", "target_id") for end in pair}
        wave = ends - seen
        seen |= wave
        if not wave or len(seen) > MOST * 2:
            break
    return drawn(actor, seen, here=directive.pk)


def drawn(actor: Actor, ids: Collection[int], *, here: int | None = None) -> Picture:
    """These documents, as far as they are in sight, in layers: what others rest on stands higher. Two queries."""
    found = Directive.scoped(actor, "see").filter(pk__in=ids).select_related("unit")
    rows = {row.pk: row for row in found.order_by("issued_on", "pk")}
    kept = _nearest(rows, here)
    relations = list(DirectiveRelation.objects.filter(source_id__in=kept, target_id__in=kept).order_by("pk"))
    depth = _depths(kept, [(one.source_id, one.target_id) for one in relations])
    layers: dict[int, list[int]] = {}
    for pk in kept:
        layers.setdefault(depth[pk], []).append(pk)
    widest = max((len(layer) for layer in layers.values()), default=0)
    width = max(1, widest) * (WIDTH + GAP_X) + GAP_X
    nodes: dict[int, Node] = {}
    for level, layer in sorted(layers.items()):
        indent = (width - len(layer) * (WIDTH + GAP_X) + GAP_X) // 2
        for place, pk in enumerate(layer):
            x, y = indent + place * (WIDTH + GAP_X), 12 + level * (HEIGHT + GAP_Y)
            nodes[pk] = Node(rows[pk], x, y, pk == here)
    edges = tuple(Edge(one, nodes[one.source_id], nodes[one.target_id]) for one in relations)
    height = 24 + len(layers) * (HEIGHT + GAP_Y) - GAP_Y if layers else 0
    return Picture(tuple(nodes.values()), edges, width, height, len(rows) - len(kept))


def _nearest(rows: dict[int, Directive], here: int | None) -> list[int]:
    """At most `MOST`, the document itself always among them, in the order of their days."""
    ids = list(rows)
    if len(ids) <= MOST:
        return ids
    kept = ids[-MOST:]
    return kept if here is None or here in kept else [here, *kept[1:]]


def _depths(ids: Collection[int], pairs: list[tuple[int, int]]) -> dict[int, int]:
    """The longest way from a document up to one that rests on nothing; there are no circles."""
    above: dict[int, list[int]] = {pk: [] for pk in ids}
    for source, target in pairs:
        above[source].append(target)
    found: dict[int, int] = {}

    def depth(pk: int) -> int:
        if pk not in found:
            found[pk] = 1 + max((depth(up) for up in above[pk]), default=-1)
        return found[pk]

    for pk in ids:
        depth(pk)
    return found
