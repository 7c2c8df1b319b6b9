"""
The command `danvan`: one program over the same services as the pages.

Answers go to standard output, `--json` makes them machine-readable. A refusal or a mistake in the arguments is one line
on standard error and exit code 2; so is a program that cannot even start. What nobody foresaw is exit code 70 with a
reference, and a trace only with `--debug`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import secrets
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from config.env import BadSetting
from danvan.common import memory
from danvan.common.errors import DomainError

REFUSED = 2
UNFORESEEN = 70
INTERRUPTED = 130

# Every command: its module in `danvan.commands` and what it does. Only the module that is asked for gets loaded.
AREAS = {
    "serve": ("serve", _("serve the pages; --demo builds the demo city first")),
    "migrate": ("database", _("bring the database and the static files up to date")),
    "begin": ("begin", _("begin a real city in an empty database")),
    "users": ("users", _("add people who sign in")),
    "demo": ("demo", _("build the demo city in an empty database")),
    "report": ("report", _("print a unit's report for a period, or write its document")),
    "meeting": ("meeting", _("make the package of a briefing meeting")),
    "trace": ("trace", _("walk from a number down to what makes it")),
    "read": ("read", _("read figures out of reports: text, Word, PDF, web pages")),
    "forms": ("forms", _("write the forms of a unit or its branch as workbooks")),
    "import": ("importing", _("read filled forms (.xlsx) back: a trial, or --apply")),
    "units": ("units", _("print the units in force on a day")),
    "rounds": ("rounds", _("list, open and close rounds")),
    "submit": ("submit", _("enter and send a unit's figures from a file")),
    "verify": ("verify", _("prove that the audit log and the totals are right")),
    "tick": ("tick", _("do the chores whose time has come: checkpoint, sweeping, sessions")),
    "work": ("work", _("do the work in the background, in a process of its own")),
    "backup": ("backup", _("write a backup of database and files; keys apart")),
    "restore": ("backup", _("bring a backup back")),
    "manage": ("manage", _("Django's own commands, for developers")),
}

# What argparse says, so that it stands in our catalogue.
ARGPARSE_SAYS = (
    _("usage: "),
    _("positional arguments"),
    _("options"),
    _("show this help message and exit"),
    _("the following arguments are required: %s"),
    _("unrecognized arguments: %s"),
    _("argument %(argument_name)s: %(message)s"),
    _("invalid choice: %(value)r (choose from %(choices)s)"),
    _("invalid %(type)s value: %(value)r"),
    _("expected one argument"),
    _("expected at least one argument"),
    _("not allowed with argument %s"),
)


class BadArguments(Exception):
    """The command line can't be understood."""


class Parser(argparse.ArgumentParser):
    """Takes `--json`, `--debug` and `--language` at every level; a mistake is raised, not printed over ten lines."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "-" not in self.prefix_chars:
            return  # it hands everything on (danvan manage)
        quiet = argparse.SUPPRESS
        self.add_argument("--json", action="store_true", default=quiet, help=gettext("answer in JSON"))
        self.add_argument(
            "--debug", action="store_true", default=quiet, help=gettext("show the trace of an error")
        )
        self.add_argument(
            "--language", choices=["vi", "en"], default=quiet, help=gettext("language of the answer")
        )

    def error(self, message: str) -> NoReturn:
        raise BadArguments(f"{self.prog}: {message}")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    asked = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in asked
    try:
        _set_up(asked)
    except (ImproperlyConfigured, BadSetting) as refusal:
        return _refused(refusal, debug)
    except Exception as error:
        return _not_started(error, debug)
    try:
        return _run(asked)
    except (BadArguments, DomainError, CommandError, ImproperlyConfigured, BadSetting) as refusal:
        return _refused(refusal, debug)
    except BrokenPipeError:
        # `danvan … | head` has read enough. Standard output is closed: keep Python from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _unforeseen(error, debug)


def _set_up(asked: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    wanted = next(
        (after for word, after in zip(asked, asked[1:], strict=False) if word == "--language"), None
    )
    translation.activate(wanted if wanted in {"vi", "en"} else settings.LANGUAGE_CODE)
    # argparse asks the C library's catalogues, which speak neither Vietnamese nor to us.
    argparse._ = gettext  # type: ignore[attr-defined]
    argparse.ngettext = ngettext  # type: ignore[attr-defined]
    memory.settle()


def _run(asked: list[str]) -> int:
    before = [""] + asked
    word = next(
        (word for last, word in zip(before, asked, strict=False) if word[:1] != "-" and last != "--language"),
        None,
    )
    module = _load(word) if word in AREAS else None
    args = _parser(word, module).parse_args(asked, argparse.Namespace(json=False, debug=False, language=""))
    # A command that needs another one (serve --demo) calls it through here, without knowing this module.
    args.invoke = _run
    run = getattr(args, "run", None) or (module.run if module else None)
    return (run(args) if run else None) or 0


def _load(word: str | None) -> ModuleType:
    return importlib.import_module(f"danvan.commands.{AREAS[word or ''][0]}")


def _parser(word: str | None, module: ModuleType | None) -> Parser:
    parser = Parser(
        prog="danvan",
        description=gettext("Every voice answered, every promise kept, every number proven."),
        epilog=gettext("danvan COMMAND --help says more about a command."),
    )
    commands = parser.add_subparsers(metavar=gettext("COMMAND"), dest="command", required=True)
    if module:
        module.register(commands)
    for name, (_module, does) in AREAS.items():
        if name not in commands.choices:  # the loaded module has named its own
            commands.add_parser(name, help=str(does))
    return parser


def _one_line(refusal: BaseException) -> str:
    text = " ".join(str(refusal).split())
    return text if text.startswith("danvan") else f"danvan: {text}"


def _refused(refusal: BaseException, debug: bool) -> int:
    if debug:
        traceback.print_exception(refusal)
    print(_one_line(refusal), file=sys.stderr)
    return REFUSED


def _not_started(error: Exception, debug: bool) -> int:
    """Settings or apps do not load, so there are no translations yet either: both languages on one line."""
    reference = secrets.token_hex(4)
    print(
        f"danvan: không khởi động được (mã {reference}): xem errors.log."
        f" / could not start (reference {reference}): see errors.log.",
        file=sys.stderr,
    )
    _write_down(error, reference, debug)
    return REFUSED


def _unforeseen(error: Exception, debug: bool) -> int:
    """A reference for the person, the trace for whoever repairs it: in ``errors.log``, or here with `--debug`."""
    reference = secrets.token_hex(4)
    if isinstance(error, DatabaseError) and not debug:
        hint = gettext(
            "danvan: the database refused (reference %(reference)s); is it up to date? danvan migrate"
        )
    else:
        hint = gettext(
            "danvan: something unforeseen happened (reference %(reference)s); --debug shows the trace"
        )
    print(hint % {"reference": reference}, file=sys.stderr)
    _write_down(error, reference, debug)
    return UNFORESEEN


def _write_down(error: Exception, reference: str, debug: bool) -> None:
    """The trace, under its reference, for whoever repairs it."""
    if debug:
        traceback.print_exception(error)
    home = _home()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with (home / "errors.log").open("a", encoding="utf-8") as log:
            log.write(
                f"{datetime.now(UTC).isoformat()} {reference}\n{''.join(traceback.format_exception(error))}\n"
            )
    except OSError as unwritable:
        print(f"danvan: errors.log: {unwritable.strerror}", file=sys.stderr)


def _home() -> Path:
    """The home folder, also when it is the settings that do not load."""
    try:
        return settings.HOME
    except Exception:
        return Path(os.environ.get("DANVAN_HOME") or "var")


if __name__ == "__main__":
    sys.exit(main())
