"""People who sign in, added from the terminal: how a new installation gets its first administrator."""

from __future__ import annotations

import argparse

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.accounts import services as accounts
from danvan.commands import terminal
from danvan.common import clock
from danvan.organizations import queries
from danvan.organizations.models import Role
from danvan.organizations.services import posts


def register(subparsers) -> None:
    parser = subparsers.add_parser("users", help=_("add people who sign in"))
    verbs = parser.add_subparsers(metavar=_("VERB"), dest="verb", required=True)
    add = verbs.add_parser("add", help=_("add a person and print the link of their invitation"))
    add.add_argument("username", help=_("sign-in name: small letters, digits, . _ -"))
    add.add_argument("--name", required=True, help=_("full name"))
    add.add_argument("--email", default="")
    add.add_argument("--unit", help=_("code of the unit in which they get a post"))
    add.add_argument("--role", choices=Role.values, help=_("role of that post"))
    add.add_argument("--title", default="", help=_("title of that post"))
    add.add_argument("--address", default="http://127.0.0.1:8000", help=_("address of this installation"))
    add.set_defaults(run=run, parser=add)


def run(args: argparse.Namespace) -> None:
    if bool(args.unit) != bool(args.role):
        args.parser.error(_("--unit and --role belong together"))
    at = clock.now()
    with transaction.atomic():
        issued = accounts.invite(
            username=args.username, full_name=args.name, email=args.email, by=None, at=at
        )
        if args.unit:
            _give_post(issued.user, args, at)
    link = args.address.rstrip("/") + issued.path
    until = timezone.localtime(issued.expires_at).strftime("%H:%M %d/%m/%Y")
    terminal.answer(
        args,
        {"username": issued.user.username, "link": link, "expires_at": issued.expires_at},
        [
            _("%(name)s (%(username)s) chooses a password here, once, until %(until)s:")
            % {"name": issued.user.full_name, "username": issued.user.username, "until": until},
            link,
        ],
    )


def _give_post(user, args: argparse.Namespace, at) -> None:
    """
    The posts of later people are given by an administrator, on a page. The first one has nobody above who could, only
    whoever may start programs on this machine: hence no actor.
    """
    unit = queries.unit_by_code(args.unit)
    title = args.title or str(Role(args.role).label)
    posts.seat(unit=unit, role=args.role, title=title, holder=user, starts_on=at.date(), at=at)
