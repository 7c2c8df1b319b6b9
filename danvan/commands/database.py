"""Bring the database and the static files up to date, doing nothing when they are."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.commands import terminal


def register(subparsers) -> None:
    subparsers.add_parser("migrate", help=_("bring the database and the static files up to date"))


def run(args) -> None:
    steps = migrate()
    files = collect_static()
    lines = [
        ngettext("%(n)d migration applied.", "%(n)d migrations applied.", steps) % {"n": steps}
        if steps
        else _("The database was up to date."),
        _("The static files were collected.") if files else _("The static files were up to date."),
    ]
    terminal.answer(args, {"migrations": steps, "static": files}, lines)


def migrate() -> int:
    """Apply what is missing; returns how many migrations that were."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
    return len(plan)


def collect_static() -> bool:
    """Copy, name and compress the static files when any of them changed; returns whether that was needed."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".fingerprint"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=root.exists())
    stamp.write_text(fingerprint)
    return True


def _static_fingerprint() -> str:
    """Names, sizes and times of all source files; reading them all would take as long as collecting them."""
    digest = hashlib.sha256(settings.STATIC_URL.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
