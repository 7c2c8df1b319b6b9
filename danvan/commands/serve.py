"""Serve the pages: one process for the house, as many threads as one machine needs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from danvan.commands import database, terminal, tick
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.notifications.working import WORK_INSIDE
from danvan.organizations.models import OrgUnit


class PortTaken(DomainError):
    """Another program listens there."""

    code = "port-taken"


def register(subparsers) -> None:
    parser = subparsers.add_parser("serve", help=_("serve the pages; --demo builds the demo city first"))
    parser.add_argument(
        "--demo", action="store_true", help=_("build the demo city when the database is empty")
    )
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on (127.0.0.1)"))
    parser.add_argument("--port", type=int, default=8000, help=_("port to listen on (8000)"))
    parser.add_argument(
        "--no-work", action="store_true", help=_("no work in the background: danvan work does it elsewhere")
    )
    parser.add_argument("--threads", type=int, default=8, help=_("requests answered at the same time (8)"))


def run(args) -> None:
    refuse_taken_port(args.host, args.port)
    if database.migrate():
        terminal.note(_("The database is ready."))
    database.collect_static()
    if args.demo and not OrgUnit.objects.exists():
        terminal.note(_("Building the demo city: Hanoi 2019, every unit, four quarters. This happens once."))
        if failed := args.invoke(["demo"]):
            sys.exit(failed)
        # The demo city has a day of its own, which settings read at start: begin again as a fresh process.
        os.execv(sys.executable, [sys.executable, "-m", "danvan.cli", *sys.argv[1:]])  # noqa: S606
    welcome(args)
    # The process that answers has the worker as a thread; this one only keeps it alive.
    os.environ[WORK_INSIDE] = "" if args.no_work else "1"
    # Worker processes must open connections of their own.
    connections.close_all()
    server = Granian(
        "config.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=args.threads,
        respawn_failed_workers=True,
        websockets=False,
        # What it says at start is said by `welcome` in our words; failures still are.
        log_level=LogLevels.error,
    )
    with ticking():
        server.serve()


@contextmanager
def ticking(
    pause: float = tick.EVERY.total_seconds(), tell: Callable[[], object] | None = None
) -> Iterator[None]:
    """
    Call `danvan tick` now and then, as a process of its own: this one holds no connection that a new worker could inherit.
    """
    over = threading.Event()

    def keep() -> None:
        while not over.wait(pause):
            (tell or _tick)()

    keeper = threading.Thread(target=keep, name="chores", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(timeout=5)


def _tick() -> None:
    # It writes why it fails to standard error, which is ours.
    subprocess.run([sys.executable, "-m", "danvan.cli", "tick"], stdout=subprocess.DEVNULL, check=False)  # noqa: S603


def refuse_taken_port(host: str, port: int) -> None:
    """:raises PortTaken: before any work is done, with the way out in words"""
    if not 0 < port < 65536:
        raise PortTaken(_("There is no port %(port)s; choose one from 1 to 65535.") % {"port": port})
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                _(
                    "%(host)s:%(port)s cannot be used (%(why)s). "
                    "Choose another: PORT=8001 make run, or danvan serve --port 8001."
                )
                % {"host": host, "port": port, "why": error.strerror}
            ) from error


def welcome(args) -> None:
    host = f"[{args.host}]" if ":" in args.host else args.host
    terminal.say(f"Danvan: http://{host}:{args.port}/")
    if args.demo:
        args.invoke(["demo", "--sign-ins"])
    if settings.TODAY:
        terminal.say(_("In this city it is %(day)s.") % {"day": f"{clock.today():%d/%m/%Y}"})
    terminal.say(_("Stop with Ctrl+C."))
