"""How documents hang together: implements, continues, replaces; never in a circle."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete, OutOfSight
from danvan.directives.models import Directive, DirectiveRelation
from danvan.directives.queries import graph
from danvan.directives.refusals import Circle
from danvan.directives.services.documents import end_replaced
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, log


@transaction.atomic
def relate(*, source_id: int, target_id: int, kind: str, by: Actor, at: datetime) -> DirectiveRelation:
    """
    Say that `source` implements, continues or replaces `target`. What it replaces within the unit ends with it.

    :raises OutOfSight: when either document is not open to this person
    :raises Circle: when `target` leads back to `source`, by whatever way
    """
    source = hold(Directive, source_id, action="edit", by=by)
    target = Directive.scoped(by, "see").filter(pk=target_id).first()
    if target is None:
        raise OutOfSight(_("There is no such document, or it is not open to you."))
    if kind not in DirectiveRelation.Kind.values:
        raise Incomplete(_("Choose how the two documents hang together."))
    if source.pk == target.pk:
        raise Circle(_("A document does not lead to itself."))
    if source.issued_on and target.issued_on and target.issued_on > source.issued_on:
        raise Circle(
            _("%(target)s is younger than %(source)s. Enter the relation on the younger document.")
            % {"target": target.symbol, "source": source.symbol}
        )
    if DirectiveRelation.objects.filter(source=source, target=target).exists():
        raise Incomplete(_("The two documents are related already. Take that relation out first."))
    made = DirectiveRelation.objects.create(source=source, target=target, kind=kind)
    # The log's own lock lets writers through one by one: what the next line reads is what stands.
    log(source, "related", by=by, at=at, after={"to": target.symbol, "kind": kind})
    if graph.leads_to(target.pk, source.pk):
        raise Circle(
            _("%(target)s leads back to %(source)s already. Documents cannot rest on each other in a circle.")
            % {"target": target, "source": source}
        )
    if kind == DirectiveRelation.Kind.REPLACES:
        end_replaced(source, by=by, at=at)
    return made


@transaction.atomic
def unrelate(*, relation_id: int, by: Actor, at: datetime) -> int:
    """Take a relation out again; returns the id of its source. What was ended by it stays ended."""
    found = DirectiveRelation.objects.filter(pk=relation_id).select_related("target").first()
    if found is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    source = hold(Directive, found.source_id, action="edit", by=by)
    told = {"to": found.target.symbol, "kind": found.kind}
    found.delete()
    log(source, "unrelated", by=by, at=at, after=told)
    return source.pk
