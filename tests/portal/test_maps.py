"""Points on a plane, and the nearest commune; no service on the network is asked."""

from decimal import Decimal

import pytest

from danvan.organizations import maps
from danvan.organizations.public import Place


def place(code, latitude, longitude):
    return Place(0, code, code, "commune", "HN", Decimal(str(latitude)), Decimal(str(longitude)))


CITY = [
    place("north", 21.3, 105.8),
    place("south", 20.7, 105.8),
    place("east", 21.0, 106.0),
    place("west", 21.0, 105.5),
]
NOWHERE = Place(0, "x", "x", "commune", "HN")


def test_north_is_above_and_east_to_the_right():
    drawn = {dot.place.code: dot for dot in maps.dots(CITY, maps.plane(CITY))}
    assert drawn["north"].y < drawn["south"].y and drawn["west"].x < drawn["east"].x
    plane = maps.plane(CITY)
    assert all(0 <= dot.x <= plane.width and 0 <= dot.y <= plane.height for dot in drawn.values())


def test_a_press_finds_the_dot_that_is_drawn_there():
    plane = maps.plane(CITY)
    for dot in maps.dots(CITY, plane):
        assert maps.pressed(CITY, plane, round(dot.x), round(dot.y)) is dot.place
    assert maps.pressed(CITY, plane, plane.width + 1, 5) is None


def test_a_point_far_from_the_city_belongs_to_nobody():
    assert maps.nearest(CITY, Decimal("21.29"), Decimal("105.81")).code == "north"
    assert maps.nearest(CITY, Decimal("10.8"), Decimal("106.7")) is None
    assert maps.nearest([NOWHERE], Decimal("21"), Decimal("105")) is None


def test_without_points_there_is_no_map():
    assert maps.plane([NOWHERE]) is None


@pytest.mark.parametrize(("value", "times"), [(100, 1), (50, 2), (25, 4)])
def test_the_area_follows_the_number(value, times):
    assert maps.radius(100, 100) ** 2 / maps.radius(value, 100) ** 2 == pytest.approx(times, rel=0.02)
