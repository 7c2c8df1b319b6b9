"""Walk from a number down to the submissions and records that make it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from danvan.commands import terminal
from danvan.common.numbers import format_number
from danvan.common.periods import Period
from danvan.organizations.queries import unit_by_code
from danvan.reporting import queries
from danvan.reporting.figures import Node
from danvan.reporting.queries.sheets import source_word


def register(subparsers) -> None:
    parser = subparsers.add_parser("trace", help=_("walk from a number down to what makes it"))
    parser.add_argument("--unit", required=True, help=_("code of the unit, for example HN"))
    parser.add_argument("--period", required=True, help=_("2019, 2019-Q1, 2019-H1, 2019-9M or 2019-M03"))
    parser.add_argument(
        "--indicator", required=True, help=_("code of the indicator, for example supervision.sessions.total")
    )
    parser.add_argument("--form", default="", help=_("code of the form; the first one in use when left out"))


def run(args) -> None:
    form = queries.form_of(args.form)
    node = queries.trace(unit_by_code(args.unit), Period.parse(args.period), args.indicator, form)
    terminal.answer(args, node.as_json(), lines(node))


def lines(node: Node, depth: int = 0) -> Iterator[str]:
    value = format_number(node.value) if node.value is not None else "–"
    yield f"{'  ' * depth}{node.label}: {value}{f' [{source_word(node.source)}]' if node.source else ''}"
    for child in node.children:
        yield from lines(child, depth + 1)
