"""Posts by date, deputies, and who may give what to whom (R-13)."""

import json
import random
from datetime import date

import pytest

from danvan.accounts.models import User
from danvan.audit.models import AuditEntry
from danvan.common.errors import DomainError, NotAllowed, OutOfSight
from danvan.organizations import queries, services
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.errors import GrantRefused
from danvan.organizations.models import Deputising, PendingGrant, Post, Role
from tests.support.factories import PostFactory, UserFactory

TODAY = date(2020, 3, 5)


@pytest.fixture
def admin(cast, actor):
    return actor(cast["administrator"])


def give(cast, by, when, **words):
    asked = {"unit": cast.commune, "role": "officer", "title": "Cán bộ", "starts_on": TODAY} | words
    return services.give_post(by=by, at=when, **asked)


def test_a_post_counts_from_its_first_day_until_the_day_it_ends(cast, admin, at):
    person = UserFactory()
    give(cast, admin, at(2020, 3, 5), holder=person, ends_on=date(2020, 6, 1))
    roles = {
        day: queries.actor_of(person, day).roles
        for day in (date(2020, 3, 4), TODAY, date(2020, 5, 31), date(2020, 6, 1))
    }
    assert list(roles.values()) == [set(), {"officer"}, {"officer"}, set()]


def test_the_actor_of_a_day_costs_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.actor_of(cast["officer"], TODAY)


def test_a_disabled_person_holds_nothing(cast):
    cast["officer"].is_active = False
    assert queries.actor_of(cast["officer"], TODAY).grants == ()


def test_a_deputy_acts_for_the_holder_between_two_days_and_it_ends_by_itself(cast, admin, at):
    post = Post.objects.get(holder=cast["consolidator"])
    services.deputise(
        post=post, deputy=cast["outsider"], first_day=date(2020, 3, 9), last_day=date(2020, 3, 13),
        reason="Nghỉ phép", by=admin, at=at(2020, 3, 5),
    )  # fmt: skip
    lent = {
        d: [g for g in queries.actor_of(cast["outsider"], date(2020, 3, d)).grants if g.for_user]
        for d in (8, 9, 13, 14)
    }
    assert [len(grants) for grants in lent.values()] == [0, 1, 1, 0]
    assert lent[9][0] == Grant(
        "consolidator", cast.district.pk, "HN-01", post.title, for_user=cast["consolidator"].pk
    )


def test_a_deputy_of_a_post_that_ends_ends_with_it(cast, admin, at):
    post = Post.objects.get(holder=cast["consolidator"])
    Deputising.objects.create(
        post=post, deputy=cast["outsider"], first_day=TODAY, last_day=date(2020, 12, 31), reason="Ốm"
    )
    services.end_post(
        post=post, ends_on=date(2020, 4, 1), reason="Chuyển công tác", by=admin, at=at(2020, 3, 5)
    )
    assert "consolidator" in queries.actor_of(cast["outsider"], date(2020, 3, 31)).roles
    assert "consolidator" not in queries.actor_of(cast["outsider"], date(2020, 4, 1)).roles


@pytest.mark.parametrize("verb", ["give", "end", "deputise"])
def test_a_change_of_posts_ends_the_sessions_of_the_person(cast, admin, at, client_for, verb):
    person, post = cast["outsider"], Post.objects.get(holder=cast["consolidator"])
    stamp = User.objects.get(pk=person.pk).session_stamp
    if verb == "give":
        give(cast, admin, at(2020, 3, 5), holder=person)
    elif verb == "end":
        mine = Post.objects.get(holder=person)
        services.end_post(post=mine, ends_on=TODAY, reason="Hết nhiệm kỳ", by=admin, at=at(2020, 3, 5))
    else:
        services.deputise(
            post=post,
            deputy=person,
            first_day=TODAY,
            last_day=TODAY,
            reason="Đi học",
            by=admin,
            at=at(2020, 3, 5),
        )
    assert User.objects.get(pk=person.pk).session_stamp != stamp
    assert AuditEntry.objects.count() == 1


class TestRefusals:
    def test_nothing_to_oneself(self, cast, admin, at):
        with pytest.raises(GrantRefused):
            give(cast, admin, at(2020, 3, 5), holder=cast["administrator"])
        assert Post.objects.filter(holder=cast["administrator"]).count() == 1

    def test_nothing_to_somebody_disabled(self, cast, admin, at):
        with pytest.raises(GrantRefused):
            give(cast, admin, at(2020, 3, 5), holder=UserFactory(is_active=False))

    def test_not_twice(self, cast, admin, at):
        with pytest.raises(GrantRefused):
            give(cast, admin, at(2020, 3, 5), holder=cast["officer"])

    def test_not_in_a_unit_that_is_not_in_force(self, cast, admin, at):
        with pytest.raises(GrantRefused):
            give(cast, admin, at(2020, 3, 5), holder=UserFactory(), starts_on=date(2001, 1, 1))

    def test_not_backwards(self, cast, admin, at):
        with pytest.raises(GrantRefused):
            give(cast, admin, at(2020, 3, 5), holder=UserFactory(), ends_on=TODAY)

    def test_a_deputy_is_somebody_else_within_the_days_of_the_post(self, cast, admin, at):
        post = Post.objects.get(holder=cast["consolidator"])
        post.ends_on = date(2020, 3, 20)
        post.save()
        for deputy, first, last in (
            (cast["consolidator"], TODAY, TODAY),
            (cast["outsider"], TODAY, date(2020, 3, 4)),
            (cast["outsider"], TODAY, date(2020, 3, 20)),
            (cast["administrator"], TODAY, TODAY),
        ):
            with pytest.raises(GrantRefused):
                services.deputise(
                    post=post,
                    deputy=deputy,
                    first_day=first,
                    last_day=last,
                    reason="x",
                    by=admin,
                    at=at(2020, 3, 5),
                )
        assert not Deputising.objects.exists()

    def test_a_post_does_not_end_before_it_begins_nor_twice(self, cast, admin, at):
        post = Post.objects.get(holder=cast["officer"])
        for day in (post.starts_on, date(2001, 1, 1)):
            with pytest.raises(GrantRefused):
                services.end_post(post=post, ends_on=day, reason="x", by=admin, at=at(2020, 3, 5))
        services.end_post(post=post, ends_on=TODAY, reason="x", by=admin, at=at(2020, 3, 5))
        with pytest.raises(GrantRefused):
            services.end_post(post=post, ends_on=date(2020, 4, 1), reason="x", by=admin, at=at(2020, 3, 5))


class TestTwoPersons:
    @pytest.fixture
    def second(self, cast, actor):
        PostFactory(unit=cast.city, role="administrator", holder=cast["leader"])
        return actor(cast["leader"])

    @pytest.mark.parametrize("role", ["administrator", "auditor"])
    def test_a_post_of_power_begins_when_a_second_administrator_confirms(self, cast, admin, second, at, role):
        person = UserFactory()
        pending = give(cast, admin, at(2020, 3, 5), holder=person, role=role)
        assert isinstance(pending, PendingGrant)
        assert not queries.actor_of(person, TODAY).grants
        services.decide_grant(pending=pending, confirm=True, by=second, at=at(2020, 3, 6))
        assert queries.actor_of(person, TODAY).roles == {role}

    def test_refused_it_never_begins(self, cast, admin, second, at):
        person = UserFactory()
        pending = give(cast, admin, at(2020, 3, 5), holder=person, role="auditor")
        services.decide_grant(pending=pending, confirm=False, by=second, at=at(2020, 3, 6))
        with pytest.raises(GrantRefused):
            services.decide_grant(pending=pending, confirm=True, by=second, at=at(2020, 3, 6))
        assert not queries.actor_of(person, TODAY).grants

    def test_neither_who_asked_nor_who_receives_nor_an_officer_confirms(self, cast, admin, actor, at):
        person = UserFactory()
        pending = give(cast, admin, at(2020, 3, 5), holder=person, role="administrator")
        PostFactory(unit=cast.city, role="administrator", holder=person)
        for by, refusal in (
            (admin, GrantRefused),
            (actor(person), GrantRefused),
            (actor(cast["officer"]), DomainError),
            (actor(cast["outsider"]), OutOfSight),
        ):
            with pytest.raises(refusal):
                services.decide_grant(pending=pending, confirm=True, by=by, at=at(2020, 3, 6))
        pending.refresh_from_db()
        assert pending.confirmed is None

    def test_a_deputy_of_an_auditor_waits_too(self, cast, admin, second, at):
        post = Post.objects.get(holder=cast["auditor"])
        pending = services.deputise(
            post=post,
            deputy=cast["outsider"],
            first_day=TODAY,
            last_day=date(2020, 3, 9),
            reason="Ốm",
            by=admin,
            at=at(2020, 3, 5),
        )
        assert not Deputising.objects.exists()
        services.decide_grant(pending=pending, confirm=True, by=second, at=at(2020, 3, 5))
        assert Deputising.objects.get().last_day == date(2020, 3, 9)


class TestDeputyOfAnAdministrator:
    @pytest.fixture
    def deputy(self, cast, actor):
        post = Post.objects.get(holder=cast["administrator"])
        words = {"first_day": TODAY, "last_day": date(2020, 3, 9), "reason": "Nghỉ phép"}
        Deputising.objects.create(post=post, deputy=cast["outsider"], **words)
        return actor(cast["outsider"])

    def test_the_log_says_who_did_it_and_in_whose_name(self, cast, deputy, at):
        give(cast, deputy, at(2020, 3, 5), holder=UserFactory())
        says = json.loads(bytes(AuditEntry.objects.get().body))
        assert says["about"]["actor"] == cast["outsider"].pk
        assert says["on_behalf_of"] == cast["administrator"].pk

    def test_a_deputy_gives_nothing_to_the_one_they_stand_in_for(self, cast, deputy, at):
        with pytest.raises(GrantRefused):
            give(cast, deputy, at(2020, 3, 5), holder=cast["administrator"])

    def test_a_deputy_is_no_second_person_for_the_one_they_stand_in_for(self, cast, admin, deputy, at):
        pending = give(cast, admin, at(2020, 3, 5), holder=UserFactory(), role="auditor")
        with pytest.raises(GrantRefused):
            services.decide_grant(pending=pending, confirm=True, by=deputy, at=at(2020, 3, 6))


@pytest.mark.slow
def test_two_thousand_random_grants_never_go_above_ones_own_authority(cast, at):
    """An oracle that knows nothing of the code: only administrators of the unit or of one above it, never to oneself."""
    dice, when = random.Random(2019), at(2020, 3, 5)
    above = {code: {code[: 2 + 3 * n] for n in range(3) if len(code) >= 2 + 3 * n} for code in cast.units}
    people = [cast[name] for name in ("officer", "consolidator", "outsider")]
    given = refused = 0
    for _n in range(2000):
        giver, receiver = dice.choice(people), dice.choice(people)
        held = [(dice.choice(Role.values), dice.choice(list(cast.units))) for _m in range(dice.randint(0, 2))]
        by = Actor(giver.pk, "", TODAY, tuple(Grant(role, cast.units[code].pk, code) for role, code in held))
        role, code = dice.choice(Role.values), dice.choice(list(cast.units))
        lawful = giver != receiver and any(r == "administrator" and place in above[code] for r, place in held)
        before = Post.objects.count()
        try:
            made = give(
                cast, by, when, unit=cast.units[code], role=role, holder=receiver, starts_on=date(2021, 1, 1)
            )
        except GrantRefused:
            assert (
                not lawful or Post.objects.filter(unit=cast.units[code], role=role, holder=receiver).exists()
            )
            refused += 1
        except (NotAllowed, OutOfSight):
            assert not lawful
            assert Post.objects.count() == before
            refused += 1
        else:
            assert lawful
            assert isinstance(made, PendingGrant) == (role in {"administrator", "auditor"})
            assert Post.objects.count() == before + (role not in {"administrator", "auditor"})
            made.delete()
            given += 1
    assert given > 50
    assert refused > 1000
