"""(d) the pages an officer waits for, against a bare view that answers as many bytes from a string."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from bench.timing import Result, measure
from config.urls import *  # noqa: F403
from config.urls import urlpatterns as house
from danvan.accounts.models import User
from danvan.commands import database
from danvan.demo import building
from danvan.reporting.models import Round, Submission

BODY = {"text": ""}


def bare(request):
    return HttpResponse(BODY["text"])


urlpatterns = [*house, path("bench/bare/", bare)]


def run() -> list[Result]:
    database.collect_static()
    building.build(lambda *_progress: None)
    with override_settings(
        ROOT_URLCONF="bench.pages", ALLOWED_HOSTS=["testserver"], TODAY=building.TODAY.isoformat()
    ):
        return [result for name, who, address in _pages() for result in _page(name, who, address)]


def _pages() -> list[tuple[str, str, str]]:
    round_ = Round.objects.get(period_name="2019-Q4")
    mine = Submission.unscoped.get(round__period_name="2020-Q1", unit__code="HN-00001")
    totals = reverse("reporting:totals") + "?don-vi=HN&ky=2019"
    return [
        ("report page", "thanhpho", totals),
        ("round board of 615 units", "thanhpho", f"{reverse('reporting:board')}?ky={round_.period_name}"),
        ("entry page of 120 indicators", "canbo", reverse("reporting:entry", args=[mine.pk])),
    ]


def _page(name: str, who: str, address: str) -> list[Result]:
    """The page while nothing is written, which has the goal, and as it is made anew after each write elsewhere."""
    client = Client()
    client.force_login(User.objects.get(username=who))
    first = client.get(address)
    assert first.status_code == 200, (address, first.status_code)
    BODY["text"] = first.content.decode()
    size = len(first.content) / 1000

    def get(where: str) -> Callable[[], object]:
        return lambda: client.get(where)

    def after_a_write() -> object:
        caches["pages"].clear()
        return client.get(address)

    bare = get("/bench/bare/")
    goals = {"a bare view": "at most 2 times"}
    return [
        measure(f"(d) {name}, {size:.0f} kB", goals, rounds=25, ours=get(address), a_bare_view=bare),
        measure(f"    {name} after a write", {}, rounds=15, ours=after_a_write, a_bare_view=bare),
    ]
