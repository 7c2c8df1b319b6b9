"""Drafts put out for opinions: the list, one draft and its steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.common.numbers import format_number
from danvan.democracy import hooks
from danvan.democracy import limits as law
from danvan.democracy.forms import consultations as shapes
from danvan.democracy.models import Consultation
from danvan.democracy.models.consultations import Channel
from danvan.democracy.queries import matrix, registers
from danvan.democracy.services import consultations as services
from danvan.democracy.views import lists, records
from danvan.democracy.views.records import Step
from danvan.organizations import permissions as policy

S = Consultation.State
TONES: dict[str, str] = {S.PREPARED: "quiet", S.OPEN: "gold", S.PUBLISHED: "good"}


def _line(row: Consultation, today: date) -> lists.Line:
    due = row.closes_on if row.state == S.OPEN else None
    note = f"{row.drafter} · {row.opens_on:%d/%m/%Y} – {row.closes_on:%d/%m/%Y}"
    return lists.Line(
        row.opens_on, row.title, note, str(row.get_state_display()), TONES.get(row.state, "neutral"), due
    )


REGISTER = lists.Register(
    name="consultations", model=Consultation, record="democracy:consultation", new="democracy:consultation_new",
    day="opens_on", kind="state",
    words=lambda: {
        "title": _("Consultations"), "lead": _("Drafts put out for opinions, and how every opinion was answered."),
        "new": _("Prepare a draft"), "empty": _("No draft yet"),
        "teach": _("A draft stands here from its preparation to the published answer to each group of opinions."),
        "day": _("Open for opinions"),
    },
    kinds=lambda: [], states=lambda: S.choices, line=_line,
    heads=lambda: [
        _("Draft"), _("Who drafts"), _("First day"), _("Last day"), _("State"), _("Conferences held"),
        _("Published on"),
    ],
    cells=lambda row: [
        row.title, row.drafter, row.opens_on, row.closes_on, str(row.get_state_display()), row.conferences,
        row.published_on,
    ],
)  # fmt: skip

STEPS = {
    "sua": Step(
        lambda: _("Change"), (S.PREPARED,),
        lambda one, given, same: services.edit(consultation_id=one.pk, values=given, **same), shapes.ConsultationForm,
    ),
    "mo": Step(
        lambda: _("Open it for opinions"), (S.PREPARED,),
        lambda one, given, same: services.open_(consultation_id=one.pk, **same), action="publish", tone="primary",
    ),
    "dong": Step(
        lambda: _("Close it"), (S.OPEN,),
        lambda one, given, same: services.close(consultation_id=one.pk, conferences=given["conferences"], **same),
        shapes.CloseForm,
    ),
    "tong-hop": Step(
        lambda: _("Finish grouping"), (S.CLOSED,),
        lambda one, given, same: services.synthesise(consultation_id=one.pk, **same), tone="primary",
    ),
    "nhom-lai": Step(
        lambda: _("Back to grouping"), (S.SYNTHESISED,),
        lambda one, given, same: services.regroup(consultation_id=one.pk, **same),
    ),
    "tra-loi": Step(
        lambda: _("Every group is answered"), (S.SYNTHESISED,),
        lambda one, given, same: services.respond(consultation_id=one.pk, response=given["response"], **same),
        shapes.RespondForm, tone="primary",
    ),
    "cong-khai": Step(
        lambda: _("Publish the response"), (S.RESPONDED,),
        lambda one, given, same: services.publish(
            consultation_id=one.pk, published_on=given["published_on"], ways=given["ways"], **same
        ),
        shapes.PublishForm, action="publish", tone="primary",
    ),
}  # fmt: skip


def _initial(found: Consultation) -> dict[str, Any]:
    names = (*services.FIELDS, "conferences", "response")
    return {name: getattr(found, name) for name in names} | {"published_on": clock.today()}


KIND = records.Kind(
    Consultation,
    "democracy:consultation",
    "democracy:consultations",
    "democracy:consultation_step",
    STEPS,
    _initial,
)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    return lists.board(request, REGISTER)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    heading = _("Prepare a draft for opinions")
    return records.create(
        request, KIND, shapes.ConsultationForm, heading, services.prepare, channels=Channel.values
    )


@require_safe
def consultation(request: HttpRequest, consultation_id: int) -> HttpResponse:
    found = registers.find(Consultation, request.actor, consultation_id)
    may_edit = policy.can(request.actor, "edit", "consultation", found.unit_id)
    channels = matrix.by_channel(found)
    facts = [
        (_("Who drafts"), found.drafter),
        (_("Open for opinions"), f"{found.opens_on:%d/%m/%Y} – {found.closes_on:%d/%m/%Y}"),
        (_("Main content"), found.summary),
        (_("How to give an opinion"), found.how),
        (_("Opinions"), "; ".join(f"{label}: {format_number(count)}" for label, count in channels)),
        (_("Conferences held"), format_number(found.conferences) if found.conferences else ""),
        (_("Response as a whole"), found.response),
        (
            _("Response published on"),
            f"{found.published_on:%d/%m/%Y}, {found.published_ways}" if found.published_on else "",
        ),
        (_("Why fewer days"), found.short_reason),
    ]
    return records.page(
        request, KIND, found, title=found.title, state=str(found.get_state_display()),
        tone=TONES.get(found.state, "neutral"), facts=facts, remarks=_remarks(found),
        include="democracy/_matrix.html", matrix=matrix.lines(found), channels=Channel.choices,
        ungrouped=list(matrix.ungrouped(found)[:200]), papers=hooks.papers_of(request, found),
        may_add=may_edit and found.state in (S.OPEN, S.CLOSED), may_answer=may_edit and found.state == S.SYNTHESISED,
        may_take=policy.can(request.actor, "export", "consultation", found.unit_id) or may_edit,
    )  # fmt: skip


def _remarks(found: Consultation) -> list[str]:
    """What the law says of its days, where they are fewer."""
    if found.level != "commune":
        return []
    limits = law.Limits()
    if found.closes_on >= limits.shortest_closing(found.opens_on):
        return []
    limit = limits.limit(law.DRAFT_OPEN, found.opens_on)
    return [
        _("It stands open for fewer than %(days)d days (%(source)s).")
        % {"days": limit.length, "source": limit.source}
    ]


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, consultation_id: int, step: str) -> HttpResponse:
    return records.take(request, KIND, consultation_id, step)
