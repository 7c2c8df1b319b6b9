"""What reports count from the records, the duties of the year, bulk take-over, and the public door."""

from __future__ import annotations

import csv
import time
from datetime import date, timedelta
from importlib import resources

import pytest
from icalendar import Calendar

from danvan.audit.models import AuditEntry
from danvan.common.errors import Incomplete, NotAllowed, OutOfSight, WrongState
from danvan.engagement import duties, measures, public
from danvan.engagement.models import AdvanceQuestion, DialogueConference, DialogueOpinion
from danvan.engagement.queries import promises, shares, watch
from danvan.engagement.refusals import PersonalData
from danvan.engagement.services import answering, bulk, planning, questions
from danvan.organizations.queries import actor_of
from tests.engagement.conftest import DAY

YEAR = (date(2019, 1, 1), date(2019, 12, 31))
KEY = "abcdefghijklmnopqrstuvwx"


def count(name, stage, unit=None, interval=YEAR):
    unit = unit or stage.unit
    return sum(proof[2] for proof in measures.MEASURES[name]([unit.pk], *interval).get(unit.pk, []))


def test_a_joint_dialogue_counts_once_for_its_host(stage):
    other = stage.cast.units["HN-01-02"]
    dialogue = stage.plan(hosts=[(other.pk, "", "co_organiser")])
    stage.hold(stage.announce(dialogue), attended=80)
    assert (count("DialogueConference.held", stage), count("DialogueConference.held", stage, other)) == (1, 0)
    assert count("DialogueConference.attendance", stage) == 80


def test_figures_follow_the_records(stage):
    stage.hold(stage.announced(date(2019, 3, 5), title="Quý I", kind="adhoc"))
    dialogue = stage.held()
    stage.announced(DAY + timedelta(days=30), title="Chưa tổ chức")
    stage.say(dialogue, answer="Xong")
    left = stage.say(dialogue, "Chưa xong")
    stage.promise(left)
    stage.conclude(dialogue)
    stage.publish(dialogue, DAY + timedelta(days=11))
    got = {name: count(name, stage) for name in measures.MEASURES if "Dialogue" in name or "Notice" in name}
    assert got == {
        "DialogueConference.held": 2, "DialogueConference.held[kind=periodic]": 1,
        "DialogueConference.held[kind=adhoc]": 1, "DialogueConference.held[distinct unit]": 1,
        "DialogueConference.attendance": 240, "DialogueOpinion.recorded": 2,
        "DialogueOpinion.answered_at_event": 1, "DialogueOpinion.resolved": 1, "DialogueOpinion.open": 1,
        "ConclusionNotice.issued[source=dialogue]": 1, "ConclusionNotice.published_on_time": 1,
    }  # fmt: skip
    quarter = (date(2019, 1, 1), date(2019, 3, 31))
    assert count("DialogueConference.held", stage, interval=quarter) == 1
    assert count("DialogueOpinion.open", stage, interval=quarter) == 0
    reference, label, _n = measures.MEASURES["DialogueConference.held"]([stage.unit.pk], *YEAR)[
        stage.unit.pk
    ][1]
    assert reference == dialogue.ref and "17/10/2019" in label


def test_a_result_published_late_does_not_count_as_in_time(stage):
    dialogue = stage.held()
    stage.conclude(dialogue)
    stage.publish(dialogue, DAY + timedelta(days=12))
    assert count("ConclusionNotice.published_on_time", stage) == 0


def test_every_word_of_the_indicators_is_measured():
    text = resources.files("danvan.reporting").joinpath("seed/indicators.csv").read_text("utf-8")
    ours = ("DialogueConference", "DialogueOpinion", "ConclusionNotice", "Training", "Situation")
    words = {row["derived_from"] for row in csv.DictReader(text.splitlines())}
    asked = {word for word in words if word.startswith(ours)}
    assert asked == set(measures.MEASURES)


def past(unit, n, **changes):
    base = {
        "unit_id": unit.pk, "level": "commune", "held_on": date(2019, 5, 6), "kind": "periodic", "title": f"Đối thoại {n}",
        "attended": 50, "chair": "Bí thư", "announced_on": date(2019, 4, 20), "conclusion_number": f"{n}-TB",
        "conclusion_opening": "Tốt", "issued_on": date(2019, 5, 8), "published_on": date(2019, 5, 10),
    }  # fmt: skip
    return bulk.PastDialogue(**{**base, **changes})


def test_a_thousand_dialogues_are_taken_over_in_seconds_with_one_entry(stage):
    said = [bulk.PastOpinion("Đường hỏng", answer="Đã trả lời"), bulk.PastOpinion("Rác", state="recorded")]
    started = time.perf_counter()
    made = bulk.take_over(
        dialogues=[past(stage.unit, n, opinions=said) for n in range(1113)],
        unit=stage.cast.city,
        by=None,
        at=stage.at(),
    )
    assert time.perf_counter() - started < 20
    assert len(made) == 1113 and DialogueOpinion.unscoped.count() == 2226
    assert AuditEntry.objects.filter(action="engagement.dialogues_taken_over").count() == 1
    assert {row.state for row in made} == {"following_up"}
    assert count("DialogueConference.held", stage) == 1113
    assert count("DialogueOpinion.open", stage) == 1113


def test_taking_over_asks_the_policy_table(stage):
    with pytest.raises((NotAllowed, OutOfSight)):
        bulk.take_over(dialogues=[past(stage.unit, 1)], unit=stage.unit, by=actor_of(stage.cast["outsider"], DAY),
                       at=stage.at())  # fmt: skip


def test_history_without_a_kind_is_in_the_total_only(stage):
    bulk.take_over(dialogues=[past(stage.unit, 1, kind="unstated")], unit=stage.unit, by=None, at=stage.at())
    assert count("DialogueConference.held", stage) == 1
    assert count("DialogueConference.held[kind=periodic]", stage) == 0


# --- duties ---


def test_duties_by_level_and_day():
    assert {duty.code for duty in duties.owed("commune", date(2019, 6, 1))} == {"law_2015", "hanoi_2200"}
    assert {duty.code for duty in duties.owed("district", date(2019, 6, 1))} == {"hanoi_2200"}
    assert duties.owed("district", date(2025, 7, 1)) == []
    assert {duty.code for duty in duties.owed("commune", date(2026, 1, 5))} >= {"law_2025", "democracy_2022"}
    assert duties.announce_by("commune", DAY) == date(2019, 10, 10)
    assert duties.announce_by("district", DAY) is None


def test_watch_tells_who_is_missing_planned_and_late(stage):
    stage.held()
    other = stage.cast.units["HN-02-01"]
    stage.plan(DAY + timedelta(days=20), unit=other, by=actor_of(stage.cast["outsider"], DAY))
    rows = {row.unit.code: row for row in watch.standings(watch.below(stage.cast.city.pk, DAY), 2019, DAY)}
    assert "HN" not in rows  # no duty binds the city
    assert (rows["HN-01-01"].missing, rows["HN-01-02"].missing) == (0, 1)
    assert rows["HN-02-01"].planned == [DAY + timedelta(days=20)]
    assert rows["HN-01-01"].results_due == [date(2019, 10, 28)]
    late = {
        row.unit.code: row
        for row in watch.standings(watch.below(stage.cast.city.pk, DAY), 2019, date(2019, 10, 29))
    }
    assert late["HN-01-01"].results_late == 1
    group = watch.tally("x", "", list(rows.values()))
    assert (group.expected, group.met, group.planned) == (6, 1, 1)


def test_shares_have_their_denominators(stage):
    dialogue = stage.held()
    stage.say(dialogue, answer="Xong")
    stage.promise(stage.say(dialogue, "Hai"), due_on=date(2019, 10, 20))
    told = shares.of_dialogues([dialogue.pk], date(2019, 10, 25))
    assert (told.opinions, told.from_floor, told.answered_at_event) == (2, 2, 1)
    assert (told.promises, told.promises_due, told.promises_kept) == (1, 1, 0)
    assert (told.answered_percent, told.kept_percent) == (50, 0)
    assert shares.of_units([stage.unit.pk], 2019, date(2019, 10, 25)) == told
    assert shares.of_dialogues([], DAY).floor_percent is None


def test_the_next_dialogue_opens_with_the_last_ones_promises(stage):
    first = stage.held()
    stage.promise(stage.say(first))
    following = stage.plan(DAY + timedelta(days=60), title="Lần sau")
    before, promised = promises.before(following, DAY + timedelta(days=50))
    assert before == first and [one.text for one in promised] == ["Nạo vét cống trước mùa mưa"]
    assert promised[0].late


# --- questions and the public door ---


def collecting(stage):
    return stage.announced(DAY + timedelta(days=10), questions_until=DAY + timedelta(days=9))


def test_questions_come_once_and_are_warned_about(stage):
    dialogue, ask = collecting(stage), {"key": KEY, "at": stage.at()}
    with pytest.raises(PersonalData):
        public.ask(dialogue.reference, "Gọi 0912345678", **ask)
    warned = public.ask(dialogue.reference, "Sao ông Nguyễn Văn Ba xây nhà?", **ask)
    assert not warned.accepted and warned.warnings and not AdvanceQuestion.unscoped.exists()
    assert public.ask(dialogue.reference, "Sao ông Nguyễn Văn Ba xây nhà?", confirmed=True, **ask).accepted
    assert public.ask(dialogue.reference, "Sao ông Nguyễn Văn Ba xây nhà?", confirmed=True, **ask).accepted
    assert AdvanceQuestion.unscoped.count() == 1
    with pytest.raises(Incomplete):
        public.ask(dialogue.reference, "x" * 2001, key=KEY + "1", at=stage.at())
    with pytest.raises(Incomplete):
        public.ask(dialogue.reference, "Hỏi", "khong-co", key=KEY + "2", at=stage.at())
    with pytest.raises(WrongState):
        public.ask(dialogue.reference, "Muộn", key=KEY + "3", at=stage.at(DAY + timedelta(days=10)))
    with pytest.raises(OutOfSight):
        public.ask("khongcomanay", "Hỏi", key=KEY + "4", at=stage.at())


def test_a_person_decides_on_each_question(stage):
    dialogue = collecting(stage)
    for n in "ab":
        public.ask(dialogue.reference, f"Câu hỏi {n}", key=KEY + n, at=stage.at())
    one, two = AdvanceQuestion.unscoped.order_by("pk")
    with pytest.raises(Incomplete):
        questions.refuse(
            question_id=one.pk, version=0, ground="off_topic", reason=" ", by=stage.officer, at=stage.at()
        )
    questions.refuse(
        question_id=one.pk, version=0, ground="off_topic", reason="Ngoài", by=stage.officer, at=stage.at()
    )
    opinion = questions.take(
        question_id=two.pk, version=0, text="Câu hỏi b, viết lại", topic="", by=stage.officer, at=stage.at()
    )
    assert (opinion.origin, opinion.state) == ("advance", "recorded")
    with pytest.raises(WrongState):
        questions.take(question_id=two.pk, version=1, text="x", topic="", by=stage.officer, at=stage.at())


def test_the_public_sees_only_what_is_public(stage):
    planned = stage.plan(DAY + timedelta(days=3), title="Kế hoạch nội bộ")
    ahead = collecting(stage)
    dialogue = stage.held()
    stage.say(dialogue, "Ý kiến chưa công khai", answer="Đã trả lời")
    assert public.dialogue(planned.reference, DAY) is None
    assert [card.reference for card in public.upcoming(DAY)] == [ahead.reference]
    assert public.upcoming(DAY, unit_code="HN-02") == [] and len(public.upcoming(DAY, unit_code="HN-01")) == 1
    assert public.upcoming(DAY)[0].questions_open
    page = public.dialogue(dialogue.reference, DAY)
    assert page.opinions == () and page.conclusion is None and page.card.opinions == 1
    stage.conclude(dialogue)
    stage.publish(dialogue)
    page = public.dialogue(dialogue.reference, DAY)
    assert [one.text for one in page.opinions] == ["Ý kiến chưa công khai"]
    assert page.shares.answered_at_event == 1 and page.conclusion.number == "12-TB/ĐU"
    assert public.held_count(DAY, year=2019) == 1 and public.years(DAY) == [2019]
    assert [card.title for card in public.held(DAY)] == [dialogue.title]


def test_the_public_page_opens_with_promises(stage):
    first = stage.held()
    stage.promise(stage.say(first))
    following = stage.announced(DAY + timedelta(days=60), title="Lần sau")
    page = public.dialogue(following.reference, DAY + timedelta(days=55))
    assert page.before.reference == first.reference
    assert [one.text for one in page.promises_before] == ["Nạo vét cống trước mùa mưa"]


def test_the_feed_is_a_calendar_others_read(stage):
    ahead = collecting(stage)
    planning.postpone(
        dialogue_id=ahead.pk, version=ahead.version, reason="Bão", by=stage.officer, at=stage.at()
    )
    stage.plan(DAY + timedelta(days=3), title="Kế hoạch nội bộ")
    told = Calendar.from_ical(public.calendar_feed(DAY, address="https://x.vn/doi-thoai/{reference}/"))
    (event,) = told.walk("VEVENT")
    assert event["STATUS"] == "TENTATIVE" and ahead.reference in event["URL"]
    assert event.decoded("DTSTART") == ahead.scheduled_at


def test_public_reads_take_few_queries(stage, django_assert_max_num_queries):
    for n in range(3):
        stage.announced(DAY + timedelta(days=10 + n), title=f"Lần {n}")
    with django_assert_max_num_queries(8):
        public.upcoming(DAY)


def test_answers_do_not_carry_contacts(stage):
    opinion = stage.say(stage.held())
    with pytest.raises(PersonalData):
        answering.answer_at_event(
            opinion_id=opinion.pk, version=0, answer="Gọi 0987 654 321", by=stage.officer, at=stage.at()
        )
    assert DialogueConference.unscoped.get().opinions.get().state == "recorded"
