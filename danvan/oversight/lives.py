"""
The life of each kind of session: its steps in order, what each asks, where it may begin, and by when it is due.

One table for all four kinds; services, pages, deadlines and papers read it. Days come from the rules of time in force
(`danvan.reference`), by the code named here: before or after an anchor, which is the day of another step or the day the
session is planned for. Nothing here touches the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from danvan.oversight.kinds import Form, Kind
from danvan.oversight.models.sessions import OversightSession

State = OversightSession.State
# Anchors that are no state of the session.
DAY, SUBMIT = "scheduled_on", "submit_on"


@dataclass(frozen=True)
class Step:
    """
    `to` is the state it reaches and `day` the column of the session that keeps its day, if any. `fields` are asked, those of
    `needs` must be filled in. `skipped` are forms in which it may be left out ("*": always). `final` cannot be taken back.
    """

    slug: str
    to: str
    label: object
    lead: object = ""
    action: str = "edit"
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    day: str = ""
    rule: str = ""
    anchor: str = ""
    skipped: frozenset[str] = frozenset()
    tells: bool = False
    final: bool = False
    only: frozenset[str] = frozenset()

    def may_skip(self, form: str) -> bool:
        return "*" in self.skipped or form in self.skipped

    def fits(self, form: str) -> bool:
        return not self.only or form in self.only


_WITHOUT_TEAM = frozenset({Form.DOCUMENT, Form.COMMUNITY, Form.JOINT})
_TEAM = ("team_people", "team_bodies", "led_by")
_PAPER = ("number", "signer", "findings", "conclusion")
_CLOSE = Step(
    "ket-thuc", State.CLOSED, _("Close"), _("Only when nothing is left to answer."), final=True
)  # fmt: skip

LIVES: dict[str, tuple[Step, ...]] = {
    Kind.SUPERVISION: (
        Step("phe-duyet", State.APPROVED, _("Approve the plan"), _("It stands in the agreed plan."), action="issue"),
        Step("lap-doan", State.TEAM_FORMED, _("Form the team"), _("Numbers of people and bodies; nobody is named."),
             fields=_TEAM, needs=("team_people", "team_bodies"), skipped=_WITHOUT_TEAM),
        Step("thong-bao", State.NOTIFIED, _("Notify the body"),
             _("Plan, decision and outline of the report are sent to the body supervised."), fields=("scheduled_on",),
             needs=("scheduled_on",), rule="supervision.send_plan", anchor=DAY, tells=True, skipped=frozenset({Form.JOINT})),
        Step("nhan-bao-cao", State.REPORT_RECEIVED, _("Report received"), _("The body's own report has come."),
             rule="supervision.body_report", anchor=DAY, skipped=frozenset({"*"})),
        Step("lam-viec", State.WORKING, _("Working session held"), _("The day of the last working session with the body."),
             day="held_on", skipped=frozenset({Form.DOCUMENT})),
        Step("bao-cao", State.REPORTED, _("Team's report"), _("What was found, about the work of units."),
             fields=("findings",), needs=("findings",), rule="supervision.team_report", anchor=State.WORKING),
        Step("ket-luan", State.CONCLUDED, _("Conclude"),
             _("From the day of its conclusion it counts."), action="issue", fields=_PAPER,
             needs=("number", "signer", "conclusion"), day="concluded_on", final=True),
        Step("gui-kien-nghi", State.SENT, _("Send the recommendations"),
             _("Each unit gets what is asked of it as a commitment with its day; other bodies get a letter."), tells=True,
             final=True, skipped=frozenset({"*"})),
        Step("da-tra-loi", State.ANSWERED, _("All answered"), _("Reached by itself when the last answer is in."),
             skipped=frozenset({"*"}), rule="supervision.answer", anchor=State.SENT),
        _CLOSE,
    ),
    Kind.CRITICISM: (
        Step("nhan-du-thao", State.DRAFT_RECEIVED, _("Draft received"), _("The day the draft came."), fields=("submit_on",),
             rule="criticism.draft", anchor=SUBMIT, tells=True),
        Step("to-chuc", State.HELD, _("Record that it was held"), _("The day of the conference or the dialogue."),
             fields=("team_people", "team_bodies"), day="held_on", only=frozenset({Form.CONFERENCE, Form.DIALOGUE})),
        Step("tap-hop", State.COLLECTED, _("Opinions collected"), _("The day the last written opinion was in."),
             fields=("team_bodies",), day="held_on", only=frozenset({Form.WRITTEN})),
        Step("gui-van-ban", State.DOCUMENT_SENT, _("Send the criticism document"),
             _("From this day the session counts, with its opinions."), action="issue",
             fields=("number", "signer", "conclusion"), needs=("number", "signer"), day="concluded_on", final=True),
        Step("da-tra-loi", State.ANSWERED, _("Answer received"), _("Reached by itself when every opinion has its answer."),
             rule="criticism.answer", anchor=State.DOCUMENT_SENT),
        _CLOSE,
    ),
    Kind.INSPECTION: (
        Step("quyet-dinh", State.DECIDED, _("Decide"), _("Decision and team."), action="issue", fields=("number", *_TEAM),
             needs=("number",)),
        Step("thong-bao", State.NOTIFIED, _("Notify the units"), _("Decision and outline are sent to the units inspected."),
             fields=("scheduled_on",), needs=("scheduled_on",), rule="inspection.outline", anchor=DAY, tells=True),
        Step("nhan-bao-cao", State.SELF_REPORT, _("Self-report received"), _("The units' own reports have come."),
             rule="inspection.self_report", anchor=DAY, skipped=frozenset({"*"})),
        Step("lam-viec", State.WORKING, _("Working session held"), _("The day of the last working session."), day="held_on"),
        Step("ket-luan", State.CONCLUSION, _("Issue the inspection's conclusion"),
             _("From the day of its conclusion it counts."),
             action="issue", fields=_PAPER, needs=("number", "signer", "findings", "conclusion"), day="concluded_on",
             rule="inspection.conclusion", anchor=State.WORKING, final=True),
        Step("khac-phuc", State.REMEDYING, _("Send what is to be remedied"),
             _("Each unit gets what it has to remedy as a commitment with its day."), tells=True, final=True,
             skipped=frozenset({"*"})),
        Step("ket-thuc", State.CLOSED, _("Close"), _("Only when nothing is left to answer."), final=True,
             rule="inspection.remedy", anchor=State.REMEDYING),
    ),
    Kind.SURVEY: (
        Step("thong-bao", State.NOTIFIED, _("Notify the bodies"), _("Day and matters of the visit."),
             fields=("scheduled_on",), needs=("scheduled_on",), tells=True),
        Step("da-di", State.VISITED, _("Record the visit"), _("From the day of the visit the survey counts."), fields=_TEAM,
             day="held_on"),
        Step("ghi-chep", State.NOTE, _("Write the note"), _("What was seen and heard; no finding of fault."),
             fields=("findings",), needs=("findings",)),
        Step("tham-muu", State.USED, _("Used in advice"), _("The document in which it was used."),
             fields=("number", "conclusion"), needs=("number",), final=True),
    ),
}  # fmt: skip

CANCEL = Step(
    "huy", State.CANCELLED, _("Cancel"), _("It stays in the list with its reason."), fields=("reason",),
    needs=("reason",), final=True,
)  # fmt: skip
# Until here a session may still be cancelled: nothing has taken place yet.
AHEAD = (
    State.PLANNED, State.REQUESTED, State.APPROVED, State.DECIDED, State.TEAM_FORMED, State.NOTIFIED,
    State.REPORT_RECEIVED, State.SELF_REPORT, State.DRAFT_RECEIVED,
)  # fmt: skip
# Reached through what others answer, not by a button.
BY_ITSELF = (State.ANSWERED,)


def steps(kind: str, form: str = "") -> list[Step]:
    """All steps of this kind and form, in order."""
    return [step for step in LIVES[kind] if step.fits(form)]


def place(kind: str, form: str, state: str) -> int:
    """How many steps were passed in this state; 0 at the beginning."""
    return next((n for n, step in enumerate(steps(kind, form), start=1) if step.to == state), 0)


def ahead(kind: str, form: str, state: str) -> Iterator[Step]:
    """The steps that may come next: the next one, and those behind steps that may be left out."""
    if state in OversightSession.OVER:
        return
    for step in steps(kind, form)[place(kind, form, state) :]:
        yield step
        if not step.may_skip(form):
            return


def find(kind: str, form: str, slug: str) -> Step | None:
    if slug == CANCEL.slug:
        return CANCEL
    return next((step for step in steps(kind, form) if step.slug == slug), None)


def open_in(session: OversightSession) -> list[Step]:
    """Steps that may be taken now, cancelling last."""
    found = [one for one in ahead(session.kind, session.form, session.state) if one.to not in BY_ITSELF]
    return [*found, CANCEL] if session.state in AHEAD else found
