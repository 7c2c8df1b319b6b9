"""
(e) the public door under load: 12,000 matters an hour on an open timetable, against a bare view that inserts one row.

The real server with its production settings answers; nothing of it is switched off. The barrier against floods lets 8
a second through (300 at once) before it asks anything, and this load stays below; a visitor who was asked the sum all
the same would count as refused. Afterwards every receipt is opened with its code.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from random import Random

from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from PIL import Image

from bench import peer, visitors
from danvan.accounts.models import User
from danvan.audit import services as audit
from danvan.commands import database
from danvan.common import clock
from danvan.organizations.models import Post, Role
from danvan.organizations.queries import names_on
from danvan.organizations.seed.load import load_hanoi
from danvan.petitions.models import Petition
from danvan.reference.services import load_calendar

EACH_HOUR = 12_000
GOAL = 1.0


def run(minutes: float) -> Iterator[str]:
    """The lines of the report, as they become known."""
    site_of = _city()
    with _server() as port:
        site = visitors.Site(port, **site_of)
        visitors.come(site, EACH_HOUR, 6)  # to warm up
        before = Petition.unscoped.count()
        told = visitors.come(site, EACH_HOUR, minutes * 60)
        yield from _report(told, minutes)
        yield from _kept(site, told, before)


def _city() -> dict:
    """Hanoi of today with somebody at work in every unit, so that every matter finds a reader who is told of it."""
    at = clock.now()
    database.collect_static()
    call_command("createcachetable", verbosity=0)
    peer.make_table()
    with transaction.atomic():
        load_hanoi(at=at)
        load_calendar(at=at)
    units = names_on(at.date())
    people = User.objects.bulk_create(
        [
            User(username=f"can-bo-{pk}", full_name=f"Cán bộ {unit.name}", joined_at=at, password="!")
            for pk, unit in units.items()
        ]
    )
    Post.objects.bulk_create(
        [
            Post(unit_id=pk, holder=person, role=Role.OFFICER, title="Cán bộ", starts_on=date(2020, 1, 1))
            for pk, person in zip(units, people, strict=True)
        ]
    )
    places = [unit.code for unit in units.values() if unit.level == "commune"]
    return {
        "form": reverse("portal:send"), "follow": reverse("portal:follow"), "bare": f"/{peer.ADDRESS}",
        "places": places, "picture": _photo(),
    }  # fmt: skip


def _photo() -> bytes:
    """Twelve megapixels with something to see in them, as a telephone takes them: about two megabytes."""
    small = Image.frombytes("RGB", (400, 300), Random(5).randbytes(400 * 300 * 3))
    out = io.BytesIO()
    small.resize((4000, 3000), Image.Resampling.BICUBIC).save(out, "JPEG", quality=80)
    return out.getvalue()


@contextmanager
def _server() -> Iterator[int]:
    """The server as docs/how-to/production.md starts it, and the worker beside it; SQLite has one process for all."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    processes = "2" if connection.vendor == "postgresql" else "1"
    connection.close()
    granian = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", processes, "--blocking-threads", "8",
        "--host", "127.0.0.1", "--port", str(port), "--log-level", "error", "config.wsgi:application",
    ]  # fmt: skip
    work = [sys.executable, "-m", "danvan.cli", "work"]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in (granian, work)]
    try:
        _wait(port, running[0])
        yield port
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=60)


def _wait(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not come up")


def _report(told: visitors.Told, minutes: float) -> Iterator[str]:
    ours, bare = told.seconds.get("send", []), told.seconds.get("bare", [])
    yield (
        f"(e) intake, {minutes:g} min at {EACH_HOUR} an hour, load {os.getloadavg()[0]:.1f}: {len(ours)} sent, "
        f"{len(told.codes)} receipts, {len(told.refused)} refused{''.join(' ' + one for one in told.refused[:5])}"
    )
    for step, seconds in told.seconds.items():
        yield f"    {step}: {' '.join(f'p{p} {_at(seconds, p) * 1000:.0f} ms' for p in (50, 95, 99, 100))}"
    yield (
        f"    p95 of sending {_at(ours, 95):.3f} s, goal below {GOAL:g} s; {_at(ours, 50) / _at(bare, 50):.1f} times a bare "
        f"insert (median), {_at(ours, 95) / _at(bare, 95):.1f} times (p95)"
    )


def _kept(site: visitors.Site, told: visitors.Told, before: int) -> Iterator[str]:
    """Every receipt opens its case with its own words; the log verifies."""
    lost = []
    for number, code in told.codes.items():
        browser = visitors.Browser(site)
        status, page = browser.post(site.follow, {"code": code})
        browser.line.close()
        if status != 200 or f"Việc số {number}." not in page:
            lost.append(number)
    more = Petition.unscoped.count() - before
    problems = audit.verify()
    yield f"    {len(told.codes)} receipts opened, {len(lost)} lost; {more} cases made; the log has {len(problems)} problems"
    if lost or problems or told.refused or more != len(told.codes):
        raise SystemExit(f"lost {lost[:9]}, refused {told.refused[:9]}, log {problems[:3]}")


def _at(seconds: list[float], percent: int) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else float("nan")
