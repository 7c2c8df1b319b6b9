"""Each constraint of the tables refuses the row it is there to refuse."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from danvan.organizations.models import (
    Deputising,
    OrgUnit,
    OrgUnitVersion,
    PendingGrant,
    Post,
    ProposedChange,
    StructureChange,
    UnitLink,
    UnitSuccession,
)

DAY = date(2020, 1, 1)
MOMENT = datetime(2020, 1, 1, tzinfo=UTC)


def pending(cast, **words):
    person = cast["officer"]
    plain = {"unit": cast.city, "role": "auditor", "title": "x", "holder": person, "starts_on": DAY}
    return PendingGrant(**plain | {"asked_by": person, "asked_at": MOMENT} | words)


def change(cast, **words):
    plain = {"kind": "merge", "day": DAY, "legal_basis": "x", "within": cast.city, "plan": {}}
    return StructureChange(**plain | {"made_by": cast["officer"], "made_at": MOMENT} | words)


def proposal(cast, **words):
    plain = {"unit": cast.commune, "field": "phone", "before": "", "after": "024 3829 3333", "note": "x"}
    return ProposedChange(**plain | {"proposed_by": cast["officer"], "proposed_at": MOMENT} | words)


def second_proposal(cast):
    proposal(cast).save()
    return proposal(cast, after="024 3829 4444")


ROWS = {
    "org_unit_has_a_code": lambda c: OrgUnit(code=""),
    "org_unit_version_one_per_day": lambda c: OrgUnitVersion(
        unit=c.commune, starts_on=date(2008, 8, 1), name="x", level="commune"
    ),
    "org_unit_version_not_its_own_parent": lambda c: OrgUnitVersion(
        unit=c.commune, starts_on=DAY, name="x", level="commune", parent=c.commune
    ),
    "unit_link_lasts_a_day": lambda c: UnitLink(
        ancestor=c.city, descendant=c.commune, depth=1, starts_on=DAY, ends_on=DAY
    ),
    "unit_succession_between_two_units": lambda c: UnitSuccession(
        old=c.city, new=c.city, on=DAY, share="whole", kind="merge"
    ),
    "post_ends_after_it_starts": lambda c: Post(
        unit=c.city, role="officer", title="x", holder=c["officer"], starts_on=DAY, ends_on=DAY
    ),
    "deputising_ends_after_it_starts": lambda c: Deputising(
        post=Post.objects.order_by("pk").first(),
        deputy=c["officer"],
        first_day=DAY,
        last_day=date(2019, 1, 1),
        reason="x",
    ),
    "pending_grant_decided_by_a_second_person": lambda c: pending(
        c, decided_by=c["officer"], decided_at=MOMENT, confirmed=True
    ),
    "pending_grant_decided_whole": lambda c: pending(c, decided_by=c["leader"], decided_at=MOMENT),
    "proposed_change_one_waiting_per_field": second_proposal,
    "proposed_change_decided_by_somebody": lambda c: proposal(c, state="accepted", reason="x"),
    "proposed_change_decided_with_a_reason": lambda c: proposal(
        c, state="rejected", decided_by=c["leader"], decided_at=MOMENT
    ),
    "proposed_change_of_name_has_day_and_basis": lambda c: proposal(c, field="name", after="Phường Mới"),
    "structure_change_undone_by_somebody": lambda c: change(c, undone_at=MOMENT),
}


@pytest.mark.parametrize("name", ROWS)
def test_the_database_refuses(cast, name):
    with pytest.raises(IntegrityError), transaction.atomic():
        ROWS[name](cast).save()


def test_a_succession_is_named_once(cast):
    row = {"old": cast.city, "new": cast.commune, "on": DAY, "share": "whole", "kind": "merge"}
    UnitSuccession.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitSuccession.objects.create(**row)


def test_every_constraint_of_this_context_has_its_test():
    from django.apps import apps

    named = {
        c.name for model in apps.get_app_config("organizations").get_models() for c in model._meta.constraints
    }
    assert named == set(ROWS) | {"unit_succession_named_once"}


def test_versions_of_a_unit_cannot_overlap(cast):
    """Each day has one version at most, because the next one's first day ends the one before."""
    for year in (2010, 2012, 2015):
        OrgUnitVersion.objects.create(
            unit=cast.commune, starts_on=date(year, 1, 1), name=str(year), level="commune"
        )
    for day, name in (
        (date(2009, 6, 1), "Phường Phúc Xá"),
        (date(2011, 12, 31), "2010"),
        (date(2015, 1, 1), "2015"),
    ):
        assert [row.name for row in OrgUnitVersion.objects.on(day).filter(unit=cast.commune)] == [name]


def test_names_sort_as_a_vietnamese_dictionary_does(db):
    from danvan.organizations.names import sort_text

    names = [
        "Phường 2",
        "Phường 10",
        "Phường An",
        "Phường Ăn",
        "Phường Ân",
        "Phường Da",
        "Phường Đa",
        "Phường Đà",
    ]
    assert sorted(reversed(names), key=sort_text) == names
    assert len(sort_text("Đ" * 400)) <= 400
