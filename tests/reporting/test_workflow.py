"""The way of a report: typed, sent, returned, corrected, accepted, locked, supplemented; and every refusal on it."""

from datetime import timedelta

import pytest

from danvan.audit.models import AuditEntry
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.common.periods import Period
from danvan.reporting.catalogue import UnknownIndicator
from danvan.reporting.models import Draft, Submission, SubmissionVersion
from danvan.reporting.refusals import (
    BadNumber,
    CellConflict,
    NotValid,
    ReasonMissing,
    RoundClosed,
    StaleVersion,
    TooMuch,
    WrongState,
)
from danvan.reporting.services import entry, reviewing, rounds, sending, supplements
from danvan.reporting.services.entry import Typed
from danvan.reporting.services.reviewing import CellReason
from danvan.reporting.services.rounds import BadRound
from danvan.reporting.vectors import Presence, Vector

TEAM, JOINT, TOTAL = "supervision.form.team", "supervision.form.joint", "supervision.sessions.total"
State = Submission.State


def save(submission, by, now, seen=0, **texts):
    typed = {code: Typed(str(text), seen) for code, text in texts.items()}
    return entry.save_cells(submission_id=submission.pk, typed=typed, by=by, at=now)


def cell(draft, layout, code):
    return Vector.unpack(draft.cells)[layout.index[code]]


def test_a_round_asks_every_unit_in_force_once(first_quarter, cast, form, now):
    assert Submission.unscoped.filter(round=first_quarter).count() == 7
    assert (first_quarter.counts_from.isoformat(), first_quarter.counts_to.isoformat()) == (
        "2019-12-15",
        "2020-03-14",
    )
    assert first_quarter.due_on.isoformat() == "2020-03-20", "five working days after a Saturday"
    with pytest.raises(BadRound):
        rounds.open_round(form=form, period=Period.parse("2020-Q1"), unit=cast.city, by=None, at=now)
    with pytest.raises(BadRound):
        rounds.open_round(form=form, period=Period.parse("2020"), unit=cast.city, by=None, at=now)


def test_typing_computes_totals_and_begins_a_draft(first_quarter, submission_of, actors, layout, now):
    submission = submission_of(first_quarter)
    typed = {TEAM: 3, JOINT: "1", "supervision.form.document": "1.250", "supervision.form.community": "0"}
    draft = save(submission, actors["officer"], now, **typed)
    assert cell(draft, layout, TOTAL).value == 1254
    submission.refresh_from_db()
    assert submission.state == State.DRAFT
    assert cell(draft, layout, "award.pm_certificate.individuals").presence is Presence.NOT_APPLICABLE


def test_a_total_of_half_known_parts_is_not_a_total(first_quarter, submission_of, actors, layout, now):
    draft = save(submission_of(first_quarter), actors["officer"], now, **{TEAM: 3})
    assert cell(draft, layout, TOTAL).presence is Presence.BLANK


@pytest.mark.parametrize(
    ("text", "words"),
    [("-5", "-5"), ("ba cuộc", "ba cuộc"), ("3,5", "3,5"), ("9" * 30, "999"), ("1.25", "1.25")],
)
def test_what_is_no_count_is_refused_by_name_and_nothing_is_saved(
    first_quarter, submission_of, actors, now, text, words
):
    submission = submission_of(first_quarter)
    with pytest.raises(BadNumber) as refusal:
        save(submission, actors["officer"], now, **{JOINT: 4, TEAM: text})
    assert words in refusal.value.message
    assert refusal.value.detail["cell"] == TEAM
    assert not Draft.objects.exists(), "all or nothing"


def test_unknown_computed_and_too_many_cells_are_refused(first_quarter, submission_of, actors, now):
    submission = submission_of(first_quarter)
    with pytest.raises(UnknownIndicator):
        save(submission, actors["officer"], now, **{"supervision.nothing": 1})
    with pytest.raises(BadNumber):
        save(submission, actors["officer"], now, **{"supervision.sessions.commune": 1})
    with pytest.raises(TooMuch):
        save(submission, actors["officer"], now, **{f"x{n}": 1 for n in range(500)})


def test_two_people_in_one_form_see_each_other(first_quarter, submission_of, actors, layout, now, cast):
    from danvan.organizations.queries import actor_of
    from tests.support.factories import PostFactory, UserFactory

    colleague = UserFactory(username="colleague")
    PostFactory(unit=cast.commune, holder=colleague, role="officer")
    second = actor_of(colleague, now.date())
    submission = submission_of(first_quarter)
    save(submission, actors["officer"], now, **{TEAM: 3})
    with pytest.raises(CellConflict) as refusal:
        save(submission, second, now, **{TEAM: 8, JOINT: 2})
    assert refusal.value.detail["cells"][TEAM] == {
        "yours": "8", "theirs": "3", "by": actors["officer"].user_id, "revision": 1,
    }  # fmt: skip
    draft = Draft.objects.get()
    assert cell(draft, layout, TEAM).value == 3
    assert cell(draft, layout, JOINT).presence is Presence.BLANK, "nothing is half-written"
    draft = save(submission, second, now, seen=1, **{TEAM: 8})
    assert cell(draft, layout, TEAM).value == 8, "having seen it, one may decide"


def test_one_report_from_typing_to_acceptance(first_quarter, submission_of, sent, actors, now):
    submission = submission_of(first_quarter)
    version = sent(submission, **{TEAM: 7})
    submission.refresh_from_db()
    assert (submission.state, submission.latest_id, submission.accepted_id) == (
        State.SUBMITTED,
        version.pk,
        None,
    )
    assert not Draft.objects.exists()
    returned = reviewing.return_(
        submission_id=submission.pk, version_number=1, reason="Xem lại", by=actors["consolidator"], at=now,
        cells=[CellReason(TEAM, "Lớn hơn biên bản", "6")],
    )  # fmt: skip
    assert returned.cells == [{"code": TEAM, "reason": "Lớn hơn biên bản", "suggested": "6"}]
    seen = entry.revisions(submission.pk).get(TEAM, 0)
    save(submission, actors["officer"], now, seen=seen, **{TEAM: 6})
    second = sending.submit(submission_id=submission.pk, by=actors["officer"], at=now)
    assert (second.number, second.kind) == (2, SubmissionVersion.Kind.CORRECTION)
    reviewing.accept(submission_id=submission.pk, version_number=2, by=actors["consolidator"], at=now)
    submission.refresh_from_db()
    assert (submission.state, submission.accepted_id) == (State.ACCEPTED, second.pk)
    actions = list(
        AuditEntry.objects.filter(target_type="submission").order_by("seq").values_list("action", flat=True)
    )
    assert actions == [
        "reporting.cells_saved", "reporting.submitted", "reporting.returned", "reporting.cells_saved",
        "reporting.submitted", "reporting.accepted",
    ]  # fmt: skip


def test_errors_stop_sending_and_keep_what_was_typed(
    first_quarter, submission_of, actors, filled, layout, now
):
    submission = submission_of(first_quarter)
    typed = filled("commune", **{"petition.resolved": 2, "petition.resolved.on_time": 5})
    entry.save_cells(submission_id=submission.pk, typed=typed, by=actors["officer"], at=now)
    with pytest.raises(NotValid) as refusal:
        sending.submit(submission_id=submission.pk, by=actors["officer"], at=now)
    errors = [finding for finding in refusal.value.findings if finding.severity == "error"]
    assert [finding.code for finding in errors] == ["petition.resolved.on_time"]
    assert "5" in refusal.value.message
    submission.refresh_from_db()
    assert (submission.state, submission.first_sent_at) == (State.DRAFT, None)
    assert cell(Draft.objects.get(), layout, "petition.resolved.on_time").value == 5
    assert not SubmissionVersion.objects.exists()


def test_a_warning_asks_for_a_reason_and_the_reason_travels(
    first_quarter, submission_of, actors, filled, layout, now
):
    submission = submission_of(first_quarter)
    typed = filled(
        "commune", **{"petition.within_authority": 5, "petition.resolved": 2, "petition.pending": 1}
    )
    entry.save_cells(submission_id=submission.pk, typed=typed, by=actors["officer"], at=now)
    with pytest.raises(NotValid, match="needs? a reason|lý do"):
        sending.submit(submission_id=submission.pk, by=actors["officer"], at=now)
    entry.save_note(
        submission_id=submission.pk,
        code="petition.pending",
        waivers={"balance": "Hai đơn rút"},
        by=actors["officer"],
        at=now,
    )
    version = sending.submit(submission_id=submission.pk, by=actors["officer"], at=now)
    assert version.notes[str(layout.index["petition.pending"])]["waivers"] == {"balance": "Hai đơn rút"}


def test_measured_figures_are_counted_with_their_records(first_quarter, submission_of, sent, layout):
    version = sent(submission_of(first_quarter))
    vector = Vector.unpack(version.cells)
    for code in ("dialogue.units.expected", "reporting.units.expected", "reporting.units.on_time"):
        assert vector.value(layout.index[code]) == 1
        note = version.notes[str(layout.index[code])]
        assert note["source"] == "measured"
        assert sum(counts for _reference, _label, counts in note["records"]) == 1


def test_a_typed_number_beside_a_count_must_be_explained(first_quarter, submission_of, actors, filled, now):
    submission = submission_of(first_quarter)
    typed = filled("commune", **{"dialogue.units.expected": 2})
    entry.save_cells(submission_id=submission.pk, typed=typed, by=actors["officer"], at=now)
    with pytest.raises(NotValid) as refusal:
        sending.submit(submission_id=submission.pk, by=actors["officer"], at=now)
    assert [finding.rule for finding in refusal.value.findings] == ["not-as-measured"]


def test_a_version_never_changes(first_quarter, submission_of, sent):
    version = sent(submission_of(first_quarter))
    version.cells = b"other"
    with pytest.raises(RuntimeError):
        version.save()
    with pytest.raises(RuntimeError):
        version.delete()
    assert Vector.unpack(SubmissionVersion.objects.get().cells)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("officer", NotAllowed), ("outsider", OutOfSight), ("leader", NotAllowed), ("auditor", NotAllowed)],
)
def test_who_may_not_accept(first_quarter, submission_of, sent, actors, now, who, refusal):
    submission = submission_of(first_quarter)
    sent(submission)
    with pytest.raises(refusal):
        reviewing.accept(submission_id=submission.pk, version_number=1, by=actors[who], at=now)
    submission.refresh_from_db()
    assert submission.state == State.SUBMITTED


def test_a_district_does_not_accept_its_own_report_but_the_city_may(
    first_quarter, submission_of, sent, actors, now
):
    district = submission_of(first_quarter, "HN-01")
    sent(district, "consolidator")
    with pytest.raises(NotAllowed):
        reviewing.accept(submission_id=district.pk, version_number=1, by=actors["consolidator"], at=now)
    reviewing.accept(submission_id=district.pk, version_number=1, by=actors["city_consolidator"], at=now)
    city = submission_of(first_quarter, "HN")
    sent(city, "city_consolidator")
    reviewing.accept(submission_id=city.pk, version_number=1, by=actors["city_consolidator"], at=now)


def test_nobody_types_for_a_unit_that_reports_itself(first_quarter, submission_of, actors, now):
    with pytest.raises(NotAllowed):
        save(submission_of(first_quarter), actors["consolidator"], now, **{TEAM: 1})
    with pytest.raises(OutOfSight):
        save(submission_of(first_quarter), actors["outsider"], now, **{TEAM: 1})


def test_a_superior_reports_for_a_unit_outside_the_system_and_it_says_so(
    first_quarter, submission_of, sent, actors, cast, now
):
    cast.commune.reports_itself = False
    cast.commune.save()
    version = sent(submission_of(first_quarter), "consolidator")
    assert version.on_behalf_by_id == cast.district.pk


def test_a_stale_version_is_not_accepted(first_quarter, submission_of, sent, actors, now):
    submission = submission_of(first_quarter)
    sent(submission)
    with pytest.raises(StaleVersion):
        reviewing.accept(submission_id=submission.pk, version_number=0, by=actors["consolidator"], at=now)
    reviewing.accept(submission_id=submission.pk, version_number=1, by=actors["consolidator"], at=now)
    with pytest.raises(WrongState):
        reviewing.accept(submission_id=submission.pk, version_number=1, by=actors["consolidator"], at=now)
    with pytest.raises(WrongState):
        save(submission, actors["officer"], now, **{TEAM: 1})


def test_a_stale_form_is_not_sent(first_quarter, submission_of, actors, filled, now):
    submission = submission_of(first_quarter)
    draft = entry.save_cells(
        submission_id=submission.pk, typed=filled("commune"), by=actors["officer"], at=now
    )
    with pytest.raises(StaleVersion):
        sending.submit(submission_id=submission.pk, by=actors["officer"], at=now, revision=draft.revision - 1)


def test_a_return_needs_a_reason(first_quarter, submission_of, sent, actors, now):
    submission = submission_of(first_quarter)
    sent(submission)
    for reason, cells in (("", []), ("Xem lại", [CellReason(TEAM, " ")])):
        with pytest.raises(ReasonMissing):
            reviewing.return_(
                submission_id=submission.pk,
                version_number=1,
                reason=reason,
                cells=cells,
                by=actors["consolidator"],
                at=now,
            )


def test_a_round_closes_with_the_missing_named_and_takes_the_late_as_late(
    cast, first_quarter, submission_of, sent, actors, filled, now
):
    on_time = submission_of(first_quarter, "HN-01-02")
    with pytest.raises(ReasonMissing, match="7"):
        rounds.close_branch(
            round_=first_quarter, unit=cast.city, reason=" ", by=actors["city_consolidator"], at=now
        )
    closing = rounds.close_branch(
        round_=first_quarter,
        unit=cast.city,
        reason="Hội nghị giao ban ngày 26/3",
        by=actors["city_consolidator"],
        at=now,
    )
    assert {entry["unit"] for entry in closing.missing} == set(cast.units)
    submission = submission_of(first_quarter)
    entry.save_cells(submission_id=submission.pk, typed=filled("commune"), by=actors["officer"], at=now)
    with pytest.raises(RoundClosed):
        sending.submit(submission_id=submission.pk, by=actors["officer"], at=now)
    submission.refresh_from_db()
    assert submission.state == State.DRAFT
    version = sending.submit(
        submission_id=submission.pk, by=actors["officer"], at=now, late_reason="Mất điện"
    )
    assert version.late
    reviewing.accept(submission_id=submission.pk, version_number=1, by=actors["consolidator"], at=now)
    submission.refresh_from_db()
    assert submission.state == State.LOCKED
    assert on_time.state == State.EXPECTED


def test_one_missing_unit_blocks_nobody(cast, first_quarter, submission_of, sent, actors, now):
    submission = submission_of(first_quarter)
    sent(submission)
    reviewing.accept(submission_id=submission.pk, version_number=1, by=actors["consolidator"], at=now)
    from danvan.reporting import queries

    report = queries.report(cast.city, Period.parse("2020-Q1"))
    assert report.by_code[TOTAL].units_reported == 1
    assert {name.code for name in report.missing} == set(cast.units) - {"HN-01-01"}


def test_more_time_is_given_by_name_and_never_taken(first_quarter, submission_of, actors, now):
    submission = submission_of(first_quarter)
    later = submission.due_on + timedelta(days=3)
    rounds.extend(submission_id=submission.pk, due_on=later, reason="Bão", by=actors["consolidator"], at=now)
    submission.refresh_from_db()
    assert (submission.due_on, submission.extended_by_id) == (later, actors["consolidator"].user_id)
    with pytest.raises(WrongState):
        rounds.extend(
            submission_id=submission.pk, due_on=later, reason="Bão", by=actors["consolidator"], at=now
        )
    with pytest.raises(ReasonMissing):
        rounds.extend(
            submission_id=submission.pk,
            due_on=later + timedelta(days=1),
            reason="",
            by=actors["consolidator"],
            at=now,
        )


def test_an_excused_unit_leaves_the_denominator(cast, first_quarter, submission_of, sent, actors, now):
    from danvan.reporting import queries

    rounds.excuse(
        submission_id=submission_of(first_quarter).pk, reason="Đã sáp nhập", by=actors["consolidator"], at=now
    )
    report = queries.report(cast.city, Period.parse("2020-Q1"))
    assert report.units_expected == 6
    second = submission_of(first_quarter, "HN-02-01")
    sent(second, "outsider")
    with pytest.raises(WrongState):
        rounds.excuse(submission_id=second.pk, reason="Thôi", by=actors["city_consolidator"], at=now)


def test_reminding_reaches_only_those_who_owe(first_quarter, submission_of, sent, actors, now):
    owing, done = submission_of(first_quarter, "HN-01-02"), submission_of(first_quarter)
    sent(done)
    made = rounds.remind(
        submission_ids=[owing.pk, done.pk], text="Đề nghị gửi sớm", by=actors["consolidator"], at=now
    )
    assert [reminder.submission_id for reminder in made] == [owing.pk]


def test_bulk_acceptance_takes_what_it_can_and_names_the_rest(
    first_quarter, submission_of, sent, actors, now
):
    first, empty = submission_of(first_quarter), submission_of(first_quarter, "HN-01-02")
    sent(first)
    result = reviewing.accept_many(
        round_=first_quarter, versions={first.pk: 1, empty.pk: 1}, by=actors["consolidator"], at=now
    )
    assert result.accepted == [first.pk]
    assert [pk for pk, _why in result.refused] == [empty.pk]


def test_supplements_are_refused_where_they_make_no_sense(first_quarter, submission_of, sent, actors, now):
    submission = submission_of(first_quarter)

    def propose(reason="Bổ sung", **changes):
        return supplements.supplement(
            submission_id=submission.pk, changes=changes, reason=reason, by=actors["officer"], at=now
        )

    sent(submission, **{TEAM: 2})
    with pytest.raises(WrongState):
        propose(**{TEAM: "3"})
    reviewing.accept(submission_id=submission.pk, version_number=1, by=actors["consolidator"], at=now)
    with pytest.raises(ReasonMissing):
        propose(reason=" ", **{TEAM: "3"})
    with pytest.raises(WrongState):
        propose(**{TEAM: "2"})
    with pytest.raises(NotValid):
        propose(**{"petition.resolved.on_time": "4"})
    version = propose(**{TEAM: "3"})
    assert version.supplement_number == 1
    with pytest.raises(WrongState):
        propose(**{TEAM: "4"})
    reviewing.return_(
        submission_id=submission.pk,
        version_number=2,
        reason="Chưa có minh chứng",
        cells=[],
        by=actors["consolidator"],
        at=now,
    )
    submission.refresh_from_db()
    assert submission.latest_id == submission.accepted_id, "what was accepted goes on counting"


def test_bulk_acceptance_does_not_take_what_was_sent_anew_unread(
    first_quarter, submission_of, sent, actors, now
):
    submission = submission_of(first_quarter)
    sent(submission)
    result = reviewing.accept_many(
        round_=first_quarter, versions={submission.pk: 0}, by=actors["consolidator"], at=now
    )
    assert result.accepted == []
    assert len(result.refused) == 1
    submission.refresh_from_db()
    assert submission.state == State.SUBMITTED
