"""Two forms in use: each page, export and link stays with the form it was asked for."""

import pytest
from django.urls import reverse

from danvan import cli
from danvan.common.periods import Period
from danvan.reporting import queries
from danvan.reporting.models import ReportForm, Submission
from danvan.reporting.queries import forms
from danvan.reporting.services import entry, reviewing, rounds, sending
from danvan.reporting.services.catalogue import publish_form
from danvan.reporting.services.entry import Typed

HELD = "supervision.form.team"
CODES = [HELD, "reception.persons"]


@pytest.fixture
def second(form, now):
    """A short form beside the starter one: two cells, asked of communes every quarter."""
    made = ReportForm.objects.create(
        code="DV-NHANH", name="Báo cáo nhanh", periodicity="quarter", levels="commune", due_days=2
    )
    publish_form(form=made, codes=CODES, starts_on=Period.parse("2020-Q1").starts_on, at=now)
    return made


@pytest.fixture
def both(first_quarter, second, cast, now, actors):
    """The starter form's round and the short one's, in which one commune's 9 sessions are accepted."""
    quick = rounds.open_round(form=second, period=Period.parse("2020-Q1"), unit=cast.city, by=None, at=now)
    mine = Submission.unscoped.get(round=quick, unit=cast.units["HN-01-01"])
    typed = {code: Typed("9" if code == HELD else "0", 0) for code in forms.layout(second).codes}
    entry.save_cells(submission_id=mine.pk, typed=typed, by=actors["officer"], at=now)
    sent = sending.submit(submission_id=mine.pk, by=actors["officer"], at=now)
    reviewing.accept(
        submission_id=mine.pk, version_number=sent.number, by=actors["city_consolidator"], at=now
    )
    return quick


def words(answer):
    return " ".join(answer.content.decode().split())


def test_one_form_asks_nobody_to_choose(browser, first_quarter):
    for page in ("board", "totals"):
        assert 'class="tabs"' not in words(browser("city_consolidator").get(reverse(f"reporting:{page}")))


def test_the_board_shows_one_form_and_offers_the_other(browser, both):
    page, board = browser("city_consolidator"), reverse("reporting:board")
    quick = words(page.get(f"{board}?ky=2020-Q1&bieu-mau=DV-NHANH"))
    assert "<b>1/4</b> đã gửi" in quick
    assert 'href="/bao-cao/?bieu-mau=DV-QUY"' in quick
    assert "ky=2020-Q1&amp;bieu-mau=DV-NHANH&amp;trang-thai=late" in quick, "filters stay with the form"
    assert "<b>0/7</b> đã gửi" in words(page.get(f"{board}?ky=2020-Q1")), (
        "the first form in use when none is named"
    )
    assert page.get(f"{board}?ky=2020-Q1&bieu-mau=KHONG-CO").status_code == 404


def test_totals_tracing_and_exports_follow_the_form(browser, both):
    page = browser("leader")
    address = f"{reverse('reporting:totals')}?ky=2020-Q1&chi-tieu={HELD}"
    assert "9 cuộc" not in words(page.get(address)), "nothing is accepted in the starter form"
    html = words(page.get(f"{address}&bieu-mau=DV-NHANH"))
    assert "9 cuộc" in html
    trace = reverse("reporting:trace", args=["HN-01", "2020-Q1", HELD]) + "?bieu-mau=DV-NHANH"
    assert f'href="{trace}"' in html
    found = words(page.get(trace))
    assert "<b>9</b>" in found
    assert reverse("reporting:trace", args=["HN-01-01", "2020-Q1", HELD]) + "?bieu-mau=DV-NHANH" in found
    text = b"".join(
        page.get(f"{reverse('reporting:csv')}?ky=2020-Q1&chi-tieu={HELD}&bieu-mau=DV-NHANH").streaming_content
    ).decode()
    assert f"{HELD}," in text
    assert "dialogue.held.total" not in text
    assert page.get(f"{address}&bieu-mau=KHONG-CO").status_code == 404


def test_what_a_form_does_not_ask_is_told_and_no_fault(browser, both, cast, second):
    code = "dialogue.held.total"
    with pytest.raises(forms.NotAsked, match="không hỏi|does not ask"):
        queries.trace(cast.city, Period.parse("2020-Q1"), code, second)
    trace = reverse("reporting:trace", args=["HN-01-01", "2020-Q1", code]) + "?bieu-mau=DV-NHANH"
    assert browser("leader").get(trace).status_code == 404


def test_a_form_no_longer_in_use_stays_readable(browser, both, second):
    ReportForm.objects.filter(pk=second.pk).update(is_active=False)
    address = f"{reverse('reporting:totals')}?ky=2020-Q1&chi-tieu={HELD}"
    assert "9 cuộc" in words(browser("leader").get(f"{address}&bieu-mau=DV-NHANH"))


def test_choosing_a_form_costs_no_query_more(browser, both, django_assert_max_num_queries):
    leader = browser("leader")
    address = f"{reverse('reporting:totals')}?ky=2020-Q1&bieu-mau=DV-NHANH"
    leader.get(address)
    with django_assert_max_num_queries(32):
        leader.get(address)


def test_the_api_takes_the_form(browser, both):
    page = browser("leader")
    asked = {"unit": "HN", "period": "2020-Q1", "form": "DV-NHANH"}

    def held(answer):
        return next(row["all"] for row in answer.json()["figures"] if row["indicator"] == HELD)

    assert held(page.get("/api/v1/report", asked)) == 9
    assert held(page.get("/api/v1/report", asked | {"form": ""})) is None
    assert page.get("/api/v1/report", asked | {"form": "KHONG-CO"}).status_code == 404
    node = page.get("/api/v1/trace", asked | {"indicator": HELD}).json()
    assert node["value"] == 9
    assert page.get("/api/v1/trace", asked | {"indicator": "dialogue.held.total"}).status_code == 404
    rows = page.get("/api/v1/totals/by-child", asked | {"indicator": HELD}).json()["items"]
    assert sum(row["figures"][HELD] or 0 for row in rows) == 9
    spans = {"unit": "HN", "indicator": HELD, "from": "2020-Q1", "to": "2020-Q1", "form": "DV-NHANH"}
    assert page.get("/api/v1/totals/series", spans).json()["items"][0]["value"] == 9
    assert (
        f"{HELD},Giám sát bằng đoàn giám sát,cuộc,all,9"
        in page.get("/api/v1/totals/figures.csv", asked).content.decode()
    )


def test_commands_take_the_form_and_speak_vietnamese(both, capsys):
    def said(*arguments):
        code = cli.main([*arguments, "--unit", "HN", "--period", "2020-Q1"])
        return code, capsys.readouterr()

    code, told = said("report", "--form", "DV-NHANH")
    assert code == 0
    assert "Giám sát bằng đoàn giám sát: 9 (9 xã, phường)" in told.out
    code, told = said("trace", "--form", "DV-NHANH", "--indicator", HELD)
    assert code == 0
    assert ": 9 [nhập tay]" in told.out
    assert said("report")[1].out.count("(9 ") == 0
    assert said("trace", "--form", "KHONG-CO", "--indicator", HELD)[0] == 2
    code, told = said("report", "--form", "DV-NHANH", "--out", "x.docx")
    assert code == 2
    assert "--form" in told.err
    assert said("rounds", "close", "--form", "DV-NHANH", "--as", "nobody")[0] == 2
