"""
What stands of directives in the commune HN-01-01 and its district HN-01, for doors that need a record.

The commune has a draft of its own that continues what the district gave it and HN-01-02 to carry out; it has acknowledged
and entered its plan, the other has not looked yet.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.directives.models import DirectiveAssignment
from danvan.directives.services import carrying, cascading, documents, programmes, relations
from danvan.files import services as files
from tests.files.samples import png


def _paper(made: Any) -> dict[str, Any]:
    return {"directive_id": made.rooms["directives"]["paper"]}


def _given(made: Any) -> dict[str, Any]:
    return {"directive_id": made.rooms["directives"]["given"]}


def _assignment(made: Any) -> dict[str, Any]:
    return {"assignment_id": made.rooms["directives"]["assignment"]}


def _programme(made: Any) -> dict[str, Any]:
    return {"programme_id": made.rooms["directives"]["programme"]}


# Url name -> function of the standing city that gives the arguments of its address.
DOORS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "directives:export": lambda made: {"form": "xlsx"},
    "directives:directive": _paper,
    "directives:edit": _paper,
    "directives:step": lambda made: _paper(made) | {"step": "ky"},
    "directives:file": lambda made: _paper(made) | {"file_id": made.rooms["directives"]["file"]},
    "directives:graph": _paper,
    "directives:unrelate": lambda made: {"relation_id": made.rooms["directives"]["relation"]},
    "directives:give": _given,
    "directives:take_back": _given,
    "directives:cascade": _given,
    "directives:cascade_export": _given,
    "directives:remind": _given,
    "directives:assignment": _assignment,
    "directives:assignment_step": lambda made: _assignment(made) | {"step": "ke-hoach"},
    "directives:plan_file": _assignment,
    "directives:programme": _programme,
    "directives:programme_edit": _programme,
}
# Url name -> what is posted there.
BODIES: dict[str, dict[str, Any]] = {"directives:take_back": {"giver": "HN-01"}}


def stand(made: Any, text: Callable[[str, str], str]) -> dict[str, Any]:
    district, commune = made.cast.units["HN-01"], made.cast.units["HN-01-01"]
    above, own, at = made.unit_itself("HN-01"), made.unit_itself("HN-01-01"), made.at
    programme = programmes.begin(
        unit=district, by=above, at=at,
        values={"kind": "theme_year", "name": text("programme", "HN-01")[:200], "first_year": 2020, "last_year": 2020,
                "summary": text("summary", "HN-01")},
    )  # fmt: skip
    values = {
        "kind": "KH", "style": "party", "body": "BDVQU", "title": text("directive", "HN-01")[:400],
        "content": text("directive-text", "HN-01"), "signer": text("signer", "HN-01")[:160], "in_force_from": None,
        "in_force_to": None, "programmes": [programme.pk],
    }  # fmt: skip
    given = documents.draft(unit=district, values=values, by=above, at=at)
    documents.sign(
        directive_id=given.pk,
        version=0,
        signer=text("signer", "HN-01")[:160],
        signed_on=at.date(),
        by=above,
        at=at,
    )
    documents.issue(
        directive_id=given.pk, version=1, issued_on=at.date(), in_force_from=None, by=above, at=at
    )
    terms = cascading.Terms(
        text("instruction", "HN-01"), at.date() + timedelta(days=2), at.date() + timedelta(days=20), None
    )
    below = [made.cast.units["HN-01-01"].pk, made.cast.units["HN-01-02"].pk]
    cascading.give(directive_id=given.pk, giver=district, unit_ids=below, terms=terms, by=above, at=at)
    row = DirectiveAssignment.unscoped.get(directive=given, unit=commune)
    carrying.acknowledge(assignment_id=row.pk, version=0, by=own, at=at)
    file = files.store(
        upload=SimpleUploadedFile("ke-hoach.png", png(), "image/png"), unit_id=commune.pk, by=own, at=at
    )
    carrying.record_plan(
        assignment_id=row.pk, version=1, symbol="05-KH/ĐU", issued_on=at.date(), file=file, by=own, at=at
    )
    carrying.add_task(
        assignment_id=row.pk, version=2, text=text("task", "HN-01-01"), unit=commune,
        due_on=at.date() + timedelta(days=30), by=own, at=at,
    )  # fmt: skip
    mine = values | {
        "body": "ĐU", "title": text("directive", "HN-01-01")[:400], "content": text("directive-text", "HN-01-01"),
        "signer": text("signer", "HN-01-01")[:160],
    }  # fmt: skip
    paper = documents.draft(unit=commune, values=mine, by=own, at=at)
    kept = documents.add_file(
        directive_id=paper.pk, file=file, caption=text("caption", "HN-01-01")[:120], by=own, at=at
    )
    relation = relations.relate(source_id=paper.pk, target_id=given.pk, kind="continues", by=own, at=at)
    return {
        "programme": programme.pk, "given": given.pk, "assignment": row.pk, "paper": paper.pk, "file": kept.pk,
        "relation": relation.pk,
    }  # fmt: skip
