"""
What happened to a few units, told through the services so that every trace of it is real: a report returned once, two
supplements, an entry on behalf, reports sent late, and a quarter under way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from danvan.accounts.models import User
from danvan.common.periods import Period
from danvan.demo import papers
from danvan.demo.people import acting
from danvan.organizations.models import OrgUnit
from danvan.reporting import cells
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Draft, Round, Submission
from danvan.reporting.queries import entry as entry_queries
from danvan.reporting.services import entry, reviewing, rounds, sending, supplements
from danvan.reporting.services.entry import Typed
from danvan.reporting.services.reviewing import CellReason
from danvan.reporting.validation import check
from danvan.reporting.vectors import Presence, Vector

OFFICER, SECOND = "HN-00001", "HN-00004"
ON_BEHALF = "HN-00006"
Q = {number: Period("quarter", 2019, number) for number in range(1, 5)}
RUNNING = Period("quarter", 2020, 1)
DOUBLED = "supervision.form.team"
LATE = "Cán bộ phụ trách nghỉ ốm, phường gửi sau khi Thành phố đã khóa kỳ báo cáo."


@dataclass
class Story:
    """A round and what the told units' figures ought to be in the end."""

    round: Round
    layout: Layout
    users: dict[str, User]
    submissions: dict[str, Submission]
    vectors: dict[int, Vector]

    def at(self, days: int, hour: int = 9) -> datetime:
        """A moment some days after the day on which counting stopped."""
        return timezone.make_aware(datetime.combine(self.round.counts_to + timedelta(days=days), time(hour)))

    def texts(self, code: str, instead: Mapping[str, int] | None = None) -> dict[str, Typed]:
        """What the unit types: every cell that is asked and not counted by records or computed."""
        submission = self.submissions[code]
        vector = self.vectors[submission.unit_id]
        totals = {total for total, _parts in self.layout.totals}
        counted = entry_queries.counts(self.round, submission.unit_id, self.layout, submission.level)
        typed = {}
        for index, indicator in enumerate(self.layout.codes):
            cell = vector[index]
            if cell.presence == Presence.VALUE and index not in totals and index not in counted:
                typed[indicator] = Typed(cells.show(cell), 0)
        for indicator, number in (instead or {}).items():
            typed[indicator] = Typed(str(number), 0)
        return typed

    def value(self, code: str, indicator: str) -> int:
        return self.vectors[self.submissions[code].unit_id].value(self.layout.index[indicator]) or 0


def told_in(period: Period) -> set[str]:
    """Units whose round is told here and therefore not filled in bulk."""
    told = {
        Q[1]: {SECOND},
        Q[2]: {OFFICER},
        Q[3]: {OFFICER, ON_BEHALF},
        Q[4]: {SECOND},
        RUNNING: {OFFICER, SECOND, ON_BEHALF},
    }
    return told.get(period, set())


def tell(period: Period, story: Story) -> None:
    """Before the round closes."""
    if period == Q[2]:
        _returned_once(story)
    if period == Q[3]:
        _sends(story, OFFICER, "canbo", instead={DOUBLED: story.value(OFFICER, DOUBLED) + 1})
        _on_behalf(story)
    if period == Q[4]:
        _sends(story, SECOND, "canbo2", instead={DOUBLED: story.value(SECOND, DOUBLED) + 2})
    if period == RUNNING:
        _under_way(story)


def after_closing(period: Period, story: Story) -> None:
    """What follows a closed round: documents, and numbered supplements that bring the figures to what was published."""
    if period == Q[3]:
        papers.issue_third_quarter(story.users, _day_after_due(story, 9))
    if period == Q[1]:
        _sends(story, SECOND, "canbo2", days=(story.round.due_on - story.round.counts_to).days + 8, late=LATE)
    reasons = {Q[3]: (OFFICER, "canbo", 5), Q[4]: (SECOND, "canbo2", 1)}
    if period not in reasons:
        return
    code, who, days = reasons[period]
    submission = story.submissions[code]
    at = _day_after_due(story, 7 + days)
    version = supplements.supplement(
        submission_id=submission.pk,
        changes={DOUBLED: str(story.value(code, DOUBLED))},
        reason="Đã tính trùng cuộc giám sát phối hợp do Ủy ban Mặt trận Tổ quốc quận chủ trì.",
        by=acting(story.users, who, at),
        at=at,
    )
    later = at + timedelta(hours=5)
    reviewer = acting(story.users, "quan", later)
    reviewing.accept(submission_id=submission.pk, version_number=version.number, by=reviewer, at=later)
    if period == Q[4]:
        papers.draft_annual_review(story.users, at + timedelta(days=2))


def _day_after_due(story: Story, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(story.round.due_on + timedelta(days=days), time(9)))


def _sends(
    story: Story, code: str, who: str, days: int = 3, late: str = "", instead: Mapping[str, int] | None = None
) -> None:
    """A unit types its whole form, sends it, and the district accepts it."""
    submission = story.submissions[code]
    at = story.at(days)
    officer = acting(story.users, who, at)
    entry.save_cells(submission_id=submission.pk, typed=story.texts(code, instead), by=officer, at=at)
    _explain(story, submission, officer, at)
    version = sending.submit(
        submission_id=submission.pk, by=officer, at=at + timedelta(minutes=30), late_reason=late
    )
    later = at + timedelta(hours=6)
    reviewer = acting(story.users, "quan", later)
    reviewing.accept(submission_id=submission.pk, version_number=version.number, by=reviewer, at=later)


def _explain(story: Story, submission: Submission, who, at: datetime) -> None:
    """Say why, wherever a warning asks for it."""
    draft = Draft.objects.get(submission=submission)
    vector, notes = entry_queries.with_measured(
        submission, story.layout, Vector.unpack(draft.cells), draft.notes
    )
    vector = story.layout.with_totals(vector, submission.level)
    for finding in check(entry_queries.context(submission, story.layout, vector, notes)):
        if finding.severity == "warning" and finding.needs_reason:
            reason = "Đã rà soát với sổ theo dõi của đơn vị, số liệu đúng."
            entry.save_note(
                submission_id=submission.pk, code=finding.code, waivers={finding.rule: reason}, by=who, at=at
            )


def _returned_once(story: Story) -> None:
    """An officer types a digit twice; the district returns the cell; the correction is accepted."""
    submission, at = story.submissions[OFFICER], story.at(2)
    officer = acting(story.users, "canbo", at)
    people = story.value(OFFICER, "reception.persons")
    wrong = {"reception.persons": people * 10 + 7}
    entry.save_cells(submission_id=submission.pk, typed=story.texts(OFFICER, wrong), by=officer, at=at)
    _explain(story, submission, officer, at)
    version = sending.submit(submission_id=submission.pk, by=officer, at=at + timedelta(minutes=40))
    later = at + timedelta(hours=6)
    reviewing.return_(
        submission_id=submission.pk,
        version_number=version.number,
        reason="Đề nghị rà soát lại số người được tiếp.",
        cells=[
            CellReason(
                "reception.persons",
                "Số người lớn hơn nhiều lần số lượt tiếp; có thể gõ thừa chữ số.",
                str(people),
            )
        ],
        by=acting(story.users, "quan", later),
        at=later,
    )
    again = at + timedelta(days=1)
    officer = acting(story.users, "canbo", again)
    seen = entry.revisions(submission.pk).get("reception.persons", 0)
    typed = {"reception.persons": Typed(str(people), seen)}
    entry.save_cells(submission_id=submission.pk, typed=typed, by=officer, at=again)
    _explain(story, submission, officer, again)
    version = sending.submit(submission_id=submission.pk, by=officer, at=again)
    reviewer = acting(story.users, "quan", again)
    reviewing.accept(
        submission_id=submission.pk, version_number=version.number, by=reviewer, at=again + timedelta(hours=2)
    )


def _on_behalf(story: Story) -> None:
    """A commune that does not use the system: the district enters its paper report."""
    OrgUnit.objects.filter(code=ON_BEHALF).update(reports_itself=False)
    submission, at = story.submissions[ON_BEHALF], story.at(4)
    clerk = acting(story.users, "quan", at)
    entry.save_cells(submission_id=submission.pk, typed=story.texts(ON_BEHALF), by=clerk, at=at)
    _explain(story, submission, clerk, at)
    version = sending.submit(submission_id=submission.pk, by=clerk, at=at + timedelta(minutes=20))
    later = at + timedelta(hours=1)
    reviewing.accept(
        submission_id=submission.pk,
        version_number=version.number,
        by=acting(story.users, "quan", later),
        at=later,
    )


def _under_way(story: Story) -> None:
    """The officer has more time, a second officer's report went back, a reminder stands."""
    at = story.at(8)
    clerk = acting(story.users, "quan", at)
    mine, other = story.submissions[OFFICER], story.submissions[SECOND]
    rounds.extend(
        submission_id=mine.pk, due_on=date(2020, 3, 25), by=clerk, at=at,
        reason="Cán bộ phụ trách tham gia phòng, chống dịch; phường có công văn xin lùi thời hạn.",
    )  # fmt: skip
    rounds.remind(
        submission_ids=[mine.pk], text="Đề nghị gửi trước ngày 25/03 để kịp giao ban quý I.", by=clerk, at=at
    )
    officer = acting(story.users, "canbo2", at)
    entry.save_cells(submission_id=other.pk, typed=story.texts(SECOND), by=officer, at=at)
    _explain(story, other, officer, at)
    version = sending.submit(submission_id=other.pk, by=officer, at=at + timedelta(minutes=15))
    reviewing.return_(
        submission_id=other.pk,
        version_number=version.number,
        reason="Đề nghị bổ sung kết quả đối thoại quý I.",
        cells=[CellReason("dialogue.participants", "Chưa khớp với biên bản hội nghị đã gửi.", "")],
        by=clerk,
        at=at + timedelta(hours=1),
    )


def begin_drafts(
    submissions: Sequence[Submission], vectors: dict[int, Vector], users: dict[str, User], at: datetime
) -> None:
    """Half-filled forms, as any Monday finds them."""
    drafts = []
    for submission in submissions:
        whole = vectors[submission.unit_id]
        half = whole.replace(
            {index: None for index in range(len(whole) // 2, len(whole)) if whole.value(index) is not None}
        )
        drafts.append(Draft(submission=submission, cells=half.pack(), revision=1, saved_at=at))
        submission.state, submission.version = Submission.State.DRAFT, 1
    Draft.objects.bulk_create(drafts)
    Submission.unscoped.bulk_update(submissions, ["state", "version"])
