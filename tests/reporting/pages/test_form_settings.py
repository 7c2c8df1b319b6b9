"""The page around a form: who owes it, when it reminds, its rules; and what follows from it on other pages."""

import pytest
from django.urls import reverse

from danvan.reporting.models import FormRule, ReportForm
from danvan.reporting.services import reminding, rounds

TEAM = "supervision.form.team"
RULE = {
    "action": "rule", "left": TEAM, "comparison": "<=", "right": "4", "severity": "error", "message": "Quá bốn cuộc.",
    "period": "2020-Q1",
}  # fmt: skip


@pytest.fixture
def url(form):
    return reverse("reporting:form_settings", args=[form.code])


@pytest.fixture
def admin(browser):
    return browser("administrator")


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 403), ("city_consolidator", 403), ("leader", 403), ("auditor", 403)]
)
def test_only_the_administrator_at_the_top_opens_it(browser, url, who, status):
    assert browser(who).get(url).status_code == status
    assert browser(who).post(url, RULE).status_code == status
    assert not FormRule.objects.exists()


def test_no_such_form(admin, form):
    assert admin.get(reverse("reporting:form_settings", args=["KHONG-CO"])).status_code == 404


def test_units_are_named_and_let_go(admin, url, form):
    assert admin.post(url, {"action": "units", "units": "HN-01, HN-02-01"}).status_code == 302
    html = words(admin.get(url))
    assert 'name="remove" value="HN-02-01"' in html
    admin.post(url, {"action": "units", "units": "", "remove": ["HN-01"]})
    assert list(form.units.values_list("code", flat=True)) == ["HN-02-01"]
    assert "1 đơn vị nêu tên" in words(admin.get(reverse("reporting:report_forms")))


def test_a_unit_no_longer_in_force_is_marked(admin, url, form, cast):
    from datetime import date

    from danvan.organizations.models import OrgUnitVersion

    form.units.add(cast.units["HN-02-01"])
    assert "không còn hoạt động" not in words(admin.get(url))
    last = OrgUnitVersion.objects.get(unit=cast.units["HN-02-01"])
    last.pk, last.starts_on, last.closed = None, date(2020, 1, 1), True
    last.save()
    assert "không còn hoạt động" in words(admin.get(url))


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ({"action": "units", "units": "HN-XX"}, "HN-XX"),
        ({"action": "reminders", "before": "ba", "after": "1"}, "ba"),
        ({"action": "reminders", "before": "99", "after": ""}, "99"),
        (RULE | {"left": "no.such"}, "no.such"),
        (RULE | {"period": "2020-Q9"}, "2020-Q9"),
    ],
)
def test_what_is_refused_stays_typed(admin, url, posted, kept):
    answer = admin.post(url, posted)
    assert answer.status_code == 422
    assert kept in words(answer)


@pytest.mark.parametrize(
    "posted", [{}, {"action": "nothing"}, {"action": "end", "rule": "x"}, {"action": "end", "rule": "99"}]
)
def test_acts_that_are_none(admin, url, posted):
    assert admin.post(url, posted).status_code in {404, 422}


def test_days_are_read_and_shown_back(admin, url, form):
    assert 'value="3"' in words(admin.get(url))
    admin.post(url, {"action": "reminders", "before": "7; 0", "after": "2"})
    form.refresh_from_db()
    assert form.reminder_days == [-7, 0, 2]
    html = words(admin.get(url))
    assert 'value="7, 0"' in html
    assert 'value="2"' in html


def test_a_rule_stands_on_the_form_and_under_the_cell_until_it_ends(admin, browser, url, form, mine):
    assert admin.post(url, RULE).status_code == 302
    officer, entry = browser("officer"), reverse("reporting:entry", args=[mine.pk])
    officer.post(entry, {f"o-{TEAM}": "5", f"s-{TEAM}": "0|", "action": "save"})
    assert "Quá bốn cuộc. (5 phải ≤ 4.)" in words(officer.get(entry))
    assert "Quá bốn cuộc." in words(browser("leader").get(reverse("reporting:report_form", args=[form.code])))
    admin.post(url, {"action": "end", "rule": FormRule.objects.get().pk})
    assert "Quá bốn cuộc." not in words(officer.get(entry))


def test_the_page_asks_the_database_little(admin, url, form, cast, django_assert_max_num_queries):
    form.units.add(*[cast.units[code] for code in ("HN-01", "HN-02", "HN-01-01", "HN-02-01")])
    admin.get(url)
    with django_assert_max_num_queries(16):
        admin.get(url)


def test_reminders_by_themselves_stand_on_the_first_page_and_on_the_board(browser, first_quarter, at):
    due = first_quarter.due_on
    reminding.remind_due(at=at(due.year, due.month, due.day))
    assert f"Báo cáo quý I/2020 đến hạn hôm nay, {due:%d/%m/%Y}." in words(
        browser("officer").get(reverse("workspace:this_week"))
    )
    assert "đã nhắc 1 lần" in words(browser("city_consolidator").get(reverse("reporting:board")))


class TestMoreTime:
    @pytest.fixture
    def later(self, first_quarter, submission_of, actors, now):
        from datetime import timedelta

        day = first_quarter.due_on + timedelta(days=10)
        rounds.extend(
            submission_id=submission_of(first_quarter).pk,
            due_on=day,
            reason="Bão",
            by=actors["consolidator"],
            at=now,
        )
        return day

    def test_the_officers_board_shows_the_own_day(self, browser, later, first_quarter):
        html = words(browser("officer").get(reverse("reporting:board")))
        assert f"{later:%d/%m/%Y}</time>" in html
        assert f"{first_quarter.due_on:%d/%m/%Y}" not in html
        assert f"{first_quarter.due_on:%d/%m/%Y}" in words(
            browser("consolidator").get(reverse("reporting:board"))
        )

    def test_a_unit_does_not_give_itself_more(self, browser, first_quarter, submission_of):
        own = reverse("reporting:terms", args=[submission_of(first_quarter, "HN-01").pk])
        below = reverse("reporting:terms", args=[submission_of(first_quarter, "HN-01-01").pk])
        page = browser("consolidator")
        assert page.get(own).status_code == 403
        posted = {"action": "extend", "extend-due_on": "2020-06-01", "extend-reason": "x"}
        assert page.post(own, posted).status_code == 403
        html = words(page.get(reverse("reporting:board")))
        assert below in html
        assert own not in html
        assert browser("city_consolidator").post(own, posted).status_code == 302, "the unit above does"

    def test_nor_excuse_itself(self, first_quarter, submission_of, actors, now):
        from danvan.common.errors import NotAllowed

        with pytest.raises(NotAllowed, match="đơn vị cấp trên"):
            rounds.excuse(
                submission_id=submission_of(first_quarter, "HN-01").pk,
                reason="x",
                by=actors["consolidator"],
                at=now,
            )
        top = submission_of(first_quarter, "HN")
        assert rounds.excuse(
            submission_id=top.pk, reason="x", by=actors["city_consolidator"], at=now
        ).excused_at


def test_tracing_stays_under_figures_in_the_rail(browser, first_quarter):
    html = words(browser("leader").get(reverse("reporting:trace", args=["HN", "2020-Q1", TEAM])))
    current = html.split('aria-current="page"')[0].rsplit("<a ", 1)[1]
    assert reverse("reporting:totals") in current


def test_every_form_has_its_own_reminder_days(form):
    other = ReportForm.objects.create(
        code="DV-KHAC", name="Khác", periodicity="year", levels="city", reminder_days=[2]
    )
    other.reminder_days.append(9)
    assert ReportForm.objects.get(pk=form.pk).reminder_days == [-3, 1]
