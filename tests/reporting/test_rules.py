"""Every validation rule: what it finds, and what it leaves alone."""

import pytest

from danvan.common.periods import Period
from danvan.reporting.validation import Context, check


@pytest.fixture
def look(layout):
    """``look(before={...}, notes={...}, **{code: value})``: findings as (severity, code, rule)."""

    def run(before=None, notes=None, measured=None, level="commune", **values):
        def vector(numbers):
            return layout.empty(level).replace(
                {layout.index[code]: number for code, number in numbers.items()}
            )

        context = Context(
            layout=layout, level=level, period=Period.parse("2020-Q1"), vector=vector(values),
            notes={str(layout.index[code]): note for code, note in (notes or {}).items()},
            previous=vector(before) if before is not None else None, measured=measured or {},
        )  # fmt: skip
        return [finding for finding in check(context) if finding.rule != "blank"]

    return run


def rules(findings):
    return [(finding.severity, finding.code, finding.rule) for finding in findings]


PARTS = {"supervision.form.document": 1, "supervision.form.community": 0, "supervision.form.joint": 0}
TEAM, TOTAL = "supervision.form.team", "supervision.sessions.total"


def test_an_empty_form_says_only_that_it_is_blank(layout):
    context = Context(layout, "commune", Period.parse("2020-Q1"), layout.empty("commune"))
    findings = check(context)
    assert {finding.rule for finding in findings} == {"blank"}
    assert all(finding.severity == "warning" and finding.settled for finding in findings)
    assert "award.pm_certificate.individuals" not in {finding.code for finding in findings}, (
        "nobody asked a commune"
    )


def test_below_zero(look):
    assert rules(look(**{TEAM: -1})) == [("error", TEAM, "range")]


def test_absurdly_large(look):
    assert rules(look(**{"dialogue.participants": 10**13})) == [("error", "dialogue.participants", "range")]


def test_part_above_total_names_both_cells(look):
    findings = look(**PARTS, **{TEAM: 50, TOTAL: 47})
    assert ("error", TEAM, "part-above-total") in rules(findings)
    message = next(finding.message for finding in findings if finding.rule == "part-above-total")
    assert "50" in message
    assert "47" in message


def test_parts_that_do_not_make_the_total(look):
    assert rules(look(**PARTS, **{TEAM: 3, TOTAL: 9})) == [("error", TOTAL, "parts-not-total")]
    assert rules(look(**PARTS, **{TEAM: 3, TOTAL: 4})) == []


def test_a_total_alone_is_history_or_a_mistake(look):
    assert rules(look(**{TOTAL: 4})) == [("error", TOTAL, "total-without-parts")]
    for source in ("imported", "measured"):
        assert rules(look(notes={TOTAL: {"source": source}}, **{TOTAL: 4})) == []
    assert rules(look(notes={TOTAL: {"source": "typed"}}, **{TOTAL: 4})) != []


@pytest.mark.parametrize(
    ("part", "whole", "rule", "severity"),
    [
        ("training.staff.trained", "training.staff.target", "part-above-whole", "error"),
        ("petition.overdue", "petition.pending", "part-above-whole", "error"),
        ("dialogue.opinions.resolved", "dialogue.opinions.raised", "part-above-whole", "warning"),
    ],
)
def test_a_share_above_its_whole(look, part, whole, rule, severity):
    assert (severity, part, rule) in rules(look(**{part: 5, whole: 4}))
    assert (severity, part, rule) not in rules(look(**{part: 4, whole: 4}))


def test_petitions_balance(look):
    books = {
        "petition.carried_over": 3,
        "petition.within_authority": 7,
        "petition.resolved": 6,
        "petition.pending": 5,
    }
    assert ("warning", "petition.pending", "balance") in rules(look(**books))
    assert rules(look(**(books | {"petition.pending": 4}))) == []


def test_the_opening_balance_is_the_last_closing_one(look):
    found = look(before={"petition.pending": 4}, **{"petition.carried_over": 3})
    assert rules(found) == [("warning", "petition.carried_over", "opening")]
    assert "4" in found[0].message


def test_a_jump_is_asked_about_and_a_reason_settles_it(look):
    jump = {
        "dialogue.participants": 400,
        "dialogue.held.total": 1,
        "dialogue.held.periodic": 1,
        "dialogue.held.adhoc": 0,
    }
    jump["dialogue.units.held"] = 1
    found = look(before={"dialogue.participants": 90}, **jump)
    assert rules(found) == [("warning", "dialogue.participants", "jump")]
    assert not found[0].settled
    explained = look(
        before={"dialogue.participants": 90},
        notes={"dialogue.participants": {"waivers": {"jump": "Ba cụm dân cư"}}},
        **jump,
    )
    assert [finding.settled for finding in explained] == [True], "still shown, no longer in the way"
    assert rules(look(before={"dialogue.participants": 2}, **(jump | {"dialogue.participants": 9}))) == [], (
        "small numbers"
    )


def test_holding_a_dialogue_and_saying_so_agree(look):
    one = {"dialogue.held.total": 1, "dialogue.held.periodic": 1, "dialogue.held.adhoc": 0}
    assert ("error", "dialogue.units.held", "held-or-not") in rules(look(**one, **{"dialogue.units.held": 0}))
    none = {
        "dialogue.held.total": 0,
        "dialogue.held.periodic": 0,
        "dialogue.held.adhoc": 0,
        "dialogue.units.held": 0,
    }
    assert rules(look(**none, **{"dialogue.participants": 12})) == [
        ("warning", "dialogue.participants", "people-without-event")
    ]


def test_a_total_with_a_part_that_no_record_counts_is_what_its_parts_make(look):
    typed = {"petition.received.complaint": 2, "petition.received.recommendation": 5}
    counted = {**typed, "petition.received.total": 7}
    all_three = {**typed, "petition.received.denunciation": 1, "petition.received.total": 8}
    assert rules(look(measured=counted, **all_three)) == []
    wrong = {**typed, "petition.received.recommendation": 6, "petition.received.denunciation": 0}
    found = rules(look(measured=counted, **wrong, **{"petition.received.total": 8}))
    assert ("warning", "petition.received.total", "not-as-measured") in found


def test_typed_beside_measured(look):
    found = look(measured={"dialogue.units.expected": 1}, **{"dialogue.units.expected": 3})
    assert rules(found) == [("warning", "dialogue.units.expected", "not-as-measured")]
    assert rules(look(measured={"dialogue.units.expected": 1}, **{"dialogue.units.expected": 1})) == []


def test_a_share_of_nothing(look):
    found = look(**{"petition.resolved": 2, "petition.carried_over": 0, "petition.within_authority": 0})
    assert ("warning", "petition.resolved", "share-of-nothing-petition.resolved.rate") in rules(found)


def test_every_message_names_value_and_remedy(look):
    books = {
        "petition.carried_over": 3,
        "petition.within_authority": 7,
        "petition.resolved": 6,
        "petition.pending": 55,
    }
    for finding in look(before={"petition.pending": 9}, **books, **{TEAM: -1, TOTAL: 4}):
        assert "“" in finding.message
        assert any(char.isdigit() for char in finding.message)
        assert finding.message.rstrip().endswith((".", "…", ")."))
