"""
Every door of the house, and who gets what there: `access.csv`, a row per URL name and method.

A cell is the status a person gets: a number, or ``login`` for the way to the sign-in page. To add a page, write its two
rows (GET and POST; 405 when it does not take one); or let ``ACCESS=record pytest tests/architecture/test_access.py``
write what it finds and then read every cell: the table is what should be, not what is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.support.people import Cast

TABLE = Path(__file__).with_name("access.csv")
METHODS = ("GET", "POST")
PEOPLE = ("anonymous", "officer", "outsider", "consolidator", "leader", "administrator", "auditor")

Row = dict[str, str]

# What stands in a URL, by the name of its argument; a URL that needs something else has an entry of its own below.
# The record is always one of the officer's commune HN-01-01 (so `outsider`, of another district, must not see it).
ARGUMENTS: dict[str, Callable[[Cast], object]] = {
    "code": lambda cast: cast.commune.code,
    "unit": lambda cast: cast.commune.code,
    "unit_code": lambda cast: cast.commune.code,
    "unit_id": lambda cast: cast.commune.pk,
    "secret": lambda cast: "khong-co-ma-nay",
    "period": lambda cast: "2019-Q1",
}
BY_NAME: dict[str, Callable[[Cast], dict[str, object]]] = {}


def doors() -> dict[str, list[str]]:
    """URL name with its namespaces -> the names of its arguments. Every URL must have a name."""
    return dict(_walk(get_resolver().url_patterns, "", []))


def _walk(patterns, space: str, above: list[str]) -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        needs = [*above, *pattern.pattern.regex.groupindex]
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, needs)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or f'(no name: {pattern.pattern})'}", needs


def address(name: str, cast: Cast) -> str:
    """The URL with an example in the place of each argument."""
    needs = doors()[name]
    if name in BY_NAME:
        return reverse(name, kwargs=BY_NAME[name](cast))
    missing = [one for one in needs if one not in ARGUMENTS]
    assert not missing, f"{name}: say in tests/architecture/access.py what stands for {', '.join(missing)}"
    return reverse(name, kwargs={one: ARGUMENTS[one](cast) for one in needs})


def any_address(name: str) -> str:
    """The URL with something of the right shape in the place of each argument; no such record need exist."""
    return reverse(name, kwargs={one: _of_shape(_converters()[name].get(one)) for one in doors()[name]})


def _of_shape(converter: object) -> object:
    candidates = [
        1,
        "khoa",
        "x",
        "2020-01-01",
        "00000000-0000-4000-8000-000000000000",
        "2019-Q1",
        "docx",
        "party",
        "HN",
    ]
    regex = getattr(converter, "regex", "[^/]+")
    found = [one for one in candidates if re.fullmatch(regex, str(one))]
    assert found, f"give tests/architecture/access.py an example of the shape {regex}"
    return found[0]


def _converters() -> dict[str, dict[str, object]]:
    def walk(patterns, space, above):
        for pattern in patterns:
            known = above | getattr(pattern.pattern, "converters", {})
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner, known)
            else:
                yield f"{space}{pattern.name}", known

    return dict(walk(get_resolver().url_patterns, "", {}))


def read() -> dict[tuple[str, str], Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = {(row["url"], row["method"]): row for row in rows}
    assert len(table) == len(rows), "a URL and method stand twice in access.csv"
    return table


def write(table: dict[tuple[str, str], Row]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["url", "method", *PEOPLE], lineterminator="\n")
        writer.writeheader()
        writer.writerows(table[key] for key in sorted(table))
