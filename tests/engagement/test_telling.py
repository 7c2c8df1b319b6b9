"""Who is told of dialogues, by notifications: each once for an event, with title and day and no word of residents."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from danvan.engagement import apps
from danvan.engagement.models import DialogueConference
from danvan.engagement.services import answering, planning, questions, telling
from danvan.notifications.models import Message
from tests.support.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db


def told(kind):
    """User names that were told of a kind, in order."""
    rows = Message.objects.filter(kind=f"engagement.{kind}").order_by("recipient__username")
    return list(rows.values_list("recipient__username", flat=True))


@pytest.fixture
def neighbours(cast, stage):
    """Somebody in the other commune of the district, and in the other district."""
    people = {}
    for code in ("HN-01-02", "HN-02"):
        if code in cast.units:
            people[code] = UserFactory(username=f"at-{code.lower()}")
            PostFactory(unit=cast.units[code], holder=people[code])
    return people


def moment(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_current_timezone())


class TestAnnounced:
    def test_the_unit_above_hears_and_whoever_did_it_does_not(self, stage, cast):
        stage.announced()
        assert told("announced") == [cast["consolidator"].username]
        one = Message.objects.get(kind="engagement.announced")
        assert "17/10/2019" in one.title and one.text == ""

    def test_joint_hosts_and_units_directly_below_hear(self, stage, cast, neighbours):
        stage.announce(stage.plan(hosts=[(cast.units["HN-02"].pk, "", "joint")]))
        assert "at-hn-02" in told("announced") and "at-hn-01-02" not in told("announced")

    def test_a_dialogue_of_the_district_is_told_to_its_communes(self, stage, cast, neighbours):
        district = cast.units["HN-01"]
        head = UserFactory(username="district-head")
        PostFactory(unit=district, holder=head, role="leader")
        desk = UserFactory(username="district-desk")
        PostFactory(unit=district, holder=desk)
        row = stage.plan(unit=district, by=stage.actor(desk))
        planning.announce(
            dialogue_id=row.pk,
            version=row.version,
            by=stage.actor(head),
            at=stage.at(row.day - timedelta(days=10)),
        )
        assert cast["officer"].username in told("announced")

    def test_the_link_opens_for_whoever_is_told(self, stage, cast, client_for):
        stage.announced()
        url = Message.objects.get(kind="engagement.announced").url
        assert client_for(cast["outsider"]).get(url).status_code == 200

    def test_postponing_tells_again_and_a_plan_nobody_heard_of_does_not(self, stage, cast):
        row = stage.plan()
        planning.cancel(
            dialogue_id=row.pk, version=row.version, reason="trùng lịch", by=stage.officer, at=stage.at()
        )
        assert told("moved") == []
        row = stage.announced()
        planning.postpone(
            dialogue_id=row.pk, version=row.version, reason="mưa bão", by=stage.officer,
            at=stage.at(row.day - timedelta(days=1)),
        )  # fmt: skip
        assert told("moved") == [cast["consolidator"].username]
        assert Message.objects.get(kind="engagement.moved").text == "mưa bão"


class TestQuestions:
    def ask(self, row, text, at):
        return questions.ask(
            reference=row.reference,
            text=text,
            topic="",
            key=f"{text:x<24}"[:24].replace(" ", "-"),
            confirmed=False,
            at=at,
        )

    def test_once_a_day_however_many_come_and_without_their_words(self, stage, cast):
        row = stage.announced(questions_until=date(2019, 10, 16))
        for number in range(3):
            self.ask(row, f"ngapduong{number}", stage.at(row.day - timedelta(days=5)))
        assert told("questions") == [cast["officer"].username]
        self.ask(row, "ngapduong9", stage.at(row.day - timedelta(days=4)))
        assert told("questions") == [cast["officer"].username] * 2
        assert not Message.objects.filter(title__contains="ngapduong").exists()
        assert not Message.objects.filter(text__contains="ngapduong").exists()


class TestHandedOn:
    def test_the_unit_it_goes_to_is_told_without_its_words(self, stage, cast, neighbours):
        opinion = stage.say(stage.held(), "Đèn đường hỏng ngõ 7")
        answering.hand_on(
            opinion_id=opinion.pk, version=opinion.version, to="", unit=cast.units["HN-02"], reason="thuộc quận",
            by=stage.officer, at=stage.at(),
        )  # fmt: skip
        assert told("handed_on") == ["at-hn-02"]
        assert "ngõ 7" not in str(Message.objects.filter(kind="engagement.handed_on").values())

    def test_a_body_outside_the_tree_is_told_by_nobody(self, stage):
        opinion = stage.say(stage.held())
        answering.hand_on(
            opinion_id=opinion.pk, version=opinion.version, to="Công ty điện lực", unit=None, reason="thuộc điện lực",
            by=stage.officer, at=stage.at(),
        )  # fmt: skip
        assert told("handed_on") == []


class TestResults:
    def test_three_days_before_and_once_after_and_never_once_published(self, stage, cast):
        row = stage.held()
        due = telling.duties.result_due(row.level, row.day)
        assert telling.tell_results(moment(due - timedelta(days=4))) == 0
        assert telling.tell_results(moment(due - timedelta(days=3))) == 1
        assert telling.tell_results(moment(due - timedelta(days=2))) == 0
        assert told("result_due") == [cast["officer"].username]
        for later in (1, 2, 30):
            telling.tell_results(moment(due + timedelta(days=later)))
        assert told("result_late") == [cast["officer"].username]
        stage.say(row, answer="đã trả lời")
        other = stage.held(day=date(2019, 10, 21))
        stage.conclude(other)
        stage.publish(other)
        telling.tell_results(moment(due + timedelta(days=60)))
        assert told("result_late") == [cast["officer"].username]


class TestWatch:
    def test_those_above_hear_once_a_month_in_the_last_quarter(self, stage, cast):
        assert telling.tell_watch(moment(date(2019, 9, 30))) == 0
        assert telling.tell_watch(moment(date(2019, 10, 1))) > 0
        first = told("watch")
        assert cast["consolidator"].username in first and cast["officer"].username not in first
        assert telling.tell_watch(moment(date(2019, 10, 20))) == 0
        telling.tell_watch(moment(date(2019, 11, 1)))
        assert told("watch") == sorted(first * 2)

    def test_nobody_hears_when_all_have_held_one(self, stage, monkeypatch):
        monkeypatch.setattr(telling.watch, "missing_below", lambda units, on: 0)
        assert telling.tell_watch(moment(date(2019, 12, 1))) == 0


def test_the_daily_work_does_both_and_may_be_repeated(stage, at):
    stage.held()
    at("2019-12-20")
    apps.daily(timezone.now())
    count = Message.objects.filter(kind__startswith="engagement.").count()
    assert told("result_late") and told("watch")
    apps.daily(timezone.now())
    assert Message.objects.filter(kind__startswith="engagement.").count() == count


def test_news_of_dialogues_wait_for_the_digest(db):
    from danvan.notifications import kinds

    assert not [kind.code for kind in kinds.kinds() if kind.code.startswith("engagement.") and kind.urgent]
    assert DialogueConference.PUBLIC
