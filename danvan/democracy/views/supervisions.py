"""What the residents' own boards look into: the list, one matter, its steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.democracy import limits as law
from danvan.democracy.forms import decisions as shapes
from danvan.democracy.models import CommunitySupervision
from danvan.democracy.queries import registers
from danvan.democracy.services import supervisions as services
from danvan.democracy.thresholds import Kept
from danvan.democracy.views import lists, records
from danvan.democracy.views.records import Step

S = CommunitySupervision.State
TONES: dict[str, str] = {S.PLANNED: "quiet", S.RECOMMENDED: "gold", S.ANSWERED: "good", S.CLOSED: "good"}


def _line(row: CommunitySupervision, today: date) -> lists.Line:
    due = row.answer_due_on if row.state == S.RECOMMENDED else None
    note = str(row.get_body_display()) + (f" · {row.addressee}" if row.addressee else "")
    tone = "danger" if due and due < today else TONES.get(row.state, "neutral")
    return lists.Line(
        row.supervised_on or row.planned_on, row.title, note, str(row.get_state_display()), tone, due
    )


REGISTER = lists.Register(
    name="supervisions", model=CommunitySupervision, record="democracy:supervision", new="democracy:supervision_new",
    day="planned_on", kind="body",
    words=lambda: {
        "title": _("Community supervision"),
        "lead": _("What people's inspection boards and community investment boards look into, and how they are answered."),
        "new": _("Add a supervision"), "empty": _("Nothing supervised yet"),
        "teach": _("Enter what a board plans to look into; what it finds and recommends follows here."), "day": _("Day"),
    },
    kinds=lambda: CommunitySupervision.Body.choices, states=lambda: S.choices, line=_line,
    heads=lambda: [
        _("Board"), _("Matter or project"), _("Planned day"), _("Supervised on"), _("What the board found"),
        _("What is recommended"), _("To whom"), _("Recommended on"), _("Answer due"), _("Answered on"), _("State"),
    ],
    cells=lambda row: [
        str(row.get_body_display()), row.title, row.planned_on, row.supervised_on, row.findings, row.recommendation,
        row.addressee, row.recommended_on, row.answer_due_on, row.answered_on, str(row.get_state_display()),
    ],
)  # fmt: skip

STEPS = {
    "sua": Step(
        lambda: _("Change"), (S.PLANNED,),
        lambda one, given, same: services.edit(supervision_id=one.pk, values=given, **same), shapes.SupervisionForm,
    ),
    "giam-sat": Step(
        lambda: _("Record what was found"), (S.PLANNED, S.FOUND),
        lambda one, given, same: services.find(
            supervision_id=one.pk, supervised_on=given["on"], findings=given["findings"], **same
        ),
        shapes.FindForm, tone="primary",
    ),
    "kien-nghi": Step(
        lambda: _("Send a recommendation"), (S.FOUND,),
        lambda one, given, same: services.recommend(
            supervision_id=one.pk, recommended_on=given["on"], recommendation=given["recommendation"],
            addressee=given["addressee"], promise=given["promise"], **same
        ),
        shapes.RecommendForm,
    ),
    "tra-loi": Step(
        lambda: _("Record the answer"), (S.RECOMMENDED,),
        lambda one, given, same: services.answer(
            supervision_id=one.pk, answered_on=given["on"], answer=given["answer"], **same
        ),
        shapes.AnsweredForm, tone="primary",
    ),
    "dong": Step(
        lambda: _("Close it"), (S.FOUND, S.ANSWERED),
        lambda one, given, same: services.close(supervision_id=one.pk, **same),
    ),
}  # fmt: skip


def _initial(found: CommunitySupervision) -> dict[str, Any]:
    names = (*services.FIELDS, "findings", "recommendation", "addressee", "answer")
    return {name: getattr(found, name) for name in names} | {"on": clock.today()}


KIND = records.Kind(
    CommunitySupervision,
    "democracy:supervision",
    "democracy:supervisions",
    "democracy:supervision_step",
    STEPS,
    _initial,
)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    return lists.board(request, REGISTER)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    return records.create(request, KIND, shapes.SupervisionForm, _("Add a supervision"), services.plan)


@require_safe
def supervision(request: HttpRequest, supervision_id: int) -> HttpResponse:
    found = registers.find(CommunitySupervision, request.actor, supervision_id)
    facts = [
        (_("Board"), str(found.get_body_display())),
        (_("Planned day"), f"{found.planned_on:%d/%m/%Y}"),
        (_("Supervised on"), f"{found.supervised_on:%d/%m/%Y}" if found.supervised_on else ""),
        (_("What the board found"), found.findings),
        (_("What is recommended"), found.recommendation),
        (_("To whom"), found.addressee),
        (_("Answer"), found.answer),
        (_("Commitment"), found.promise_ref),
    ]
    limits = []
    if found.recommended_on and found.answer_due_on:
        source = law.Limits().limit(law.BOARD_ANSWER, found.recommended_on).source
        limits = [Kept(_("Answer the board"), found.answer_due_on, found.answered_on, source)]
    return records.page(
        request, KIND, found, title=found.title, state=str(found.get_state_display()),
        tone=TONES.get(found.state, "neutral"), facts=facts, limits=limits,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, supervision_id: int, step: str) -> HttpResponse:
    return records.take(request, KIND, supervision_id, step)
