"""The first page in front of the cast: a round open for the first quarter of 2020."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.reporting.conftest import (  # noqa: F401
    _fresh_forms,
    actors,
    filled,
    first_quarter,
    form,
    layout,
    now,
    sent,
    submission_of,
)


@pytest.fixture(autouse=True)
def _cold_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def week(cast, client_for, now):  # noqa: F811
    """``week("officer")``: this person's first page as text."""

    def page(who: str) -> str:
        response = client_for(cast[who]).get(reverse("workspace:this_week"))
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return page
