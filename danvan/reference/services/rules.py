"""Loading the project's list of rules of time, ``seed/deadline-rules.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from danvan.audit import services as audit
from danvan.organizations.actors import Actor
from danvan.reference.models import DeadlineRule
from danvan.reference.services.editions import new_edition

RULES = Path(__file__).parent.parent / "seed" / "deadline-rules.csv"
NUMBERS = ("length", "extensions", "extension_length")
MAYBE_NUMBERS = ("remote_length", "remote_extension_length")


@dataclass(frozen=True)
class Loaded:
    """What loading changed."""

    added: int
    corrected: int


@transaction.atomic
def load_rules(*, at: datetime, by: Actor | None = None) -> Loaded:
    """
    Bring the rules to what the project's list says, and return how many versions were added and corrected.

    Safe to repeat. The list is the truth: a version that says something else is corrected, and open clocks follow at
    the next `recompute_clocks`; one that is no longer listed stays, because clocks may run by it. No permission is
    asked: the command line loads before anybody holds a post.
    """
    known = {(rule.code, rule.valid_from): rule for rule in DeadlineRule.objects.all()}
    added, corrected = [], []
    for values in read_rules():
        rule = known.get((values["code"], values["valid_from"]))
        if rule is None:
            added.append(DeadlineRule(**values))
        elif any(getattr(rule, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(rule, name, value)
            corrected.append(rule)
    if added or corrected:
        DeadlineRule.objects.bulk_create(added)
        for rule in corrected:
            rule.save()
        edition = new_edition(at) if corrected else 0
        audit.record(
            "reference.rules_loaded",
            actor=by.user_id if by else None,
            at=at,
            target=("deadline_rules", edition),
            after={"added": len(added), "corrected": len(corrected)},
        )
    return Loaded(len(added), len(corrected))


def read_rules(path: Path = RULES) -> list[dict[str, Any]]:
    """The rows of the list as values of `DeadlineRule`."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_values(row) for row in csv.DictReader(file)]


def _values(row: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = dict(row)
    values["valid_from"] = date.fromisoformat(row["valid_from"])
    values["valid_to"] = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    values |= {name: int(row[name] or 0) for name in NUMBERS}
    values |= {name: int(row[name]) if row[name] else None for name in MAYBE_NUMBERS}
    return values
