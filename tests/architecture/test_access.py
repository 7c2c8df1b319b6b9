"""Who gets what at every URL, by each method (R-02): the table is complete, and true."""

import pytest
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client

from tests.architecture import access

# Who gets what is decided by the policy table and in Python; a second engine would say the same, at four minutes a time.
pytestmark = pytest.mark.one_engine
TABLE = access.read()


def missing() -> list[tuple[str, str]]:
    return sorted(
        (name, method) for name in access.doors() for method in access.METHODS if (name, method) not in TABLE
    )


def status(client: Client, name: str, method: str, here) -> str:
    """What this person gets; whatever the request wrote is taken back."""
    with transaction.atomic():
        response = access.ask(client, name, method, here)
        transaction.set_rollback(True)
    if response.status_code == 302 and response.url.startswith(resolve_url("accounts:sign_in")):
        return "login"
    return str(response.status_code)


def test_every_url_and_method_stands_in_the_table():
    assert missing() == [], "add them to tests/architecture/access.csv"


def test_the_table_holds_no_url_that_is_gone():
    assert sorted({name for name, _ in TABLE} - access.doors().keys()) == []


def test_every_url_has_a_name_of_its_own():
    assert [name for name in access.doors() if "(no name" in name] == []


def test_every_cell_of_the_table_says_something():
    words = {"login", "200", "302", "400", "401", "403", "404", "405", "410", "422"}
    assert [key for key, row in TABLE.items() if not {row[one] for one in access.PEOPLE} <= words] == []


# A door that does not take a method says so to everybody alike: three people are enough to see it.
THREE = ("anonymous", "officer", "city_consolidator")


def _says_nothing_of_people(row: dict[str, str]) -> bool:
    return {row[one] for one in access.PEOPLE if one != "anonymous"} == {"405"}


@pytest.mark.slow
@pytest.mark.parametrize("person", access.PEOPLE)
def test_who_gets_what(person, standing):
    """Each door by each method, through the whole stack; the differences are told all at once."""
    differences = []
    signed_in = Client()
    if person != "anonymous":
        signed_in.force_login(standing.cast[person])
    for (name, method), row in TABLE.items():
        if name not in access.doors() or _says_nothing_of_people(row) and person not in THREE:
            continue
        # Whatever a door does to the session is taken back with its transaction; the cookie is given anew.
        client = Client()
        client.cookies.update(signed_in.cookies)
        found = status(client, name, method, standing)
        if found != row[person]:
            differences.append(f"{method} {name}: {found}, the table says {row[person]}")
    assert not differences, "\n".join(differences)


# Doors without a lock, and why. Everything else sends who has not signed in to the sign-in page, or says 401.
PUBLIC = {
    "accounts:sign_in": "where people sign in",
    "accounts:accept_invitation": "whoever holds the link has no password yet",
    "accounts:reset_password": "whoever holds the link has lost the password",
    "workspace:accessibility": "whoever cannot use the sign-in page reads here whom to tell",
    "ui:language": "the sign-in page too can be read in English",
    "ui:healthz": "whether the process answers, for the server in front",
    **{
        f"portal:{name}": "the public pages"
        for name in (
            "home",
            "drafts",
            "draft",
            "search",
            "help",
            "language",
            "send",
            "map",
            "follow",
            "attachment",
            "act",
            "dialogues",
            "dialogue_feed",
            "dialogue",
            "ask",
            "dialogue_event",
            "wall",
            "promise",
            "matters",
            "matters_feed",
            "matter",
            "reception",
            "conduct",
            "figures",
            "report",
            "news",
            "feed",
            "notice",
            "open311_discovery",
            "open311_services",
            "open311_service",
            "open311_requests",
            "open311_request",
            "open311_token",
            "open_data",
            "open_data_catalogue",
            "open_data_release",
            "open_data_version",
            "open_data_file",
        )
    },
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
