"""R-90 on the situation of the people, clause by clause."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.common.errors import Incomplete
from danvan.common.periods import InvalidPeriod, Period
from danvan.engagement import small
from danvan.engagement.models import SituationNote, SituationTopic
from danvan.engagement.queries import situation as reads
from danvan.engagement.services import situation
from danvan.organizations.queries import actor_of
from danvan.reference.models import Topic
from tests.support.factories import make_unit

pytestmark = pytest.mark.django_db
DAY = date(2020, 3, 16)


@pytest.fixture
def now(at):
    return at(DAY.isoformat())


@pytest.fixture
def actors(cast, now):
    return {name: actor_of(person, DAY) for name, person in cast.people.items()}


@pytest.fixture
def note(cast, now):
    """``note(3)`` is a sent note of the commune that a matter was raised three times."""

    def make(count, code="HN-01-01", topic="land", period="2020-Q1", merged=None):
        return SituationNote.unscoped.create(
            unit=cast.units[code], topic=topic, period_name=period, kind="regular", extent=SituationNote.Extent.values[0],
            count=count, text="Giá bồi thường", state="merged" if merged else "submitted", created_at=now, submitted_at=now,
            merged_into=merged,
        )  # fmt: skip

    return make


def seen(row, actor):
    return reads.note_lines([row], actor)[0].count


@pytest.mark.parametrize(("count", "above"), [(1, None), (4, None), (5, 5), (12, 12)])
def test_below_five_is_told_to_the_own_unit_only(note, actors, count, above):
    row = note(count)
    assert seen(row, actors["officer"]) == count
    assert {seen(row, actors[who]) for who in ("consolidator", "city_consolidator", "leader")} == {above}


def test_zero_is_told_unless_the_topic_is_sensitive():
    assert small.shown(0, own=False) == 0
    assert small.shown(0, own=False, sensitive=True, whole_city_and_year=True) is None


@pytest.mark.parametrize(
    ("code", "period", "count", "told"),
    [
        ("HN-01-01", "2020-Q1", 40, None), ("HN-01-01", "2020", 40, None), ("HN", "2020-Q1", 40, None),
        ("HN", "2020", 9, None), ("HN", "2020", 10, 10),
    ],
)  # fmt: skip
def test_sensitive_topics_from_ten_for_the_whole_city_and_year(note, actors, code, period, count, told, cast):
    Topic.objects.filter(code="land").update(is_sensitive=True)
    row = note(count, code=code, period=period)
    assert seen(row, actors["consolidator"]) == told
    if code == "HN-01-01":
        assert seen(row, actors["officer"]) == count


def test_a_total_does_not_tell_the_part_that_is_hidden(note, actors, cast, now):
    topic = SituationTopic.unscoped.create(unit=cast.units["HN-01"], topic="land", opened_on=DAY)
    note(12, merged=topic)
    small_one = note(3, code="HN-01-02", merged=topic)
    rows = SituationTopic.unscoped.filter(pk=topic.pk)
    (line,) = reads.topic_lines(rows, actors["consolidator"])
    assert (line.notes, line.times) == (2, None)
    SituationNote.unscoped.filter(pk=small_one.pk).update(count=6)
    (line,) = reads.topic_lines(rows, actors["consolidator"])
    assert line.times == 18


@pytest.mark.parametrize("period", ["2020-03-16", "2020-W11", "16/03/2020"])
def test_never_by_day(period):
    with pytest.raises(InvalidPeriod):
        Period.parse(period)


def test_never_by_hamlet(cast, actors, now):
    village = make_unit("HN-01-01-01", parent=cast.commune, level="village", starts_on=date(2017, 1, 1))
    values = {
        "topic": "land", "period_name": "2020-Q1", "kind": "regular", "extent": SituationNote.Extent.values[0], "count": 7,
        "text": "Giá bồi thường", "cause": "", "responsible_body": "", "proposal": "",
    }  # fmt: skip
    with pytest.raises((Incomplete, situation.policy.NotAllowed, situation.policy.OutOfSight)):
        situation.write(unit=village, values=values, by=actors["officer"], at=now)
    assert not SituationNote.unscoped.exists()


def test_no_page_beyond_the_unit_tells_it(note, cast, client_for, now):
    topic = SituationTopic.unscoped.create(unit=cast.units["HN-01"], topic="land", opened_on=DAY)
    row = note(3, merged=topic)
    pages = [
        reverse("engagement:situation"), reverse("engagement:note", args=[row.pk]),
        reverse("engagement:topic", args=[topic.pk]),
    ]  # fmt: skip
    for who in ("consolidator", "city_consolidator", "leader"):
        for page in pages:
            answer = client_for(cast[who]).get(page)
            assert answer.status_code == 200 and "3 lần" not in answer.content.decode(), f"{who} {page}"
    assert "3 lần" in client_for(cast["officer"]).get(pages[1]).content.decode()


def test_many_cost_no_more_than_one(note, actors, cast, django_assert_max_num_queries):
    topic = SituationTopic.unscoped.create(unit=cast.units["HN-01"], topic="land", opened_on=DAY)
    for _one in range(6):
        note(7, merged=topic)
    with django_assert_max_num_queries(6):
        reads.topic_lines(SituationTopic.unscoped.all(), actors["consolidator"])
