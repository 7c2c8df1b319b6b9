"""Telling: once for each event, to the right people, with nothing that reaches a person."""

import pytest
from django.db import connection, transaction

from danvan.notifications import kinds, queries, services
from danvan.notifications.masking import MASK, masked
from danvan.notifications.models import Delivery, Message
from danvan.organizations.models import Deputising, Post, Role
from tests.support.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_nobody_hears_twice_of_one_event(tell, cast):
    assert tell() == 1
    assert tell() == 0
    assert tell(recipients=[cast["officer"].pk, cast["outsider"].pk]) == 1
    assert tell(event="test:2") == 1
    assert Message.objects.count() == 3


def test_message_and_business_stand_or_fall_together(tell, cast):
    def fail():
        with transaction.atomic():
            tell()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Message.objects.exists()
    assert queries.unread(cast["officer"].pk) == 0


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nobody_is_told(cast, moment):
    if connection.in_atomic_block:
        pytest.fail("this test has to run outside a transaction")
    with pytest.raises(RuntimeError):
        services.notify(
            event="e", kind="test.fast", recipients=[cast["officer"].pk], title="x", unit_id=None, at=moment
        )


def test_an_unknown_kind_is_a_mistake_of_the_caller(tell):
    with pytest.raises(kinds.UnknownKind):
        tell(kind="nobody.knows")


def test_a_unit_is_told_through_its_posts_and_deputies(cast, moment):
    post = Post.objects.get(holder=cast["officer"])
    deputy, gone, leader = UserFactory(), UserFactory(), UserFactory()
    Deputising.objects.create(post=post, deputy=deputy, first_day=moment, last_day=moment, reason="x")
    PostFactory(unit=cast.commune, holder=gone, ends_on=moment.date())
    PostFactory(unit=cast.commune, holder=leader, role=Role.LEADER)
    said = {"event": "e", "kind": "test.fast", "unit_id": cast.commune.pk, "title": "x", "at": moment}
    with transaction.atomic():
        assert services.notify_unit(**said) == 2
        assert services.notify_unit(**{**said, "event": "f"}, but=[cast["officer"].pk]) == 1
        assert services.notify_unit(**{**said, "event": "g"}, roles=("leader",)) == 1
    assert set(Message.objects.filter(event="e").values_list("recipient_id", flat=True)) == {
        cast["officer"].pk,
        deputy.pk,
    }


def test_who_may_not_sign_in_hears_nothing(tell, cast):
    type(cast["officer"]).objects.filter(pk=cast["officer"].pk).update(is_active=False)
    assert tell() == 0


@pytest.mark.parametrize(
    "contact",
    [
        "a.b+c@thu.vn",
        "0912345678",
        "0912 345 678",
        "024.3825.3536",
        "+84912345678",
        "001199001234",
        "123456789",
    ],
)
def test_contacts_are_struck_out(contact, tell):
    tell(title=f"Gọi {contact} nhé", text=f"Ghi {contact}, cảm ơn")
    made = Message.objects.get()
    assert (made.title, made.text) == (f"Gọi {MASK} nhé", f"Ghi {MASK}, cảm ơn")


@pytest.mark.parametrize(
    "text", ["8.597 lượt", "quý I/2020", "12/BB ngày 10/03/2020", "CK-000012", "45-TB/QU"]
)
def test_figures_and_numbers_of_papers_stay(text):
    assert masked(text) == text


def test_people_choose_and_never_is_never(tell, cast, home):
    cast["officer"].email = "can-bo@example.vn"
    cast["officer"].save()
    from danvan.organizations.queries import actor_of

    actor = actor_of(cast["officer"], None or cast["officer"].joined_at.date())
    services.prefer(choices={("test.fast", "mail"): "never"}, by=actor)
    tell()
    assert not Delivery.objects.exists()
    services.prefer(choices={("test.fast", "mail"): "daily"}, by=actor)
    tell(event="test:2")
    assert Delivery.objects.get().pace == "daily"


def test_what_is_not_offered_cannot_be_chosen(cast, home):
    from danvan.notifications.services.preferring import BadPace
    from danvan.organizations.queries import actor_of

    actor = actor_of(cast["officer"], cast["officer"].joined_at.date())
    for choice in (
        {("test.fast", "mail"): "weekly"}, {("test.fast", "sms"): "now"}, {("no.kind", "mail"): "now"},
        {("test.slow", "mail"): "hourly"},
    ):  # fmt: skip
        with pytest.raises(BadPace):
            services.prefer(choices=choice, by=actor)


def test_urgent_kinds_are_few_and_named():
    # Whoever adds one adds it here and says why beside the kind.
    urgent = {kind.code for kind in kinds.kinds() if kind.urgent and not kind.code.startswith("test.")}
    assert {code for code in urgent if code.startswith(("commitments.", "notifications."))} == {
        "commitments.escalated"
    }


def test_every_kind_says_why():
    for kind in kinds.kinds():
        assert str(kind.why), kind.code
