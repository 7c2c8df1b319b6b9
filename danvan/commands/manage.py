"""Django's own commands (`shell`, `makemigrations`, `dbshell` …) with our settings: ``danvan manage shell``."""

from __future__ import annotations

import argparse

from django.core.management import execute_from_command_line
from django.utils.translation import gettext as _


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "manage", help=_("Django's own commands, for developers"), add_help=False, prefix_chars="\0"
    )
    parser.add_argument("rest", nargs=argparse.REMAINDER)


def run(args) -> None:
    execute_from_command_line(["danvan manage", *args.rest])
