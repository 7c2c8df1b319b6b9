"""
What the house does by itself: witness the audit log, remind units of reports that are due, reckon open deadlines anew
where a rule changed today, sweep files that belong to nothing, forget ended sessions and the keys of requests carried out
a week ago. Periodic work of the contexts (`danvan.notifications.schedule`) is done here only where no worker did it.

`danvan serve` calls this command every quarter of an hour; a server that runs without `danvan serve` calls it from cron.
Each chore remembers in ``chores.json`` when it was last done, so calling too often does no harm.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import once
from danvan.audit import services as audit
from danvan.commands import terminal
from danvan.common import clock
from danvan.files import services as files
from danvan.notifications import schedule
from danvan.reference import services as reference
from danvan.reporting.services import reminding

EVERY = timedelta(minutes=15)
# A call that comes a moment early must not wait for the next one.
SLACK = timedelta(minutes=1)

Times = Mapping[str, datetime]


@dataclass(frozen=True)
class Chore:
    name: str
    every: timedelta
    do: Callable[[datetime], object]


def _forget_sessions(now: datetime) -> None:
    call_command("clearsessions", verbosity=0)


class WorkFailed(Exception):
    """Some periodic work failed; the others were done."""


def _periodic(now: datetime) -> None:
    """
    What is due and no worker has asked for. Both note it in the same row, so nothing is done by both; what fails here is
    due again at the next call.
    """
    failed = []
    for name in schedule.ask_due(now, ask=lambda name: None):
        try:
            schedule.do(name, now)
        except Exception:
            logging.getLogger(__name__).exception("periodic work %s failed", name)
            schedule.ask_again(name)
            failed.append(name)
    if failed:
        raise WorkFailed(", ".join(failed))


CHORES = (
    # Entries bear the house's time, so their witness does as well.
    Chore("checkpoint", EVERY, lambda now: audit.checkpoint(clock.now())),
    Chore("reminders", timedelta(hours=1), lambda now: reminding.remind_due(at=clock.now())),
    # Before the periodic work, which follows the clocks.
    Chore("clocks", timedelta(days=1), lambda now: reference.recompute_clocks(at=clock.now())),
    Chore("periodic", EVERY, _periodic),
    Chore("sweep", timedelta(days=1), files.sweep),
    Chore("sessions", timedelta(days=1), _forget_sessions),
    Chore("keys", timedelta(days=1), lambda now: once.forget(now - timedelta(days=once.KEPT_DAYS))),
)


def due(chores: Sequence[Chore], done: Times, now: datetime) -> list[Chore]:
    """
    The chores whose time has come. One never done is due; so is one "done" in the future, by a clock that was wrong.
    """
    return [
        chore
        for chore in chores
        if chore.name not in done or not -SLACK <= now - done[chore.name] < chore.every - SLACK
    ]


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "tick",
        help=_("do the chores whose time has come: checkpoint, sweeping, sessions"),
        description=_(
            "Write a checkpoint of the audit log every 15 minutes, and do periodic work that no worker did; every hour "
            "remind units of reports that are due; once a day reckon open deadlines anew where a rule changed, remove "
            "files that belong to no record and forget ended sessions. Call it as often as you like: what is not due is "
            "left alone."
        ),
    )
    parser.add_argument("--all", action="store_true", help=_("do every chore now"))


def run(args) -> int:
    now = timezone.now()
    done = recall()
    chosen = list(CHORES) if args.all else due(CHORES, done, now)
    failed = []
    for chore in chosen:
        try:
            chore.do(now)
        except Exception:
            # One chore that fails must not keep the others from being done; it is tried again next time.
            logging.getLogger(__name__).exception("chore %s failed", chore.name)
            failed.append(chore.name)
        else:
            done[chore.name] = now
            remember(done)
    names = [chore.name for chore in chosen if chore.name not in failed]
    lines = [_("Done: %(names)s.") % {"names": ", ".join(names)}] if names else [_("Nothing is due.")]
    if failed:
        lines.append(_("Failed: %(names)s.") % {"names": ", ".join(failed)})
    terminal.answer(args, {"done": names, "failed": failed}, lines)
    return 1 if failed else 0


def _path() -> Path:
    return settings.HOME / "chores.json"


def recall() -> dict[str, datetime]:
    """When each chore was last done; nothing when that is not known."""
    try:
        told = json.loads(_path().read_text("utf-8"))
        return {name: datetime.fromisoformat(at) for name, at in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def remember(done: Times) -> None:
    fresh = _path().with_suffix(".new")
    fresh.parent.mkdir(parents=True, exist_ok=True)
    fresh.write_text(json.dumps({name: at.isoformat() for name, at in done.items()}), "utf-8")
    fresh.replace(_path())
