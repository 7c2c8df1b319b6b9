"""Taking back a change of the tree while nothing rests on it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from danvan.accounts.models import User
from danvan.accounts.services import end_sessions
from danvan.audit import services as audit
from danvan.organizations import hooks, permissions, queries
from danvan.organizations.actors import Actor
from danvan.organizations.errors import CannotUndo
from danvan.organizations.models import OrgUnit, OrgUnitVersion, Post, StructureChange, UnitSuccession
from danvan.organizations.services.links import rebuild_links
from danvan.organizations.services.structure import lock_tree

WINDOW = timedelta(days=queries.UNDO_DAYS)


@transaction.atomic
def undo_change(*, change: StructureChange, by: Actor, at: datetime) -> StructureChange:
    """
    Remove exactly what a change wrote.

    :raises NotAllowed: when the actor does not manage the unit it lies in
    :raises CannotUndo: when it was undone, is older than seven days, or a later change or record rests on it
    """
    permissions.require(by, "manage", "unit", change.within_id)
    lock_tree()
    change = StructureChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if reason := queries.why_not_undo(change, at):
        raise CannotUndo(reason)
    written = change.plan["written"]
    OrgUnitVersion.objects.filter(pk__in=written["versions"]).delete()
    UnitSuccession.objects.filter(pk__in=written["successions"]).delete()
    _give_back_posts(written["posts"])
    rebuild_links()
    _remove_units(written["units"])
    change.undone_at, change.undone_by_id = at, by.user_id
    change.save(update_fields=["undone_at", "undone_by"])
    hooks.tell_changed(change.day)
    audit.record_many(_entries(change, by, at))
    return change


def _remove_units(ids: list[int]) -> None:
    try:
        OrgUnit.objects.filter(pk__in=ids).delete()
    except ProtectedError as error:
        raise CannotUndo(
            _(
                "A unit that this change opened has records by now, so the change cannot be undone."
                " Close the unit instead."
            )
        ) from error


def _give_back_posts(posts: list[list[Any]]) -> None:
    for post_id, ends_on in posts:
        Post.objects.filter(pk=post_id).update(ends_on=date.fromisoformat(ends_on) if ends_on else None)
    holders = Post.objects.filter(pk__in=[post_id for post_id, _day in posts]).values("holder_id")
    for user in User.objects.filter(pk__in=holders).order_by("pk"):
        end_sessions(user)


def _entries(change: StructureChange, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """One audit entry per row taken back, and one for the change as a whole."""
    plan = change.plan["plan"]
    behalf = permissions.on_behalf_of(by, "manage", "unit", change.within_id)
    common = {"actor": by.user_id, "at": at, "reason": change.legal_basis, "on_behalf_of": behalf}
    day = {"day": plan["day"]}
    entries: list[dict[str, Any]] = [
        {
            "action": "organizations.unit_change_undone",
            "target": ("unit", row["code"]),
            "unit": row["code"],
            "before": day,
        }
        for row in plan["changes"]
    ]
    entries += [
        {
            "action": "organizations.succession_removed",
            "target": ("unit", row["old"]),
            "unit": row["old"],
            "before": {"new": row["new"], "share": row["share"], "on": plan["day"]},
        }
        for row in plan["passings"]
    ]
    entries += [
        {"action": "organizations.post_given_back", "target": ("post", str(row["id"])), "unit": row["unit"]}
        for row in plan["ended_posts"]
    ]
    entries.append(
        {"action": "organizations.change_undone", "target": change, "unit": change.within.code, "before": day}
    )
    return [common | entry for entry in entries]
