"""The harness itself works: silence fails."""

import socket

import pytest
from django.template import engines

from tests.support.network import OutgoingConnection, is_local


@pytest.mark.parametrize(
    "address", ["192.0.2.1", "example.org", "10.0.0.1", "169.254.169.254", "::ffff:192.0.2.1", "0"]
)
def test_no_other_machine_is_reached(address):
    with pytest.raises(OutgoingConnection), socket.socket() as probe:
        probe.connect((address, 80))


def test_no_name_is_looked_up():
    with pytest.raises(OutgoingConnection):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", None, ""])
def test_this_machine_is_open(address):
    assert is_local(address)


def test_undefined_template_variables_fail():
    with pytest.raises(AssertionError, match="undefined template variable"):
        engines["django"].from_string("{{ nobody.passed_this }}").render({})


def test_unordered_querysets_are_shuffled(cast):
    from danvan.organizations.models import OrgUnit

    by_key = list(OrgUnit.objects.order_by("pk"))
    tries = [list(OrgUnit.objects.order_by()) for _ in range(20)]
    assert all(sorted(one, key=lambda unit: unit.pk) == by_key for one in tries)
    assert any(one != by_key for one in tries)
    assert all(
        list(OrgUnit.objects.order_by("code")) == sorted(by_key, key=lambda unit: unit.code)
        for _ in range(20)
    )


def test_the_cast_stands_in_a_tree(cast, client_for, at):
    from danvan.organizations import queries

    moment = at("2020-03-05")
    assert queries.path_ids(cast.commune.pk, moment.date()) == [
        cast.city.pk,
        cast.district.pk,
        cast.commune.pk,
    ]
    actor = queries.actor_of(cast["officer"], moment.date())
    assert actor.roles == {"officer"} and actor.unit_ids() == [cast.commune.pk]
    assert client_for(cast["officer"]).session["_auth_user_id"] == str(cast["officer"].pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_sealed_log_does_not_keep_a_transactional_test_from_cleaning_up(time):
    from django.db import DatabaseError, transaction
    from django.utils import timezone

    from danvan.audit import services as audit
    from danvan.audit.models import AuditEntry

    assert not AuditEntry.objects.exists()
    with transaction.atomic():
        audit.record("house.tested", actor=None, at=timezone.now())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()
