"""Totals are right the moment a submission is accepted, whatever happened before."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from danvan.common.periods import Period
from danvan.reporting import queries, verification
from danvan.reporting.models import Submission, SubmissionVersion, Total
from danvan.reporting.queries import sums
from danvan.reporting.services import reviewing, rounds, supplements, totals
from danvan.reporting.vectors import Vector

SESSIONS = "supervision.sessions.total"
TEAM = "supervision.form.team"


def accept(submission, version, actors, now, who="consolidator"):
    return reviewing.accept(
        submission_id=submission.pk, version_number=version.number, by=actors[who], at=now
    )


def test_accepting_reaches_every_total_above(cast, first_quarter, submission_of, sent, actors, now):
    first, second = submission_of(first_quarter, "HN-01-01"), submission_of(first_quarter, "HN-02-01")
    accept(first, sent(first, **{TEAM: 7}), actors, now)
    accept(second, sent(second, "outsider", **{TEAM: 5}), actors, now, who="city_consolidator")
    city = queries.report(cast.city, Period.parse("2020-Q1")).by_code[SESSIONS]
    district = queries.report(cast.district, Period.parse("2020-Q1")).by_code[SESSIONS]
    commune = queries.report(cast.commune, Period.parse("2020-Q1")).by_code[SESSIONS]
    assert (city.all, dict(city.levels), city.units_reported, city.units_expected) == (
        12, {"city": None, "district": None, "commune": 12}, 2, 7,
    )  # fmt: skip
    assert (district.all, district.units_reported, district.units_expected) == (7, 1, 3)
    assert (commune.all, commune.units_reported, commune.units_expected) == (7, 1, 1)
    assert list(verification.differences(first_quarter.form)) == []


def test_the_year_follows_its_quarters(cast, form, first_quarter, submission_of, sent, actors, now):
    second_quarter = rounds.open_round(
        form=form, period=Period.parse("2020-Q2"), unit=cast.city, by=None, at=now
    )
    for round_, held in ((first_quarter, 3), (second_quarter, 4)):
        submission = submission_of(round_)
        values = {
            TEAM: held,
            "model.active.collective": 10 * held,
            "dialogue.held.periodic": 1,
            "dialogue.units.held": 1,
        }
        values["dialogue.conclusions.issued"] = 1
        accept(submission, sent(submission, **values), actors, now)
    year = queries.report(cast.city, Period.parse("2020")).by_code
    assert year[SESSIONS].all == 7
    assert year["model.active.collective"].all == 40, "a stock takes the last value"
    assert year["dialogue.units.held"].all == 1, "a unit is covered once however often it held one"
    half = queries.report(cast.city, Period.parse("2020-H1")).by_code
    assert half[SESSIONS].all == 7
    assert list(verification.differences(form)) == []


def test_a_supplement_changes_totals_from_then_on(cast, first_quarter, submission_of, sent, actors, now):
    submission = submission_of(first_quarter)
    accept(submission, sent(submission, **{TEAM: 7}), actors, now)
    rounds.close_branch(
        round_=first_quarter, unit=cast.city, reason="Giao ban", by=actors["city_consolidator"], at=now
    )
    version = supplements.supplement(
        submission_id=submission.pk,
        changes={TEAM: "9"},
        reason="Bỏ sót hai cuộc",
        by=actors["officer"],
        at=now,
    )
    assert queries.report(cast.city, Period.parse("2020")).by_code[SESSIONS].all == 7, (
        "not before it is accepted"
    )
    accept(submission, version, actors, now)
    assert queries.report(cast.city, Period.parse("2020")).by_code[SESSIONS].all == 9
    submission.refresh_from_db()
    assert submission.state == Submission.State.LOCKED
    assert [v.kind for v in submission.versions.order_by("number")] == ["original", "supplement"]
    assert submission.versions.get(number=1).pk != submission.accepted_id, "the old version stays readable"


def test_taking_an_acceptance_back_leaves_no_trace_in_totals(
    cast, first_quarter, submission_of, sent, actors, now
):
    submission = submission_of(first_quarter)
    before = list(Total.objects.order_by("pk").values_list("sums", "counts", "units"))
    accept(submission, sent(submission, **{TEAM: 7}), actors, now)
    reviewing.take_back_acceptance(
        submission_id=submission.pk, reason="Nhầm đơn vị", by=actors["consolidator"], at=now
    )
    after = list(Total.objects.order_by("pk").values_list("sums", "counts", "units"))
    assert [tuple(map(bytes_or_number, row)) for row in after] == [
        tuple(map(bytes_or_number, row)) for row in before
    ]


def bytes_or_number(value):
    return value if isinstance(value, int) else bytes(value)


def test_a_forged_total_is_found_to_the_digit(cast, first_quarter, submission_of, sent, actors, now):
    submission = submission_of(first_quarter)
    accept(submission, sent(submission, **{TEAM: 7}), actors, now)
    row = Total.objects.get(period_name="2020-Q1", unit=cast.city, level="commune")
    forged = bytearray(row.sums)
    forged[8 * 40] += 1
    Total.objects.filter(pk=row.pk).update(sums=bytes(forged))
    found = list(verification.differences(first_quarter.form))
    assert len(found) == 1
    assert (found[0].period, found[0].unit, found[0].level) == ("2020-Q1", "HN", "commune")
    assert found[0].stored == found[0].right + 1


def test_a_lost_row_and_a_row_too_many_are_found(cast, first_quarter):
    Total.objects.filter(period_name="2020", unit=cast.district).delete()
    Total.objects.create(
        form=first_quarter.form, period_name="2021", unit=cast.city, level="city", sums=b"", counts=b""
    )
    assert {(d.period, d.unit) for d in verification.differences(first_quarter.form)} == {
        ("2020", "HN-01"),
        ("2021", "HN"),
    }


def test_rebuilding_gives_the_same_rows(cast, form, first_quarter, submission_of, sent, actors, now):
    submission = submission_of(first_quarter)
    accept(submission, sent(submission, **{TEAM: 7}), actors, now)

    def rows():
        columns = ("period_name", "unit_id", "level", "sums", "counts", "units", "expected")
        found = Total.objects.order_by("period_name", "unit_id", "level").values_list(*columns)
        return [tuple(v if isinstance(v, (int, str)) else bytes(v) for v in row) for row in found]

    kept = rows()
    totals.rebuild(form)
    assert rows() == kept


def test_what_may_not_be_added_over_units_stays_at_home(
    cast, first_quarter, submission_of, sent, actors, now
):
    submission = submission_of(first_quarter)
    accept(submission, sent(submission, **{"situation.topics.open": 3}), actors, now)
    figure = queries.report(cast.city, Period.parse("2020-Q1")).by_code["situation.topics.open"]
    assert figure.all is None
    assert figure.levels["commune"] is None
    own = queries.report(cast.commune, Period.parse("2020-Q1")).by_code["situation.topics.open"]
    assert own.levels["commune"] == 3


def test_a_period_asked_for_twice_is_counted_once(
    cast, first_quarter, submission_of, sent, actors, now, layout
):
    """The year before 2021 and the same period of the year before are one and the same."""
    submission = submission_of(first_quarter)
    accept(submission, sent(submission, **{TEAM: 7}), actors, now)
    year = Period.parse("2020")
    found = sums.of_units(first_quarter.form, layout, [year, year], [cast.commune.pk])
    figures = {f.indicator.code: f.all for f in sums.figures(layout, found["2020", cast.commune.pk])}
    assert figures[SESSIONS] == 7


class Acceptances(RuleBasedStateMachine):
    """Versions accepted, replaced and taken back in any order: stored totals always equal the independent sum."""

    context: dict = {}

    @initialize()
    def begin(self):
        self.form, self.layout, self.rounds = (self.context[key] for key in ("form", "layout", "rounds"))
        self.submissions = list(
            Submission.unscoped.filter(round__in=self.rounds).select_related("round").order_by("pk")
        )
        for submission in self.submissions:
            Submission.unscoped.filter(pk=submission.pk).update(accepted=None, state="expected")
            submission.accepted = None
        totals.rebuild(self.form)

    @rule(
        place=st.integers(0, 1000),
        numbers=st.lists(st.integers(0, 10**6), min_size=3, max_size=3),
        cell=st.integers(0, 80),
    )
    def accept(self, place, numbers, cell):
        submission = self.submissions[place % len(self.submissions)]
        before = Vector.unpack(submission.accepted.cells) if submission.accepted else None
        after = self.layout.empty(submission.level)
        applies = self.layout.applies(submission.level)
        after = after.replace({cell + n: number for n, number in enumerate(numbers) if applies[cell + n]})
        number = submission.versions.count() + 1
        submission.accepted = SubmissionVersion.objects.create(
            submission=submission, number=number, cells=after.pack(), made_at=self.context["now"]
        )
        submission.save(update_fields=["accepted"])
        totals.apply(submission.round, [totals.Change(submission, before, after)])

    @rule(place=st.integers(0, 1000))
    def take_back(self, place):
        submission = self.submissions[place % len(self.submissions)]
        if submission.accepted:
            before = Vector.unpack(submission.accepted.cells)
            submission.accepted = None
            submission.save(update_fields=["accepted"])
            totals.apply(submission.round, [totals.Change(submission, before, None)])

    @invariant()
    def stored_is_right(self):
        if hasattr(self, "form"):
            assert list(verification.differences(self.form)) == []


@pytest.mark.slow
def test_any_order_of_acceptances_keeps_totals_right(cast, form, layout, now):
    periods = [Period.parse(name) for name in ("2020-Q1", "2020-Q2", "2020-Q3")]
    opened = [rounds.open_round(form=form, period=p, unit=cast.city, by=None, at=now) for p in periods]
    Acceptances.context = {"form": form, "layout": layout, "rounds": opened, "now": now}
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Acceptances,
        settings=settings(
            max_examples=12, stateful_step_count=10, deadline=None, suppress_health_check=checks
        ),
    )
