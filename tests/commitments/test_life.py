"""The life of a commitment: who does what, what is refused, what is counted."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from danvan.audit.models import AuditEntry
from danvan.commitments import hooks, lateness, services
from danvan.commitments.models import Commitment, Step
from danvan.commitments.refusals import (
    BadDay,
    BadUnit,
    ChangedMeanwhile,
    Circle,
    PersonalData,
    ProofMissing,
    ReasonMissing,
    WrongState,
)
from danvan.commitments.services import ProofGiven
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.notifications.models import Message
from danvan.organizations.models import Role
from tests.commitments.conftest import DAY
from tests.support.factories import make_unit

PROOF = ProofGiven(text="Biên bản nghiệm thu 12/BB")


def kinds(made):
    return list(made.steps.values_list("kind", flat=True))


def reported(give, act, moment, **other):
    made = give(**other)
    services.accept(commitment_id=made.pk, by=act("officer"), at=moment)
    said = {"outcome": "solved", "note": "Đã sửa xong", "proofs": [PROOF]}
    return services.report_done(commitment_id=made.pk, **said, by=act("officer"), at=moment)


def test_from_asking_to_closed(give, act, moment, cast):
    told = []
    hooks.closed.register(lambda made, at: told.append((made.pk, made.kept, at)))
    made = give()
    assert (made.state, made.unit, made.verifier_id) == ("given", cast.commune, cast.units["HN-02-01"].pk)
    services.accept(commitment_id=made.pk, by=act("officer"), at=moment)
    services.start(commitment_id=made.pk, by=act("officer"), at=moment)
    services.report_done(
        commitment_id=made.pk, outcome="solved", note="Xong", proofs=[PROOF], by=act("officer"), at=moment
    )
    done = services.verify(commitment_id=made.pk, kept=True, by=act("outsider"), at=moment)
    hooks.closed.functions.pop()
    assert (done.state, done.kept, done.closed_on) == ("closed", True, DAY)
    assert kinds(made) == ["given", "accepted", "started", "reported", "verified", "closed"]
    assert told == [(made.pk, True, moment)]
    actions = list(AuditEntry.objects.order_by("seq").values_list("action", flat=True))
    assert actions == [
        f"commitments.{one}" for one in ("given", "accepted", "started", "reported", "verified", "closed")
    ]


def test_a_unit_never_verifies_its_own(give, act, moment, seat):
    made = reported(give, act, moment)
    for who in (act("officer"), seat("HN-01-01", Role.LEADER)):
        with pytest.raises(NotAllowed):
            services.verify(commitment_id=made.pk, kept=True, by=who, at=moment)
        with pytest.raises(NotAllowed):
            services.return_(commitment_id=made.pk, reason="x", by=who, at=moment)
    assert services.verify(commitment_id=made.pk, kept=True, by=act("leader"), at=moment).state == "closed"


def test_at_the_top_another_person_verifies(give, cast, moment, seat):
    first, second = seat("HN", Role.CONSOLIDATOR), seat("HN", Role.LEADER)
    made = give(unit=cast.city, asked_by=cast.city, by=first)
    services.report_done(
        commitment_id=made.pk, outcome="explained", note="Đã giải thích", by=first, at=moment
    )
    with pytest.raises(NotAllowed):
        services.verify(commitment_id=made.pk, kept=True, by=first, at=moment)
    assert services.verify(commitment_id=made.pk, kept=True, by=second, at=moment).state == "closed"


def test_what_is_broken_is_said_with_words_and_closed_as_broken(give, act, moment):
    made = reported(give, act, moment)
    with pytest.raises(ReasonMissing):
        services.verify(commitment_id=made.pk, kept=False, by=act("outsider"), at=moment)
    done = services.verify(
        commitment_id=made.pk, kept=False, note="Đường vẫn hỏng", by=act("outsider"), at=moment
    )
    assert (done.state, done.kept) == ("closed", False)


def test_verified_may_wait_to_be_closed_but_nothing_else_closes_it(give, act, moment):
    made = reported(give, act, moment)
    services.verify(commitment_id=made.pk, kept=True, closes=False, by=act("outsider"), at=moment)
    services.escalate_overdue(moment + timedelta(days=900))
    made.refresh_from_db()
    assert made.state == "verified"
    assert services.close(commitment_id=made.pk, by=act("outsider"), at=moment).state == "closed"


def test_solved_has_to_be_shown(give, act, moment):
    made = give()
    services.accept(commitment_id=made.pk, by=act("officer"), at=moment)
    for outcome in ("solved", "partly"):
        with pytest.raises(ProofMissing):
            services.report_done(
                commitment_id=made.pk, outcome=outcome, note="x", by=act("officer"), at=moment
            )
    with pytest.raises(BadDay):
        services.report_done(
            commitment_id=made.pk, outcome="promised", note="x", by=act("officer"), at=moment
        )


def test_later_is_a_promise_of_its_own(give, act, moment):
    made = give()
    later = DAY + timedelta(days=90)
    services.accept(commitment_id=made.pk, by=act("officer"), at=moment)
    services.report_done(
        commitment_id=made.pk,
        outcome="promised",
        note="Chờ vốn",
        promised_for=later,
        by=act("officer"),
        at=moment,
    )
    services.verify(commitment_id=made.pk, kept=True, by=act("outsider"), at=moment)
    (next_one,) = Commitment.unscoped.filter(follows=made)
    assert (next_one.due_on, next_one.state, next_one.origin_ref) == (later, "accepted", made.origin_ref)


def test_declining_needs_a_reason_and_the_asker_goes_on(give, act, moment, cast):
    made = give()
    with pytest.raises(ReasonMissing):
        services.decline(commitment_id=made.pk, reason=" ", by=act("officer"), at=moment)
    services.decline(commitment_id=made.pk, reason="Đường của thành phố", by=act("officer"), at=moment)
    other = cast.units["HN-01-02"]
    services.hand_on(
        commitment_id=made.pk, to_unit=other, reason="Đúng địa bàn", by=act("outsider"), at=moment
    )
    made.refresh_from_db()
    assert (made.unit, made.state, made.outcome, made.hand_overs) == (other, "given", "", 1)


def test_extensions_are_counted_and_the_first_day_is_kept(give, act, moment, seat):
    made = give()
    services.accept(commitment_id=made.pk, by=act("officer"), at=moment)
    with pytest.raises(NotAllowed):
        services.extend(
            commitment_id=made.pk, new_due=DAY + timedelta(20), reason="x", by=act("officer"), at=moment
        )
    above = act("consolidator")
    for days in (20, 30):
        services.extend(
            commitment_id=made.pk, new_due=DAY + timedelta(days), reason="Mưa", by=above, at=moment
        )
    with pytest.raises(BadDay):
        services.extend(commitment_id=made.pk, new_due=DAY + timedelta(25), reason="x", by=above, at=moment)
    made.refresh_from_db()
    assert (made.extensions, made.due_on - DAY, made.first_due_on - DAY) == (2, timedelta(30), timedelta(10))


def test_it_cannot_go_in_a_circle_and_the_third_time_the_superior_decides(give, act, moment, cast, seat):
    units = cast.units
    made = give()
    second, third = seat("HN-01-02"), seat("HN-02-02")
    hand = {"commitment_id": made.pk, "reason": "Đúng chức năng", "at": moment}
    services.hand_on(to_unit=units["HN-01-02"], by=act("officer"), **hand)
    with pytest.raises(Circle):
        services.hand_on(to_unit=units["HN-01-01"], by=second, **hand)
    with pytest.raises(Circle):
        services.hand_on(to_unit=units["HN-01-02"], by=second, **hand)
    services.hand_on(to_unit=units["HN-02-02"], by=second, **hand)
    services.hand_on(to_unit=units["HN-01"], by=third, **hand)
    made.refresh_from_db()
    # It stays where it is, and the superior of that unit is asked.
    assert (made.unit, made.hand_overs, made.decider) == (units["HN-02-02"], 2, units["HN-02"])
    with pytest.raises(WrongState):
        services.hand_on(to_unit=units["HN"], by=third, **hand)
    with pytest.raises(NotAllowed):
        services.decide(to_unit=units["HN-01-01"], by=third, **hand)
    above = seat("HN-02", Role.CONSOLIDATOR)
    done = services.decide(to_unit=units["HN-01-01"], by=above, **hand)
    assert (done.unit, done.decided, done.decider, done.state) == (cast.commune, True, None, "given")
    with pytest.raises(WrongState):
        services.hand_on(to_unit=units["HN"], by=act("officer"), **hand)


def test_nothing_goes_to_a_unit_that_is_not_there(give, act, moment, cast):
    made = give()
    later = make_unit("HN-01-09", parent=cast.district, starts_on=DAY + timedelta(days=30))
    with pytest.raises(BadUnit):
        services.hand_on(commitment_id=made.pk, to_unit=later, reason="x", by=act("officer"), at=moment)
    with pytest.raises(BadUnit):
        give(unit=later)


def test_the_asker_opens_it_again(give, act, moment):
    made = reported(give, act, moment)
    services.verify(commitment_id=made.pk, kept=True, by=act("outsider"), at=moment)
    with pytest.raises(NotAllowed):
        services.reopen(commitment_id=made.pk, reason="x", by=act("officer"), at=moment)
    later = moment + timedelta(days=40)
    again = services.reopen(commitment_id=made.pk, reason="Lại hỏng", by=act("outsider"), at=later)
    assert (again.state, again.kept, again.outcome, again.closed_on, again.reopenings) == (
        "in_progress", None, "", None, 1,
    )  # fmt: skip
    assert again.due_on == DAY + timedelta(days=55)
    with pytest.raises(WrongState):
        services.reopen(commitment_id=made.pk, reason="x", by=act("outsider"), at=later)


def test_a_context_above_opens_it_for_the_sender(give, act, moment):
    made = reported(give, act, moment)
    services.verify(commitment_id=made.pk, kept=True, by=act("outsider"), at=moment)
    again = services.reopen(commitment_id=made.pk, reason="Người gửi chưa hài lòng", by=None, at=moment)
    step = again.steps.get(kind="reopened")
    assert (step.by, step.unit, step.data["by_asker"]) == (None, None, True)


def test_late_is_computed(give, act, moment):
    made = give(due_on=DAY)
    assert lateness.late_days(made, DAY) == 0
    assert lateness.late_days(made, DAY + timedelta(days=3)) == 3
    services.accept(commitment_id=made.pk, by=act("officer"), at=moment)
    after = moment + timedelta(days=5)
    services.report_done(commitment_id=made.pk, outcome="explained", note="x", by=act("officer"), at=after)
    made.refresh_from_db()
    # Reporting it stops the count, whenever somebody looks.
    assert lateness.late_days(made, DAY + timedelta(days=100)) == 5
    assert not {"late", "is_late", "days_late", "overdue"} & {field.name for field in Commitment._meta.fields}


def test_what_is_late_goes_up_level_by_level_and_is_never_closed(give, act, moment, cast):
    made = give(due_on=DAY)
    raised = []
    for days in range(1, 40):
        services.escalate_overdue(moment + timedelta(days=days))
        made.refresh_from_db()
        if not raised or raised[-1][1] != made.escalated_to_id:
            raised.append((days, made.escalated_to_id))
    # Five working days after Monday 16/03 is Monday 23/03; the morning after, the district hears of it.
    assert raised == [(1, None), (8, cast.district.pk), (16, cast.city.pk)]
    assert made.state == "given"
    assert kinds(made).count("escalated") == 2
    events = set(
        Message.objects.filter(kind="commitments.escalated").values_list("recipient__username", flat=True)
    )
    assert {"consolidator", "leader"} <= events


def test_reminders(give, act, moment):
    made = give()
    with pytest.raises(NotAllowed):
        services.remind(commitment_id=made.pk, text="x", by=act("officer"), at=moment)
    with pytest.raises(ReasonMissing):
        services.remind(commitment_id=made.pk, text=" ", by=act("outsider"), at=moment)
    for who in ("outsider", "consolidator"):
        services.remind(commitment_id=made.pk, text="Xin cho biết", by=act(who), at=moment)
    made.refresh_from_db()
    assert made.reminders == 2
    assert Message.objects.filter(kind="commitments.reminded", recipient__username="officer").count() == 2


def test_out_of_sight_is_like_absent(give, act, moment, cast, seat):
    made = give(asked_by=cast.commune, by=act("officer"))
    for who in (seat("HN-02-02"), act("outsider"), act("administrator")):
        with pytest.raises(OutOfSight) as one:
            services.start(commitment_id=made.pk, by=who, at=moment)
        with pytest.raises(OutOfSight) as none:
            services.start(commitment_id=made.pk + 99, by=who, at=moment)
        assert one.value.message == none.value.message


def test_who_may_give(give, act, cast, seat):
    with pytest.raises(NotAllowed):
        give(asked_by=cast.units["HN-02-01"], by=act("auditor"))
    with pytest.raises((OutOfSight, NotAllowed)):
        give(asked_by=cast.units["HN-02-01"], by=seat("HN-02-02"))
    assert give(asked_by=cast.district, by=act("consolidator")).state == "given"
    assert give(by=act("officer")).state == "accepted"


@pytest.mark.parametrize("text", ["Gọi 0912 345 678", "Ghi a.b@vi-du.vn", "CCCD 001199001234"])
def test_no_way_to_a_person_stands_where_everybody_reads(give, text, act, moment):
    with pytest.raises(PersonalData):
        give(text=text)
    made = give(text=text, is_public=False)
    assert made.text == text
    # Inside messages and the log it is struck out all the same.
    assert not Message.objects.filter(text__contains=text).exists()


def test_the_second_of_two_reads_both_texts(give, act, moment, seat):
    made = give()
    services.tell(commitment_id=made.pk, note="Lời thứ nhất", version=1, by=seat("HN-01-01"), at=moment)
    with pytest.raises(ChangedMeanwhile) as refusal:
        services.decline(commitment_id=made.pk, reason="Lời thứ hai", version=1, by=act("officer"), at=moment)
    assert refusal.value.status == 409
    assert "Lời thứ nhất" in refusal.value.detail["theirs"]
    assert refusal.value.detail["yours"] == "Lời thứ hai"


@pytest.mark.parametrize("change", ["UPDATE", "DELETE"])
def test_the_story_gives_nothing_back(give, change):
    made = give()
    rows = Step.objects.filter(commitment=made)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows._raw_delete("default") if change == "DELETE" else rows.update(note="khác")
    assert kinds(made) == ["given"]


def test_a_rule_gives_the_day_and_says_how(give, moment):
    made = give(due_on=None, rule_code="dialogue.opinion_answer")
    assert made.clock is not None
    assert (made.due_on, made.first_due_on) == (made.clock.due_on, made.clock.due_on)
    assert made.due_on == DAY + timedelta(days=30)
    with pytest.raises(BadDay):
        give(due_on=None)


def test_the_clock_ends_with_the_report(give, act, moment):
    made = give(due_on=None, rule_code="dialogue.opinion_answer")
    services.accept(commitment_id=made.pk, by=act("officer"), at=moment)
    services.report_done(commitment_id=made.pk, outcome="explained", note="x", by=act("officer"), at=moment)
    made.clock.refresh_from_db()
    assert made.clock.state == "done"
