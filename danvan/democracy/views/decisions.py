"""Matters of the residents, and what their own boards supervise: lists, pages, steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.common.numbers import format_number
from danvan.democracy import limits as law
from danvan.democracy import thresholds
from danvan.democracy.forms import decisions as shapes
from danvan.democracy.forms.shared import DayForm
from danvan.democracy.models import CommunityDecision
from danvan.democracy.queries import registers
from danvan.democracy.services import decisions as services
from danvan.democracy.views import lists, records
from danvan.democracy.views.records import Step

S = CommunityDecision.State
TONES: dict[str, str] = {
    S.PROPOSED: "quiet", S.NOT_ADOPTED: "warn", S.REFUSED: "danger", S.EXECUTED: "good", S.RECOGNISED: "good",
}  # fmt: skip


def _line(row: CommunityDecision, today: date) -> lists.Line:
    note = f"{row.community} · {row.get_kind_display()}"
    if row.households:
        counts = {"agreed": format_number(row.households_for or 0), "all": format_number(row.households)}
        note += " · " + _("%(agreed)s of %(all)s households for it") % counts
    return lists.Line(
        row.proposed_on, row.title, note, str(row.get_state_display()), TONES.get(row.state, "neutral")
    )


REGISTER = lists.Register(
    name="decisions", model=CommunityDecision, record="democracy:decision", new="democracy:decision_new",
    day="proposed_on", kind="kind",
    words=lambda: {
        "title": _("Community decisions"),
        "lead": _("What households decide together. Only counts are kept, never who voted how."),
        "new": _("Enter a matter"), "empty": _("No matter yet"),
        "teach": _("A matter stands here from its proposal to the commune's recognition and its carrying out."),
        "day": _("Proposed on"),
    },
    kinds=lambda: CommunityDecision.Kind.choices, states=lambda: S.choices, line=_line,
    heads=lambda: [
        _("Village or street group"), _("Matter"), _("Kind"), _("Way of voting"), _("Voted on"), _("Households for"),
        _("Households against"), _("Households absent"), _("Households needed"), _("State"), _("Number of the decision"),
        _("Adopted on"), _("Sent on"), _("Recognised or refused on"), _("Carried out on"),
    ],
    cells=lambda row: [
        row.community, row.title, str(row.get_kind_display()), str(row.get_way_display()), row.voted_on,
        row.households_for, row.households_against, row.households_absent,
        thresholds.needed(row.kind, row.households) if row.households else None, str(row.get_state_display()), row.number,
        row.adopted_on, row.sent_on, row.answered_on, row.executed_on,
    ],
)  # fmt: skip

STEPS = {
    "sua": Step(
        lambda: _("Change"), (S.PROPOSED, S.DISCUSSED),
        lambda one, given, same: services.edit(decision_id=one.pk, values=given, **same), shapes.DecisionForm,
    ),
    "ban": Step(
        lambda: _("Record the discussion"), (S.PROPOSED,),
        lambda one, given, same: services.discuss(decision_id=one.pk, **given, **same), shapes.DiscussForm, tone="primary",
    ),
    "bieu-quyet": Step(
        lambda: _("Record the vote"), (S.DISCUSSED, S.VOTED),
        lambda one, given, same: services.vote(decision_id=one.pk, **given, **same), shapes.VoteForm,
    ),
    "ket-qua": Step(
        lambda: _("Declare the result"), (S.VOTED,),
        lambda one, given, same: services.declare(
            decision_id=one.pk, declared_on=given["on"], number=given["number"], **same
        ),
        shapes.DeclareForm, tone="primary",
    ),
    "gui": Step(
        lambda: _("Record its sending"), (S.ADOPTED,),
        lambda one, given, same: services.send(decision_id=one.pk, sent_on=given["on"], **same), DayForm,
        tone="primary",
    ),
    "cong-nhan": Step(
        lambda: _("Record the recognition"), (S.SENT,),
        lambda one, given, same: services.recognise(
            decision_id=one.pk, answered_on=given["on"], symbol=given["symbol"], **same
        ),
        shapes.RecogniseForm, action="publish", tone="primary",
    ),
    "khong-cong-nhan": Step(
        lambda: _("Record the refusal"), (S.SENT,),
        lambda one, given, same: services.refuse(
            decision_id=one.pk, answered_on=given["on"], symbol=given["symbol"], reason=given["reason"], **same
        ),
        shapes.RefuseForm, action="publish",
    ),
    "thuc-hien": Step(
        lambda: _("Record its carrying out"), (S.RECOGNISED,),
        lambda one, given, same: services.execute(
            decision_id=one.pk, executed_on=given["on"], result=given["result"], **same
        ),
        shapes.ExecuteForm, tone="primary",
    ),
}  # fmt: skip


def _initial(found: CommunityDecision) -> dict[str, Any]:
    names = (
        *services.FIELDS,
        "discussed_on",
        "announced_on",
        "voted_on",
        "households_for",
        "households_against",
        "households_absent",
    )
    return {name: getattr(found, name) for name in names} | {"on": clock.today()}


KIND = records.Kind(
    CommunityDecision, "democracy:decision", "democracy:decisions", "democracy:decision_step", STEPS, _initial
)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    return lists.board(request, REGISTER)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    return records.create(request, KIND, shapes.DecisionForm, _("Enter a matter"), services.propose)


@require_safe
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    found = registers.find(CommunityDecision, request.actor, decision_id)
    facts = [
        (_("Village or street group"), found.community),
        (_("Kind"), str(found.get_kind_display())),
        (_("Way of voting"), str(found.get_way_display())),
        (_("Days of the steps"), _days(found)),
        (_("Households"), _counts(found)),
        (_("Number of the decision"), found.number),
        (_("The commune's document"), found.answer_symbol),
        (_("Why it is not recognised"), found.refused_reason),
        (_("Result"), found.result),
    ]
    share = _("two thirds") if found.kind in CommunityDecision.TWO_THIRDS else _("more than half")
    remarks = [
        _("Adopted by %(share)s of all household representatives: %(source)s.")
        % {"share": share, "source": thresholds.SOURCE}
    ]
    return records.page(
        request, KIND, found, title=found.title, state=str(found.get_state_display()),
        tone=TONES.get(found.state, "neutral"), facts=facts, remarks=remarks,
        limits=list(thresholds.limits_of(found, law.Limits())),
    )  # fmt: skip


def _days(found: CommunityDecision) -> str:
    told = [
        (_("put forward"), found.proposed_on), (_("discussed"), found.discussed_on),
        (_("ballot announced"), found.announced_on),
        (_("voted"), found.voted_on), (_("adopted"), found.adopted_on), (_("sent"), found.sent_on),
        (_("answered"), found.answered_on), (_("put into practice"), found.executed_on),
    ]  # fmt: skip
    return "; ".join(f"{words} {day:%d/%m/%Y}" for words, day in told if day)


def _counts(found: CommunityDecision) -> str:
    if not found.households:
        return ""
    return _("%(agreed)s for, %(against)s against, %(absent)s absent, of %(all)s; needed: %(needed)s") % {
        "agreed": format_number(found.households_for or 0),
        "against": format_number(found.households_against or 0),
        "absent": format_number(found.households_absent or 0),
        "all": format_number(found.households),
        "needed": format_number(thresholds.needed(found.kind, found.households)),
    }


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, decision_id: int, step: str) -> HttpResponse:
    return records.take(request, KIND, decision_id, step)
