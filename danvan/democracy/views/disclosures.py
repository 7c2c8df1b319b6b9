"""What must be published: the list with what is late, one item and its steps, and the rules in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.democracy import limits as law
from danvan.democracy import lists as matters
from danvan.democracy.forms import disclosures as shapes
from danvan.democracy.forms.shared import ReasonForm
from danvan.democracy.models import DemocracyRegulation, DisclosureItem
from danvan.democracy.queries import registers
from danvan.democracy.services import disclosures as services
from danvan.democracy.services import regulations
from danvan.democracy.views import lists, records
from danvan.democracy.views.records import Step
from danvan.organizations import permissions as policy

S = DisclosureItem.State


def _standing(row: DisclosureItem, today: date) -> tuple[str, str]:
    """Words and tone: a published one says whether it was on time."""
    if row.on_time is not None:
        return (_("published on time"), "good") if row.on_time else (_("published late"), "warn")
    if row.state == S.DUE and row.due_on and row.due_on < today:
        return _("overdue"), "danger"
    return str(row.get_state_display()), "quiet"


def _line(row: DisclosureItem, today: date) -> lists.Line:
    state, tone = _standing(row, today)
    note = row.decision
    if row.decided_on:
        note = f"{row.decision} {row.decided_on:%d/%m/%Y}".strip()
    if row.reminded_on:
        note = f"{note} · " + _("reminded on %(day)s") % {"day": f"{row.reminded_on:%d/%m/%Y}"}
    return lists.Line(
        row.planned_on, row.title, note, state, tone, row.due_on if row.state == S.DUE else None
    )


REGISTER = lists.Register(
    name="disclosures", model=DisclosureItem, record="democracy:disclosure", new="democracy:disclosure_new",
    day="planned_on", kind="item",
    words=lambda: {
        "title": _("Disclosures"),
        "lead": _("What residents have a right to know, with the day and the proof of its publication."),
        "new": _("Add a disclosure"), "empty": _("Nothing to publish yet"),
        "teach": _("Open the year's list from the law at once, then give each matter the day of its decision."),
        "day": _("Expected by"),
    },
    kinds=lambda: [(one.code, one.name) for one in matters.matters().values()],
    states=lambda: [
        ("late", _("overdue")), *S.choices, ("on_time", _("published on time")), ("published_late", _("published late")),
    ],
    line=_line,
    heads=lambda: [
        _("What is published"), _("Matter of the law's list"), _("Decision or document"), _("Decision of"),
        _("To be published by"), _("Published on"), _("State"), _("Where it is published"), _("Address of the publication"),
    ],
    cells=lambda row: [
        row.title, matters.named(row.item), row.decision, row.decided_on, row.due_on, row.published_on,
        _standing(row, clock.today())[0], _where(row), row.proof_url,
    ],
    ticks=lambda request, filters: policy.holds(request.actor, "remind", "disclosure"),
)  # fmt: skip


def _where(row: DisclosureItem) -> str:
    return ", ".join(str(matters.WAYS.get(way, way)) for way in row.ways)


STEPS = {
    "sua": Step(
        lambda: _("Change"), (S.PLANNED, S.DUE),
        lambda one, given, same: services.edit(item_id=one.pk, values=given, **same), shapes.DisclosureForm,
    ),
    "cong-khai": Step(
        lambda: _("Record its publication"), (S.DUE,),
        lambda one, given, same: services.publish(item_id=one.pk, **given, **same), shapes.PublishedForm,
        action="publish", tone="primary",
    ),
    "khong-ap-dung": Step(
        lambda: _("It does not apply"), (S.PLANNED, S.DUE),
        lambda one, given, same: services.drop(item_id=one.pk, reason=given["reason"], **same), ReasonForm,
    ),
    "ap-dung-lai": Step(
        lambda: _("It applies after all"), (S.DROPPED,),
        lambda one, given, same: services.bring_back(item_id=one.pk, **same),
    ),
    "rut": Step(
        lambda: _("Take the entry back"), (S.PUBLISHED,),
        lambda one, given, same: services.take_back(item_id=one.pk, **same), action="publish", tone="danger",
    ),
}  # fmt: skip


def _initial(found: DisclosureItem) -> dict[str, Any]:
    names = ("item", "title", "decision", "decided_on", "planned_on")
    return {name: getattr(found, name) for name in names} | {"published_on": clock.today()}


KIND = records.Kind(
    DisclosureItem,
    "democracy:disclosure",
    "democracy:disclosures",
    "democracy:disclosure_step",
    STEPS,
    _initial,
)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    return lists.board(request, REGISTER, more="democracy/_disclosure_tools.html")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    return records.create(request, KIND, shapes.DisclosureForm, _("Add a disclosure"), services.add)


@require_safe
def disclosure(request: HttpRequest, item_id: int) -> HttpResponse:
    found = registers.find(DisclosureItem, request.actor, item_id)
    today = clock.today()
    state, tone = _standing(found, today)
    matter = matters.matters().get(found.item)
    facts = [
        (_("Matter of the law's list"), f"{matter.name} ({matter.source})" if matter else found.item),
        (_("Decision or document"), found.decision),
        (_("Decision of"), f"{found.decided_on:%d/%m/%Y}" if found.decided_on else ""),
        (_("Expected by"), f"{found.planned_on:%d/%m/%Y}"),
        (_("To be published by"), f"{found.due_on:%d/%m/%Y}" if found.due_on else ""),
        (_("Published on"), f"{found.published_on:%d/%m/%Y}" if found.published_on else ""),
        (_("Where it is published"), _where(found)),
        (_("Why it does not apply"), found.dropped_reason),
    ]
    remarks = []
    if found.decided_on:
        code = law.DISCLOSE if found.level == "commune" else law.DISCLOSE_AGENCY
        limit = law.Limits().limit(code, found.decided_on)
        words = _("%(days)d working days from the decision: %(source)s.")
        remarks.append(words % {"days": limit.length, "source": limit.source})
        if not limit.law:
            remarks.append(
                _("That rule was not in force on the day of the decision; it is used as good practice.")
            )
    return records.page(
        request, KIND, found, title=found.title, state=state, tone=tone, facts=facts, remarks=remarks,
        include="democracy/_proof.html",
    )  # fmt: skip


def _rule_line(row: DemocracyRegulation, today: date) -> lists.Line:
    over = row.valid_to is not None and row.valid_to < today
    coming = row.valid_from > today
    state = _("no longer in force") if over else _("not yet in force") if coming else _("applying")
    until = f" – {row.valid_to:%d/%m/%Y}" if row.valid_to else ""
    return lists.Line(
        row.valid_from, f"{row.symbol} {row.title}", f"{row.issuer} · {row.valid_from:%d/%m/%Y}{until}", state,
        "quiet" if over or coming else "good",
    )  # fmt: skip


RULES = lists.Register(
    name="regulations", model=DemocracyRegulation, record="democracy:regulation", new="democracy:regulation_new",
    day="valid_from", kind="symbol",
    words=lambda: {
        "title": _("Democracy rules"),
        "lead": _("The rules each unit practises democracy by, with the time they are in force."),
        "new": _("Enter rules"), "empty": _("No rules entered yet"),
        "teach": _("Enter the rules in force with their number and first day; those that follow end them."),
        "day": _("In force from"),
    },
    kinds=lambda: [], states=lambda: [("in_force", _("applying")), ("over", _("no longer in force"))], line=_rule_line,
    heads=lambda: [_("Title"), _("Number and symbol"), _("Issued by"), _("In force from"), _("In force to")],
    cells=lambda row: [row.title, row.symbol, row.issuer, row.valid_from, row.valid_to],
)  # fmt: skip


def _enter(*, values: dict[str, Any], **same: Any) -> DemocracyRegulation:
    return regulations.enter(values=values, replaces=values["replaces"], **same)


RULE_STEPS = {
    "sua": Step(
        lambda: _("Change"), ("",),
        lambda one, given, same: regulations.edit(regulation_id=one.pk, values=given, **same), shapes.RegulationForm,
    )
}  # fmt: skip
RULE = records.Kind(
    DemocracyRegulation, "democracy:regulation", "democracy:regulations", "democracy:regulation_step", RULE_STEPS,
    lambda found: {name: getattr(found, name) for name in regulations.FIELDS},
)  # fmt: skip


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    return lists.board(request, RULES)


@require_http_methods(["GET", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    return records.create(request, RULE, shapes.RegulationForm, _("Enter rules"), _enter)


@require_safe
def rule(request: HttpRequest, regulation_id: int) -> HttpResponse:
    found = registers.find(DemocracyRegulation, request.actor, regulation_id)
    line = _rule_line(found, clock.today())
    facts = [
        (_("Number and symbol"), found.symbol), (_("Issued by"), found.issuer),
        (_("In force from"), f"{found.valid_from:%d/%m/%Y}"),
        (_("In force to"), f"{found.valid_to:%d/%m/%Y}" if found.valid_to else _("until others replace them")),
    ]  # fmt: skip
    return records.page(
        request, RULE, found, title=found.title, state=line.state, tone=line.tone, facts=facts
    )


@require_http_methods(["GET", "POST"])
def rule_step(request: HttpRequest, regulation_id: int, step: str) -> HttpResponse:
    return records.take(request, RULE, regulation_id, step)


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, item_id: int, step: str) -> HttpResponse:
    return records.take(request, KIND, item_id, step)
