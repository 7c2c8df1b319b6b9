"""A code that counts something else from a day on: every series and table says so."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.common.periods import Period
from danvan.reporting import queries
from danvan.reporting.formulas import BadFormula
from danvan.reporting.models import DefinitionChange
from danvan.reporting.queries import indicators
from danvan.reporting.services import catalogue, rounds
from danvan.reporting.services import indicators as services
from danvan.reporting.services.indicators import BadIndicator, Redefined

TEAM, TOTAL = "supervision.form.team", "supervision.sessions.total"
LAST, NOW = Period.parse("2019-Q4"), Period.parse("2020-Q1")


@pytest.fixture
def two_rounds(cast, form, now):
    for period in (LAST, NOW):
        rounds.open_round(form=form, period=period, unit=cast.city, by=None, at=now)


@pytest.fixture
def redefine(form, actors, now):
    def do(code=TEAM, day=date(2020, 1, 1), what="Chỉ tính cuộc có kết luận", who="administrator"):
        row = indicators.indicator(code)
        return services.edit_indicator(
            code=code,
            changes={},
            seen=indicators.stamp(row),
            by=actors[who],
            at=now,
            redefined=Redefined(day, what),
        )

    return do


def breaks(cast, code):
    return [point.breaks for point in queries.series(cast.city, code, [LAST, NOW])]


def test_a_series_breaks_where_the_definition_changed(cast, two_rounds, redefine):
    assert breaks(cast, TEAM) == ["", ""]
    redefine()
    before, after = breaks(cast, TEAM)
    assert before == ""
    assert "01/01/2020" in after
    assert "Chỉ tính cuộc có kết luận" in after


def test_what_is_reckoned_from_it_breaks_too_and_nothing_else(cast, two_rounds, redefine):
    redefine()
    assert "01/01/2020" in breaks(cast, TOTAL)[1]
    assert breaks(cast, "dialogue.held.total") == ["", ""]


def test_a_change_outside_the_periods_shown_breaks_nothing(cast, two_rounds, redefine):
    redefine(day=date(2021, 1, 1))
    assert breaks(cast, TEAM) == ["", ""]


def test_the_table_the_chart_and_the_catalogue_say_it(two_rounds, redefine, cast, client_for):
    redefine()
    leader = client_for(cast["leader"])
    html = " ".join(
        leader.get(f"{reverse('reporting:totals')}?ky=2020-Q1&chi-tieu={TEAM}").content.decode().split()
    )
    assert html.count("đổi cách tính từ 01/01/2020</span>") == 5, (
        "beside it, its total and the three slices of that, nowhere else"
    )
    assert "đổi cách tính từ 01/01/2020: Chỉ tính cuộc có kết luận" in html
    page = leader.get(reverse("reporting:indicator", args=[TEAM])).content.decode()
    assert "Chỉ tính cuộc có kết luận" in page


def test_a_change_says_what_and_is_the_administrators(redefine):
    with pytest.raises(BadIndicator):
        redefine(what=" ")
    assert not DefinitionChange.objects.exists()


def test_the_edit_page_takes_it_whole_or_not_at_all(two_rounds, cast, client_for):
    page, url = client_for(cast["administrator"]), reverse("reporting:indicator_edit", args=[TEAM])
    row = indicators.indicator(TEAM)
    posted = {
        "name_vi": row.name_vi, "name_en": row.name_en, "unit": row.unit, "group": row.group, "kind": row.kind,
        "levels": row.levels.split("|"), "over_units": row.over_units, "over_time": row.over_time, "formula": "",
        "seen": indicators.stamp(row), "redefined_on": "2020-01-01", "what_changed": "",
    }  # fmt: skip
    assert page.post(url, posted).status_code == 422
    assert page.post(url, posted | {"what_changed": "Thêm cuộc trực tuyến"}).status_code == 302
    assert DefinitionChange.objects.get().what == "Thêm cuộc trực tuyến"


def test_a_catalogue_loaded_over_accepted_figures_marks_what_it_changed(
    cast, first_quarter, submission_of, sent, actors, now
):
    from danvan.reporting.services import reviewing

    version = sent(submission_of(first_quarter), **{TEAM: 2})
    reviewing.accept(
        submission_id=version.submission_id, version_number=version.number, by=actors["consolidator"], at=now
    )
    rows = catalogue.starter_rows()
    catalogue.load_catalogue(rows=rows, at=now)
    assert not DefinitionChange.objects.exists(), "the same catalogue again changes nothing"
    changed = [row | {"agg_time": "last"} if row["code"] == TEAM else row for row in rows]
    catalogue.load_catalogue(rows=changed, at=now)
    found = DefinitionChange.objects.get()
    assert (found.indicator.code, found.starts_on) == (TEAM, now.date())
    assert "sum → last" in found.what


class TestPersonsAndAttendances:
    @pytest.fixture
    def define(self, form, actors, now):
        def do(formula, kind="total", unit="lượt người", over="sum", code="test.made"):
            fields = {
                "name_vi": "Thử", "name_en": "Trial", "unit": unit, "group": "reception", "kind": kind,
                "formula": formula, "levels": "commune", "over_units": over, "over_time": over,
                "small_cells_below": 0, "note": "", "starts_on": None, "ends_on": None,
            }  # fmt: skip
            return services.add_indicator(code=code, values=fields, by=actors["administrator"], at=now)

        return do

    def test_are_never_added(self, define):
        with pytest.raises(BadFormula, match="cộng người với lượt người"):
            define("reception.persons + reception.visits.regular")

    def test_nor_below_a_share(self, define):
        with pytest.raises(BadFormula, match="cộng người với lượt người"):
            define(
                "100 * reception.groups / (reception.persons + reception.visits.regular)",
                kind="ratio",
                unit="%",
                over="ratio",
            )

    def test_one_may_be_a_share_of_the_other(self, define):
        assert define(
            "100 * reception.persons / reception.visits.total", kind="ratio", unit="%", over="ratio"
        ).pk

    def test_like_is_added_to_like(self, define):
        assert define("reception.visits.regular + reception.visits.periodic", unit="lượt").pk

    def test_a_total_of_persons_is_no_number_of_attendances(self, define):
        with pytest.raises(BadFormula, match="cộng người với lượt người"):
            define("reception.persons + training.staff.trained", unit="lượt người")

    def test_a_part_cannot_become_persons_later(self, form, actors, now):
        row = indicators.indicator("reception.visits.regular")
        with pytest.raises(BadFormula, match="cộng người với lượt người"):
            services.edit_indicator(
                code=row.code,
                changes={"unit": "người"},
                seen=indicators.stamp(row),
                by=actors["administrator"],
                at=now,
            )
