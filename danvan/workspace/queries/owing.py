"""What a person has to send, type or issue."""

from __future__ import annotations

from django.db.models import Prefetch, Q

from danvan.briefings import queries as briefings
from danvan.briefings.models import ReportDocument
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.queries import typed_by
from danvan.reporting.models import Reminder, Submission

OWING = (Submission.State.EXPECTED, Submission.State.DRAFT, Submission.State.RETURNED)


def owed(actor: Actor) -> list[Submission]:
    """
    Reports this person has to send: of the own units, and of those below that do not use the system, as long as no unit
    between would type them. By due day, each with its round, its return and its reminders (newest first). Three queries.
    """
    mine = permissions.units_open(actor, "submit", "submission")
    for_others = permissions.units_open(actor, "submit_on_behalf", "submission") & Q(
        unit__reports_itself=False
    )
    reminders = Reminder.objects.select_related("by").order_by("-at")
    rows = (
        Submission.unscoped.filter(mine | for_others, state__in=OWING, excused_at__isnull=True)
        .select_related("round__form", "unit", "latest__returned")
        .prefetch_related(Prefetch("reminders", reminders))
        .order_by("due_on", "unit__code")
    )
    return _mine(list(rows), actor)


def _mine(rows: list[Submission], actor: Actor) -> list[Submission]:
    """Without what a unit between types: the city may do it as well, but it waits for the district."""
    own = set(actor.unit_ids())
    others = {row.unit_id for row in rows} - own
    typing = typed_by(others, actor.on) if others else {}
    return [row for row in rows if row.unit_id in own or typing.get(row.unit_id) in own]


def documents(actor: Actor) -> list[ReportDocument]:
    """Documents of the own units to be issued, and issued ones that later figures touch. One query."""
    own = actor.unit_ids()
    rows = briefings.with_marks(ReportDocument.scoped(actor, "issue").filter(unit_id__in=own))
    return list(rows.filter(Q(state="draft") | Q(touched=True)).order_by("ends_on", "pk"))
