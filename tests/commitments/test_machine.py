"""
Any order of acts by anybody: after each one there is one owner, nothing is closed unverified, the counts agree with the
story, and the story has only grown.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from danvan.commitments import services
from danvan.commitments.models import OVER, OWING, Commitment
from danvan.commitments.services import ProofGiven
from danvan.common.errors import DomainError
from danvan.organizations.actors import Actor, Grant
from tests.commitments.conftest import DAY

UNITS = ["HN", "HN-01", "HN-02", "HN-01-01", "HN-01-02", "HN-02-01", "HN-02-02"]
ROLES = ["officer", "consolidator", "leader"]
who = st.tuples(st.sampled_from(ROLES), st.sampled_from(UNITS))
unit = st.sampled_from(UNITS)
note = st.sampled_from(["", "Vì thế"])
days = st.integers(-3, 40)


class Life(RuleBasedStateMachine):
    """One commitment in the hands of everybody. Refusals are welcome; they must leave nothing behind."""

    cast = moment = None

    @initialize(unit=unit, asker=unit)
    def begin(self, unit, asker):
        self.now = self.moment
        self.pk, self.story = None, []
        try:
            by = self.actor(("leader", "HN"))
            self.pk = services.give(
                text="Việc", unit=self.cast.units[unit], asked_by=self.cast.units[asker], origin="other",
                due_on=DAY + timedelta(days=5), by=by, at=self.now,
            ).pk  # fmt: skip
        except DomainError:
            pytest.fail("the leader at the top may give to everybody")

    def actor(self, who):
        role, code = who
        holder = self.cast[("officer", "consolidator", "leader")[ROLES.index(role)]]
        return Actor(holder.pk, str(holder), DAY, (Grant(role, self.cast.units[code].pk, code),))

    def act(self, service, who, **said):
        before = self.state()
        try:
            getattr(services, service)(commitment_id=self.pk, by=self.actor(who), at=self.now, **said)
        except DomainError:
            assert self.state() == before

    def state(self):
        row = Commitment.unscoped.filter(pk=self.pk).values().get()
        return row, list(Commitment.unscoped.get(pk=self.pk).steps.values_list("number", "kind", "note"))

    @rule(who=who, verb=st.sampled_from(["accept", "start"]), note=note)
    def go_on(self, who, verb, note):
        self.act(verb, who, note=note)

    @rule(who=who, reason=note)
    def decline(self, who, reason):
        self.act("decline", who, reason=reason)

    @rule(
        who=who,
        outcome=st.sampled_from(["solved", "explained", "promised", "refused"]),
        note=note,
        days=days,
        shown=st.booleans(),
    )
    def report(self, who, outcome, note, days, shown):
        proofs = [ProofGiven(text="Biên bản")] if shown else []
        self.act(
            "report_done",
            who,
            outcome=outcome,
            note=note,
            proofs=proofs,
            promised_for=DAY + timedelta(days=days),
        )

    @rule(who=who, kept=st.booleans(), closes=st.booleans(), note=note)
    def verify(self, who, kept, closes, note):
        self.act("verify", who, kept=kept, closes=closes, note=note)

    @rule(who=who, verb=st.sampled_from(["return_", "reopen"]), reason=note)
    def back(self, who, verb, reason):
        self.act(verb, who, reason=reason)

    @rule(who=who)
    def close(self, who):
        self.act("close", who)

    @rule(who=who, to=unit, reason=note, verb=st.sampled_from(["hand_on", "hand_on", "decide"]))
    def move(self, who, to, reason, verb):
        self.act(verb, who, to_unit=self.cast.units[to], reason=reason)

    @rule(who=who, days=days, reason=note)
    def extend(self, who, days, reason):
        self.act("extend", who, new_due=DAY + timedelta(days=days), reason=reason)

    @rule(who=who, text=note)
    def remind(self, who, text):
        self.act("remind", who, text=text)

    @precondition(lambda self: self.pk is not None)
    @rule(days=st.integers(1, 15))
    def time_goes_by(self, days):
        self.now += timedelta(days=days)
        before = Commitment.unscoped.get(pk=self.pk).state
        services.escalate_overdue(self.now)
        assert Commitment.unscoped.get(pk=self.pk).state == before

    @invariant()
    def the_books_are_right(self):
        if self.pk is None:
            return
        row = Commitment.unscoped.get(pk=self.pk)
        steps = list(row.steps.all())
        kinds = [step.kind for step in steps]
        # The story only grows, and is numbered without a gap.
        told = [(step.number, step.kind, step.note, step.by_id) for step in steps]
        assert told[: len(self.story)] == self.story
        assert [step.number for step in steps] == list(range(1, len(steps) + 1))
        self.story = told
        # One owner: the last one named.
        named = [
            step.data.get("to") or step.data.get("unit")
            for step in steps
            if step.kind in ("given", "handed_on", "decided")
        ]
        assert named[-1] == row.unit.code
        # Whoever verifies is another unit, but for the top.
        assert row.verifier_id != row.unit_id or row.unit.code == "HN"
        # Never over without another unit having looked since the last report.
        if row.state in OVER:
            last = max(n for n, kind in enumerate(kinds) if kind == "verified")
            assert not {"reported", "declined", "reopened", "handed_on", "decided"} & set(kinds[last:])
            assert row.outcome
            verifier = steps[last]
            assert verifier.unit_id != row.unit_id or row.unit.code == "HN"
        assert (row.state == "closed") == (row.closed_on is not None)
        # Counts are what the story says.
        counts = {
            "extended": row.extensions,
            "handed_on": row.hand_overs,
            "reopened": row.reopenings,
            "reminded": row.reminders,
        }
        assert counts == {kind: kinds.count(kind) for kind in counts}
        assert row.hand_overs <= 2
        # No unit had it twice without a superior's word.
        free = [
            code
            for step, code in zip(
                [s for s in steps if s.kind in ("given", "handed_on", "decided")], named, strict=True
            )
            if step.kind != "decided"
        ]
        assert len(free) == len(set(free))
        assert row.state in OWING or row.decider_id is None or row.state == "declined"


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lives", "acts"), [(4, 10), pytest.param(40, 30, marks=pytest.mark.long)], ids=["few", "many"]
)
def test_the_life_in_any_order(cast, at, lives, acts):
    Life.cast, Life.moment = cast, at(DAY.isoformat())
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=lives, stateful_step_count=acts, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
        ),
    )  # fmt: skip
