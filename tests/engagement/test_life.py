"""A dialogue from plan to end: what each step asks, refuses and leaves behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from danvan.audit.models import AuditEntry
from danvan.commitments.models import Commitment
from danvan.common.errors import Incomplete, NotAllowed, OutOfSight, StaleVersion, WrongState
from danvan.engagement.models import ConclusionNotice, DialogueConference, DialogueOpinion
from danvan.engagement.refusals import BadKey, PersonalData
from danvan.engagement.services import answering, concluding, planning, recording
from danvan.organizations.queries import actor_of
from tests.engagement.conftest import DAY


def test_the_whole_life_of_a_dialogue(stage):
    dialogue = stage.announced(questions_until=DAY - timedelta(days=1))
    assert dialogue.state == "collecting_opinions"
    first = stage.say(dialogue, answer="Sẽ làm trong tuần")
    second = stage.say(dialogue, "Thiếu chỗ đỗ xe")
    stage.hold(dialogue)
    stage.promise(second, due_on=date(2019, 12, 1))
    notice = stage.conclude(dialogue)
    stage.publish(dialogue)
    dialogue.refresh_from_db()
    assert (dialogue.state, notice.due_on) == ("following_up", date(2019, 10, 28))  # the 27th is a Sunday
    with pytest.raises(WrongState, match=r"1 "):
        concluding.close(dialogue_id=dialogue.pk, version=dialogue.version, by=stage.officer, at=stage.at())
    commitment = Commitment.unscoped.get()
    assert (commitment.origin_ref, commitment.unit, commitment.due_on) == (
        second.ref, stage.unit, date(2019, 12, 1),
    )  # fmt: skip
    commitment.kept, commitment.outcome = True, "solved"
    answering.follow_closed(commitment, stage.at(date(2019, 11, 20)))
    second.refresh_from_db()
    assert (second.state, second.resolved_on) == ("resolved", date(2019, 11, 20))
    later = stage.at(date(2019, 12, 2))
    closed = concluding.close(dialogue_id=dialogue.pk, version=dialogue.version, by=stage.officer, at=later)
    assert closed.state == "closed"
    first.refresh_from_db()
    assert (first.state, first.ended_on) == ("answered_at_event", DAY)
    told = set(AuditEntry.objects.values_list("action", flat=True))
    steps = {"planned", "announced", "held", "minutes", "drafted", "concluded", "published", "closed"}
    assert {f"engagement.dialogue_{step}" for step in steps} <= told
    assert [event.what for event in dialogue.events.all()] == [
        "planned", "announced", "held", "minutes", "drafted", "concluded", "published", "closed",
    ]  # fmt: skip


def test_the_log_never_repeats_what_was_said(stage):
    dialogue = stage.announced()
    stage.say(dialogue, "Lời-không-được-vào-nhật-ký", answer="Câu-trả-lời-riêng")
    for entry in AuditEntry.objects.all():
        assert "không-được-vào".encode() not in bytes(entry.body)
        assert "Câu-trả-lời".encode() not in bytes(entry.body)


def test_late_announcement_needs_a_public_reason(stage):
    dialogue = stage.plan()
    with pytest.raises(Incomplete, match="10/10/2019"):
        stage.announce(dialogue, days_before=6)
    told = stage.announce(dialogue, days_before=6, reason="Sự việc khẩn")
    assert told.short_notice_reason == "Sự việc khẩn"


@pytest.mark.parametrize("field", ["place", "content", "how_to_attend"])
def test_nothing_is_announced_without_place_content_and_way(stage, field):
    dialogue = stage.plan(**{field: ""})
    with pytest.raises(Incomplete):
        stage.announce(dialogue)


def test_the_unit_above_sees_it_but_may_not_announce_it(stage, cast):
    dialogue = stage.plan()
    above = stage.actor(cast["consolidator"])
    with pytest.raises(NotAllowed):
        planning.announce(dialogue_id=dialogue.pk, version=0, by=above, at=stage.at())
    with pytest.raises(OutOfSight):
        planning.cancel(
            dialogue_id=dialogue.pk,
            version=0,
            reason="x",
            by=actor_of(stage.cast["outsider"], DAY),
            at=stage.at(),
        )


def test_superior_sees_but_does_not_write(stage):
    dialogue = stage.plan()
    above = actor_of(stage.cast["consolidator"], DAY)
    assert DialogueConference.scoped(above, "see").filter(pk=dialogue.pk).exists()
    with pytest.raises(NotAllowed):
        planning.cancel(dialogue_id=dialogue.pk, version=0, reason="x", by=above, at=stage.at())


def test_second_hand_on_an_old_page_is_refused(stage):
    dialogue = stage.plan()
    stage.announce(dialogue)
    with pytest.raises(StaleVersion):
        planning.cancel(dialogue_id=dialogue.pk, version=0, reason="x", by=stage.officer, at=stage.at())


def test_announced_day_changes_only_by_postponing(stage):
    dialogue = stage.announced()
    values = stage.values(DAY + timedelta(days=7))
    with pytest.raises(WrongState):
        planning.edit(
            dialogue_id=dialogue.pk, version=dialogue.version, values=values, by=stage.officer, at=stage.at()
        )
    moved = planning.postpone(
        dialogue_id=dialogue.pk, version=dialogue.version, reason="Bão", to=stage.at(DAY + timedelta(days=9), 8),
        by=stage.officer, at=stage.at(DAY - timedelta(days=1)),
    )  # fmt: skip
    assert (moved.state, moved.day) == ("postponed", DAY + timedelta(days=9))
    again = stage.announce(moved, days_before=8)
    assert (again.state, again.dropped_reason) == ("announced", "")


def test_what_was_begun_cannot_be_cancelled(stage):
    dialogue = stage.announced()
    stage.say(dialogue)
    with pytest.raises(WrongState):
        planning.cancel(
            dialogue_id=dialogue.pk, version=dialogue.version, reason="x", by=stage.officer, at=stage.at()
        )


def test_an_opinion_is_recorded_once_whatever_is_sent_again(stage):
    dialogue, key = stage.announced(), "k" * 24
    first = stage.say(dialogue, key=key)
    assert stage.say(dialogue, key=key) == first
    assert DialogueOpinion.unscoped.count() == 1
    with pytest.raises(StaleVersion, match="1"):
        stage.say(dialogue, "Lời khác", key=key)
    with pytest.raises(BadKey):
        stage.say(stage.announced(DAY, title="Khác"), key=key)
    with pytest.raises(BadKey):
        stage.say(dialogue, key="ngắn")


def test_opinions_before_the_day_and_after_the_conclusion_are_refused(stage):
    early = stage.announced(DAY + timedelta(days=5))
    with pytest.raises(WrongState):
        recording.record(
            dialogue_id=early.pk, said=recording.Said("k" * 24, "Sớm"), by=stage.officer, at=stage.at()
        )
    done = stage.held()
    stage.conclude(done)
    with pytest.raises(WrongState):
        stage.say(done)


@pytest.mark.parametrize("text", ["Gọi tôi 0912 345 678", "Số 001 099 012 345", "mail a.b@thu.vn", " "])
def test_contacts_and_empty_opinions_are_not_stored(stage, text):
    dialogue = stage.announced()
    with pytest.raises((PersonalData, Incomplete)):
        stage.say(dialogue, text)
    assert not DialogueOpinion.unscoped.exists()


def test_no_conclusion_while_an_opinion_has_no_end(stage):
    dialogue = stage.held()
    opinion = stage.say(dialogue)
    with pytest.raises(WrongState, match="1 "):
        stage.conclude(dialogue)
    answering.explain(
        opinion_id=opinion.pk, version=0, answer="Không có trong quy hoạch", by=stage.officer, at=stage.at()
    )
    dialogue.refresh_from_db()
    notice = concluding.issue_conclusion(
        dialogue_id=dialogue.pk,
        version=dialogue.version,
        number="1-TB",
        issued_on=DAY,
        by=stage.head,
        at=stage.at(),
    )
    assert notice.issued_on == DAY


def test_handing_on_names_somebody(stage):
    dialogue = stage.held()
    opinion = stage.say(dialogue)
    same = {"opinion_id": opinion.pk, "version": 0, "by": stage.officer, "at": stage.at()}
    with pytest.raises(Incomplete):
        answering.hand_on(to=" ", unit=None, reason="Ngoài thẩm quyền", **same)
    told = answering.hand_on(to="Sở Giao thông vận tải", unit=None, reason="Ngoài thẩm quyền", **same)
    assert (told.state, told.handed_to) == ("transferred", "Sở Giao thông vận tải")


def test_ended_opinions_stay_after_the_conclusion(stage):
    dialogue = stage.held()
    opinion = stage.say(dialogue, answer="Đã trả lời")
    stage.conclude(dialogue)
    with pytest.raises(WrongState):
        answering.explain(opinion_id=opinion.pk, version=0, answer="x", by=stage.officer, at=stage.at())


def test_a_promise_without_a_day_gets_thirty(stage):
    dialogue = stage.held()
    opinion = stage.promise(stage.say(dialogue))
    assert opinion.due_on == date(2019, 11, 18)  # 16/11 is a Saturday
    assert opinion.state == "assigned"


@pytest.mark.parametrize(
    ("outcome", "kept", "state"),
    [("solved", True, "resolved"), ("partly", True, "resolved"), ("refused", None, "explained_not_accepted"),
     ("promised", True, "answered"), ("solved", False, "answered")],
)  # fmt: skip
def test_an_opinion_follows_its_promise(stage, outcome, kept, state):
    opinion = stage.promise(stage.say(stage.held()))
    commitment = Commitment.unscoped.get()
    commitment.outcome, commitment.kept = outcome, kept
    answering.follow_closed(commitment, stage.at(date(2019, 11, 1)))
    opinion.refresh_from_db()
    assert opinion.state == state
    answering.follow_reopened(commitment, stage.at(date(2019, 11, 5)))
    opinion.refresh_from_db()
    assert (opinion.state, opinion.ended_on) == ("assigned", None)


def test_names_must_go_before_publication(stage):
    dialogue = stage.held()
    opinion = stage.say(dialogue, "Bà Lan ở tổ 5 hỏi về rác", answer="Đã trả lời")
    stage.conclude(dialogue)
    with pytest.raises(PersonalData, match="1"):
        stage.publish(dialogue)
    recording.correct(
        opinion_id=opinion.pk, version=0, text=opinion.text, public_text="Người dân tổ 5 hỏi về rác", topic="",
        by=stage.officer, at=stage.at(),
    )  # fmt: skip
    assert stage.publish(dialogue).state == "following_up"


def test_joint_hosts_are_named_once(stage):
    units = stage.cast.units
    dialogue = stage.plan(
        hosts=[(units["HN-01-02"].pk, "", "co_organiser"), (None, "Mặt trận Tổ quốc phường", "co_organiser"),
               (stage.unit.pk, "", "co_chair")]
    )  # fmt: skip
    assert dialogue.hosts.count() == 2


def test_the_database_refuses_what_services_would(stage):
    dialogue = stage.held()
    opinion = stage.say(dialogue)
    with pytest.raises(IntegrityError), transaction.atomic():
        DialogueOpinion.unscoped.filter(pk=opinion.pk).update(state="transferred", ended_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        DialogueConference.unscoped.filter(pk=dialogue.pk).update(attended=None)
    stage.promise(opinion)
    stage.conclude(dialogue)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConclusionNotice.unscoped.update(number="")
