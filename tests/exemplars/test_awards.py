"""Commendation: the way of a proposal, who takes which step, what speaks against it, and what is counted."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from danvan.commitments import services as commitments
from danvan.common.errors import Conflict, Incomplete, NotAllowed, OutOfSight, WrongState
from danvan.exemplars import measures
from danvan.exemplars.models import Award
from danvan.exemplars.queries import awards, eligibility
from danvan.exemplars.services import bulk, commending
from tests.exemplars.conftest import DAY

BASE = {
    "movement": "Dân vận khéo", "launched_on": date(2019, 2, 1), "year": 2019, "form": "certificate",
    "authority": "city_committee", "holder": "collective", "achievement": "Dẫn đầu", "dossier": ["report", "minutes", "list"],
}  # fmt: skip
VOTE = {"on": DAY, "votes_for": 6, "votes_against": 3, "council_size": 9}


def draft(stage, unit=None, by=None, model=None, **changes):
    unit = unit or stage.cast.commune
    return commending.draft(
        unit=unit,
        holder_unit=unit,
        values=BASE | changes,
        model_id=model,
        by=by or stage.officer,
        at=stage.at(),
    )


def steps(stage, award, upto):
    """Along the whole way: proposed, reviewed, submitted to the city, decided, presented."""
    at, city = stage.at(), stage.cast.city
    ways = (
        lambda v: commending.propose(award_id=award.pk, version=v, by=stage.officer, at=at),
        lambda v: commending.review(award_id=award.pk, version=v, by=stage.district, at=at, **VOTE),
        lambda v: commending.submit(
            award_id=award.pk, version=v, to_unit=city, on=DAY, by=stage.officer, at=at
        ),
        lambda v: commending.decide(
            award_id=award.pk, version=v, on=DAY, number="9/QĐ", signer="", by=stage.city, at=at
        ),
        lambda v: commending.present(award_id=award.pk, version=v, on=DAY, by=stage.city, at=at),
    )
    for version, way in enumerate(ways[:upto]):
        award = way(version)
    return award


def count(stage, name):
    unit = stage.cast.city.pk
    return sum(n for _r, _l, n in measures.MEASURES[name]([unit], date(2019, 1, 1), DAY).get(unit, []))


def test_from_the_movement_to_the_presentation(stage):
    award = steps(stage, draft(stage), 5)
    assert (award.state, award.unit, award.proposer) == ("presented", stage.cast.city, stage.cast.commune)
    assert [event.what for event in award.events.all()] == [
        "launched", "proposed", "reviewed", "submitted", "decided", "presented",
    ]  # fmt: skip
    assert awards.find(stage.officer, award.pk) == award, "who proposed it goes on seeing it"
    with pytest.raises(OutOfSight):
        awards.find(stage.actor("outsider"), award.pk)
    assert {name: count(stage, name) for name in measures.MEASURES if name.startswith("Award")} == {
        "Award.granted[holder=collective]": 1, "Award.granted[form=flag]": 0,
        "Award.granted[form=certificate,holder=collective]": 1,
    }  # fmt: skip


def test_each_step_has_its_person(stage):
    award = steps(stage, draft(stage), 1)
    with pytest.raises(NotAllowed):
        commending.review(award_id=award.pk, version=1, by=stage.officer, at=stage.at(), **VOTE)
    award = steps(stage, draft(stage, form="letter"), 3)
    with pytest.raises(OutOfSight):
        commending.decide(
            award_id=award.pk, version=3, on=DAY, number="1", signer="", by=stage.officer, at=stage.at()
        )
    with pytest.raises(NotAllowed):
        draft(stage, unit=stage.cast.commune, by=stage.district)
    with pytest.raises(NotAllowed):
        commending.draft(
            unit=stage.cast.commune, holder_unit=stage.cast.units["HN-02-01"], values=BASE, by=stage.officer, at=stage.at()
        )  # fmt: skip


@pytest.mark.parametrize(
    "vote", [{"votes_for": 5, "votes_against": 4}, {"votes_for": 0, "votes_against": 0}, {"council_size": 8}]
)
def test_the_council_needs_two_thirds_of_its_votes(stage, vote):
    award = steps(stage, draft(stage), 1)
    with pytest.raises(Incomplete):
        commending.review(award_id=award.pk, version=1, by=stage.district, at=stage.at(), **VOTE | vote)


def test_the_same_achievement_is_not_awarded_twice(stage):
    steps(stage, draft(stage), 5)
    twice = draft(stage, authority="district")
    assert [one.severity for one in eligibility.findings(twice, DAY)] == ["error"]
    with pytest.raises(Conflict):
        commending.propose(award_id=twice.pk, version=0, by=stage.officer, at=stage.at())
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.unscoped.filter(pk=twice.pk).update(
            state="decided", decided_on=DAY, decision_number="1", authority="city_committee"
        )


def test_what_speaks_against_it_is_told_and_does_not_block(stage):
    model = stage.active()
    steps(stage, draft(stage, model=model.pk, year=2018), 5)
    commitments.give(
        unit=stage.cast.commune, asked_by=stage.cast.commune, text="Bí mật nội bộ", origin="other", due_on=date(2019, 10, 21), by=stage.officer,
        at=stage.at(),
    )  # fmt: skip
    award = draft(stage, model=model.pk, dossier=["report"])
    told = eligibility.findings(award, date(2019, 12, 2))
    assert {one.severity for one in told} == {"warning"} and len(told) == 4
    assert not any("Bí mật" in one.message for one in told), (
        "the commitment is flagged, its content is not shown"
    )
    commending.propose(award_id=award.pk, version=0, by=stage.officer, at=stage.at())
    few = draft(stage, holder="individual", persons=10, direct_persons=4)
    assert len(eligibility.findings(few, DAY)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"form": "flag", "holder": "individual", "persons": 3},
        {"holder": "individual", "persons": 0},
        {"holder": "individual", "persons": 2, "direct_persons": 3},
        {"achievement": " "},
    ],
)
def test_individuals_are_counts_and_flags_for_collectives(stage, wrong):
    with pytest.raises(Incomplete):
        draft(stage, **wrong)
    assert not Award.unscoped.exists()


def test_a_bulk_vote_is_all_or_none(stage):
    one, two = steps(stage, draft(stage), 1), draft(stage, form="letter")
    same = {"by": stage.district, "at": stage.at(), **VOTE}
    with pytest.raises(WrongState):
        commending.review_all(items=[(one.pk, 1), (two.pk, 0)], **same)
    one.refresh_from_db()
    assert one.state == "proposed"
    assert commending.review_all(items=[(one.pk, 1)], **same) == 1


def test_history_counts_as_it_was(stage):
    city = stage.cast.city.pk
    past = [
        bulk.PastAward(city, "city", stage.cast.district.pk, "x", DAY, 2019, "flag", "city_committee", "collective", "y", DAY, "1"),
        bulk.PastAward(city, "city", city, "x", DAY, 2019, "certificate", "prime_minister", "individual", "y", DAY, "2", persons=3),
    ]  # fmt: skip
    bulk.take_over_awards(awards=past, unit=stage.cast.city, by=stage.city, at=stage.at())
    assert (count(stage, "Award.granted[form=flag]"), count(stage, "Award.granted[holder=collective]")) == (
        1,
        1,
    )
    assert [(row.collectives, row.individuals) for row in awards.table(Award.unscoped.all())] == [
        (0, 3),
        (1, 0),
    ]
