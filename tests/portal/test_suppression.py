"""Small numbers: the worked example of the design with its leaks, the rules, and what a proof says and does not say."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from danvan.portal.suppression import hiding
from danvan.portal.suppression.attack import PUBLIC, Ledger, attack
from danvan.portal.suppression.moves import is_move
from danvan.portal.suppression.proof import Unproven, check, prove
from danvan.portal.suppression.protecting import protect
from danvan.portal.suppression.ranges import Ranges
from danvan.portal.suppression.tables import Cell, Fate, Line, System
from tests.portal.suppression_second_opinion import leaks, span
from tests.portal.suppression_tables import build, example, place_of, with_fates


def hidden_in(system, *cells):
    return frozenset(place_of(system, commune, topic, "Q1") for commune, topic in cells)


def exposed_to(system, hidden):
    found = attack(system, hidden, Ledger(system)).exposed
    return {(system.cells[one.place].key, one.attacker): (one.span.low, one.span.high) for one in found}


FOUR = [("B", "land"), ("C", "land"), ("B", "environment"), ("C", "environment")]


class TestWorkedExample:
    def test_hiding_only_the_small_number_hides_nothing(self):
        system = example()
        assert exposed_to(system, hidden_in(system, ("B", "land"))) == {("B|land|Q1", PUBLIC): (3, 3)}

    def test_hiding_one_more_in_its_row_hides_nothing(self):
        system = example()
        found = exposed_to(system, hidden_in(system, ("B", "land"), ("C", "land")))
        assert found == {("B|land|Q1", PUBLIC): (3, 3)}

    def test_the_cheapest_pattern_is_safe_from_the_public_but_not_from_a_neighbour(self):
        system = example()
        hidden = hidden_in(system, *FOUR)
        small = place_of(system, "B", "land", "Q1")
        assert Ranges(system, hidden).of([small]) == {small: (0, 11)}
        assert exposed_to(system, hidden) == {("B|land|Q1", "C"): (3, 3)}

    def test_the_answer_is_six_cells_and_leaves_everybody_with_0_to_11(self):
        system = example()
        result = protect(system)
        expected = hidden_in(system, *((c, t) for c in "ABC" for t in ("land", "environment")))
        assert result.hidden == expected
        assert sum(system.cells[place].value for place in result.hidden) - 3 == 42
        small = place_of(system, "B", "land", "Q1")
        assert [span(system, result.hidden, small, who) for who in ("", "A", "C")] == [(0, 11)] * 3

    def test_an_earlier_quarter_and_the_half_year_give_it_away(self):
        """Q1 told 14; the half-year shows 17."""
        system = build(
            {
                ("A", "land", "Q1"): 14,
                ("A", "land", "Q2"): 3,
                ("B", "land", "Q1"): 9,
                ("B", "land", "Q2"): 12,
            },
            year=True,
        )
        told = {p: Fate.SHOWN for p, c in enumerate(system.cells) if c.key.endswith("|Q1")}
        system = with_fates(system, told)
        half_year_told = frozenset(
            p for p in protect(system).hidden if "|all" not in system.cells[p].key[-4:]
        )
        assert ("A|land|Q2", PUBLIC) in exposed_to(system, half_year_told)
        result = protect(system)
        assert place_of(system, "A", "land", "all") in result.hidden
        assert leaks(system, result.hidden) == []

    def test_another_table_that_adds_two_communes_gives_it_away(self):
        """ "A and C together: 21" stands in another table."""
        system = example()
        together = Cell("A and C|land|Q1", 21, fate=Fate.SHOWN)
        parts = tuple(place_of(system, commune, "land", "Q1") for commune in "AC")
        system = System([*system.cells, together], [*system.lines, Line(len(system.cells), parts, "place")])
        before = hidden_in(system, *((c, t) for c in "ABC" for t in ("land", "environment")))
        assert exposed_to(system, before)["B|land|Q1", PUBLIC] == (3, 3)
        result = protect(system)
        assert leaks(system, result.hidden) == []


class TestRules:
    @pytest.mark.parametrize(("value", "small"), [(0, False), (1, True), (4, True), (5, False)])
    def test_small_is_one_to_four(self, value, small):
        assert Cell("x", value).small is small

    @pytest.mark.parametrize(("value", "small"), [(0, True), (1, True), (9, True), (10, False)])
    def test_delicate_topics_hide_up_to_nine_and_zero(self, value, small):
        assert Cell("x", value, threshold=10, sensitive=True).small is small

    def test_a_count_below_zero_is_refused(self):
        with pytest.raises(ValueError, match="below zero"):
            Cell("x", -1)

    def test_parts_that_do_not_add_up_are_refused(self):
        with pytest.raises(ValueError, match="add up"):
            System([Cell("all", 5), Cell("a", 2), Cell("b", 2)], [Line(0, (1, 2))])

    def test_zeros_are_told(self):
        system = build(
            {
                ("A", "land", "Q1"): 0,
                ("B", "land", "Q1"): 30,
                ("C", "land", "Q1"): 12,
                ("A", "water", "Q1"): 20,
                ("B", "water", "Q1"): 2,
                ("C", "water", "Q1"): 40,
            }
        )
        assert place_of(system, "A", "land", "Q1") not in protect(system).hidden

    def test_a_zero_covers_when_nothing_else_can(self):
        """A commune that knows its own 1 and reads zero in all others would know the hidden sum."""
        system = build(
            {
                ("A", "land", "Q1"): 1,
                ("B", "land", "Q1"): 0,
                ("A", "water", "Q1"): 20,
                ("B", "water", "Q1"): 18,
            }
        )
        result = protect(system)
        assert place_of(system, "B", "land", "Q1") in result.hidden
        assert leaks(system, result.hidden) == []

    def test_nothing_small_hides_nothing(self):
        system = build({(place, topic, "Q1"): 50 for place in "AB" for topic in ("x", "y")})
        result = protect(system)
        assert not result.hidden
        assert result.proof.holds

    def test_what_an_earlier_release_told_too_much_of_is_refused_not_hidden_away(self):
        system = build({("A", "x", "Q1"): 3, ("B", "x", "Q1"): 9})
        told = {p: Fate.SHOWN for p in range(len(system.cells)) if system.cells[p].key != "A|x|Q1"}
        with pytest.raises(Unproven) as refused:
            protect(with_fates(system, told))
        assert ("A|x|Q1", PUBLIC) in refused.value.pairs

    def test_whole_lines_go_when_five_rounds_were_not_enough(self, monkeypatch):
        monkeypatch.setattr(hiding.Mending, "mend", lambda self, _exposed, _ledger: frozenset(self.hidden))
        system = example()
        result = protect(system)
        assert result.proof.counts["whole_line_rounds"] > 0
        assert leaks(system, result.hidden) == []

    def test_each_round_is_told(self):
        heard = []
        protect(example(), lambda what, number: heard.append((what, number)))
        assert heard == [("attack", 1), ("attack", 2), ("prove", 2)]


class TestProof:
    def test_the_public_part_names_no_cell_and_no_number_of_any(self):
        proof = protect(example()).proof
        told = json.dumps(proof.public_json())
        assert "land" not in told
        assert set(proof.public_json()) == {
            "version",
            "holds",
            "rule",
            "attackers",
            "solver",
            "counts",
            "inputs_sha256",
            "outputs_sha256",
        }

    def test_the_whole_proof_can_be_repeated_without_a_solver(self, monkeypatch):
        system = example()
        result = protect(system)
        stored = json.loads(json.dumps(result.proof.as_json()))
        monkeypatch.setattr("highspy.Highs", None)
        assert check(system, result.hidden, stored["moves"], stored["outputs_sha256"]) == []

    def test_a_cell_told_after_all_is_noticed(self):
        system = example()
        result = protect(system)
        fewer = result.hidden - {place_of(system, "A", "land", "Q1")}
        with pytest.raises(ValueError, match="not the numbers"):
            check(system, fewer, result.proof.moves, result.proof.outputs)

    def test_a_forged_move_is_noticed(self):
        system = example()
        result = protect(system)
        moves = [dict(move) for move in result.proof.moves]
        moves[0]["B|land|Q1"] += 1
        with pytest.raises(ValueError, match="everybody can see"):
            check(system, result.hidden, moves, result.proof.outputs)

    def test_a_lost_move_leaves_a_cell_open(self):
        system = example()
        result = protect(system)
        assert check(system, result.hidden, result.proof.moves[:1], result.proof.outputs)

    def test_a_move_may_not_go_below_zero_nor_touch_what_is_told(self):
        system = example()
        hidden = hidden_in(system, *FOUR)
        b, c, eb, ec = (place_of(system, commune, topic, "Q1") for commune, topic in FOUR)
        assert is_move(system, hidden, {b: 5, c: -5, eb: -5, ec: 5})
        assert not is_move(system, hidden, {b: 10, c: -10, eb: -10, ec: 10})
        assert not is_move(system, hidden - {ec}, {b: 5, c: -5, eb: -5, ec: 5})
        assert not is_move(system, hidden, {b: 5, c: -5})

    def test_inputs_and_outputs_are_bound_by_their_hashes(self):
        system = example()
        proof = protect(system).proof
        other = with_fates(system, {0: Fate.OPEN})
        assert protect(other).proof.inputs == proof.inputs
        changed = System([replace(c, threshold=6) for c in system.cells], system.lines)
        assert protect(changed).proof.inputs != proof.inputs

    def test_prove_itself_refuses_a_small_number_that_is_told(self):
        system = example()
        with pytest.raises(Unproven):
            prove(system, frozenset(), Ledger(system), rounds=0, lines=0)
