"""Do the work in the background: letters, periodic work, whatever the contexts put into the queue."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.utils.translation import gettext as _

from danvan.commands import terminal
from danvan.notifications.working import PAUSE, Loop


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "work",
        help=_("do the work in the background, in a process of its own"),
        description=_(
            "Send letters and do periodic work until stopped. Run as many as you like; danvan serve has one inside "
            "unless it is told --no-work. What a killed worker held is taken up by another."
        ),
    )
    parser.add_argument("--once", action="store_true", help=_("end when nothing is left to do"))
    parser.add_argument(
        "--pause", type=float, default=PAUSE, help=_("seconds between two looks (%(default)s)")
    )


def run(args) -> int:
    loop = Loop(pause=max(0.05, args.pause))
    if args.once:
        while loop.round():
            pass
        terminal.answer(args, {"worker": loop.name}, [_("Nothing is left to do.")])
        return 0
    _end_gently(loop.stop)
    terminal.note(_("%(name)s is at work. Stop with Ctrl+C.") % {"name": loop.name})
    loop.run()
    return 0


def _end_gently(stop: threading.Event) -> None:
    """The task at hand is finished; a second signal ends at once."""

    def end(number: int, frame: Any) -> None:
        if stop.is_set():
            raise SystemExit(128 + number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
