"""One commitment's whole story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments.models import Commitment, Outcome, Proof, Step
from danvan.common.errors import OutOfSight
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import last_names


@dataclass(frozen=True)
class Told:
    """A step as people read it: `facts` are (label, value) pairs of what it changed."""

    step: Step
    unit: str
    facts: tuple[tuple[str, str], ...]
    proofs: tuple[Proof, ...]


def story(commitment: Commitment) -> list[Told]:
    """Its steps, first to last. Four queries."""
    proofs = Prefetch("proofs", Proof.objects.select_related("file").order_by("pk"))
    steps = list(
        Step.objects.filter(commitment=commitment)
        .select_related("by")
        .prefetch_related(proofs)
        .order_by("number")
    )
    if not steps:
        return []
    day = timezone.localtime(steps[-1].at).date()
    codes = {code for step in steps for code in _codes(step.data)}
    ids = dict(OrgUnit.objects.filter(code__in=codes).values_list("code", "pk"))
    names = last_names({*ids.values(), *(step.unit_id for step in steps if step.unit_id)}, day)
    by_code = {code: names[pk].name for code, pk in ids.items()}
    return [
        Told(
            step,
            names[step.unit_id].name if step.unit_id else "",
            tuple(_facts(step, by_code)),
            tuple(step.proofs.all()),
        )
        for step in steps
    ]


def proof_of(commitment: Commitment, proof_id: int) -> Proof:
    """:raises OutOfSight: for a proof of another commitment, or one that is no file"""
    rows = Proof.objects.filter(pk=proof_id, step__commitment=commitment, file__isnull=False).select_related(
        "file"
    )
    proof = rows.first()
    if proof is None:
        raise OutOfSight(_("There is no such file, or it is not open to you."))
    return proof


def _codes(data: dict[str, Any]) -> list[str]:
    """Codes of units in what a step says; days stand under the same words in some."""
    said = [data.get(word) for word in ("from", "to", "proposed", "closed", "unit")]
    return [code for text in said if isinstance(text, str) for code in text.split(", ") if code]


def _facts(step: Step, names: dict[str, str]):
    data, kinds = step.data, Step.Kind
    if step.kind in (kinds.EXTENDED, kinds.RECKONED):
        yield _("Day"), f"{_day(data['from'])} → {_day(data['to'])}"
    elif "from" in data:
        yield _("Unit"), f"{names.get(data['from'], data['from'])} → {names.get(data['to'], data['to'])}"
    elif step.kind == kinds.ESCALATED:
        yield _("To"), names.get(data["to"], data["to"])
        yield _("Days late"), str(data["days"])
    elif step.kind == kinds.ASKED_UP and data.get("proposed"):
        yield _("Suggested"), ", ".join(names.get(code, code) for code in data["proposed"].split(", "))
    if data.get("due_on"):
        yield _("Due"), _day(data["due_on"])
    if data.get("outcome"):
        yield _("Outcome"), str(Outcome(data["outcome"]).label)
    if data.get("promised_for"):
        yield _("Promised for"), _day(data["promised_for"])
    if data.get("kept") is not None and step.kind == kinds.VERIFIED:
        yield _("Verdict"), _("kept") if data["kept"] else _("not kept")


def _day(text: str) -> str:
    year, month, day = text.split("-")
    return f"{day}/{month}/{year}"
