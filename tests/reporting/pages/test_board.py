"""The board: who has sent, who is late, what waits; and running a round from it."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from danvan.audit.once import new_key
from danvan.reporting.models import Reminder, Round, RoundClosing, Submission
from danvan.reporting.services import rounds as services


@pytest.fixture
def board():
    return reverse("reporting:board")


def words(answer):
    return answer.content.decode()


def test_without_a_round_the_page_teaches(browser, form, board):
    assert "Chưa mở kỳ báo cáo nào" in words(browser("officer").get(board))
    assert reverse("reporting:open_round") in words(browser("city_consolidator").get(board))
    assert reverse("reporting:open_round") not in words(browser("officer").get(board))


def test_picture_and_table_show_every_unit_and_its_state(browser, board, first_quarter, send):
    send(first_quarter)
    html = words(browser("city_consolidator").get(board))
    assert html.count('class="cell is-expected" href') == 6
    assert html.count('class="cell is-sent" href') == 1
    assert "Phường Phúc Xá, Quận Ba Đình: đã gửi" in html
    assert "<b>1/7</b> đã gửi" in html
    assert html.count('<th scope="row">') == 7
    assert html.count('tabindex="-1"></a>') == 6, "one tab stop"


def test_everybody_sees_the_own_branch_only(browser, board, first_quarter):
    assert "<b>0/3</b>" in words(browser("consolidator").get(board))
    html = words(browser("officer").get(board))
    assert "<b>0/1</b>" in html
    assert "Hàng Bạc" not in html


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=phuc+xa", 1), ("q=Phúc", 1), ("q=phúc+xà", 0), ("cap=commune", 4), ("trang-thai=sent", 1), ("trang-thai=owing", 6),
     ("don-vi=HN-01", 3), ("don-vi=HN-01&cap=commune&trang-thai=expected", 1), ("don-vi=%3Cscript%3E", 0), ("page=999", 7)],
)  # fmt: skip
def test_filters(browser, board, first_quarter, send, query, found):
    send(first_quarter)
    html = words(browser("city_consolidator").get(f"{board}?ky=2020-Q1&{query}"))
    assert html.count('<th scope="row">') == found
    assert ("Không có đơn vị nào phù hợp" in html) is (found == 0)
    assert "<script>" not in html


def test_late_units_are_counted_and_named(browser, board, first_quarter, at):
    at(2020, 4, 20)
    html = words(browser("city_consolidator").get(board))
    assert "<b>7</b> quá hạn" in html
    assert 'is-late" href' in html


def test_the_board_follows_every_change(browser, board, first_quarter, send, accept):
    page = browser("city_consolidator")
    assert "<b>0/7</b>" in words(page.get(board))
    version = send(first_quarter)
    assert "<b>1/7</b>" in words(page.get(board))
    accept(version)
    assert "is-accepted" in words(page.get(board))
    services.remind(
        submission_ids=[Submission.unscoped.exclude(pk=version.submission_id).order_by("pk").last().pk],
        text="", by=page_actor(page), at=version.made_at,
    )  # fmt: skip
    assert "đã nhắc 1 lần" in words(page.get(board))


def page_actor(client):
    from danvan.accounts.models import User
    from danvan.common import clock
    from danvan.organizations.queries import actor_of

    return actor_of(User.objects.get(pk=client.session["_auth_user_id"]), clock.today())


def test_the_board_asks_at_most_fifteen_queries(browser, board, first_quarter, django_assert_max_num_queries):
    page = browser("city_consolidator")
    page.get(board)
    cache.clear()
    with django_assert_max_num_queries(15):
        page.get(board)
    with django_assert_max_num_queries(12):
        page.get(board)


@pytest.mark.parametrize(
    ("period", "status"), [("2019-Q5", 422), ("2031-Q1", 404), ("x" * 5000, 422), ("2020-Q1", 200)]
)
def test_a_malformed_period_is_told(browser, board, first_quarter, period, status):
    answer = browser("city_consolidator").get(board, {"ky": period})
    assert answer.status_code == status
    if status == 422:
        assert "Viết năm (2019)" in words(answer) or "2019-Q1" in words(answer)


def test_reminding_shows_who_before_it_happens(browser, first_quarter, send):
    send(first_quarter)
    page, url = browser("consolidator"), reverse("reporting:remind", args=[first_quarter.pk])
    html = words(page.get(url))
    assert "Phường Trúc Bạch" in html
    assert "Phúc Xá" not in html, "who has sent is left alone"
    assert page.post(url, {"text": "Xin gửi sớm"}).status_code == 422, "nobody ticked"
    ids = list(Submission.scoped(page_actor(page), "remind").filter(latest=None).values_list("pk", flat=True))
    page.post(url, {"text": "Xin gửi sớm", "id": ids, "once": new_key()})
    assert set(Reminder.objects.values_list("text", "submission__unit__code")) == {
        ("Xin gửi sớm", "HN-01"), ("Xin gửi sớm", "HN-01-02"),
    }  # fmt: skip
    foreign = Submission.unscoped.get(unit__code="HN-02-01").pk
    assert page.post(url, {"text": "x", "id": [foreign], "once": new_key()}).status_code == 404


def test_accepting_many_shows_warnings_first(browser, first_quarter, send):
    version = send(first_quarter)
    page, url = browser("city_consolidator"), reverse("reporting:accept_many", args=[first_quarter.pk])
    html = words(page.get(url))
    assert "1 báo cáo đang chờ" in html
    assert "Phường Phúc Xá" in html
    page.post(url, {"id": [version.submission_id], f"version-{version.submission_id}": 1})
    version.submission.refresh_from_db()
    assert version.submission.state == "accepted"
    assert "Không có báo cáo nào chờ" in words(page.get(url))
    again = page.post(
        url, {"id": [version.submission_id], f"version-{version.submission_id}": 1}, follow=True
    )
    assert "Chưa duyệt: Không có gì chờ quyết định" in words(again)


def test_closing_names_the_missing_and_asks_why(browser, first_quarter, send, accept):
    accept(send(first_quarter))
    page, url = browser("consolidator"), reverse("reporting:close", args=[first_quarter.pk])
    html = words(page.get(url))
    assert "Sẽ thiếu 2 đơn vị" in html
    assert "Phường Trúc Bạch" in html
    refused = page.post(url, {"unit": "HN-01", "reason": ""})
    assert refused.status_code == 422
    assert "Còn thiếu 2 đơn vị" in words(refused)
    assert not RoundClosing.objects.exists()
    assert page.post(url, {"unit": "HN", "reason": "x"}).status_code == 422, "only own units are offered"
    page.post(url, {"unit": "HN-01", "reason": "Hết hạn"})
    assert {one["unit"] for one in RoundClosing.objects.get().missing} == {"HN-01", "HN-01-02"}


def test_opening_a_round(browser, form, board):
    page, url = browser("city_consolidator"), reverse("reporting:open_round")
    good = {"form": form.pk, "period": "2020-Q1", "unit": "HN", "due_on": "20/03/2020"}
    wrong = page.post(url, {**good, "period": "2019-Q5"})
    assert wrong.status_code == 422
    assert "2019-Q5" in words(wrong)
    assert 'value="20/03/2020"' in words(wrong), "what was typed is kept"
    assert "7 đơn vị phải báo cáo" in words(page.post(url, good, follow=True))
    assert "đã mở" in words(page.post(url, good))
    assert Round.objects.count() == 1


def test_more_time_and_out_of_the_round(browser, mine, address):
    page = browser("consolidator")
    url = address("terms")
    assert page.get(url).status_code == 200
    bad = page.post(url, {"action": "extend", "extend-due_on": "01/01/2020", "extend-reason": "Bão"})
    assert bad.status_code == 422
    assert "01/01/2020" in words(bad)
    page.post(url, {"action": "extend", "extend-due_on": "30/04/2020", "extend-reason": "Bão"})
    mine.refresh_from_db()
    assert f"{mine.due_on:%d/%m}" == "30/04"
    page.post(url, {"action": "excuse", "excuse-reason": "Đã sáp nhập"})
    mine.refresh_from_db()
    assert mine.excused_reason == "Đã sáp nhập"


DOORS = ["open_round", "remind", "accept_many", "close", "terms"]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", ["officer", "leader"])
def test_who_runs_no_round_gets_no_door(browser, first_quarter, mine, door, who):
    args = {"open_round": [], "terms": [mine.pk]}.get(door, [first_quarter.pk])
    assert browser(who).get(reverse(f"reporting:{door}", args=args)).status_code == 403
    html = words(browser(who).get(reverse("reporting:board")))
    assert reverse(f"reporting:{door}", args=args) not in html


def test_ids_above_a_thousand_are_written_plainly(browser, first_quarter, send, submission_of):
    """Numbers in text are grouped (4.930); an id or a revision in a form must not be."""
    first = submission_of(first_quarter)
    Submission.unscoped.filter(pk=first.pk).update(id=4930)
    Submission.unscoped.filter(unit__code="HN-01-02").update(id=4931)
    boss = browser("consolidator")
    html = words(boss.get(reverse("reporting:remind", args=[first_quarter.pk])))
    assert 'value="4930"' in html
    send(first_quarter)
    assert 'value="4930"' in words(boss.get(reverse("reporting:accept_many", args=[first_quarter.pk])))
    assert "4.93" not in words(boss.get(reverse("reporting:review", args=[4930])))
    assert "/bao-cao/4931/" in words(boss.get(reverse("reporting:board")))
