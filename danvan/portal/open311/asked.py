"""Reading what a client of GeoReport v2 asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.petitions import public as petitions

LONGEST, DAYS, PER_PAGE = 50, 90, 100


class BadRequest(Exception):
    """A request that cannot be answered; `status` is that of HTTP."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.words, self.status = words, status


def filters(asked: Mapping[str, str], at: datetime) -> list[petitions.Filters]:
    """
    What to look for, one for each service code. Without ids and days the last 90 days, as the standard says.

    :raises BadRequest: for days, codes or pages that cannot be read
    """
    references = _words(asked.get("service_request_id", ""))
    if references:
        return [petitions.Filters(references=references, per_page=PER_PAGE)]
    first, last = _day(asked, "start_date"), _day(asked, "end_date")
    if first is None and last is None:
        first = at - timedelta(days=DAYS)
    elif first is None and last is not None:
        first = last - timedelta(days=DAYS)
    states = set(_words(asked.get("status", "")))
    if states - {"open", "closed"}:
        raise BadRequest(_("status is open or closed."))
    size = _number(asked, "page_size", 50, PER_PAGE)
    return [
        petitions.Filters(
            topic=code, state=next(iter(states)) if len(states) == 1 else "", received_from=first, received_to=last,
            text=asked.get("q", "")[:100], page=_number(asked, "page", 1, 100_000), per_page=size,
        )
        for code in _words(asked.get("service_code", "")) or ("",)
    ]  # fmt: skip


def point(asked: Mapping[str, str]) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude; None when neither is given."""
    said = asked.get("lat", "").strip(), asked.get("long", "").strip()
    if not any(said):
        return None
    try:
        latitude, longitude = (Decimal(one[:24]) for one in said)
    except InvalidOperation as fault:
        raise BadRequest(_("lat and long are degrees such as 21.0278 and 105.8342.")) from fault
    if not (latitude.is_finite() and longitude.is_finite() and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise BadRequest(_("lat and long are degrees such as 21.0278 and 105.8342."))
    return latitude, longitude


def _words(said: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in said.split(",")[:LONGEST] if word.strip())


def _day(asked: Mapping[str, str], name: str) -> datetime | None:
    said = asked.get(name, "").strip()
    if not said:
        return None
    try:
        found = datetime.fromisoformat(said[:40].replace(" ", "+"))
    except ValueError as fault:
        words = _("%(name)s is a moment such as 2020-03-16T00:00:00Z.")
        raise BadRequest(words % {"name": name}) from fault
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _number(asked: Mapping[str, str], name: str, default: int, most: int) -> int:
    said = asked.get(name, "").strip()
    if not said:
        return default
    if not (said.isascii() and said.isdecimal() and len(said) < 8 and int(said)):
        raise BadRequest(_("%(name)s is a number from 1 on.") % {"name": name})
    return min(int(said), most)
