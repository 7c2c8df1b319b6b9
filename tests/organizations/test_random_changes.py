"""Whatever changes are made one after the other, the closure says what a walk says, and nobody is left without a place."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.organizations import changes
from danvan.organizations.changes import Ask, Row
from danvan.organizations.closure import Step, closure
from danvan.organizations.plans import Facts, State

START = date(2020, 1, 1)
CODES = ["HN", "D1", "D2", "C1", "C2", "C3", "C4"]
NEW = ["N1", "N2", "N3"]
TREE = {"HN": ("city", None), "D1": ("district", "HN"), "D2": ("district", "HN")} | {
    f"C{n}": ("commune", "D1" if n < 3 else "D2") for n in range(1, 5)
}
any_code = st.sampled_from(CODES + NEW)
asks = st.builds(
    lambda kind, a, b, c, level, keeps, gap: (
        gap,
        {
            "kind": kind, "unit": a, "units": (a, b), "into": "" if c in NEW else c, "code": c, "name": f"Tên {a}{b}{c}",
            "parent": b, "level": level, "children_to": c, "keeps": keeps,
            "rows": (Row(a, b, f"Phần {b}", "part", 1), Row(a, c, f"Phần {c}", "part", 2)),
        },
    ),
    st.sampled_from(sorted(changes.STEPS)),
    any_code, any_code, any_code,
    st.sampled_from(["district", "commune"]),
    st.booleans(),
    st.integers(0, 3),
)  # fmt: skip


def apply(ask, history):
    """The tree in memory: {code: [(day, State or None)]}."""
    facts = Facts(
        day=ask.day,
        units={code: rows[-1][1] for code, rows in history.items() if rows[-1][1]},
        names={
            code: next(state.name for _d, state in reversed(rows) if state) for code, rows in history.items()
        },
        first_days={code: rows[0][0] for code, rows in history.items()},
        next_days={},
        same_day=frozenset(code for code, rows in history.items() if rows[-1][0] == ask.day),
    )
    plan = changes.plan(ask, facts)
    if not plan.blocking:
        for change in plan.changes:
            history.setdefault(change.code, []).append((ask.day, change.after))
    return plan


@given(st.lists(asks, max_size=12))
@settings(max_examples=150, deadline=None)
def test_random_sequences_of_changes(sequence):
    history = {code: [(START, State(code, code, level, parent=up))] for code, (level, up) in TREE.items()}
    day = START + timedelta(days=1)
    for gap, words in sequence:
        day += timedelta(days=gap)
        words = words | ({"level": ""} if words["kind"] in {"merge", "split", "resolution"} else {})
        before = {code: list(rows) for code, rows in history.items()}
        plan = apply(Ask(day=day, legal_basis="NQ", **words), history)
        if plan.blocking:
            assert history == before
    ids = {code: number for number, code in enumerate(sorted(history))}
    links = closure(
        Step(on, ids[code], ids[state.parent] if state and state.parent else None, closed=state is None)
        for code, rows in history.items()
        for on, state in rows
    )
    for on in (START + timedelta(days=n) for n in range((day - START).days + 2)):
        now = {code: [state for begun, state in rows if begun <= on] for code, rows in history.items()}
        now = {code: states[-1] for code, states in now.items() if states and states[-1]}
        for code in now:
            path, here = [], code
            while here:
                assert here in now, f"{code} is left without {here}"
                path.append(ids[here])
                here = now[here].parent
            running = [x for x in links if x.descendant == ids[code] and x.starts_on <= on]
            running = [x for x in running if x.ends_on is None or x.ends_on > on]
            assert [x.ancestor for x in sorted(running, key=lambda x: x.depth)] == path
