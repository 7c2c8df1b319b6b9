"""
A map without a map service: the middle of each unit as a point on one plane. Good enough to point at a commune and to see
where a number is large; it draws no borders and needs nothing from outside.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from danvan.organizations.public import Place

# Fixed, because a browser tells where a picture was pressed in points of the screen: it fits the narrowest phone.
WIDTH, EDGE = 320, 8
KM_PER_DEGREE = 111.2
FARTHEST_KM = 25.0


@dataclass(frozen=True)
class Dot:
    """A unit on the drawing, in points from the upper left corner. `size` is the radius."""

    place: Place
    x: float
    y: float
    size: float = 2.0
    shown: str = ""


@dataclass(frozen=True)
class Plane:
    """Latitude and longitude to points; degrees of longitude are narrower here than those of latitude."""

    west: float
    north: float
    scale: float
    squeeze: float
    width: int
    height: int

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = EDGE + (longitude - self.west) * self.squeeze * self.scale
        y = EDGE + (self.north - latitude) * self.scale
        return round(x, 1), round(y, 1)


def plane(places: Iterable[Place], width: int = WIDTH) -> Plane | None:
    """The plane on which all these fit; None when none of them has a point."""
    points = [_point(place) for place in places if _known(place)]
    if not points:
        return None
    south, north = min(point[0] for point in points), max(point[0] for point in points)
    west, east = min(point[1] for point in points), max(point[1] for point in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    span = max((east - west) * squeeze, 0.02)
    scale = (width - 2 * EDGE) / span
    height = round(max((north - south) * scale, 40)) + 2 * EDGE
    return Plane(west, north, scale, squeeze, width, height)


def dots(
    places: Iterable[Place], on: Plane, sizes: Mapping[str, tuple[float, str]] | None = None
) -> list[Dot]:
    """Every place that has a point; `sizes` gives radius and words by code, large ones come first, below small ones."""
    found = []
    for place in places:
        if _known(place) and (sizes is None or place.code in sizes):
            size, shown = (sizes or {}).get(place.code, (2.0, ""))
            x, y = on.at(*_point(place))
            found.append(Dot(place, x, y, size, shown))
    return sorted(found, key=lambda dot: -dot.size)


def pressed(places: Iterable[Place], on: Plane, x: int, y: int) -> Place | None:
    """The place nearest to where the drawing was pressed; None outside of it."""
    if not (0 <= x <= on.width and 0 <= y <= on.height):
        return None
    near = min(dots(places, on), key=lambda dot: (dot.x - x) ** 2 + (dot.y - y) ** 2, default=None)
    return near.place if near else None


def nearest(places: Iterable[Place], latitude: Decimal, longitude: Decimal) -> Place | None:
    """The place whose middle is nearest to a point of the earth; None when that is farther than 25 km."""
    here = float(latitude), float(longitude)
    found = [(_km(_point(place), here), place.code, place) for place in places if _known(place)]
    if not found:
        return None
    far, _code, place = min(found)
    return place if far <= FARTHEST_KM else None


def radius(value: float, largest: float, most: float = 16.0) -> float:
    """Area, not radius, follows the number: twice as much looks twice as much."""
    return round(max(2.0, most * math.sqrt(value / largest)), 1) if largest > 0 and value > 0 else 1.5


def _known(place: Place) -> bool:
    return place.latitude is not None and place.longitude is not None


def _point(place: Place) -> tuple[float, float]:
    return float(place.latitude or 0), float(place.longitude or 0)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    squeeze = math.cos(math.radians((one[0] + other[0]) / 2))
    return KM_PER_DEGREE * math.hypot(one[0] - other[0], (one[1] - other[1]) * squeeze)
