"""
Backups that can be brought back (R-101): the database as of one moment, the files, and a list with the hash of each.

A backup is a folder: ``database.sqlite3`` or ``database.dump``, ``files/`` and ``manifest.json``. The keys that seal the
audit log go to a folder of their own, which belongs in other hands: who holds both can rewrite history unseen.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

import danvan
from danvan.commands import terminal
from danvan.common.errors import DomainError

MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "database.sqlite3", "database.dump"


class BackupRefused(DomainError):
    """Nothing was written, or what was written is removed again; the message says why."""

    code = "backup-refused"


def register(subparsers) -> None:
    write = subparsers.add_parser("backup", help=_("write a backup of database and files; keys apart"))
    write.add_argument("folder", type=Path, help=_("folder that gets the new backup as a folder of its own"))
    write.add_argument("--keys", type=Path, help=_("another folder, in other hands, for a copy of the keys"))
    write.set_defaults(run=run_backup)
    back = subparsers.add_parser("restore", help=_("bring a backup back"))
    back.add_argument("folder", type=Path, help=_("the folder of one backup"))
    back.add_argument("--keys", type=Path, help=_("the folder with the copy of the keys"))
    back.add_argument(
        "--replace", action="store_true", help=_("put it in the place of the data that is there")
    )
    back.set_defaults(run=run_restore)


def run_backup(args) -> None:
    folder = back_up(args.folder)
    lines = [_("Backup written: %(folder)s") % {"folder": folder}]
    if args.keys:
        keys = back_up_keys(args.keys, beside=args.folder)
        lines.append(
            _("%(n)d keys written: %(folder)s. Keep them in other hands.") % {"n": keys, "folder": args.keys}
        )
    else:
        lines.append(
            _("The keys are not in it; without them the audit log cannot be checked. Use --keys FOLDER.")
        )
    terminal.answer(args, {"folder": str(folder), "keys": str(args.keys or "")}, lines)


def run_restore(args) -> None:
    # Keys that only the first start made may be replaced as long as nothing was sealed with them.
    sources = readable_keys(args.keys, replace=args.replace or not _has_data()) if args.keys else []
    manifest = restore(args.folder, replace=args.replace)
    keys = restore_keys(sources)
    lines = [
        _("Restored the state of %(moment)s: database and %(n)d files.")
        % {"moment": manifest["made_at"], "n": len(manifest["files"]) - 1},
        _("%(n)d keys restored.") % {"n": keys} if keys else _("Keys were left as they are."),
        _("Now prove it: danvan verify audit"),
    ]
    terminal.answer(args, manifest | {"keys": keys}, lines)


# --- writing -----------------------------------------------------------------------------------------------------


def back_up(into: Path) -> Path:
    """
    Write a backup as a new folder in `into` and return that folder.

    :raises BackupRefused: when a program is missing or the database cannot be read; no half backup stays behind
    """
    moment = timezone.localtime()
    folder = into / f"danvan-{moment:%Y%m%d-%H%M%S}"
    try:
        folder.mkdir(parents=True, mode=0o700)
    except FileExistsError as error:
        raise BackupRefused(_("%(folder)s is there already.") % {"folder": folder}) from error
    try:
        # The database first: a file it names was stored before, so the copy of the files made later contains it.
        if connection.vendor == "sqlite":
            name = SQLITE
            copy_sqlite(Path(connection.settings_dict["NAME"]), folder / name)
        else:
            name = POSTGRESQL
            _postgres("pg_dump", "--format=custom", f"--file={folder / name}")
        for source in _files_under(settings.FILES_ROOT):
            target = folder / "files" / source.relative_to(settings.FILES_ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
        manifest = {
            "version": danvan.__version__,
            "made_at": moment.isoformat(timespec="seconds"),
            "database": name,
            "files": {str(path.relative_to(folder)): _sha256(path) for path in _files_under(folder)},
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def copy_sqlite(source: Path, target: Path) -> None:
    """
    A copy as of one moment, while others go on writing; checked whole.

    :raises BackupRefused: when there is no database at `source` or the copy is damaged
    """
    if not source.is_file():
        raise BackupRefused(_("There is no database at %(path)s.") % {"path": source})
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as original,
        closing(sqlite3.connect(target)) as copy,
    ):
        original.backup(copy)
    refuse_damaged(target)


def refuse_damaged(path: Path) -> None:
    """:raises BackupRefused: when SQLite finds the file damaged"""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise BackupRefused(_("The database %(path)s is damaged: %(found)s") % {"path": path, "found": found})


def back_up_keys(into: Path, *, beside: Path) -> int:
    """Copy the keys; returns how many. :raises BackupRefused: when `into` lies where the backups lie"""
    if into.resolve() == beside.resolve() or into.resolve().is_relative_to(beside.resolve()):
        raise BackupRefused(_("Keys belong apart from the backups: choose another folder for --keys."))
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = list(_files_under(settings.KEYS_ROOT))
    for source in keys:
        _copy_key(source, into / source.name)
    return len(keys)


# --- bringing back -----------------------------------------------------------------------------------------------


def restore(folder: Path, *, replace: bool) -> dict:
    """
    Put the backup in `folder` in the place of today's data, which is kept beside it; returns the manifest.

    :raises BackupRefused: when the backup is incomplete, altered or of another engine, or when data is there and
        `replace` was not said; nothing is changed then
    """
    manifest = read_manifest(folder)
    engine = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    if manifest["database"] != engine:
        raise BackupRefused(
            _("This backup holds %(theirs)s, the database here needs %(ours)s.")
            % {"theirs": manifest["database"], "ours": engine}
        )
    if not replace and _has_data():
        raise BackupRefused(_("There is data here already. Say --replace to put the backup in its place."))
    before = timezone.localtime().strftime("%Y%m%d-%H%M%S")
    if engine == SQLITE:
        _restore_sqlite(folder / SQLITE, Path(connection.settings_dict["NAME"]), before)
    else:
        into = f"--dbname={connection.settings_dict['NAME']}"
        _postgres(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            into,
            str(folder / engine),
        )
    files = Path(settings.FILES_ROOT)
    if files.exists():
        files.rename(files.with_name(f"{files.name}.before-{before}"))
    if (folder / "files").exists():
        shutil.copytree(folder / "files", files)
    return manifest


def read_manifest(folder: Path) -> dict:
    """:raises BackupRefused: unless every file is there with its hash, and no other"""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        listed = dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupRefused(
            _("%(folder)s is no backup: its manifest.json cannot be read.") % {"folder": folder}
        ) from error
    there = {str(path.relative_to(folder)): path for path in _files_under(folder)}
    there.pop(MANIFEST)
    if wrong := sorted(set(listed) ^ set(there)):
        raise BackupRefused(
            _("The backup is incomplete or has strange files: %(names)s") % {"names": ", ".join(wrong[:5])}
        )
    for name, path in there.items():
        if _sha256(path) != listed[name]:
            raise BackupRefused(_("The backup was altered: %(name)s has another hash.") % {"name": name})
    return manifest


def readable_keys(folder: Path, *, replace: bool) -> list[Path]:
    """The keys in `folder`. :raises BackupRefused: when there are none, or other ones here and `replace` was not said"""
    sources = list(_files_under(folder))
    if not sources:
        raise BackupRefused(_("There are no keys in %(folder)s.") % {"folder": folder})
    for source in sources:
        ours = Path(settings.KEYS_ROOT) / source.name
        if ours.exists() and ours.read_bytes() != source.read_bytes() and not replace:
            raise BackupRefused(
                _("Another key %(name)s is here already. Say --replace.") % {"name": source.name}
            )
    return sources


def restore_keys(sources: list[Path]) -> int:
    """Copy the keys back; returns how many."""
    root = Path(settings.KEYS_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    for source in sources:
        _copy_key(source, root / source.name)
    return len(sources)


def _restore_sqlite(source: Path, target: Path, before: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.new")
    shutil.copyfile(source, fresh)
    refuse_damaged(fresh)
    connection.close()
    # The old file takes its journal along: left behind, SQLite would replay it into the new one.
    for ending in ("", "-wal", "-shm", "-journal"):
        old = target.with_name(target.name + ending)
        if old.exists():
            old.rename(target.with_name(f"{target.name}.before-{before}{ending}"))
    fresh.replace(target)


# --- small things ------------------------------------------------------------------------------------------------


def _has_data() -> bool:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return path.exists() and path.stat().st_size > 0
    return bool(connection.introspection.table_names())


def _postgres(program: str, *options: str) -> None:
    """:raises BackupRefused: when the program is missing or refuses"""
    if not shutil.which(program):
        raise BackupRefused(
            _("%(program)s is needed and not installed (package postgresql-client).") % {"program": program}
        )
    given = connection.settings_dict
    names = {
        "HOST": "PGHOST",
        "PORT": "PGPORT",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "NAME": "PGDATABASE",
    }
    environment = {name: str(given[key]) for key, name in names.items() if given.get(key)}
    if mode := given.get("OPTIONS", {}).get("sslmode"):
        environment["PGSSLMODE"] = mode
    ended = subprocess.run(  # noqa: S603
        [program, *options], env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        said = ended.stderr.strip().splitlines() or [""]
        raise BackupRefused(f"{program}: {said[0]}")


def _files_under(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(Path(folder).rglob("*")) if path.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_key(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(source.read_bytes())
