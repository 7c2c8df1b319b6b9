"""A page is sent again as it was exactly as long as nothing was written."""

from datetime import timedelta

import pytest
from django.contrib import messages
from django.core.cache import caches
from django.http import HttpResponse
from django.urls import reverse

from danvan.accounts.kept import kept
from danvan.reporting.models import Round, Submission
from danvan.reporting.services import entry, rounds
from danvan.ui import nav

CELL = "supervision.form.team"


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.KEEP_PAGES = True
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def pages(first_quarter):
    mine = Submission.unscoped.get(round=first_quarter, unit__code="HN-01-01")
    return {
        "board": f"{reverse('reporting:board')}?ky=2020-Q1",
        "totals": f"{reverse('reporting:totals')}?ky=2020-Q1",
        "entry": reverse("reporting:entry", args=[mine.pk]),
    }


@pytest.mark.parametrize("name", ["board", "totals", "entry"])
def test_a_page_looked_at_again_costs_who_asks_and_the_head_of_the_log(
    name, pages, client_for, cast, django_assert_num_queries
):
    client = client_for(cast["officer"])
    first = client.get(pages[name])
    with django_assert_num_queries(3):  # session, person, head of the log
        again = client.get(pages[name])
    assert again.content == first.content
    assert again.headers == first.headers
    assert again.headers["Cache-Control"] == "no-store"


def test_what_is_written_is_seen_at_once_by_everybody(pages, client_for, cast, first_quarter, actors, now):
    clients = {who: client_for(cast[who]) for who in ("officer", "consolidator", "city_consolidator")}
    before = {who: client.get(pages["entry"]).content for who, client in clients.items()}
    mine = Submission.unscoped.get(round=first_quarter, unit__code="HN-01-01")
    entry.save_cells(submission_id=mine.pk, typed={CELL: entry.Typed("7", 0)}, by=actors["officer"], at=now)
    assert b'value="7"' in clients["officer"].get(pages["entry"]).content
    assert clients["officer"].get(pages["entry"]).content != before["officer"]


def test_what_somebody_else_decides_is_on_the_board(pages, client_for, cast, first_quarter, actors, now):
    client = client_for(cast["consolidator"])
    client.get(pages["board"])
    mine = Submission.unscoped.get(round=first_quarter, unit__code="HN-01-01")
    rounds.excuse(submission_id=mine.pk, reason="Bão số 2", by=actors["city_consolidator"], at=now)
    assert "không phải báo cáo" in client.get(pages["board"]).content.decode().lower()


def test_another_person_and_another_session_get_their_own(pages, client_for, cast):
    one, other = client_for(cast["officer"]), client_for(cast["outsider"])
    assert one.get(pages["entry"]).status_code == 200
    assert other.get(pages["entry"]).status_code == 404
    again = client_for(cast["officer"])
    assert again.get(pages["entry"]).content != one.get(pages["entry"]).content, (
        "each session has its own token"
    )


def test_the_next_day_and_the_other_language_are_other_pages(pages, client_for, cast, at, first_quarter):
    client = client_for(cast["officer"])
    first = client.get(pages["board"]).content
    client.cookies["language"] = "en"
    client.post(reverse("ui:language"), {"language": "en", "next": "/"})
    assert client.get(pages["board"]).content != first
    client.post(reverse("ui:language"), {"language": "vi", "next": "/"})
    at(first_quarter.due_on + timedelta(days=1))
    assert "quá hạn" in client.get(pages["board"]).content.decode()


def test_who_signed_out_gets_nothing(pages, client_for, cast):
    client = client_for(cast["officer"])
    client.get(pages["board"])
    client.post(reverse("accounts:sign_out"))
    assert client.get(pages["board"]).status_code == 302


def test_a_word_said_once_is_not_said_again(rf, pages, client_for, cast):
    client = client_for(cast["officer"])
    client.get(pages["entry"])
    client.post(pages["entry"], {"action": "save", "revision": "0", f"s-{CELL}": "", f"o-{CELL}": "5"})
    told = client.get(pages["entry"]).content.decode()
    assert "Đã lưu nháp" in told
    after = client.get(pages["entry"]).content.decode()
    assert "Đã lưu nháp" not in after
    assert client.get(pages["entry"]).content.decode() == after


def test_what_the_rail_counts_is_part_of_the_page(pages, client_for, cast, monkeypatch):
    client = client_for(cast["officer"])
    first = client.get(pages["board"]).content
    monkeypatch.setattr(nav, "counts", lambda request: (3,))
    Round.objects.update(illustrative=True)  # past the log, so only the count makes it another page
    assert client.get(pages["board"]).content != first


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("no", status=404),
        HttpResponse("file", content_type="text/csv"),
        HttpResponse("x" * 1_000_001),
    ],
)
def test_refusals_files_and_giants_are_made_anew(answer, pages, client_for, cast, rf):
    asked = []

    @kept
    def view(request):
        asked.append(1)
        return answer

    for _time in range(2):
        request = request_of(client_for(cast["officer"]), rf)
        view(request)
    assert len(asked) == 2


def test_a_view_that_tells_something_is_made_anew(client_for, cast, rf):
    @kept
    def view(request):
        messages.success(request, "Xong")
        return HttpResponse("page")

    request = request_of(client_for(cast["officer"]), rf)
    view(request)
    assert not caches["pages"]._cache  # type: ignore[attr-defined]


def request_of(client, rf):
    from django.contrib.messages.storage.fallback import FallbackStorage

    request = rf.get("/")
    request.session, request.resolver_match = client.session, None
    request._messages = FallbackStorage(request)
    request.user = type("Somebody", (), {"is_authenticated": False, "pk": None})()
    return request
