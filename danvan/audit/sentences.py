"""Log entries as people read them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from danvan.audit import wording
from danvan.audit.models import AuditEntry


@dataclass(frozen=True)
class Change:
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Sentence:
    """Who did what on what, when, at which unit, why, and what changed. `moment` has a time zone."""

    seq: int
    moment: datetime
    who: str
    did: str
    action: str
    record_type: str
    record_id: str
    unit: str
    reason: str
    on_behalf_of: str
    changes: tuple[Change, ...]

    @property
    def record(self) -> str:
        return f"{self.record_type} {self.record_id}".strip()


def sentences(entries: Iterable[AuditEntry]) -> list[Sentence]:
    """The same entries in the same order, with one query for all names."""
    entries = list(entries)
    bodies = [_content(entry) for entry in entries]
    names = _names(entries, bodies)
    return [_sentence(entry, body, names) for entry, body in zip(entries, bodies, strict=True)]


def _sentence(entry: AuditEntry, body: dict[str, Any], names: dict[int, str]) -> Sentence:
    return Sentence(
        seq=entry.seq,
        moment=entry.at,
        who=_("The system") if entry.actor_id is None else names.get(entry.actor_id, f"#{entry.actor_id}"),
        did=wording.action(entry.action),
        action=entry.action,
        record_type=wording.record_type(entry.target_type),
        record_id=entry.target_id,
        unit=entry.unit,
        reason=str(body.get("reason", "")),
        on_behalf_of=_deputised(body.get("on_behalf_of"), names),
        changes=tuple(_changes(body.get("before"), body.get("after"))),
    )


def _content(entry: AuditEntry) -> dict[str, Any]:
    """What was sealed; a body that was tampered with still lets the page open, the check names it."""
    try:
        content = json.loads(bytes(entry.body))
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _names(entries: list[AuditEntry], bodies: list[dict[str, Any]]) -> dict[int, str]:
    asked = {entry.actor_id for entry in entries} | {body.get("on_behalf_of") for body in bodies}
    ids = [one for one in asked if isinstance(one, int)]
    users = get_user_model()._default_manager.filter(pk__in=ids) if ids else []
    return {user.pk: str(user) for user in users}


def _deputised(whom: object, names: dict[int, str]) -> str:
    if isinstance(whom, int):
        return names.get(whom, f"#{whom}")
    return str(whom or "")


def _changes(before: object, after: object) -> Iterator[Change]:
    before = before if isinstance(before, dict) else {}
    after = after if isinstance(after, dict) else {}
    for name in [*before, *(name for name in after if name not in before)]:
        yield Change(wording.field(name), _value(before, name), _value(after, name))


def _value(values: dict[str, Any], name: str) -> str:
    """A dash where nothing was said: an absent value is not an empty one."""
    value = values.get(name)
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
