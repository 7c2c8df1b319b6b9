"""Print the units in force on a day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from danvan.commands import terminal
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations.queries import tree_on


class BadDay(DomainError):
    """The text is no day."""


def register(subparsers) -> None:
    parser = subparsers.add_parser("units", help=_("print the units in force on a day"))
    parser.add_argument("--on", default="", help=_("day, as 2019-12-31; today when left out"))
    parser.add_argument("--level", default="", help=_("only units of this level: city, district, commune, …"))


def run(args) -> None:
    try:
        day = date.fromisoformat(args.on) if args.on else clock.today()
    except ValueError:
        raise BadDay(_("“%(day)s” is not a day. Write it as 2019-12-31.") % {"day": args.on}) from None
    found = [(depth, unit) for depth, unit in tree_on(day).walk() if args.level in {"", unit.level}]
    data = [
        {"code": unit.code, "name": unit.name, "level": unit.level, "depth": depth} for depth, unit in found
    ]
    terminal.answer(args, data, [f"{'  ' * depth}{unit.code}  {unit.name}" for depth, unit in found])
