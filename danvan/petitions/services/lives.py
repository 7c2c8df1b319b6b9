"""The life of one past case, lived again: each act is checked against the state it meets, leaves what it always leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments.models import Origin
from danvan.commitments.models import State as Promise
from danvan.commitments.services.bulk import PastCommitment
from danvan.organizations import permissions
from danvan.organizations import queries as organizations
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit, OrgUnitVersion
from danvan.petitions import deadlines, topics, vault
from danvan.petitions.errors import Ended, GoesRound, Incomplete, SuperiorDecides
from danvan.petitions.models import (
    Answer,
    CaseKey,
    Channel,
    ComplaintFile,
    ComplaintStep,
    Event,
    HandOver,
    Kind,
    Petition,
    Publication,
    State,
)
from danvan.petitions.models.cases import SENT_AWAY
from danvan.petitions.models.complaints import Stage
from danvan.petitions.queries.routing import MOST_HAND_OVERS
from danvan.petitions.services import complaints, past, shared
from danvan.petitions.services.answering import checked, words_of
from danvan.petitions.services.intake import close_in, limited
from danvan.petitions.services.publishing import public_words
from danvan.petitions.services.sorting import DECISIONS
from danvan.reference.models import Clock
from danvan.reference.services.bulk import Winder


@dataclass
class PastPromise:
    """What an answer promised; `kept_on` once it was kept."""

    answer: Answer
    life: Life
    text: str
    given_on: date
    due_on: date
    kept_on: date | None = None

    def commitment(self, origin_ref: str) -> PastCommitment:
        row = self.answer.petition
        return PastCommitment(
            unit_id=self.answer.unit_id, asked_by_id=self.answer.unit_id, text=self.text, topic=row.topic,
            verifier_id=self.life.around.superior_of(self.answer.unit_id), origin=Origin.PETITION, origin_ref=origin_ref,
            origin_label=_("petition %(number)s") % {"number": row.reference}, given_on=self.given_on, due_on=self.due_on,
            state=Promise.ACCEPTED, ended_on=self.kept_on, place_id=row.place_id,
        )  # fmt: skip


@dataclass
class Records:
    """Rows to be written, of all cases together."""

    keys: list[CaseKey] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    hand_overs: list[HandOver] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    files: list[ComplaintFile] = field(default_factory=list)
    steps: list[ComplaintStep] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)
    promises: list[PastPromise] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)


class Surroundings:
    """What many lives share: the units and when they lived, the clocks, the topics, and what is to be written."""

    def __init__(self, units: dict[int, OrgUnit], at: datetime) -> None:
        self.units, self.at = units, at
        self.records, self.winder = Records(), Winder(list(units))
        self._names = organizations.last_names(list(units), timezone.localtime(at).date())
        self._versions: dict[int, list[tuple[date, bool]]] = {}
        for row in OrgUnitVersion.objects.filter(unit_id__in=units).order_by("starts_on"):
            self._versions.setdefault(row.unit_id, []).append((row.starts_on, row.closed))
        self._topics: dict[date, set[str]] = {}
        self._behalf: dict[tuple[Actor, int], int | None] = {}

    def superior_of(self, unit_id: int) -> int:
        return self._names[unit_id].parent_id or unit_id

    def must_live(self, unit_id: int, day: date) -> None:
        known = [closed for starts_on, closed in self._versions.get(unit_id, []) if starts_on <= day]
        if not known or known[-1]:
            raise Incomplete(
                _("The unit was not in force on %(day)s.") % {"day": f"{day:%d/%m/%Y}"}, field="unit"
            )

    def reopen_until(self, answered_at: datetime) -> date:
        """As `deadlines.reopen_until`, without a query for each."""
        day = timezone.localtime(answered_at).date()
        rule = self.winder.rule(deadlines.REOPEN, day)
        return day + timedelta(days=rule.length if rule else deadlines.REOPEN_DAYS)

    def on_behalf_of(self, by: Actor, unit_id: int) -> int | None:
        if (by, unit_id) not in self._behalf:
            self._behalf[by, unit_id] = permissions.on_behalf_of(by, "see", "petition", unit_id)
        return self._behalf[by, unit_id]

    def knows_topic(self, code: str, day: date) -> bool:
        if day not in self._topics:
            self._topics[day] = {known for known, _name in topics.choices(day)}
        return code in self._topics[day]


class Life:
    """
    One case while its acts are told. `row` is the petition; everything else goes to the records of the surroundings.

    What was not possible raises the refusal of the single service.
    """

    def __init__(self, given: past.PastCase, reference: str, lookup: bytes, around: Surroundings) -> None:
        self.given, self.around = given, around
        matter = self.matter = given.matter if given.is_complaint else limited(given.matter)
        if matter.received_at is None:
            raise Incomplete(_("The day of receipt is missing."), field="received_on")
        self.now: datetime = matter.received_at
        self.case: vault.Case | None = None
        self.file: ComplaintFile | None = None
        self.promise: PastPromise | None = None
        self.had = [given.unit_id]
        self.row = Petition(
            reference=reference, lookup=lookup, unit=around.units[given.unit_id], place=matter.place, kind=matter.kind,
            topic=matter.topic, channel=given.channel, urgency=matter.urgency, received_at=self.now,
            wants_public=matter.wants_public,
        )  # fmt: skip

    def lived(self) -> Life:
        """The whole life, from coming in to the last act."""
        self._check()
        if self.given.is_complaint:
            self._register()
        else:
            self._take_in()
        for act in self.given.acts:
            if act.at < self.now or act.at > self.around.at:
                raise Incomplete(
                    _("What was done on %(moment)s lies before the step before it, or in time to come.")
                    % {"moment": f"{timezone.localtime(act.at):%d/%m/%Y %H:%M}"}, field="at",
                )  # fmt: skip
            self.now = act.at
            getattr(self, f"_{type(act).__name__.lower()}")(act)
        return self

    def _check(self) -> None:
        given, matter = self.given, self.matter
        day = self._day()
        self.around.must_live(given.unit_id, day)
        if self.now > self.around.at:
            raise Incomplete(_("The day of receipt lies in time to come."), field="received_on")
        if given.channel not in Channel.values:
            raise Incomplete(_("Choose how it came."), field="channel")
        if not self.around.knows_topic(matter.topic, day):
            raise Incomplete(_("Choose a topic from the list."), field="topic")

    def _take_in(self) -> None:
        row, matter, by = self.row, self.matter, self.given.by
        self.case, keys = vault.begin(row)
        self.around.records.keys += keys
        close_in(row, self.case, matter)
        row.clock = self._start(deadlines.ANSWERING, deadlines.ANSWER[row.urgency])
        row.taking = self._start(deadlines.TAKING, deadlines.TAKE_UP[row.urgency])
        self._tell(Event.Kind.RECEIVED, by=by, to_sender=True, channel=row.channel)
        self._log("received", by=by, channel=row.channel, kind=row.kind, topic=row.topic)

    def _takenup(self, act: past.TakenUp) -> None:
        self._must(self.row.taken_up_at is None and self.row.state == State.RECEIVED)
        self._take_notice()
        self._changed()
        self._tell(Event.Kind.TAKEN_UP, by=act.by, to_sender=True)
        self._log("taken_up", by=act.by)

    def _sorted(self, act: past.Sorted) -> None:
        row = self.row
        self._must(row.is_open and not row.is_complaint)
        if act.decision not in DECISIONS:
            raise Incomplete(_("Choose what happens with the case."), field="decision")
        away = act.decision in SENT_AWAY
        said = shared.text_of(act.words, "words", _("What the sender reads"), needed=away, longest=2000)
        row.state, row.classified_at = act.decision, row.classified_at or act.at
        self._take_notice()
        if away:
            row.closed_at = act.at
            self._end(row.clock, done=True)
        self._changed()
        self._tell(Event.Kind.CLASSIFIED, by=act.by, words=said, to_sender=True, decision=str(act.decision))
        self._log(
            "classified", by=act.by, decision=str(act.decision), topic=row.topic, urgency=str(row.urgency)
        )

    def _handedover(self, act: past.HandedOver) -> None:
        row, units = self.row, self.around.units
        self._must(row.is_open)
        said = shared.text_of(act.reason, "reason", _("Why that unit is in charge"), longest=1000)
        if len(self.had) > MOST_HAND_OVERS:
            raise SuperiorDecides(_("This case was handed over twice already."))
        if act.to_unit_id in self.had:
            raise GoesRound(_("That unit had this case before, so it does not go back there."))
        self.around.must_live(act.to_unit_id, self._day())
        former = self.had[-1]
        self.around.records.hand_overs.append(
            HandOver(
                petition=row, from_unit_id=former, to_unit_id=act.to_unit_id, at=act.at, by_id=act.by.user_id
            )
        )
        for clock in (row.clock, row.taking):
            self._move(clock, units[former], units[act.to_unit_id])
        row.unit = units[act.to_unit_id]
        self.had.append(act.to_unit_id)
        if row.state == State.OWN_AUTHORITY:
            row.state = State.RECEIVED
        self._changed()
        words = {"reason": said}
        self._tell(
            Event.Kind.HANDED_OVER, by=act.by, words=words, to_sender=True, to=act.to_unit_id, of=former
        )
        self._log("handed_over", by=act.by, to=row.unit.code)

    def _answered(self, act: past.Answered) -> None:
        row = self.row
        self._must(row.is_open and not row.is_complaint)
        draft = checked(act.draft, False, self._day())
        assert self.case is not None
        number = row.answers_count + 1
        made = Answer(
            petition=row, number=number, outcome=draft.outcome, promised_on=draft.promised_on, unit=row.unit, at=act.at,
            by_id=act.by.user_id, body=self.case.seal_json(vault.CONTENT, f"answer:{number}", words_of(draft)),
        )  # fmt: skip
        self.around.records.answers.append(made)
        row.answers_count, row.state, row.closed_at = number, State.ANSWERED, None
        row.answered_due_at, row.answered_at = row.due_at, act.at
        self._take_notice()
        self._end(row.clock, done=True)
        row.classified_at = row.classified_at or act.at
        self._changed()
        self._tell(Event.Kind.ANSWERED, by=act.by, to_sender=True, number=number, outcome=str(draft.outcome))
        if draft.promise and draft.promised_on is not None:
            self.promise = PastPromise(made, self, draft.promise, self._day(), draft.promised_on)
            self.around.records.promises.append(self.promise)
        promised = str(draft.promised_on or "")
        self._log("answered", by=act.by, outcome=str(draft.outcome), number=number, promised_on=promised)

    def _kept(self, act: past.Kept) -> None:
        self._must(self.row.state == State.ANSWERED and self.promise is not None)
        assert self.promise is not None
        self.promise.kept_on, self.promise.answer.promise_kept_at = self._day(), act.at
        self._tell(Event.Kind.KEPT, to_sender=True, kept=True)
        self._close()

    def _rated(self, act: past.Rated) -> None:
        row = self.row
        self._must(row.state in (State.ANSWERED, State.CLOSED) and not row.is_complaint)
        if act.score not in range(1, 6):
            raise Incomplete(_("Choose between 1 and 5."), field="score")
        said = shared.text_of(act.comment, "comment", _("Why you rate it so"), needed=False, longest=1000)
        row.score, row.settled = act.score, act.settled
        self._changed()
        self._tell(Event.Kind.RATED, words=said, to_sender=True, score=act.score, settled=act.settled)
        self._log("rated", score=act.score, settled=act.settled)

    def _reopened(self, act: past.Reopened) -> None:
        row = self.row
        over = row.state in (State.ANSWERED, State.CLOSED) and not row.is_complaint
        self._must(over and row.reopened_at is None and row.answered_at is not None)
        said = shared.text_of(act.reason, "reason", _("What is not settled"), longest=4000)
        assert row.answered_at is not None
        kept_at = self.promise.answer.promise_kept_at if self.promise else None
        self._must(self._day() <= self.around.reopen_until(max(row.answered_at, kept_at or row.answered_at)))
        row.state, row.reopened_at, row.closed_at = State.REOPENED, act.at, None
        row.clock = self._start(deadlines.ANSWERING, deadlines.ANSWER[row.urgency])
        self._changed()
        self._tell(Event.Kind.REOPENED, words=said, to_sender=True)
        self._log("reopened")

    def _closed(self, act: past.Closed) -> None:
        row = self.row
        owed = self.promise is not None and self.promise.kept_on is None
        self._must(row.state == State.ANSWERED and not row.is_complaint and not owed)
        assert row.answered_at is not None
        self._must(self._day() > self.around.reopen_until(row.answered_at))
        self._close()

    def _published(self, act: past.Published) -> None:
        assert act.by is not None
        self._must(self.row.wants_public and not self.row.is_complaint)
        assert self.case is not None
        said = public_words(
            self.row, self.case, title=act.title, text=act.text, answer=act.answer, removed=act.removed
        )
        self.around.records.publications.append(
            Publication(petition=self.row, published_at=act.at, published_by_id=act.by.user_id, **said)
        )
        self._changed()
        self._tell(Event.Kind.PUBLISHED, by=act.by, to_sender=True)
        self._log("published", by=act.by)

    def _register(self) -> None:
        """A formal complaint is followed from its first day: its number in the official register, no words."""
        row, by = self.row, self.given.by
        outside = shared.text_of(
            self.given.outside, "external_case_ref", _("Number in the official register"), longest=60
        )
        if by is None:
            raise Incomplete(_("Say who entered the complaint."), field="by")
        row.kind, row.channel, row.state = Kind.COMPLAINT, Channel.LETTER, State.OWN_AUTHORITY
        row.taken_up_at = row.classified_at = self.now
        row.place, row.wants_public = None, False
        self.file = ComplaintFile(
            petition=row, external_case_ref=outside, stage=Stage.RECEIVED, stage_on=self._day()
        )
        self.around.records.files.append(self.file)
        self._limit()
        self._step(by)
        self._log("complaint_followed", by=by, external_case_ref=outside)

    def _staged(self, act: past.Staged) -> None:
        row, file = self.row, self.file
        self._must(file is not None and act.stage in complaints.NEXT[Stage(file.stage)])
        assert file is not None
        if act.on < file.stage_on or act.on > self._day():
            raise Incomplete(_("The day must lie between the last stage and today."), field="on")
        file.stage, file.stage_on = act.stage, act.on
        file.second = file.second or act.stage == Stage.SECOND_INSTANCE
        if act.stage == Stage.DECIDED:
            row.answered_at, row.answered_due_at = (
                row.answered_at or act.at,
                row.answered_due_at or row.due_at,
            )
        self._limit()
        if act.stage in complaints.OVER:
            row.state, row.closed_at = State.CLOSED, act.at
        self._changed()
        self._step(act.by)
        self._log("complaint_stage", by=act.by, stage=str(act.stage), on=act.on.isoformat())

    def _step(self, by: Actor) -> None:
        assert self.file is not None
        stage, on = self.file.stage, self.file.stage_on
        self.around.records.steps.append(
            ComplaintStep(file=self.file, stage=stage, on=on, by_id=by.user_id, at=self.now)
        )
        self._tell(Event.Kind.COMPLAINT, by=by, to_sender=True, stage=str(stage))

    def _limit(self) -> None:
        assert self.file is not None
        rule, goes_on, done = complaints.limit_of(self.file)
        if rule:
            begun = datetime.combine(self.file.stage_on, time(8), timezone.get_current_timezone())
            self._end(self.row.clock, done=False)
            self.row.clock = self._start(deadlines.ANSWERING, rule, begun)
        elif not goes_on:
            self._end(self.row.clock, done=done)

    def _close(self) -> None:
        self.row.state, self.row.closed_at = State.CLOSED, self.now
        self._changed()
        self._tell(Event.Kind.CLOSED, to_sender=True)
        self._log("closed")

    def _day(self) -> date:
        return timezone.localtime(self.now).date()

    def _must(self, possible: bool) -> None:
        if not possible:
            raise Ended(
                _("On %(day)s the case was “%(state)s”, so this was not possible.")
                % {"day": f"{self._day():%d/%m/%Y}", "state": self.row.get_state_display()}
            )

    def _changed(self) -> None:
        self.row.version += 1

    def _start(self, kind: str, rule: str, started_at: datetime | None = None) -> Clock | None:
        return self.around.winder.start(
            kind=kind, owner=self.row.reference, unit_id=self.row.unit.pk, rule_code=rule,
            started_at=started_at or self.now, at=self.now,
        )  # fmt: skip

    def _end(self, clock: Clock | None, *, done: bool) -> None:
        if clock is not None and clock.is_open:
            self.around.winder.end(clock, self.now, done=done)

    def _take_notice(self) -> None:
        self.row.taken_up_at = self.row.taken_up_at or self.now
        self._end(self.row.taking, done=True)

    def _move(self, clock: Clock | None, former: OrgUnit, to: OrgUnit) -> None:
        if clock is None or not clock.is_open:
            return
        reason = _("the case passed to another unit")
        before = self.around.winder.move(clock, to.pk, self.now, reason)
        self.around.records.log.append({
            "action": "reference.clock_moved", "actor": None, "at": self.now, "target": clock, "unit": to.code,
            "reason": reason, "before": {"due_at": before.isoformat(), "unit_before": former.code},
            "after": {"due_at": clock.due_at.isoformat(), "state": str(clock.state)},
        })  # fmt: skip

    def _tell(
        self, kind: str, *, by: Actor | None = None, words: Any = "", to_sender: bool = False, **data: Any
    ) -> None:
        body = self.case.seal_json(vault.CONTENT, "event", words) if words and self.case else None
        self.around.records.events.append(
            Event(
                petition=self.row, kind=kind, at=self.now, unit_id=self.row.unit.pk, by_id=by.user_id if by else None,
                to_sender=to_sender, body=body, data=data,
            )
        )  # fmt: skip

    def _log(self, action: str, *, by: Actor | None = None, **facts: Any) -> None:
        row = self.row
        self.around.records.log.append({
            "action": f"petitions.{action}", "actor": by.user_id if by else None, "at": self.now,
            "target": ("petitions.petition", row.reference), "unit": row.unit.code, "after": facts or None,
            "on_behalf_of": self.around.on_behalf_of(by, row.unit.pk) if by else None,
        })  # fmt: skip
