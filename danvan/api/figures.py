"""A submission in plain JSON: every cell with its presence, source and remarks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.organizations.actors import Actor
from danvan.reporting import permissions
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Draft, Submission, SubmissionVersion
from danvan.reporting.queries import entry, submissions
from danvan.reporting.queries.sheets import is_computed
from danvan.reporting.vectors import Cell, Presence, Vector

PRESENCE = {
    Presence.VALUE: "value",
    Presence.BLANK: "blank",
    Presence.NOT_APPLICABLE: "not_applicable",
    Presence.NOT_REPORTED: "not_reported",
}


def text(value: int | str | None) -> str:
    """What a person would have typed."""
    return "" if value is None else str(value)


def submission(actor: Actor, row: Submission, which: str, today: date) -> dict[str, Any]:
    """:raises OutOfSight: when there is no such version, or the draft is not this person's to see"""
    layout = entry.layout_of(row)
    versions = submissions.versions_of(row)
    draft = submissions.draft_of(row) if permissions.can_enter(actor, row) else None
    said, vector, notes, revisions = _chosen(row, versions, draft, which)
    hidden = submissions.hidden_cells(actor, row, layout, vector)
    return {
        "id": row.pk,
        "round": row.round_id,
        "period": row.round.period_name,
        "form": row.round.form.code,
        "unit": row.unit.code,
        "name": submissions.unit_of(row).name,
        "level": row.level,
        "state": row.state,
        "due_on": row.due_on,
        "late": row.is_late(today),
        "first_sent_at": row.first_sent_at,
        "late_reason": row.late_reason,
        "extension_reason": row.extension_reason,
        "excused_reason": row.excused_reason,
        "accepted_version": row.accepted.number if row.accepted else None,
        "latest_version": row.latest.number if row.latest else None,
        "draft_revision": draft.revision if draft else None,
        "versions": [_version(one) for one in versions],
        "figures_of": said,
        "figures": _figures(layout, vector, notes, revisions, hidden, row.level),
    }


def _chosen(
    row: Submission, versions: list[SubmissionVersion], draft: Draft | None, which: str
) -> tuple[str, Vector | None, Mapping[str, Any], Mapping[str, Any]]:
    if draft is not None and which in {"", "draft"}:
        return "draft", Vector.unpack(draft.cells), draft.notes, draft.cell_revisions
    by_number = {str(one.number): one for one in versions}
    last, accepted = row.latest, row.accepted
    wanted = {"": last, "latest": last, "accepted": accepted}
    version = by_number.get(which) if which.isdecimal() else wanted.get(which)
    if version is None:
        if which:
            raise _NoVersion(_("This report has no such version, or it is not open to you."))
        return "nothing", None, {}, {}
    return str(version.number), Vector.unpack(version.cells), version.notes, {}


class _NoVersion(OutOfSight):
    """Said in its own words: the report itself is in sight."""


def _figures(
    layout: Layout,
    vector: Vector | None,
    notes: Mapping[str, Any],
    revisions: Mapping[str, Any],
    hidden: frozenset[str],
    level: str,
) -> list[dict[str, Any]]:
    full = vector.resized(len(layout)) if vector is not None else layout.empty(level)
    found = []
    for index, spec in enumerate(layout.specs):
        note, cell, veiled = notes.get(str(index), {}), full[index], spec.code in hidden
        found.append(
            {
                "indicator": spec.code,
                "presence": PRESENCE[cell.presence],
                "value": None if veiled else _number(cell, spec.decimals),
                "source": _source(spec, cell, note),
                "note": note.get("note", ""),
                "follow": bool(note.get("follow")),
                "reasons": dict(note.get("waivers", {})),
                "evidence": list(note.get("evidence", ())),
                "revision": revisions[str(index)][0] if str(index) in revisions else None,
                "hidden": veiled,
            }
        )
    return found


def _number(cell: Cell, decimals: int) -> int | float | None:
    if cell.value is None or not decimals:
        return cell.value
    return cell.value / 10**decimals


def _source(spec: Any, cell: Cell, note: Mapping[str, Any]) -> str | None:
    if cell.presence is not Presence.VALUE:
        return None
    return "computed" if is_computed(spec) else str(note.get("source", "typed"))


def _version(one: SubmissionVersion) -> dict[str, Any]:
    returned = getattr(one, "returned", None)
    return {
        "number": one.number,
        "kind": one.kind,
        "supplement_number": one.supplement_number,
        "reason": one.reason,
        "made_at": one.made_at,
        "made_by": str(one.made_by) if one.made_by else None,
        "on_behalf_by": one.on_behalf_by.code if one.on_behalf_by else None,
        "late": one.late,
        "returned": returned
        and {
            "reason": returned.reason,
            "at": returned.at,
            "by": str(returned.by),
            "cells": [
                {"indicator": cell["code"], "reason": cell["reason"], "suggested": cell.get("suggested", "")}
                for cell in returned.cells
            ],
        },
    }
