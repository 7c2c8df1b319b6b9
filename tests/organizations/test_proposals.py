"""A unit proposes changes to its own data; an administrator decides field by field, each with a reason."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.audit import services as audit
from danvan.audit.models import AuditEntry
from danvan.common.errors import NotAllowed
from danvan.organizations import queries, services
from danvan.organizations.errors import PlanBlocked, ProposalOutdated, ProposalRefused
from danvan.organizations.models import OrgUnit, ProposedChange, StructureChange
from danvan.organizations.queries import actor_of

DAY = date(2020, 3, 16)


@pytest.fixture
def here(cast, at):
    """Everybody as an actor, and the moment."""
    moment = at("2020-03-16")
    return cast, moment, {name: actor_of(person, DAY) for name, person in cast.people.items()}


def ask(here, who="officer", code="HN-01-01", note="Trụ sở đã chuyển.", **wanted):
    cast, moment, actors = here
    more = {name: wanted.pop(name) for name in ("day", "legal_basis") if name in wanted}
    return services.propose(
        unit=cast.units[code], wanted=wanted, note=note, by=actors[who], at=moment, **more
    )


def decide(here, row, accept=True, who="administrator", reason="Đúng với quyết định."):
    _cast, moment, actors = here
    return services.decide(proposal=row, accept=accept, reason=reason, by=actors[who], at=moment)


def commune():
    return OrgUnit.objects.get(code="HN-01-01")


def test_each_field_waits_by_itself_and_nothing_changes_before_the_decision(here):
    rows = ask(here, address="12 Phố Huế", phone="024 3936 1234", email="")
    assert [(row.field, row.before, row.after, row.state) for row in rows] == [
        ("address", "", "12 Phố Huế", "waiting"), ("phone", "", "024 3936 1234", "waiting"),
    ]  # fmt: skip
    assert (commune().address, commune().phone) == ("", "")


def test_one_is_accepted_and_the_other_rejected_each_with_a_reason(here):
    address, phone = ask(here, address="12 Phố Huế", phone="024 3936 1234")
    decide(here, address)
    decide(here, phone, accept=False, reason="Số này của đơn vị khác.")
    assert (commune().address, commune().phone) == ("12 Phố Huế", "")
    phone.refresh_from_db()
    assert (phone.state, phone.reason) == ("rejected", "Số này của đơn vị khác.")
    actions = AuditEntry.objects.order_by("seq").values_list("action", flat=True)
    assert list(actions) == [
        "organizations.proposal_made", "organizations.proposal_made", "organizations.proposal_accepted",
        "organizations.proposal_rejected",
    ]  # fmt: skip
    assert audit.verify() == []


def test_an_accepted_name_is_a_change_of_the_tree_from_its_day(here):
    (row,) = ask(here, name="Phường  Phúc Xá Mới", day=date(2020, 6, 1), legal_basis="Nghị quyết 1")
    decide(here, row)
    change = StructureChange.objects.get()
    assert (change.kind, change.legal_basis) == ("rename", "Nghị quyết 1")
    unit = commune()
    assert queries.names_on(date(2020, 5, 31), [unit.pk])[unit.pk].name == "Phường Phúc Xá"
    assert queries.names_on(date(2020, 6, 1), [unit.pk])[unit.pk].name == "Phường Phúc Xá Mới"


def test_a_name_somebody_has_already_is_told_and_stays_waiting(here):
    (row,) = ask(here, name="Phường Trúc Bạch", day=date(2020, 6, 1), legal_basis="x")
    with pytest.raises(PlanBlocked, match="Phường Trúc Bạch"):
        decide(here, row)
    row.refresh_from_db()
    assert row.state == "waiting" and not StructureChange.objects.exists()


@pytest.mark.parametrize(
    "wanted",
    [
        {"name": "Phường Phúc Xá", "address": "", "phone": ""},
        {"address": "x", "note": "  "},
        {"name": "Phường Mới"},
        {"name": "Phường Mới", "day": DAY, "legal_basis": " "},
        {"name": "", "day": DAY, "legal_basis": "x"},
    ],
)
def test_what_says_nothing_is_refused(here, wanted):
    with pytest.raises(ProposalRefused):
        ask(here, **wanted)
    assert not ProposedChange.objects.exists()


def test_a_field_waits_once_and_may_be_withdrawn(here):
    _cast, moment, actors = here
    (row,) = ask(here, phone="1")
    with pytest.raises(ProposalRefused, match="đang chờ"):
        ask(here, phone="2", address="cùng lúc")
    assert ProposedChange.objects.count() == 1
    services.withdraw(proposal=row, by=actors["officer"], at=moment)
    ask(here, phone="2")
    with pytest.raises(ProposalOutdated):
        decide(here, row)


def test_decided_once(here):
    (row,) = ask(here, phone="1")
    decide(here, row)
    with pytest.raises(ProposalOutdated):
        decide(here, row, accept=False)
    assert commune().phone == "1"


def test_what_changed_meanwhile_is_not_overwritten(here):
    (row,) = ask(here, phone="1")
    OrgUnit.objects.filter(code="HN-01-01").update(phone="9")
    with pytest.raises(ProposalOutdated):
        decide(here, row)
    decide(here, row, accept=False)
    assert commune().phone == "9"


def test_no_decision_without_a_reason_and_none_by_who_may_not(here):
    (row,) = ask(here, phone="1")
    with pytest.raises(ProposalRefused):
        decide(here, row, reason=" ")
    for who in ("officer", "consolidator", "city_consolidator", "leader", "auditor", "outsider"):
        with pytest.raises(NotAllowed):
            decide(here, row, who=who)
    for who in ("administrator", "auditor", "outsider", "leader"):
        with pytest.raises(NotAllowed):
            ask(here, who=who, address="x")


def test_nobody_decides_on_what_they_proposed(here):
    cast, _moment, actors = here
    from tests.support.factories import PostFactory

    PostFactory(unit=cast.city, holder=cast["administrator"], role="consolidator")
    actors["administrator"] = actor_of(cast["administrator"], DAY)
    (row,) = ask(here, who="administrator", phone="1")
    with pytest.raises(ProposalRefused):
        decide(here, row)


# --- pages ---


def test_the_way_through_the_pages(here, client_for, django_assert_max_num_queries):
    cast, _moment, _actors = here
    officer, admin = client_for(cast["officer"]), client_for(cast["administrator"])
    where = reverse("organizations:propose", args=["HN-01-01"])
    assert where in officer.get("/don-vi/HN-01-01/").content.decode()
    assert where not in client_for(cast["outsider"]).get("/don-vi/HN-01-01/").content.decode()
    data = {
        "name": "Phường Phúc Xá",
        "address": "12 Phố Huế",
        "phone": "abc",
        "email": "",
        "note": "Chuyển trụ sở",
    }
    wrong = officer.post(where, data)
    assert wrong.status_code == 422 and 'value="12 Phố Huế"' in wrong.content.decode()
    told = officer.post(where, data | {"phone": "024 1"}, follow=True).content.decode()
    assert "12 Phố Huế" in told and "đang chờ" in told
    officer.get(where)
    with django_assert_max_num_queries(14):
        officer.get(where)
    listed = admin.get(reverse("organizations:proposals")).content.decode()
    address, phone = ProposedChange.objects.order_by("pk")
    doors = [reverse("organizations:decide_proposal", args=[row.pk]) for row in (address, phone)]
    assert all(door in listed for door in doors)
    with django_assert_max_num_queries(14):
        admin.get(reverse("organizations:proposals"))
    assert admin.post(doors[0], {"decision": "accept", "reason": ""}).status_code == 422
    unclear = admin.post(doors[0], {"reason": "Đúng"})
    assert unclear.status_code == 422 and 'value="Đúng"' in unclear.content.decode()
    assert admin.post(doors[0], {"decision": "accept", "reason": "Đúng"}).status_code == 302
    assert admin.post(doors[1], {"decision": "reject", "reason": "Sai số"}).status_code == 302
    assert admin.post(doors[1], {"decision": "accept", "reason": "x"}).status_code == 409
    page = officer.get(where).content.decode()
    assert "Sai số" in page and "bị từ chối" in page
    assert "12 Phố Huế" in officer.get("/don-vi/HN-01-01/").content.decode()


def test_who_may_not_rename_is_told_before_and_after(here, client_for):
    """The administrator of a district decides on telephone numbers, but not on the district's own name."""
    from tests.support.factories import PostFactory, UserFactory

    cast, _moment, _actors = here
    local = UserFactory()
    PostFactory(unit=cast.district, holder=local, role="administrator")
    (row,) = ask(
        here, who="consolidator", code="HN-01", name="Quận Mới", day=date(2020, 6, 1), legal_basis="x"
    )
    where = reverse("organizations:decide_proposal", args=[row.pk])
    assert "ngoài phạm vi quản trị" in client_for(local).get(where).content.decode()
    assert client_for(local).post(where, {"decision": "accept", "reason": "x"}).status_code == 403
    assert (
        client_for(cast["administrator"]).post(where, {"decision": "accept", "reason": "x"}).status_code
        == 302
    )
