"""
Standing records: the small city with a bit of everything in it, so that every door leads somewhere.

Three rounds hold every unit of `tests.support.people` in one state each: accepted (2019-Q3), sent (2019-Q4), being
entered (2020-Q1). What people write is asked of `text(field, unit code)`, so that a test can plant what it looks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.accounts.models import User
from danvan.briefings import services as briefings
from danvan.briefings.layout.builder import default_template
from danvan.briefings.models import DocumentTemplate, ReportDocument
from danvan.common.periods import Period
from danvan.files import services as files
from danvan.files.models import StoredFile
from danvan.organizations import services as organizations
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.changes import Ask
from danvan.organizations.models import PendingGrant, Post, ProposedChange, Role, StructureChange
from danvan.organizations.queries import actor_of
from danvan.reference.models import CalendarDay
from danvan.reference.services import load_calendar
from danvan.reporting.models import Round, RoundClosing, Submission
from danvan.reporting.queries import forms
from danvan.reporting.queries.entry import counts
from danvan.reporting.services import entry, reviewing, rounds, sending
from danvan.reporting.services.catalogue import starter_form
from danvan.reporting.services.entry import Typed
from tests.files.samples import png
from tests.support import dialogues, promises, releases, rooms, voices, windows
from tests.support.factories import PostFactory, UserFactory
from tests.support.people import Cast

DAY = date(2020, 3, 16)
PERIODS = {"accepted": "2019-Q3", "sent": "2019-Q4", "draft": "2020-Q1"}
# Counted by the system, not typed.
MEASURED = {"dialogue.units.expected", "reporting.units.expected", "reporting.units.on_time"}
CELL = "supervision.form.team"
Text = Callable[[str, str], str]


def plain(name: str, code: str) -> str:
    return f"{name} {code}"


@dataclass
class Standing:
    """``submission("sent", "HN-01-01")``, ``document("HN")``; the records by what they are."""

    cast: Cast
    at: datetime
    rounds: dict[str, Round] = field(default_factory=dict)
    submissions: dict[tuple[str, str], Submission] = field(default_factory=dict)
    documents: dict[str, ReportDocument] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    pending: dict[str, PendingGrant] = field(default_factory=dict)
    proposals: dict[str, ProposedChange] = field(default_factory=dict)
    change: StructureChange | None = None
    closing: RoundClosing | None = None
    template: DocumentTemplate | None = None
    day: CalendarDay | None = None
    voices: dict[str, Any] = field(default_factory=dict)
    engagement: dict[str, int] = field(default_factory=dict)
    notice: Any = None
    promises: dict[str, int] = field(default_factory=dict)
    releases: dict[str, Any] = field(default_factory=dict)
    # Records by what they are, of the contexts that stand them themselves (`tests.support.rooms`).
    rooms: dict[str, dict[str, Any]] = field(default_factory=dict)

    def submission(self, state: str, code: str = "HN-01-01") -> Submission:
        return self.submissions[state, code]

    def actor(self, name: str) -> Actor:
        return actor_of(self.cast[name], self.at.date())

    def unit_itself(self, code: str) -> Actor:
        """Whoever enters figures in this unit."""
        role = Role.OFFICER if code.count("-") == 2 else Role.CONSOLIDATOR
        return self._as(code, role)

    @property
    def above(self) -> Actor:
        return self._as("HN", Role.CONSOLIDATOR)

    @property
    def management(self) -> Actor:
        return self._as("HN", Role.ADMINISTRATOR)

    def _as(self, code: str, role: str) -> Actor:
        holder = self.people[code]
        return Actor(
            holder.pk, holder.full_name, self.at.date(), (Grant(role, self.cast.units[code].pk, code),)
        )


def build(cast: Cast, at: datetime, text: Text = plain) -> Standing:
    forms.forget()
    made = Standing(cast, at)
    _staff(made, text)
    load_calendar(at=at)
    form = starter_form(at=at)
    for state, period in PERIODS.items():
        made.rounds[state] = rounds.open_round(
            form=form, period=Period.parse(period), unit=cast.city, by=None, at=at
        )
        for code in cast.units:
            _answer(made, state, code, text)
    _running(made, text)
    _papers(made, text)
    _house(made, text)
    made.promises = promises.stand(
        cast.units,
        text,
        made.files["HN-01-01"],
        asking=made.unit_itself("HN-01"),
        doing=made.unit_itself("HN-01-01"),
        at=at,
    )
    made.engagement = dialogues.stand(
        cast.commune, text, made.unit_itself("HN-01-01"), made.above, cast.city, at
    )
    made.voices = voices.build(made, text)
    made.releases = releases.stand(cast.city, cast["city_consolidator"], made.people["HN"], at)
    made.notice = windows.stand(cast.units["HN-01"], text, made.unit_itself("HN-01"), at)
    for name, room in rooms.ROOMS.items():
        made.rooms[name] = room.stand(made, text)
    _take_counts(made)
    return made


def _take_counts(made: Standing) -> None:
    """Records came after the figures were typed: the forms still being entered say what is counted by now."""
    for code in made.cast.units:
        row = Submission.unscoped.select_related("round__form", "round__form_version").get(
            pk=made.submission("draft", code).pk
        )
        layout = forms.layout(row.round.form, row.round.form_version.number)
        counted = counts(row.round, row.unit_id, layout, row.level)
        totals, seen = {total for total, _parts in layout.totals}, entry.revisions(row.pk)
        typed = {
            layout.codes[index]: Typed(
                str(sum(one.counts for one in records)), seen.get(layout.codes[index], 0)
            )
            for index, records in counted.items()
            if index not in totals and records and layout.codes[index] not in MEASURED
        }
        if typed:
            entry.save_cells(submission_id=row.pk, typed=typed, by=made.unit_itself(code), at=made.at)


# Beside the cast: administrator and auditor of one district only, and somebody without any post.
MORE = [
    ("local_administrator", Role.ADMINISTRATOR, "HN-01"),
    ("local_auditor", Role.AUDITOR, "HN-01"),
    ("nobody", None, None),
]


def _staff(made: Standing, text: Text) -> None:
    """One more person in each unit, whose name and title only colleagues and superiors may read."""
    for name, role, code in MORE:
        made.cast.people[name] = UserFactory(username=name.replace("_", "-"), full_name=name)
        if role and code:
            PostFactory(unit=made.cast.units[code], holder=made.cast.people[name], role=role)
    for code, unit in made.cast.units.items():
        person = UserFactory(username=f"nguoi-{code.lower()}", full_name=text("name", code)[:120])
        made.people[code] = person
        made.posts[code] = PostFactory(
            unit=unit, holder=person, role=Role.LEADER, title=text("title", code)[:120]
        )


def every_cell(level: str, **instead: Any) -> dict[str, Typed]:
    """What a unit of this level types: zero unless said otherwise."""
    layout = forms.layout(forms.default_form())
    totals, applies = {total for total, _parts in layout.totals}, layout.applies(level)
    typed = {
        code: Typed("0", 0)
        for index, code in enumerate(layout.codes)
        if applies[index] and index not in totals and code not in MEASURED
    }
    return typed | {code: Typed(str(value), 0) for code, value in instead.items() if code in typed}


def _answer(made: Standing, state: str, code: str, text: Text) -> None:
    row = Submission.unscoped.get(round=made.rounds[state], unit=made.cast.units[code])
    by, at = made.unit_itself(code), made.at
    entry.save_cells(submission_id=row.pk, typed=every_cell(row.level, **{CELL: 3}), by=by, at=at)
    say = text(f"note-{state}", code)
    entry.save_note(submission_id=row.pk, code=CELL, note=say, by=by, at=at)
    if state == "draft":
        made.files[code] = _evidence(made, row, code, by, text)
    else:
        sending.submit(submission_id=row.pk, by=by, at=at)
        if state == "accepted":
            _back_and_forth(row, by, made, code, text)
    made.submissions[state, code] = Submission.unscoped.get(pk=row.pk)


def _evidence(made: Standing, row: Submission, code: str, by: Actor, text: Text) -> StoredFile:
    name = text("file", code).replace("/", "")[:100] + ".png"
    stored = files.store(
        upload=SimpleUploadedFile(name, png(), "image/png"), unit_id=row.unit_id, by=by, at=made.at
    )
    entry.save_note(submission_id=row.pk, code=CELL, evidence=[str(stored.pk)], by=by, at=made.at)
    return stored


def _back_and_forth(row: Submission, by: Actor, made: Standing, code: str, text: Text) -> None:
    """Returned once with a reason at a cell, corrected, accepted."""
    pinned = [reviewing.CellReason(CELL, text("cell", code), text("suggested", code)[:40])]
    reviewing.return_(
        submission_id=row.pk,
        version_number=1,
        reason=text("returned", code),
        cells=pinned,
        by=made.above,
        at=made.at,
    )
    entry.save_cells(submission_id=row.pk, typed={CELL: Typed("2", 0)}, by=by, at=made.at)
    sending.submit(submission_id=row.pk, by=by, at=made.at)
    reviewing.accept(submission_id=row.pk, version_number=2, by=made.above, at=made.at)


def _running(made: Standing, text: Text) -> None:
    """Reminders, more time, and a branch (HN-02) closed with its missing units named."""
    for code in made.cast.units:
        row = made.submission("draft", code)
        rounds.remind(submission_ids=[row.pk], text=text("reminder", code), by=made.above, at=made.at)
        later = row.due_on + timedelta(days=9)
        rounds.extend(
            submission_id=row.pk, due_on=later, reason=text("extended", code), by=made.above, at=made.at
        )
    made.closing = rounds.close_branch(
        round_=made.rounds["draft"], unit=made.cast.units["HN-02"], reason=text("closed", "HN-02"),
        by=made.unit_itself("HN-02"), at=made.at,
    )  # fmt: skip


def _papers(made: Standing, text: Text) -> None:
    for code in ("HN", "HN-01", "HN-02"):
        by = made.unit_itself(code)
        draft = briefings.create_draft(
            unit=made.cast.units[code],
            period=Period.parse("2019-Q3"),
            kind="quarterly",
            fmt="party",
            by=by,
            at=made.at,
        )
        draft = briefings.save_details(
            document=draft, version=draft.version, by=by, at=made.at,
            values={"signatory": text("signatory", code)[:120], "recipients": text("recipients", code)},
        )  # fmt: skip
        briefings.save_narrative(
            document=draft, key="situation", text=text("narrative", code), version=0, by=by, at=made.at
        )
        made.documents[code] = ReportDocument.unscoped.get(pk=draft.pk)
    made.template = briefings.upload_template(
        kind="quarterly", fmt="state", name=text("template", "HN")[:120], content=default_template("quarterly", "state"),
        by=made.management, at=made.at,
    )  # fmt: skip


def _house(made: Standing, text: Text) -> None:
    at, by = made.at, made.management
    made.day = CalendarDay.objects.get(day=date(2020, 4, 30))
    for code in ("HN-01", "HN-02"):
        asked = organizations.give_post(
            unit=made.cast.units[code], role=Role.AUDITOR, title=text("asked", code)[:120], holder=made.people[code],
            starts_on=made.at.date(), by=by, at=at,
        )  # fmt: skip
        assert isinstance(asked, PendingGrant)
        made.pending[code] = asked
    for code, unit in made.cast.units.items():
        (made.proposals[code],) = organizations.propose(
            unit=unit, wanted={"phone": "024 3936 1234"}, note=text("proposed", code)[:300],
            by=made.unit_itself(code), at=at,
        )  # fmt: skip
    ask = Ask(
        kind="rename",
        day=date(2020, 6, 1),
        legal_basis=text("basis", "HN"),
        unit="HN-02-02",
        name="Phường Mới",
    )
    plan, _told = organizations.preview(ask=ask, by=by)
    made.change = organizations.apply_change(ask=ask, digest=plan.digest, by=by, at=at)
