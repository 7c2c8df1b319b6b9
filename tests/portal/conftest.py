"""A small city in which somebody wrote, something was published and a notice stands."""

import re
import secrets

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from danvan.organizations.queries import actor_of
from danvan.portal import pressure, services
from danvan.reporting.queries import forms

TEXT = (
    "Rãnh thoát nước trước cổng trường tiểu học bị tắc từ ba tuần nay, mỗi lần mưa nước tràn vào lớp học "
    "và các cháu phải nghỉ buổi chiều."
)


@pytest.fixture(autouse=True)
def _fresh():
    from danvan.petitions.throttle import wrong_codes

    cache.clear()
    forms.forget()
    pressure.sending.fill()
    wrong_codes.fill()
    yield
    pressure.sending.fill()
    wrong_codes.fill()


@pytest.fixture
def now(at):
    return at(2020, 3, 16)


@pytest.fixture
def actors(cast, now):
    return {name: actor_of(person, now.date()) for name, person in cast.people.items()}


@pytest.fixture
def anybody():
    """A browser of somebody nobody knows; it insists on the checks that a real one meets."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def typed(cast, now):
    """What a resident fills in, whole: ``typed(place="HN-01")``."""

    def fill(**other):
        return {
            "cua": "feedback", "kind": "feedback", "text": TEXT, "topic": "drainage", "place": "HN-01-01",
            "where": "Cổng trường", "name": "", "phone": "", "email": "", "key": secrets.token_urlsafe(32),
            "public": "yes", "step": "send",
        } | other  # fmt: skip

    return fill


@pytest.fixture
def send(anybody, typed):
    def post(**other):
        return anybody.post(reverse("portal:send"), typed(**other))

    return post


def code_of(response) -> str:
    """The receipt code on a page."""
    groups = re.findall(r"<span>([0-9A-Z]{4})</span>", response.content.decode())
    assert len(groups) == 7, "no receipt on this page"
    return " ".join(groups)


@pytest.fixture
def receipt(send):
    return code_of(send())


@pytest.fixture
def notice(actors, cast, now):
    """A published notice of the district."""
    by = actors["consolidator"]
    row = services.write(
        unit=cast.district, title="Cấp nước tạm dừng", summary="Từ 22 giờ ngày 18/03.", by=by, at=now,
        text="## Vì sao\n\nSửa đường ống.\n\n- Phố Phúc Xá\n- [Lịch](https://example.org/lich)",
    )  # fmt: skip
    return services.publish(article_id=row.pk, version=row.version, by=by, at=now)
