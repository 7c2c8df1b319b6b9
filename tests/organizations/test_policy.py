"""The policy table (R-10): every cell against what people decided, written here by hand and not read from the CSV."""

from datetime import date
from itertools import product

import pytest

from danvan.common.errors import NotAllowed, OutOfSight
from danvan.organizations import permissions
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.models import OrgUnit, Role
from danvan.organizations.permissions import ACTIONS, RECORD_TYPES, RELATIONS

TODAY = date(2020, 3, 5)

# role: record: actions @ relations. o own, a record below mine, d record above mine, s sibling, f anything else.
EXPECTED = {
    "officer": """
        clock: see@o
        unit: see@oadsf
        unit: propose@o
        post: see@o
        form: see@od
        calendar: see@od
        round: see@od
        submission: see edit submit supplement@o
        total: see export@o
        file: see edit@o
        commitment: see edit submit@o
        commitment: verify remind@o
        petition: see edit submit extend seal@o
        reception: see edit@o
        dialogue: see edit issue publish@o
        training: see edit@o
        situation: see edit@o
        notice: see edit@o
        route: see@od
        topic: see@od
        directive: see edit issue submit@o
        supervision: see edit issue@o
        criticism: see edit issue@o
        inspection: see edit issue@o
        survey: see edit@o
        model: see edit@o
        contest: see@od
        contest: submit@o
        award: see edit@o
        evaluation: see edit submit@o
        consultation: see edit publish@o
        disclosure: see edit publish@o
        decision: see edit publish@o
        meeting: see@od
        import: see edit submit@o
    """,
    "consolidator": """
        clock: see edit extend@oa
        unit: see@oadsf
        unit: propose@oa
        post: see@oa
        form: see@oad
        calendar: see@oad
        round: see@oad
        round: remind extend close export@oa
        round: manage@o
        submission: see submit_on_behalf accept return remind extend close supplement export@oa
        submission: edit submit@o
        total: see export verify@oa
        document: see edit issue export@oa
        template: see@oa
        commitment: see remind extend export@oa
        commitment: edit submit verify@o
        commitment: manage@oa
        petition: see remind extend export manage@oa
        petition: edit submit publish seal@o
        reception: see export@oa
        reception: edit@o
        dialogue: see remind export@oa
        dialogue: edit issue publish@o
        training: see export@oa
        training: edit@o
        situation: see export@oa
        situation: edit@o
        notice: see@oa
        notice: edit publish@o
        release: see@oa
        release: issue@oa
        route: see@oad
        topic: see@oad
        file: see export edit@oa
        directive: see remind export@oa
        directive: edit issue submit manage@o
        supervision: see remind export@oa
        supervision: edit issue@o
        criticism: see remind export@oa
        criticism: edit issue@o
        inspection: see remind export@oa
        inspection: edit issue@o
        survey: see export@oa
        survey: edit@o
        model: see verify export@oa
        model: edit@o
        contest: see@oad
        contest: export@oa
        contest: edit submit manage@o
        award: see accept export@oa
        award: edit issue@o
        evaluation: see accept export@oa
        evaluation: edit submit manage@o
        consultation: see export@oa
        consultation: edit publish@o
        disclosure: see remind export@oa
        disclosure: edit publish@o
        decision: see export accept@oa
        decision: edit publish@o
        meeting: see@oad
        meeting: edit issue export@oa
        import: see@oa
        import: edit submit@o
    """,
    "leader": """
        clock: see edit extend@oa
        unit: see@oadsf
        unit: propose@o
        post: see@oa
        form: see@oad
        calendar: see@oad
        round: see@oad
        round: export@oa
        submission: see export@oa
        total: see export@oa
        document: see export@oa
        file: see export@oa
        commitment: see export remind@oa
        commitment: manage verify@oa
        petition: see export@oa
        reception: see export@oa
        dialogue: see export@oa
        dialogue: issue publish@o
        training: see export@oa
        situation: see export@oa
        notice: see@oa
        notice: publish@o
        release: see@oa
        release: publish@oa
        route: see@oad
        topic: see@oad
        directive: see export@oa
        directive: issue@o
        supervision: see export@oa
        supervision: issue@o
        criticism: see export@oa
        criticism: issue@o
        inspection: see export@oa
        inspection: issue@o
        survey: see export@oa
        model: see verify export@oa
        contest: see@oad
        contest: export@oa
        award: see accept export@oa
        award: issue@o
        evaluation: see accept export@oa
        consultation: see export@oa
        disclosure: see export@oa
        decision: see export@oa
        meeting: see@oad
        meeting: export@oa
        import: see@oa
    """,
    "administrator": """
        clock: see@oa
        unit: see@oadsf
        unit: manage@oa
        post: see manage give_officer give_consolidator give_leader give_administrator give_auditor@oa
        user: see manage@oa
        form: see@oad
        form: manage@oa
        template: see manage@oa
        calendar: see@oad
        calendar: manage@oa
        round: see@oad
        submission: see@oa
        total: see@oa
        document: see@oa
        file: see@oa
        audit: see@oa
        route: see manage@oa
        notice: see@oa
        release: see@oa
        topic: see@oad
        topic: manage@oa
        message: see manage@oa
        evaluation: see manage@oa
        import: see manage@oa
    """,
    "auditor": """
        clock: see@oa
        unit: see@oadsf
        post: see@oa
        form: see@oad
        calendar: see@oad
        round: see@oad
        audit: see export verify@oa
        submission: see@oa
        total: see verify@oa
        document: see@oa
        commitment: see@oa
        dialogue: see@oa
        reception: see@oa
        training: see@oa
        release: see@oa
        route: see@oad
        topic: see@oad
        directive: see@oa
        supervision: see@oa
        criticism: see@oa
        inspection: see@oa
        survey: see@oa
        model: see@oa
        contest: see@oa
        award: see@oa
        evaluation: see@oa
        consultation: see@oa
        disclosure: see@oa
        decision: see@oa
        meeting: see@oa
        import: see@oa
    """,
}
LETTERS = dict(zip("oadsf", RELATIONS, strict=True))


def expected():
    cells = set()
    for role, text in EXPECTED.items():
        for line in text.split("\n"):
            if not line.strip():
                continue
            record, rest = line.strip().split(": ")
            actions, letters = rest.split("@")
            cells |= {(role, record, action, LETTERS[x]) for action in actions.split() for x in letters}
    return cells


# Where the record lies, as seen from a post in HN-01.
PLACES = {
    "own": "HN-01",
    "ancestor": "HN-01-01",
    "descendant": "HN",
    "sibling": "HN-02",
    "foreign": "HN-02-01",
}


@pytest.fixture
def at_district(cast):
    def holding(role, code="HN-01", for_user=None):
        unit = cast.units[code]
        return Actor(1, "Ai đó", TODAY, (Grant(role, unit.pk, code, for_user=for_user),))

    return holding


def test_the_whole_matrix_cell_by_cell(cast, at_district):
    open_cells = {
        (role, record, action, relation)
        for role, record, action in product(Role.values, RECORD_TYPES, ACTIONS)
        for relation, code in PLACES.items()
        if permissions.can(at_district(role), action, record, cast.units[code].pk)
    }
    assert open_cells == expected()


@pytest.mark.parametrize("role", Role.values)
def test_lists_open_exactly_what_single_records_open(cast, at_district, role):
    actor = at_district(role)
    for record, action in product(RECORD_TYPES, ACTIONS):
        opened = OrgUnit.objects.filter(permissions.units_open(actor, action, record, path="pk"))
        codes = set(opened.values_list("code", flat=True))
        one_by_one = {
            code
            for code in cast.units
            if any(
                (role, record, action, relation) in expected()
                for relation, place in {
                    **PLACES,
                    "also below": "HN-01-02",
                    "also foreign": "HN-02-02",
                }.items()
                for relation in [
                    {"also below": "ancestor", "also foreign": "foreign"}.get(relation, relation)
                ]
                if place == code
            )
        }
        assert codes == one_by_one, (record, action)


def test_out_of_sight_and_not_allowed_are_told_apart(cast, at_district):
    officer = at_district("officer", "HN-01-01")
    own, sibling = cast.units["HN-01-01"].pk, cast.units["HN-01-02"].pk
    assert permissions.require(officer, "edit", "submission", own).role == "officer"
    with pytest.raises(NotAllowed):
        permissions.require(officer, "accept", "submission", own)
    with pytest.raises(OutOfSight):
        permissions.require(officer, "accept", "submission", sibling)


def test_somebody_without_a_post_sees_and_does_nothing(cast):
    nobody = Actor(1, "Ai đó", TODAY)
    assert not OrgUnit.objects.filter(permissions.units_open(nobody, "see", "unit", path="pk")).exists()
    assert not permissions.can(nobody, "see", "unit", cast.city.pk)


def test_own_posts_come_before_deputised_ones(cast, at_district):
    lent, own = Grant("officer", cast.city.pk, "HN", for_user=9), Grant("consolidator", cast.city.pk, "HN")
    both = Actor(1, "Ai đó", TODAY, (lent, own))
    assert permissions.grant_for(both, "submit", "submission", cast.city.pk) == own
    assert (
        permissions.grant_for(Actor(1, "", TODAY, (lent,)), "submit", "submission", cast.city.pk).for_user
        == 9
    )


def test_checks_cost_one_query_at_most(cast, at_district, django_assert_num_queries):
    with django_assert_num_queries(0):
        permissions.can(at_district("consolidator"), "accept", "submission", cast.district.pk)
    with django_assert_num_queries(1):
        permissions.can(at_district("consolidator"), "accept", "submission", cast.commune.pk)


@pytest.mark.parametrize(
    "row",
    [
        "officer,submission,sea,yes,,,,",
        "officer,submision,see,yes,,,,",
        "chief,submission,see,yes,,,,",
        "officer,submission,see,y,,,,",
        "officer,submission,see,yes,,,,\nofficer,submission,see,yes,,,,",
    ],
)
def test_a_table_with_a_slip_is_refused(row):
    with pytest.raises(permissions.BadPolicy):
        permissions.read_policy("role,record,action,own,ancestor,descendant,sibling,foreign\n" + row)


def test_a_word_nobody_decided_on_is_an_error_and_not_a_no(cast, at_district):
    with pytest.raises(permissions.BadPolicy):
        permissions.can(at_district("officer"), "seee", "submission", cast.city.pk)
