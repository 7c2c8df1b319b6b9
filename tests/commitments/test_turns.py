"""Clocks for accepting, verifying and deciding; refusals counted by unit; each late word told once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from danvan.commitments import queries, services
from danvan.commitments.models import Commitment
from danvan.commitments.queries import walls
from danvan.commitments.turns import turns
from danvan.notifications.models import Message
from danvan.organizations.models import Role
from danvan.organizations.queries import actor_of
from danvan.reference.models import CalendarDay, DeadlineRule
from danvan.reference.services import load_calendar
from tests.commitments.conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calendar(moment):
    load_calendar(at=moment)


def turn(made):
    made.refresh_from_db()
    return turns([made]).get(made.pk)


def asked_up(give, act, moment, cast, seat):
    """Handed on twice, and once more: the superior of HN-02-02 has to decide."""
    made, units = give(), cast.units
    hand = {"commitment_id": made.pk, "reason": "Đúng chức năng", "at": moment}
    services.hand_on(to_unit=units["HN-01-02"], by=act("officer"), **hand)
    services.hand_on(to_unit=units["HN-02-02"], by=seat("HN-01-02"), **hand)
    services.hand_on(to_unit=units["HN-01"], by=seat("HN-02-02"), **hand)
    made.refresh_from_db()
    return made


def test_what_was_given_is_to_be_accepted_within_five_working_days(give, cast):
    found = turn(give())
    # From Monday the 16th: 17, 18, 19, 20 and, after the weekend, the 23rd.
    assert (found.what, found.unit_id, found.since, found.due_on) == (
        "accept", cast.commune.pk, DAY, date(2020, 3, 23),
    )  # fmt: skip
    assert not found.is_late(date(2020, 3, 23)) and found.late_days(date(2020, 3, 25)) == 2


def test_nobody_has_a_turn_while_the_work_goes_on(give, act, moment):
    made = give()
    services.accept(commitment_id=made.pk, by=act("officer"), at=moment)
    assert turn(made) is None


def test_what_was_reported_is_to_be_verified_within_ten_by_another_unit(give, act, at, cast):
    made = give()
    later = at("2020-03-20")
    services.accept(commitment_id=made.pk, by=act("officer"), at=later)
    services.report_done(
        commitment_id=made.pk, outcome="explained", note="Đã giải thích cho dân", by=act("officer"), at=later
    )
    found = turn(made)
    assert (found.what, found.unit_id, found.since) == ("verify", made.verifier_id, date(2020, 3, 20))
    # 2 April is a day off (Hùng Kings), so the tenth working day is the 6th.
    assert found.due_on == date(2020, 4, 6)


def test_the_superior_decides_within_five_after_two_hand_overs(give, act, moment, cast, seat):
    made = asked_up(give, act, moment, cast, seat)
    found = turn(made)
    assert (found.what, found.unit_id, found.due_on) == ("decide", cast.units["HN-02"].pk, date(2020, 3, 23))


def test_a_handed_on_commitment_starts_a_new_turn(give, act, at, seat, cast):
    made = give()
    services.hand_on(
        commitment_id=made.pk,
        to_unit=cast.units["HN-01-02"],
        reason="x",
        by=act("officer"),
        at=at("2020-03-20"),
    )
    assert turn(made).since == date(2020, 3, 20)


def test_the_rule_and_the_calendar_say_the_day(give, monkeypatch):
    made = give()
    DeadlineRule.objects.filter(code="commitment.accept").update(length=2)
    assert turn(made).due_on == date(2020, 3, 18)
    DeadlineRule.objects.filter(code="commitment.accept").delete()
    assert turn(made).due_on == date(2020, 3, 23)
    assert CalendarDay.objects.exists()


def test_many_cost_no_more_than_one(give, django_assert_max_num_queries):
    made = [give() for _one in range(6)]
    with django_assert_max_num_queries(5):
        assert len(turns(made)) == 6


class TestTold:
    def kinds(self):
        return Message.objects.filter(kind="commitments.turn_late")

    def test_a_late_word_is_told_once_for_each_turn(self, give, act, at, cast):
        made = give(due_on=DAY + timedelta(days=60))
        assert services.tell_late_turns(at("2020-03-23")) == 0
        assert services.tell_late_turns(at("2020-03-24")) == 1
        assert services.tell_late_turns(at("2020-03-25")) == 0
        assert {one.unit_id for one in self.kinds()} == {cast.commune.pk}
        services.accept(commitment_id=made.pk, by=act("officer"), at=at("2020-03-25"))
        assert services.tell_late_turns(at("2020-05-25")) == 0

    def test_a_late_decision_is_told_above_the_one_that_decides(self, give, act, moment, at, cast, seat):
        asked_up(give, act, moment, cast, seat)
        seat("HN-02", Role.LEADER)
        services.tell_late_turns(at("2020-03-24"))
        units = {one.unit_id for one in self.kinds()}
        assert units == {cast.units["HN-02"].pk, cast.city.pk}

    def test_nothing_is_decided_or_closed_by_that(self, give, act, moment, at, cast, seat):
        made = asked_up(give, act, moment, cast, seat)
        before = Commitment.unscoped.values().get(pk=made.pk)
        services.tell_late_turns(at("2020-06-01"))
        assert Commitment.unscoped.values().get(pk=made.pk) == before


class TestCounted:
    def test_refusals_are_counted_by_the_unit_that_said_no(self, give, act, moment, cast, seat):
        asked_up(give, act, moment, cast, seat)
        declined = give()
        services.decline(
            commitment_id=declined.pk, reason="Không thuộc thẩm quyền", by=act("officer"), at=moment
        )
        found = queries.wall(Commitment.unscoped.all(), DAY, cast.units["HN-01"].pk)
        counts = {line.unit.code: (line.tally.declined, line.tally.handed_on) for line in found.lines}
        assert counts == {"HN-01-01": (1, 1), "HN-01-02": (0, 1)}
        whole = queries.wall(Commitment.unscoped.all(), DAY)
        assert (whole.total.declined, whole.total.handed_on) == (1, 3)

    def test_only_of_what_the_reader_may_see(self, give, act, moment, seat, cast):
        made = give()
        services.decline(commitment_id=made.pk, reason="Không thuộc thẩm quyền", by=act("officer"), at=moment)
        assert queries.wall(walls.in_sight(seat("HN-02-02")), DAY).total.declined == 0


class TestPages:
    def test_story_list_wall_and_week_say_it(self, give, act, moment, cast, client_for, seat):
        made = asked_up(give, act, moment, cast, seat)
        desk = client_for(cast["city_consolidator"])
        words = "cấp trên quyết định chậm nhất ngày 23/03/2020"
        assert words in desk.get(reverse("commitments:story", args=[made.pk])).content.decode()
        assert words in desk.get(reverse("commitments:every")).content.decode()
        wall = desk.get(reverse("commitments:wall")).content.decode()
        assert "Số lần từ chối" in wall and "Số lần chuyển" in wall

    def test_this_week_tells_the_day_of_the_word(self, give, cast, client_for, rf):
        from danvan.commitments import week

        give()
        request = rf.get("/")
        request.actor = actor_of(cast["officer"], DAY)
        (line,) = week.owed(request).lines
        # The work is due on the 26th, the word by the 23rd.
        assert line.due_on == date(2020, 3, 23)
        assert client_for(cast["officer"]).get(reverse("workspace:this_week")).status_code == 200

    def test_late_words_stand_out(self, give, at, cast, client_for):
        made = give(due_on=DAY + timedelta(days=60))
        at("2020-03-30")
        page = client_for(cast["officer"]).get(reverse("commitments:story", args=[made.pk])).content.decode()
        assert "nhận hoặc từ chối chậm nhất ngày 23/03/2020" in page and "badge--danger" in page
