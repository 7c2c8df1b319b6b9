"""Guided changes of the tree: preview, apply, undo (legal basis in each change's own words)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.accounts.models import User
from danvan.accounts.services import end_sessions
from danvan.audit import services as audit
from danvan.organizations import changes, hooks, permissions
from danvan.organizations.actors import Actor
from danvan.organizations.errors import PlanBlocked, PlanOutdated
from danvan.organizations.facts import facts_on
from danvan.organizations.models import OrgUnit, OrgUnitVersion, Post, StructureChange, UnitSuccession
from danvan.organizations.plans import Change, Facts, Plan, State
from danvan.organizations.services.links import rebuild_links

Preview = tuple[Plan, list[hooks.Consequence]]


def preview(*, ask: changes.Ask, by: Actor) -> Preview:
    """
    Everything a change would do, here and in the contexts above; nothing is written.

    :raises NotAllowed: when it reaches outside the part of the tree this person manages
    """
    facts = facts_on(ask.day)
    plan = changes.plan(ask, facts)
    _require(by, plan, facts)
    return plan, hooks.consequences_of(plan)


@transaction.atomic
def apply_change(*, ask: changes.Ask, digest: str, by: Actor, at: datetime) -> StructureChange:
    """
    Write what the preview with this digest showed: versions, successions, ends of posts. No figure is
    touched.

    :raises NotAllowed: when it reaches outside the part of the tree this person manages
    :raises PlanBlocked: when something forbids it
    :raises PlanOutdated: when the preview is not true any more
    """
    lock_tree()
    facts = facts_on(ask.day)
    plan = changes.plan(ask, facts)
    _require(by, plan, facts)
    consequences = hooks.consequences_of(plan)
    if plan.blocking or any(told.severity == "blocking" for told in consequences):
        raise PlanBlocked(_("This change cannot be applied as it is. The preview names each obstacle."))
    if plan.digest != digest:
        raise PlanOutdated(
            _("The tree has changed since you saw the preview. Look at the new one, then apply.")
        )
    written, ids = _write(plan)
    change = StructureChange.objects.create(
        kind=ask.kind,
        day=ask.day,
        legal_basis=ask.legal_basis,
        within_id=ids[_within(plan, facts)],
        plan={"plan": plan.as_json(), "written": written},
        made_by_id=by.user_id,
        made_at=at,
    )
    hooks.tell_changed(ask.day)
    audit.record_many(_entries(plan, change, by, at))
    return change


def lock_tree() -> None:
    """Changes of the tree go one after the other: each locks the oldest unit before it looks."""
    OrgUnit.objects.select_for_update().order_by("pk").first()


# --- who may ---


def _authorities(plan: Plan, facts: Facts) -> set[str]:
    """
    Units one has to manage for this: whoever stands above a changed unit before and after (the root:
    itself), and the
    superior of every unit that receives something.
    """
    states = [state for change in plan.changes for state in (change.before, change.after) if state]
    needed = {state.parent or state.code for state in states}
    receiving = [
        facts.units[row.new] for row in plan.passings if row.new in facts.units and row.kind != "abolished"
    ]
    return (needed | {state.parent or state.code for state in receiving}) & set(facts.units)


def _require(by: Actor, plan: Plan, facts: Facts) -> None:
    units = OrgUnit.objects.filter(code__in=_authorities(plan, facts)).values_list("pk", "code")
    permissions.require_all(by, "manage", "unit", {pk: facts.names[code] for pk, code in units})


def _path(code: str, facts: Facts) -> list[str]:
    path: list[str] = []
    here: str | None = code
    while here in facts.units and here not in path:
        path.insert(0, here)
        here = facts.units[here].parent
    return path


def _within(plan: Plan, facts: Facts) -> str:
    """The lowest unit that stands above everything the plan needs."""
    paths = [_path(code, facts) for code in _authorities(plan, facts)]
    common = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
    return common[-1] if common else paths[0][0]


# --- writing ---


def _write(plan: Plan) -> tuple[dict[str, Any], dict[str, int]]:
    """What was written, by id, so that it can be undone; and the ids of all units by code."""
    new = [change.code for change in plan.changes if change.before is None]
    OrgUnit.objects.bulk_create([OrgUnit(code=code) for code in new])
    ids = dict(OrgUnit.objects.values_list("code", "pk"))
    versions = OrgUnitVersion.objects.bulk_create([_version(change, plan, ids) for change in plan.changes])
    successions = UnitSuccession.objects.bulk_create(
        UnitSuccession(
            old_id=ids[row.old],
            new_id=ids[row.new],
            on=plan.day,
            share=row.share,
            kind=row.kind,
            legal_basis=plan.legal_basis,
        )
        for row in plan.passings
    )
    _end_posts(plan)
    rebuild_links()
    written = {
        "units": [ids[code] for code in new],
        "versions": [version.pk for version in versions],
        "successions": [row.pk for row in successions],
        "posts": [[post.id, post.ends_on.isoformat() if post.ends_on else None] for post in plan.ended_posts],
    }
    return written, ids


def _version(change: Change, plan: Plan, ids: dict[str, int]) -> OrgUnitVersion:
    state = change.state
    return OrgUnitVersion(
        unit_id=ids[change.code],
        starts_on=plan.day,
        closed=change.after is None,
        name=state.name,
        kind=state.kind,
        level=state.level,
        parent_id=ids[state.parent] if state.parent else None,
        territory_code=state.territory_code,
        latitude=state.latitude,
        longitude=state.longitude,
        position=state.position,
        legal_basis=plan.legal_basis,
    )


def _end_posts(plan: Plan) -> None:
    Post.objects.filter(pk__in=[post.id for post in plan.ended_posts]).update(ends_on=plan.day)
    for user in User.objects.filter(pk__in={post.holder_id for post in plan.ended_posts}).order_by("pk"):
        end_sessions(user)


def _entries(plan: Plan, change: StructureChange, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """One audit entry per row written, and one for the change as a whole."""
    behalf = permissions.on_behalf_of(by, "manage", "unit", change.within_id)
    common = {"actor": by.user_id, "at": at, "reason": plan.legal_basis, "on_behalf_of": behalf}
    entries: list[dict[str, Any]] = []
    for row in plan.changes:
        entry = {"action": f"organizations.unit_{row.kind}", "target": ("unit", row.code), "unit": row.code}
        entries.append(entry | {"before": _told(row.before), "after": _told(row.after)})
    for passing in plan.passings:
        after = {"new": passing.new, "share": passing.share, "kind": passing.kind, "on": plan.day.isoformat()}
        entry = {
            "action": "organizations.succession_written",
            "target": ("unit", passing.old),
            "unit": passing.old,
        }
        entries.append(entry | {"after": after})
    for post in plan.ended_posts:
        entry = {"action": "organizations.post_ended", "target": ("post", str(post.id)), "unit": post.unit}
        entries.append(
            entry | {"before": {"ends_on": str(post.ends_on or "")}, "after": {"ends_on": str(plan.day)}}
        )
    whole = {"action": "organizations.change_applied", "target": change, "unit": change.within.code}
    entries.append(whole | {"after": {"kind": plan.kind, "day": plan.day.isoformat(), "digest": plan.digest}})
    return [common | entry for entry in entries]


def _told(state: State | None) -> dict[str, Any] | None:
    return {"name": state.name, "level": state.level, "parent": state.parent or ""} if state else None
