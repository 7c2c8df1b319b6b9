"""
A real city begins: calendar, catalogue and form, the units, and the first administrator with their invitation.

Everything happens in one transaction: after a refusal the database is as empty as before.
"""

from __future__ import annotations

import argparse
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.accounts import services as accounts
from danvan.accounts.services import Issued
from danvan.commands import database, terminal
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations.models import Level, OrgUnit, OrgUnitVersion, Role
from danvan.organizations.queries import unit_by_code
from danvan.organizations.seed.load import ROOT, load_hanoi
from danvan.organizations.services import beginning, posts
from danvan.reference.services import load_calendar
from danvan.reporting.services.catalogue import starter_form


class BadBeginning(DomainError):
    """What was asked for does not fit together."""

    code = "bad-beginning"


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "begin",
        help=_("begin a real city in an empty database"),
        description=_(
            "Begin a real city in an empty database: load the calendar, the indicator catalogue and the starter form, "
            "make the unit at the top (or load Hanoi's units), give the first administrator a post there and print the "
            "link by which they choose a password, once. The administrator does the rest on the pages."
        ),
    )
    parser.add_argument("--unit", default="", metavar=_("CODE"), help=_("code of the unit at the top, as HP"))
    parser.add_argument("--name", default="", help=_("name of that unit"))
    parser.add_argument(
        "--level", default="", help=_("level of that unit: city, district, commune, … (city)")
    )
    parser.add_argument("--hanoi", action="store_true", help=_("load Hanoi's units instead of making one"))
    parser.add_argument(
        "--since",
        default="",
        help=_("day from which the unit exists, as 2026-01-01 (first day of this year)"),
    )
    parser.add_argument(
        "--administrator", required=True, metavar=_("USERNAME"), help=_("sign-in name of the administrator")
    )
    parser.add_argument("--full-name", required=True, help=_("full name of the administrator"))
    parser.add_argument("--email", default="", help=_("address of the administrator"))
    parser.add_argument("--address", default="http://127.0.0.1:8000", help=_("address of this installation"))


def run(args: argparse.Namespace) -> None:
    since = _first_day(args)
    database.migrate()
    at = clock.now()
    with transaction.atomic():
        beginning.require_empty()
        load_calendar(at=at)
        starter_form(at=at)
        unit = _top(args, since, at)
        issued = accounts.invite(
            username=args.administrator, full_name=args.full_name, email=args.email, by=None, at=at
        )
        title = str(Role.ADMINISTRATOR.label)
        posts.seat(
            unit=unit, role=Role.ADMINISTRATOR, title=title, holder=issued.user, starts_on=at.date(), at=at
        )
    _tell(args, unit, issued)


def _first_day(args: argparse.Namespace) -> date:
    """:raises BadBeginning: when the arguments contradict each other"""
    if args.hanoi and (args.unit or args.name or args.level or args.since):
        raise BadBeginning(_("--hanoi brings its own units: leave out --unit, --name, --level and --since."))
    if not args.hanoi and not (args.unit and args.name):
        raise BadBeginning(_("Name the unit at the top with --unit CODE and --name NAME, or load --hanoi."))
    today = clock.today()
    try:
        since = date.fromisoformat(args.since) if args.since else today.replace(month=1, day=1)
    except ValueError:
        raise BadBeginning(
            _("“%(day)s” is not a day. Write it as 2019-12-31.") % {"day": args.since}
        ) from None
    if since > today:
        raise BadBeginning(
            _("The unit must exist today, or nobody could hold a post there. Choose an earlier day.")
        )
    return since


def _top(args: argparse.Namespace, since: date, at: datetime) -> OrgUnit:
    if args.hanoi:
        load_hanoi(at=at)
        return unit_by_code(ROOT)
    return beginning.plant(
        code=args.unit.strip().upper(),
        name=args.name,
        level=args.level or Level.CITY.value,
        starts_on=since,
        at=at,
    )


def _tell(args: argparse.Namespace, unit: OrgUnit, issued: Issued) -> None:
    link = args.address.rstrip("/") + issued.path
    until = timezone.localtime(issued.expires_at).strftime("%H:%M %d/%m/%Y")
    units = OrgUnitVersion.objects.on(clock.today()).count()
    terminal.answer(
        args,
        {
            "unit": unit.code,
            "units": units,
            "administrator": issued.user.username,
            "link": link,
            "expires_at": issued.expires_at,
        },
        [
            _("Units in force today: %(count)s. At the top: %(code)s.") % {"count": units, "code": unit.code},
            _("%(name)s (%(username)s) chooses a password here, once, until %(until)s:")
            % {"name": issued.user.full_name, "username": issued.user.username, "until": until},
            link,
        ],
    )
