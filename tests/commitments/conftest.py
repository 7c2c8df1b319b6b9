"""The small city, its actors, and a commitment of the commune HN-01-01 asked by the commune HN-02-01."""

from datetime import date, timedelta

import pytest

from danvan.commitments import services
from danvan.organizations.models import Role
from danvan.organizations.queries import actor_of
from tests.support.factories import PostFactory

DAY = date(2020, 3, 16)


@pytest.fixture
def moment(at):
    return at(DAY.isoformat())


@pytest.fixture
def act(cast):
    """``act("officer")``: who this person is on the day."""
    return lambda name, on=DAY: actor_of(cast[name], on)


@pytest.fixture
def seat(cast):
    """``seat("HN-01", Role.LEADER)``: somebody new with that post, as an actor."""

    def give(code, role=Role.OFFICER):
        post = PostFactory(unit=cast.units[code], role=role)
        return actor_of(post.holder, DAY)

    return give


@pytest.fixture
def give(cast, act, moment):
    """A commitment of HN-01-01 that HN-02-01 asks for, until ten days from now; every part can be said otherwise."""

    def make(**other):
        said = {
            "text": "Sửa xong đường ngõ 12",
            "unit": cast.commune,
            "asked_by": cast.units["HN-02-01"],
            "origin": "dialogue",
            "origin_ref": "engagement.Opinion:12",
            "origin_label": "Đối thoại quý I/2020",
            "due_on": DAY + timedelta(days=10),
            "by": act("outsider"),
            "at": moment,
        }
        return services.give(**{**said, **other})

    return make
