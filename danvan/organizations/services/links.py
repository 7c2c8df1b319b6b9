"""The closure, kept right."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import Conflict
from danvan.organizations.closure import Circle, Step, closure
from danvan.organizations.models import OrgUnitVersion, UnitLink
from danvan.organizations.queries import last_names


@transaction.atomic
def rebuild_links() -> int:
    """
    Write the closure anew from all versions and return how many links it has; for every service that writes
    a version.

    :raises Conflict: when some unit would stand above itself; nothing is changed then
    """
    rows = OrgUnitVersion.objects.order_by().values_list("starts_on", "unit_id", "parent_id", "closed")
    try:
        links = closure(Step(*row) for row in rows)
    except Circle as circle:
        name = last_names([circle.unit], circle.day)[circle.unit].name
        raise Conflict(
            _("From %(day)s “%(unit)s” would stand above itself. Choose another parent.")
            % {"day": circle.day.strftime("%d/%m/%Y"), "unit": name}
        ) from circle
    UnitLink.objects.all().delete()
    UnitLink.objects.bulk_create(
        [
            UnitLink(
                ancestor_id=link.ancestor,
                descendant_id=link.descendant,
                depth=link.depth,
                starts_on=link.starts_on,
                ends_on=link.ends_on,
                scope_from=link.scope_from,
                scope_to=link.scope_to,
            )
            for link in links
        ],
        batch_size=1000,
    )
    return len(links)
