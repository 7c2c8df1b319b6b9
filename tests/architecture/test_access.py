"""Who gets what at every URL, by each method (R-02): the table is complete, and true."""

import os

import pytest
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client

from tests.architecture import access

TABLE = access.read()
RECORD = os.environ.get("ACCESS") == "record"


def missing() -> list[tuple[str, str]]:
    return sorted(
        (name, method) for name in access.doors() for method in access.METHODS if (name, method) not in TABLE
    )


def status(person: str, name: str, method: str, cast) -> str:
    """What this person gets; whatever the request wrote is taken back."""
    client = Client()
    if person != "anonymous":
        client.force_login(cast[person])
    with transaction.atomic():
        response = client.generic(method, access.address(name, cast))
        transaction.set_rollback(True)
    if response.status_code == 302 and response.url.startswith(resolve_url("accounts:sign_in")):
        return "login"
    return str(response.status_code)


@pytest.mark.skipif(RECORD, reason="recording")
def test_every_url_and_method_stands_in_the_table():
    assert missing() == [], "add them to tests/architecture/access.csv"


@pytest.mark.skipif(RECORD, reason="recording")
def test_the_table_holds_no_url_that_is_gone():
    assert sorted({name for name, _ in TABLE} - access.doors().keys()) == []


def test_every_url_has_a_name_of_its_own():
    assert [name for name in access.doors() if "(no name" in name] == []


@pytest.mark.parametrize(("name", "method"), sorted(TABLE))
def test_who_gets_what(name, method, cast, at):
    if name not in access.doors():
        pytest.skip("gone; the test above says so")
    at("2020-03-05")
    row = TABLE[name, method]
    found = {person: status(person, name, method, cast) for person in access.PEOPLE}
    assert found == {person: row[person] for person in access.PEOPLE}


@pytest.mark.skipif(not RECORD, reason="ACCESS=record writes what is missing in the table")
def test_record(cast, at):
    at("2020-03-05")
    table = {key: row for key, row in TABLE.items() if key[0] in access.doors()}
    for name, method in missing():
        found = {person: status(person, name, method, cast) for person in access.PEOPLE}
        table[name, method] = {"url": name, "method": method, **found}
    access.write(table)


# Doors without a lock, and why. Everything else sends who has not signed in to the sign-in page, or says 401.
PUBLIC = {
    "accounts:sign_in": "where people sign in",
    "accounts:code": "the second step of signing in",
    "accounts:enrol": "a person who owes a second factor sets it up before they are in",
    "accounts:accept_invitation": "whoever holds the link has no password yet",
    "accounts:reset_password": "whoever holds the link has lost the password",
    "ui:language": "the sign-in page too can be read in English",
    "ui:healthz": "whether the process answers, for the server in front",
}


@pytest.mark.django_db
def test_nobody_unknown_gets_past_any_door_but_the_open_ones():
    """Every URL by every method (R-02); LoginRequiredMiddleware answers before any record is looked for."""
    client, entered = Client(), []
    for name in access.doors():
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            with transaction.atomic():
                response = client.generic(method, access.any_address(name))
                transaction.set_rollback(True)
            to_sign_in = response.status_code == 302 and response.url.startswith(
                resolve_url("accounts:sign_in")
            )
            if not to_sign_in and response.status_code not in {401, 405}:
                entered.append((name, method, response.status_code))
    assert sorted({name for name, _, _ in entered} - PUBLIC.keys()) == [], entered
    assert sorted(PUBLIC.keys() - {name for name, _, _ in entered}) == [], "reasons nobody needs any more"
