"""Totals, where they come from, and what leaves the house as Excel and CSV."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from danvan.common.exports import BOM
from danvan.organizations.models import OrgUnitVersion

TEAM, TOTAL = "supervision.form.team", "supervision.sessions.total"
SMALL = "petition.received.denunciation"
UNITS = [("HN-01-01", "officer"), ("HN-02-01", "outsider"), ("HN-01", "consolidator")]


def words(answer):
    return " ".join(answer.content.decode().split())


def totals(**query):
    pairs = "&".join(f"{name.replace('_', '-')}={value}" for name, value in query.items())
    return f"{reverse('reporting:totals')}?{pairs}"


def trace(unit, code, period="2020-Q1"):
    return reverse("reporting:trace", args=[unit, period, code])


@pytest.fixture
def accepted(first_quarter, send, accept):
    """Three of seven units accepted: 5 + 7 + 11 = 23 sessions; denunciations 2, 3 and 40."""
    figures = {
        "HN-01-01": {
            TEAM: 5,
            SMALL: 2,
            "petition.received.complaint": 10,
            "petition.received.recommendation": 20,
        },
        "HN-02-01": {
            TEAM: 7,
            SMALL: 3,
            "petition.received.complaint": 10,
            "petition.received.recommendation": 20,
        },
        "HN-01": {
            TEAM: 11,
            SMALL: 40,
            "petition.received.complaint": 10,
            "petition.received.recommendation": 20,
        },
    }
    for code, who in UNITS:
        accept(send(first_quarter, code, who, **figures[code]), "city_consolidator")
    return first_quarter


def test_without_rounds_the_page_teaches(browser, form):
    page = browser("leader").get(totals())
    assert page.status_code == 200
    assert "Số tổng hiện ở đây khi" in words(page)


def test_the_sentence_comes_first(browser, accepted):
    html = words(browser("leader").get(totals(ky="2020-Q1", chi_tieu=TOTAL)))
    assert "Cuộc giám sát: 23 cuộc (11 quận, huyện; 12 xã, phường); 3/7 đơn vị." in html


def test_rows_add_up_and_every_number_is_a_door(browser, accepted):
    html = words(browser("leader").get(totals(ky="2020-Q1", chi_tieu=TOTAL)))
    for code, shown in [("HN-01", "16"), ("HN-02", "7")]:
        assert f'<a href="{trace(code, TOTAL)}" data-trace>{shown}</a>' in html
    assert f'<a href="{trace("HN", TOTAL)}" data-trace><b>23</b></a>' in html


def test_longer_periods_and_comparison(browser, accepted):
    html = words(browser("leader").get(totals(ky="2020", chi_tieu=TOTAL)))
    assert "23 cuộc" in html
    assert "6 tháng đầu năm 2020" in html, "every period around a round can be chosen"
    assert browser("leader").get(totals(ky="2017")).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("ky=2019-Q5", 422),
        ("chi-tieu=no.such", 404),
        ("don-vi=XX", 404),
        ("nhom=999", 200),
        ("nhom=x", 200),
        ("q=%3Cscript%3E", 200),
    ],
)
def test_bad_addresses_are_told(browser, accepted, query, status):
    answer = browser("leader").get(
        f"{reverse('reporting:totals')}?ky=2020-Q1&{query}" if "ky" not in query else totals() + query
    )
    assert answer.status_code == status
    assert "<script>" not in words(answer).replace('<script src="', "")


@pytest.mark.parametrize(("who", "unit", "status"), [
    ("officer", "HN-01-01", 200), ("officer", "HN-01", 404), ("officer", "HN-02-01", 404),
    ("consolidator", "HN-01-02", 200), ("consolidator", "HN-02", 404), ("consolidator", "HN", 404), ("auditor", "HN-02-02", 200),
])  # fmt: skip
def test_totals_are_those_of_the_own_branch(browser, accepted, who, unit, status):
    assert browser(who).get(totals(ky="2020-Q1", don_vi=unit)).status_code == status
    assert browser(who).get(trace(unit, TOTAL)).status_code == status


def test_tracing_down_to_the_cell(browser, accepted):
    leader = browser("leader")
    top = words(leader.get(trace("HN", TOTAL)))
    assert "<b>23</b>" in top
    assert trace("HN-01", TOTAL) in top
    district = words(leader.get(trace("HN-01", TOTAL)))
    assert f"{trace('HN-01', TOTAL)}?rieng=1" in district
    assert trace("HN-01-01", TOTAL) in district
    leaf = words(leader.get(trace("HN-01-01", TEAM)))
    assert '<b class="num">5</b>' in leaf
    assert "nhập tay" in leaf
    assert f"/phien-ban/1/#cell-{TEAM}" in leaf
    silent = words(leader.get(trace("HN-02-02", TEAM)))
    assert "chưa duyệt" in silent
    assert '<b class="num">–</b>' in silent, "not reported is no zero"


def test_a_share_opens_into_its_parts(browser, accepted):
    html = words(browser("leader").get(trace("HN", "petition.resolved.rate")))
    assert trace("HN", "petition.carried_over") in html


@pytest.mark.parametrize(
    ("period", "code", "status"),
    [("2019-Q5", TOTAL, 422), ("2020-Q1", "no.such", 404), ("2018-Q1", TOTAL, 404)],
)
def test_a_trace_of_nothing(browser, accepted, period, code, status):
    assert browser("leader").get(trace("HN", code, period)).status_code == status


def test_the_panel_is_the_page_without_its_frame(browser, accepted):
    part = browser("leader").get(trace("HN", TOTAL), headers={"x-panel": "1"})
    assert "<html" not in words(part)
    assert words(part)[:60] in words(browser("leader").get(trace("HN", TOTAL)))


class TestSmallNumbers:
    def test_of_lower_units_are_hidden_with_one_more(self, browser, accepted):
        html = words(browser("city_consolidator").get(totals(ky="2020-Q1", don_vi="HN-02", chi_tieu=SMALL)))
        assert f'<a href="{trace("HN-02-01", SMALL)}" data-trace>•</a>' in html
        assert f'<a href="{trace("HN-02", SMALL)}" data-trace><b>•</b></a>' in html
        assert "số nhỏ của đơn vị khác không hiển thị" in html
        complaints = words(
            browser("city_consolidator").get(
                totals(ky="2020-Q1", don_vi="HN-02-01", chi_tieu="petition.received.complaint")
            )
        )
        assert "<b>10</b>" not in complaints, "the total of petitions less the other parts would tell"

    def test_a_sum_shown_above_hides_a_second_addend(self, browser, accepted):
        html = words(browser("city_consolidator").get(trace("HN", SMALL)))
        assert "<b>45</b>" in html, "the city's own total is its own"
        assert "<b>43</b>" not in html.replace("<b>45</b>", ""), "or 45 − 42 would tell what HN-02 counted"
        assert "<b>•</b>" in html

    def test_the_holder_reads_them(self, browser, accepted):
        assert '<b class="num">2</b>' in words(browser("officer").get(trace("HN-01-01", SMALL)))
        leaf = words(browser("city_consolidator").get(trace("HN-01-01", SMALL)))
        assert '<b class="num">2</b>' not in leaf
        assert '<b class="num">•</b>' in leaf

    def test_nor_do_exports_tell(self, browser, accepted):
        query = "?ky=2020-Q1&don-vi=HN-01&chi-tieu=" + SMALL
        rows = sheets(browser("city_consolidator").get(reverse("reporting:excel") + query))["Theo đơn vị"]
        shown = {row[0]: row[2] for row in rows[3:]}
        assert shown["HN-01-01"] == "•"


def sheets(answer):
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_excel_has_real_numbers_and_texts_stay_texts(browser, accepted):
    OrgUnitVersion.objects.filter(unit__code="HN-02").update(name='=HYPERLINK("http://x","y")')
    answer = browser("leader").get(f"{reverse('reporting:excel')}?ky=2020-Q1&chi-tieu={TOTAL}")
    found = sheets(answer)
    row = next(row for row in found["Chỉ tiêu"] if row[0] == TOTAL)
    assert row[3:7] == ["", 11.0, 12.0, 23.0] or 23.0 in row
    assert any(row[1] == '=HYPERLINK("http://x","y")' for row in found["Theo đơn vị"])
    assert b"<f>" not in answer.content


def test_csv_opens_in_excel_and_starts_no_formula(browser, accepted):
    answer = browser("leader").get(f"{reverse('reporting:csv')}?ky=2020-Q1&chi-tieu={TOTAL}")
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith(BOM)
    line = next(line for line in text.split("\r\n") if line.startswith(TOTAL + ","))
    assert ",23," in line


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("auditor", 403), ("leader", 200), ("consolidator", 200)]
)
@pytest.mark.parametrize("door", ["excel", "csv"])
def test_who_may_export(browser, accepted, who, status, door):
    assert browser(who).get(f"{reverse(f'reporting:{door}')}?ky=2020-Q1").status_code == status
    shown = words(browser(who).get(totals(ky="2020-Q1")))
    assert (reverse(f"reporting:{door}") in shown) is (status == 200)


def test_totals_ask_a_fixed_number_of_queries(browser, accepted, django_assert_max_num_queries):
    leader = browser("leader")
    leader.get(totals(ky="2020-Q1"))
    with django_assert_max_num_queries(32):
        leader.get(totals(ky="2020-Q1"))
    with django_assert_max_num_queries(20):
        leader.get(trace("HN", TOTAL))


def test_the_page_opens_on_what_is_settled(browser, accepted, cast, first_quarter, now):
    """A year half reported is not what a leader should see first, nor compare with a whole one."""
    from danvan.organizations.queries import actor_of
    from danvan.reporting.services import rounds

    assert "quý I/2020" not in words(browser("leader").get(totals())).split("</h1>")[0]
    by = actor_of(cast["city_consolidator"], now.date())
    rounds.close_branch(round_=first_quarter, unit=cast.city, reason="Giao ban", by=by, at=now)
    assert "quý I/2020" in words(browser("leader").get(totals())).split("</h1>")[0]
