"""Lists and single imports as people may see them, and what they may choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import fold
from danvan.ingest.models import HistoryFigure, Import, Learned, StagedSheet
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit, OrgUnitVersion
from danvan.organizations.queries import descendant_ids
from danvan.reporting.models import Indicator, Round, Submission
from danvan.reporting.queries import forms
from danvan.reporting.services.entry import EDITABLE

State = StagedSheet.State


@dataclass(frozen=True)
class Asked:
    """What a list of imports is narrowed by."""

    words: str = ""
    kind: str = ""
    state: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.kind or self.state)


def listed(actor: Actor, asked: Asked) -> QuerySet[Import]:
    rows = Import.scoped(actor, "see").select_related("unit", "made_by")
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.words:
        rows = rows.filter(title__icontains=asked.words)
    rows = rows.order_by("-made_at", "-pk")
    return rows.annotate(
        sheet_count=Count("sheets", distinct=True),
        fault_count=Count("sheets", filter=Q(sheets__state__in=[State.FAULTY, State.REFUSED]), distinct=True),
        figure_count=Count("figures", distinct=True),
    )


def find(actor: Actor, import_id: int) -> Import:
    """:raises OutOfSight: when it is not there, or not for this person"""
    row = Import.scoped(actor, "see").select_related("unit", "form").filter(pk=import_id).first()
    if row is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    return row


def sheets_of(actor: Actor, made: Import) -> QuerySet[StagedSheet]:
    """
    The sheets of an import whose reports this person sees: whoever sent them in may have held more posts than a
    colleague who looks at the import later.
    """
    seen = Submission.scoped(actor, "see").values("pk")
    return (
        made.sheets.filter(Q(submission=None) | Q(submission__in=seen))
        .select_related("unit", "file", "submission")
        .order_by("pk")
    )


def rounds(*, open_only: bool, limit: int = 60) -> list[tuple[str, str]]:
    """(id, name) of rounds, the latest first; with `open_only` those that can still be typed into."""
    rows = Round.objects.select_related("form").order_by("-ends_on", "form__name")
    if open_only:
        rows = rows.filter(locked_at__isnull=True)
    return [(str(row.pk), f"{row.form.name}, {row.period.label()}") for row in rows[:limit]]


def round_of(pk: str) -> Round:
    """:raises OutOfSight: when there is no such round"""
    row = (
        Round.objects.select_related("form", "form_version").filter(pk=int(pk)).first()
        if pk.isdecimal() and len(pk) < 12
        else None
    )
    if row is None:
        raise OutOfSight(_("There is no such round."))
    return row


def may_send_out(actor: Actor) -> bool:
    """Whether some post of the person fills in reports or takes them out."""
    return any(permissions.holds(actor, action, "submission") for action in ("edit", "export"))


def to_send(actor: Actor | None, round_: Round, unit_id: int, *, branch: bool) -> QuerySet[Submission]:
    """
    The submissions of a unit, or of its branch, in a round, that this person fills in or may take out; None is whoever
    runs the machine.
    """
    rows = Submission.unscoped.filter(round=round_, excused_at__isnull=True)
    if actor is not None:
        open_ = [permissions.units_open(actor, action, "submission") for action in ("edit", "export")]
        rows = rows.filter(open_[0] | open_[1])
    ids = [unit_id, *descendant_ids(unit_id, round_.counts_to)] if branch else [unit_id]
    return rows.filter(unit_id__in=ids).select_related("unit", "latest").order_by("unit__code")


def drafts_open(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of the reports this person's own units are to send."""
    rows = (
        Submission.scoped(actor, "edit")
        .filter(state__in=EDITABLE, unit_id__in=actor.unit_ids(), round__locked_at__isnull=True)
        .select_related("unit", "round__form")
        .order_by("-round__ends_on")[:60]
    )
    return [
        (str(row.pk), f"{row.unit.code}: {row.round.form.name}, {row.round.period.label()}") for row in rows
    ]


def indicators() -> list[tuple[str, str]]:
    return [
        (row.code, row.name_vi)
        for row in Indicator.objects.exclude(kind__in=["ratio", "slice"]).order_by("position", "code")
    ]


def indicators_of(made: Import) -> list[tuple[str, str]]:
    """(code, name) of the form an import is read for; totals are known, and added up whatever a workbook says."""
    if made.form is None:
        return indicators()
    round_ = Round.objects.select_related("form", "form_version").get(
        form_id=made.form_id, period_name=made.period_name
    )
    layout = forms.layout(round_.form, round_.form_version.number)
    totals = {total for total, _parts in layout.totals}
    return [
        (code, layout.catalogue[code].name) for code, index in layout.index.items() if index not in totals
    ]


def learned(words: str = "", kind: str = "") -> QuerySet[Learned]:
    rows = Learned.objects.all()
    if words:
        rows = rows.filter(Q(said__icontains=fold(words)) | Q(code__icontains=words))
    return rows.filter(kind=kind) if kind else rows


def top_unit(actor: Actor) -> OrgUnit | None:
    """The unit in whose name this person may change the words all share; None for everybody but its administrators."""
    mine = [one for one in actor.unit_ids() if permissions.can(actor, "manage", "import", one)]
    tops = OrgUnitVersion.objects.on(actor.on).filter(parent=None, unit_id__in=mine).select_related("unit")
    row = tops.order_by("unit_id").first()
    return row.unit if row else None


def history(actor: Actor, unit_id: int, period_name: str) -> dict[str, dict[str, Any]]:
    """A unit's imported history of a period: ``{indicator: {level: value}}``, as published totals are written."""
    rows = HistoryFigure.scoped(actor, "see").filter(
        unit_id=unit_id, period_name=period_name, replaced_at__isnull=True
    )
    found: dict[str, dict[str, Any]] = {}
    for code, level, value in rows.values_list("code", "level", "value"):
        found.setdefault(code, {})[level] = int(value) if value == int(value) else float(value)
    return found


def history_figures(actor: Actor, unit_id: int, period_name: str) -> list[HistoryFigure]:
    """The figures of a piece of history in force, each with its file and import."""
    rows = HistoryFigure.scoped(actor, "see").filter(
        unit_id=unit_id, period_name=period_name, replaced_at__isnull=True
    )
    return list(rows.select_related("whole", "file", "confirmed_by").order_by("code", "level"))


def history_kept(actor: Actor) -> QuerySet:
    """Unit and period of every piece of history in sight, with how many figures it has."""
    rows = HistoryFigure.scoped(actor, "see").filter(replaced_at__isnull=True)
    return (
        rows.values("unit_id", "unit__code", "period_name")
        .annotate(count=Count("pk"))
        .order_by("unit__code", "-period_name")
    )
