"""What a person confirmed is known the next time; what turned out wrong is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import Incomplete, OutOfSight, StaleVersion
from danvan.common.vietnamese import fold
from danvan.ingest.models import Learned
from danvan.ingest.prose import names
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.petitions import detection
from danvan.reporting.models import Indicator

LONGEST = 200
Said = tuple[str, str, str]


def phrases() -> dict[tuple[str, str], str]:
    """(folded words, folded counting unit) -> indicator, as far as it is in use."""
    rows = Learned.objects.filter(kind=Learned.Kind.PHRASE, active=True)
    return {(row.said, row.word): row.code for row in rows}


def labels() -> dict[str, str]:
    return dict(Learned.objects.filter(kind=Learned.Kind.LABEL, active=True).values_list("said", "code"))


def headers() -> dict[str, str]:
    """Folded header of a column -> whose figures stand under it: a unit's code, "own" or "none"."""
    return dict(Learned.objects.filter(kind=Learned.Kind.HEADER, active=True).values_list("said", "code"))


@transaction.atomic
def learn(*, kind: str, said: Iterable[Said], by: Actor, at: datetime) -> int:
    """
    Take up (words, counting unit, indicator); what looks like personal data is left out. Returns how many were new.
    Another indicator for words that are known replaces it: the last person to look decides.
    """
    fresh = 0
    for words, word, code in sorted(set(said)):
        key, unit = fold(words).strip()[:LONGEST], fold(word).strip()[:60]
        if not key or detection.find(words) or names.without(words) != words:
            continue
        row, made = Learned.objects.select_for_update().get_or_create(
            kind=kind, said=key, word=unit, defaults={"code": code, "last_at": at, "last_by_id": by.user_id}
        )
        if made:
            fresh += 1
            continue
        row.times = row.times + 1 if row.code == code else 1
        row.code, row.active, row.last_at, row.last_by_id, row.version = (
            code,
            True,
            at,
            by.user_id,
            row.version + 1,
        )
        row.save()
    return fresh


@transaction.atomic
def change(
    *, unit: OrgUnit, learned_id: int, version: int, code: str, active: bool, by: Actor, at: datetime
) -> Learned:
    """
    An administrator of `unit`, the top of the tree, says that words mean something else, or nothing.

    :raises OutOfSight, NotAllowed: as the policy table says; :raises Incomplete: for an indicator that is not there
    """
    policy.require(by, "manage", "import", unit.pk)
    row = Learned.objects.select_for_update().filter(pk=learned_id).first()
    if row is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    if row.version != version:
        raise StaleVersion(_("Somebody changed this entry meanwhile. Reload the page."))
    if row.kind == Learned.Kind.HEADER:
        # A header is no indicator: it is only put out of use, or into use again.
        code = row.code
    elif not Indicator.objects.filter(code=code).exists():
        raise Incomplete(_("There is no indicator with this code."))
    before: Mapping[str, object] = {"code": row.code, "active": row.active}
    row.code, row.active, row.last_at, row.last_by_id, row.version = (
        code,
        active,
        at,
        by.user_id,
        row.version + 1,
    )
    row.save()
    audit.record(
        "ingest.learned_changed", actor=by.user_id, at=at, target=("learned", str(row.pk)), unit=unit.code, before=dict(before),
        after={"code": code, "active": active},
    )  # fmt: skip
    return row
