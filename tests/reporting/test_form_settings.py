"""Who owes a form besides whole levels, its own rules, and reminders that go out by themselves."""

import json
from datetime import date, timedelta

import pytest

from danvan.audit.models import AuditEntry
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.common.periods import Period
from danvan.reporting import own_rules
from danvan.reporting.models import Reminder, ReportForm, Submission
from danvan.reporting.own_rules import BadRule
from danvan.reporting.queries import forms
from danvan.reporting.refusals import NotValid
from danvan.reporting.services import form_settings, reminding, rounds
from danvan.reporting.services.catalogue import publish_form
from danvan.reporting.services.forms import BadForm

TEAM, PERSONS, VISITS = "supervision.form.team", "reception.persons", "reception.visits.regular"
FIRST = Period.parse("2020-Q1")


@pytest.fixture
def quick(form, now):
    """A form no level owes."""
    made = ReportForm.objects.create(code="DV-RIENG", name="Báo cáo riêng", periodicity="quarter", levels="")
    publish_form(form=made, codes=[TEAM, PERSONS], starts_on=FIRST.starts_on, at=now)
    return made


@pytest.fixture
def name_units(quick, actors, now):
    def do(add=(), remove=(), who="administrator"):
        return form_settings.name_units(
            form_code=quick.code, add=list(add), remove=list(remove), by=actors[who], at=now
        )

    return do


class TestNamedUnits:
    def test_owe_the_form_whatever_their_level(self, quick, name_units, cast, now):
        name_units(add=["HN-01-01", "HN-02"])
        round_ = rounds.open_round(form=quick, period=FIRST, unit=cast.city, by=None, at=now)
        asked = Submission.unscoped.filter(round=round_).order_by("unit__code")
        assert list(asked.values_list("unit__code", "level")) == [
            ("HN-01-01", "commune"),
            ("HN-02", "district"),
        ]

    def test_beside_a_level_nobody_is_asked_twice(self, quick, name_units, cast, now):
        ReportForm.objects.filter(pk=quick.pk).update(levels="commune")
        name_units(add=["HN-01-01", "HN-02"])
        quick.refresh_from_db()
        round_ = rounds.open_round(form=quick, period=FIRST, unit=cast.city, by=None, at=now)
        assert round_.submissions.count() == 5

    def test_nobody_named_is_told_when_a_round_opens(self, quick, cast, now):
        with pytest.raises(rounds.BadRound, match="không có đơn vị nào phải báo cáo"):
            rounds.open_round(form=quick, period=FIRST, unit=cast.city, by=None, at=now)

    def test_a_round_already_open_keeps_whom_it_asked(self, quick, name_units, cast, now):
        name_units(add=["HN-01-01"])
        round_ = rounds.open_round(form=quick, period=FIRST, unit=cast.city, by=None, at=now)
        name_units(add=["HN-02"], remove=["HN-01-01"])
        assert list(round_.submissions.values_list("unit__code", flat=True)) == ["HN-01-01"]
        assert list(quick.units.values_list("code", flat=True)) == ["HN-02"]

    def test_every_change_is_in_the_log_and_nothing_else_is(self, name_units):
        name_units(add=["HN-02"])
        name_units(add=["HN-02"])
        found = AuditEntry.objects.filter(action="reporting.form_units_named")
        assert [json.loads(bytes(entry.body))["after"] for entry in found] == [{"units": ["HN-02"]}]

    def test_an_unknown_code_names_nobody(self, quick, name_units):
        with pytest.raises(BadForm, match="HN-XX"):
            name_units(add=["HN-02", "HN-XX"])
        assert not quick.units.exists()

    def test_only_the_administrator_at_the_top(self, name_units):
        for who in ("officer", "consolidator", "leader"):
            with pytest.raises(NotAllowed):
                name_units(add=["HN-02"], who=who)


@pytest.mark.parametrize(
    ("text", "terms", "number"),
    [
        ("a.b", [(1, "a.b")], 0),
        ("a + 2 * b − c", [(1, "a"), (2, "b"), (-1, "c")], 0),
        ("-a+10 - 3", [(-1, "a")], 7),
        ("12", [], 12),
    ],
)
def test_a_side_is_read(text, terms, number):
    found = own_rules.side(text)
    assert (list(found.terms), found.number) == (terms, number)


@pytest.mark.parametrize(
    "text", ["", "  ", "a b", "a ++ b", "a * b", "2 *", "a + ", "(a)", "__import__", "a;b", "1.5 * a"]
)
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(BadRule):
        own_rules.side(text)


@pytest.fixture
def add_rule(form, actors, now):
    def do(left=TEAM, comparison="<=", right="4", severity="error", message="Quá bốn cuộc.", period="2020-Q1", who="administrator"):  # fmt: skip
        return form_settings.add_rule(
            form_code=form.code, left=left, comparison=comparison, right=right, severity=severity, message=message,
            period=Period.parse(period), by=actors[who], at=now,
        )  # fmt: skip

    return do


class TestOwnRules:
    def test_an_error_stops_sending_in_the_administrators_words(
        self, add_rule, first_quarter, submission_of, sent
    ):
        add_rule()
        with pytest.raises(NotValid, match="Quá bốn cuộc") as refused:
            sent(submission_of(first_quarter), **{TEAM: 5})
        assert [
            (one.severity, one.code) for one in refused.value.findings if one.rule.startswith("own-")
        ] == [("error", TEAM)]

    def test_what_holds_is_sent(self, add_rule, first_quarter, submission_of, sent):
        add_rule()
        assert sent(submission_of(first_quarter), **{TEAM: 4}).number == 1

    def test_a_warning_asks_for_a_reason(self, add_rule, first_quarter, submission_of, sent, actors, now):
        from danvan.reporting.services import entry, sending

        rule = add_rule(severity="warning")
        mine = submission_of(first_quarter)
        with pytest.raises(NotValid):
            sent(mine, **{TEAM: 5})
        entry.save_note(
            submission_id=mine.pk,
            code=TEAM,
            waivers={f"own-{rule.pk}": "Đợt cao điểm"},
            by=actors["officer"],
            at=now,
        )
        assert sending.submit(submission_id=mine.pk, by=actors["officer"], at=now).number == 1

    def test_it_holds_from_its_period_on_and_until_it_ends(
        self, add_rule, form, first_quarter, submission_of, sent, actors, now
    ):
        add_rule(period="2020-Q2")
        ended = add_rule()
        form_settings.end_rule(form_code=form.code, rule_id=ended.pk, by=actors["administrator"], at=now)
        assert sent(submission_of(first_quarter), **{TEAM: 5}).number == 1
        with pytest.raises(OutOfSight):
            form_settings.end_rule(form_code=form.code, rule_id=ended.pk, by=actors["administrator"], at=now)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"left": "no.such"}, "left"),
            ({"right": "petition.resolved.rate"}, "right"),
            ({"left": f"{PERSONS} + {VISITS}"}, "left"),
            ({"left": "7"}, "left"),
            ({"message": " "}, "message"),
            ({"comparison": "!="}, "comparison"),
            ({"severity": "fatal"}, "comparison"),
        ],
    )
    def test_what_cannot_stand_is_refused_at_its_field(self, add_rule, wrong, field):
        with pytest.raises(BadRule) as refused:
            add_rule(**wrong)
        assert refused.value.detail["field"] == field

    def test_persons_may_be_compared_with_attendances_but_never_added(self, add_rule):
        assert add_rule(left=PERSONS, right=VISITS).pk
        with pytest.raises(BadRule, match="người|persons"):
            add_rule(left=f"{PERSONS} + {VISITS}")

    def test_a_cell_nobody_answered_keeps_it_silent(self, add_rule, form):
        from danvan.reporting.validation import Context, check

        add_rule(left=PERSONS, comparison="<=", right=VISITS)
        form.refresh_from_db()
        layout = forms.layout(form)
        empty = layout.empty("commune")
        one = empty.replace({layout.index[PERSONS]: 3})
        both = one.replace({layout.index[VISITS]: 2})

        def own(vector):
            found = check(Context(layout, "commune", FIRST, vector))
            return [finding.code for finding in found if finding.rule.startswith("own-")]

        assert (own(empty), own(one), own(both)) == ([], [], [PERSONS])

    def test_only_the_administrator_at_the_top(self, add_rule):
        with pytest.raises(NotAllowed):
            add_rule(who="leader")


@pytest.mark.parametrize(
    ("passed", "event"),
    [(-9, ""), (-3, "-3"), (-2, "-3"), (-1, "-1"), (0, "-1"), (1, "+1"), (6, "+1"), (7, "+7"), (400, "+7")],
)
def test_the_nearest_day_that_has_come(passed, event):
    due = date(2020, 3, 20)
    found = reminding.event_of([-3, -1, 1, 7], due, due + timedelta(days=passed))
    assert found == (f"2020-03-20{event}" if event else "")


class TestRemindersByThemselves:
    @pytest.fixture
    def on(self, first_quarter, at):
        """``on(-3)``: who is reminded on the third day before the round's due day."""

        def remind(days):
            day = first_quarter.due_on + timedelta(days=days)
            made = reminding.remind_due(at=at(day.year, day.month, day.day))
            return sorted(one.submission.unit.code for one in made)

        return remind

    def test_once_before_and_once_after_and_never_twice(self, on):
        assert on(-4) == []
        assert len(on(-3)) == 7
        assert on(-3) == []
        assert on(0) == []
        assert len(on(1)) == 7
        assert on(2) == []
        assert set(Reminder.objects.values_list("by", flat=True)) == {None}

    def test_a_day_nobody_called_on_is_caught_up_with_once(self, on):
        assert len(on(20)) == 7
        assert Reminder.objects.count() == 7

    def test_who_has_sent_or_is_excused_is_left_alone(
        self, on, first_quarter, submission_of, sent, actors, now
    ):
        sent(submission_of(first_quarter))
        rounds.excuse(
            submission_id=submission_of(first_quarter, "HN-01-02").pk,
            reason="Sáp nhập",
            by=actors["consolidator"],
            at=now,
        )
        assert "HN-01-01" not in (found := on(1))
        assert "HN-01-02" not in found
        assert len(found) == 5

    def test_more_time_moves_the_reminders(self, on, first_quarter, submission_of, actors, now):
        mine = submission_of(first_quarter)
        rounds.extend(
            submission_id=mine.pk, due_on=first_quarter.due_on + timedelta(days=10), reason="Bão", by=actors["consolidator"],
            at=now,
        )  # fmt: skip
        assert "HN-01-01" not in on(1)
        assert on(7) == ["HN-01-01"]
        text = Reminder.objects.get(submission=mine).text
        assert f"{first_quarter.due_on + timedelta(days=10):%d/%m/%Y}" in text

    def test_the_administrator_chooses_the_days_or_none(self, on, form, actors, now):
        form_settings.set_reminders(form_code=form.code, days=[], by=actors["administrator"], at=now)
        assert on(1) == []
        form_settings.set_reminders(form_code=form.code, days=[5, 5], by=actors["administrator"], at=now)
        assert on(4) == []
        assert len(on(5)) == 7
        with pytest.raises(BadForm):
            form_settings.set_reminders(form_code=form.code, days=[90], by=actors["administrator"], at=now)

    def test_a_locked_round_reminds_nobody(self, on, first_quarter, now):
        first_quarter.locked_at = now
        first_quarter.save()
        assert on(1) == []

    def test_it_stands_in_the_log_in_nobodys_name(self, on):
        on(-3)
        found = AuditEntry.objects.filter(action="reporting.reminded")
        assert {entry.actor_id for entry in found} == {None}
        assert found.count() == 7
