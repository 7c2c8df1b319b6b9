"""The closed list of topics: two people change it, and an old code keeps its words."""

from datetime import date

import pytest

from danvan.common.errors import NotAllowed
from danvan.organizations.actors import Actor, Grant
from danvan.reference import queries, services
from danvan.reference.models import Topic
from danvan.reference.services.topics import BadTopic, Decided, SecondPersonNeeded

DAY = date(2020, 3, 5)


@pytest.fixture
def keeper(cast):
    def of(user):
        return Actor(user.pk, "Ai đó", DAY, (Grant("administrator", cast.units["HN"].pk, "HN"),))

    return of


def test_the_list_is_there_from_the_start(db):
    names = dict(queries.topic_choices(DAY))
    assert names["land"] == "Đất đai, giải phóng mặt bằng, bồi thường, tái định cư"
    assert len(names) == 18


def test_a_topic_counts_when_a_second_person_says_yes(cast, keeper, at):
    first, second = keeper(cast["administrator"]), keeper(cast["officer"])
    moment = at(2020, 3, 5)
    topic = services.propose_topic(
        name_vi="Nước sinh hoạt", name_en="Tap water", starts_on=DAY, by=first, at=moment
    )
    assert not queries.topic_known("tap-water", DAY)
    with pytest.raises(SecondPersonNeeded):
        services.confirm_topic(topic_id=topic.pk, by=first, at=moment)
    services.confirm_topic(topic_id=topic.pk, by=second, at=moment)
    assert queries.topic_known("tap-water", DAY)
    with pytest.raises(Decided):
        services.confirm_topic(topic_id=topic.pk, by=second, at=moment)


def test_an_end_takes_two_as_well_and_the_words_stay(cast, keeper, at):
    first, second = keeper(cast["administrator"]), keeper(cast["officer"])
    moment, last = at(2020, 3, 5), date(2020, 6, 1)
    topic = Topic.objects.get(code="apartment")
    services.propose_ending(topic_id=topic.pk, ends_on=last, by=first, at=moment)
    assert queries.topic_known("apartment", last), "not ended before the second yes"
    services.confirm_topic(topic_id=topic.pk, by=second, at=moment)
    assert queries.topic_known("apartment", date(2020, 5, 31))
    assert not queries.topic_known("apartment", last)
    assert queries.topic_names()["apartment"] == "Quản lý nhà chung cư"


def test_what_is_refused(cast, keeper, at):
    by, moment = keeper(cast["administrator"]), at(2020, 3, 5)
    with pytest.raises(BadTopic, match="hai|both|name|tên"):
        services.propose_topic(name_vi=" ", name_en="Water", starts_on=DAY, by=by, at=moment)
    with pytest.raises(BadTopic):
        services.propose_topic(name_vi="Khác", name_en="Other", starts_on=DAY, by=by, at=moment)
    officer = Actor(1, "Ai đó", DAY, (Grant("officer", cast.units["HN-01-01"].pk, "HN-01-01"),))
    with pytest.raises(NotAllowed):
        services.propose_topic(name_vi="Mới", name_en="New", starts_on=DAY, by=officer, at=moment)


def test_everybody_reads_the_page_and_only_the_top_sees_the_form(
    cast, client_for, at, django_assert_max_num_queries
):
    at(2020, 3, 5)
    client = client_for(cast["officer"])
    with django_assert_max_num_queries(12):
        page = client.get("/lich/chu-de/")
    assert page.status_code == 200
    assert "Đất đai" in page.content.decode()
    assert "name_vi" not in page.content.decode()
    assert (
        client.post("/lich/chu-de/", {"name_vi": "A", "name_en": "B", "starts_on": "2020-03-05"}).status_code
        == 403
    )
