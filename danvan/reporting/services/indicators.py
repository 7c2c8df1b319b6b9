"""Adding to the catalogue and putting an indicator into better words. Nothing is ever removed: a code means one thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import Conflict, DomainError
from danvan.organizations.actors import Actor, Grant
from danvan.reporting import formulas, permissions
from danvan.reporting.catalogue import Catalogue, Spec
from danvan.reporting.describing import LEVELS
from danvan.reporting.formulas import BadFormula, Sum
from danvan.reporting.models import DefinitionChange, Indicator, ReportForm
from danvan.reporting.queries import indicators
from danvan.reporting.queries.forms import spec_of
from danvan.reporting.queries.indicators import NATURE, WORDS

COMPUTED = ("ratio", "slice")
# The audit log names records in 60 signs.
LONGEST = 60


class BadIndicator(DomainError):
    """It cannot stand so. `detail["field"]` names the field at fault."""

    code = "bad-indicator"


class InUse(DomainError):
    """Accepted figures rest on it as it is."""

    code, status = "indicator-in-use", 409


@transaction.atomic
def add_indicator(*, code: str, values: Mapping[str, Any], by: Actor, at: datetime) -> Indicator:
    """
    A new indicator at the end of the catalogue; no form asks it yet. `values` has every field of NATURE and WORDS.

    :raises NotAllowed: unless `by` manages forms at the top
    :raises BadIndicator: for a code taken or ill-formed, or fields that do not fit each other
    :raises BadFormula: when the formula cannot be read, or names what cannot be a part
    """
    grant = permissions.require_forms(by, "manage")
    if not re.fullmatch(formulas.CODE, code) or len(code) > LONGEST:
        raise BadIndicator(
            _("“%(code)s” cannot be a code. Write small Latin letters, digits and _, joined by dots.")
            % {"code": code[:80]},
            field="code",
        )
    if Indicator.objects.filter(code=code).exists():
        raise _taken(code)
    last = Indicator.objects.aggregate(last=Max("position"))["last"]
    row = Indicator(code=code, position=0 if last is None else last + 1, **values)
    _check(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise _taken(code) from None
    _written("reporting.indicator_added", row, grant, by, at, after=_plain(row, (*NATURE, *WORDS)))
    return row


@dataclass(frozen=True)
class Redefined:
    """From this day on the same code counts something else; `what` says what, beside every series it breaks."""

    starts_on: date
    what: str


@transaction.atomic
def edit_indicator(
    *,
    code: str,
    changes: Mapping[str, Any],
    seen: str,
    by: Actor,
    at: datetime,
    redefined: Redefined | None = None,
) -> Indicator:
    """
    Change some fields, or only say that something else is counted. `seen` is the `queries.indicators.stamp` of what the
    person looked at.

    :raises InUse: when accepted figures rest on what would change: that is another indicator, with another code
    :raises Conflict: when somebody changed it since
    """
    grant = permissions.require_forms(by, "manage")
    row = Indicator.objects.select_for_update().filter(code=code).first() or indicators.indicator(code)
    if seen != indicators.stamp(row):
        raise Conflict(
            _("“%(name)s” was changed since you opened it. Open it again, then change it.")
            % {"name": row.name_vi}
        )
    different = [
        name for name in (*NATURE, *WORDS) if name in changes and changes[name] != getattr(row, name)
    ]
    if redefined:
        _redefine(row, redefined, grant, by, at)
    if not different:
        return row
    before = _plain(row, different)
    was_computed = row.kind in COMPUTED
    for name in different:
        setattr(row, name, changes[name])
    if set(different) & set(NATURE):
        _refuse_in_use(row, was_computed != (row.kind in COMPUTED))
    _check(row)
    row.save(update_fields=different)
    _written("reporting.indicator_edited", row, grant, by, at, before=before, after=_plain(row, different))
    return row


def _redefine(row: Indicator, said: Redefined, grant: Grant, by: Actor, at: datetime) -> None:
    if not said.what.strip():
        raise BadIndicator(
            _("Say what is counted differently; it stands beside every series."), field="what_changed"
        )
    DefinitionChange.objects.create(
        indicator=row,
        starts_on=said.starts_on,
        what=said.what.strip()[:300],
        made_at=at,
        made_by_id=by.user_id,
    )
    ReportForm.objects.update(catalogue_revision=F("catalogue_revision") + 1)
    after = {"starts_on": said.starts_on.isoformat(), "what": said.what.strip()[:300]}
    audit.record(
        "reporting.indicator_redefined", actor=by.user_id, at=at, target=("indicator", row.code), unit=grant.unit_code,
        after=after, on_behalf_of=grant.for_user,
    )  # fmt: skip


def _refuse_in_use(row: Indicator, moves: bool) -> None:
    if indicators.rests_on(row):
        raise InUse(
            _(
                "Accepted reports answer “%(code)s” as it is, so its group, kind, levels, formula and way of adding up stay."
                " Add a new indicator with a new code, and publish a form that asks it instead."
            )
            % {"code": row.code}
        )
    if moves and indicators.has_a_cell(row):
        raise InUse(
            _(
                "A published form has a cell for “%(code)s”, so it cannot pass between typed and computed. Add a new"
                " indicator with a new code."
            )
            % {"code": row.code}
        )


def _taken(code: str) -> BadIndicator:
    return BadIndicator(
        _("The code “%(code)s” is taken; a code is never used again, even after its end. Choose another.")
        % {"code": code},
        field="code",
    )


def _check(row: Indicator) -> None:
    levels = row.levels.split("|")
    if not row.levels or set(levels) - set(LEVELS):
        raise BadIndicator(_("Choose at least one level that collects it."), field="levels")
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise BadIndicator(_("It cannot end before it begins. Correct one of the two days."), field="ends_on")
    if bool(row.formula) != (row.kind in {"total", *COMPUTED}):
        words = _("A figure that is typed has no formula. Empty it, or choose another kind.")
        if not row.formula:
            words = _(
                "A total, a ratio and a slice need a formula: a + b, 100 * a / b or slice(a, level=city)."
            )
        raise BadFormula(words)
    if {row.kind == "ratio", row.over_units == "ratio", row.over_time == "ratio"} == {True, False}:
        words = _("Only a ratio is recomputed from its parts, over units and over time; and it always is.")
        raise BadIndicator(words, field="over_units")
    others = [spec_of(one) for one in Indicator.objects.exclude(code=row.code)]
    _check_total(spec_of(row), Catalogue([*others, spec_of(row)]))


def _check_total(spec: Spec, catalogue: Catalogue) -> None:
    if not isinstance(spec.formula, Sum):
        return
    nobody = [
        level for level in spec.levels if not any(level in catalogue[p].levels for p in spec.formula.parts)
    ]
    if nobody:
        raise BadIndicator(
            _(
                "No part of the total is collected at the level “%(level)s”, so it could never be reckoned there."
            )
            % {"level": nobody[0]},
            field="levels",
        )


def _plain(row: Indicator, names: Any) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _written(
    action: str, row: Indicator, grant: Grant, by: Actor, at: datetime, *, after: Any, before: Any = None
) -> None:
    ReportForm.objects.update(catalogue_revision=F("catalogue_revision") + 1)
    audit.record(
        action, actor=by.user_id, at=at, target=("indicator", row.code), unit=grant.unit_code, before=before,
        after=after, on_behalf_of=grant.for_user,
    )  # fmt: skip
