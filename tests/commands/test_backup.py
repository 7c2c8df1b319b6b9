"""A backup comes back whole, or not at all (R-101). The SQLite half runs as a person would: as a program of its own."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from danvan.commands import backup

ROOT = Path(__file__).resolve().parent.parent.parent


class Installation:
    """A folder of data and the program that works on it."""

    def __init__(self, home: Path):
        self.home = home

    def danvan(self, *arguments: object) -> subprocess.CompletedProcess:
        environment = {
            **os.environ,
            "DANVAN_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        }
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "danvan.cli", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)

    @property
    def database(self) -> Path:
        return self.home / "danvan.sqlite3"

    def say(self, word: str) -> None:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS word (word TEXT)")
            connection.execute("INSERT INTO word VALUES (?)", [word])

    def words(self) -> list[str]:
        with closing(sqlite3.connect(self.database)) as connection:
            return [word for (word,) in connection.execute("SELECT word FROM word ORDER BY rowid")]


@pytest.fixture
def here(tmp_path):
    made = Installation(tmp_path / "here")
    (made.home / "files" / "ab").mkdir(parents=True)
    (made.home / "files" / "ab" / "c0ffee").write_bytes(b"attachment")
    made.say("before")
    return made


@pytest.mark.slow
def test_there_and_back(here, tmp_path):
    done = here.danvan("backup", tmp_path / "out", "--keys", tmp_path / "safe", "--json")
    assert done.returncode == 0, done.stderr
    folder = json.loads(done.stdout)["folder"]
    here.say("after")

    new = Installation(tmp_path / "there")
    done = new.danvan("restore", folder, "--keys", tmp_path / "safe")
    assert done.returncode == 0, done.stderr
    assert new.words() == ["before"]
    assert (new.home / "files" / "ab" / "c0ffee").read_bytes() == b"attachment"
    key = "keys/secret-key"
    assert (new.home / key).read_bytes() == (here.home / key).read_bytes()
    assert (new.home / key).stat().st_mode & 0o777 == 0o600
    assert not (Path(folder) / "keys").exists(), "keys travel apart"

    # Over living data only when told so, and then the old data stays beside it.
    assert here.danvan("restore", folder).returncode == 2
    assert here.words() == ["before", "after"]
    assert here.danvan("restore", folder, "--replace").returncode == 0
    assert here.words() == ["before"]
    assert len(list(here.home.glob("danvan.sqlite3.before-*"))) == 1


@pytest.mark.slow
def test_an_altered_backup_changes_nothing(here, tmp_path):
    folder = Path(json.loads(here.danvan("backup", tmp_path / "out", "--json").stdout)["folder"])
    (folder / "files" / "ab" / "c0ffee").write_bytes(b"something else")
    done = here.danvan("restore", folder, "--replace")
    assert done.returncode == 2 and "c0ffee" in done.stderr
    assert here.words() == ["before"] and not list(here.home.glob("*.before-*"))


def small_backup(folder: Path) -> Path:
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "one").write_bytes(b"1")
    with closing(sqlite3.connect(folder / backup.SQLITE)) as connection, connection:
        connection.execute("CREATE TABLE word (word TEXT)")
    listed = {name: backup._sha256(folder / name) for name in (backup.SQLITE, "files/one")}
    said = {
        "version": "0",
        "made_at": "2020-01-01T00:00:00+07:00",
        "database": backup.SQLITE,
        "files": listed,
    }
    (folder / backup.MANIFEST).write_text(json.dumps(said))
    return folder


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / backup.MANIFEST).unlink(),
        lambda folder: (folder / backup.MANIFEST).write_text("{}"),
        lambda folder: (folder / backup.MANIFEST).write_text("not json"),
        lambda folder: (folder / "files" / "one").unlink(),
        lambda folder: (folder / "files" / "one").write_bytes(b"2"),
        lambda folder: (folder / "files" / "two").write_bytes(b"2"),
        lambda folder: shutil.rmtree(folder),
    ],
    ids=["no list", "empty list", "broken list", "file lost", "file changed", "file added", "no folder"],
)
def test_harm_is_found(tmp_path, harm):
    folder = small_backup(tmp_path / "backup")
    assert backup.read_manifest(folder)["files"]
    harm(folder)
    with pytest.raises(backup.BackupRefused):
        backup.read_manifest(folder)


def test_a_damaged_database_is_refused(tmp_path):
    path = tmp_path / "damaged.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE word (word TEXT)")
        connection.executemany("INSERT INTO word VALUES (?)", [["x" * 200]] * 500)
    backup.refuse_damaged(path)
    content = bytearray(path.read_bytes())
    content[4096:12288] = os.urandom(8192)
    path.write_bytes(content)
    with pytest.raises(backup.BackupRefused):
        backup.refuse_damaged(path)


def test_a_copy_is_of_one_moment_while_somebody_writes(tmp_path):
    source, target = tmp_path / "a.sqlite3", tmp_path / "b.sqlite3"
    with closing(sqlite3.connect(source)) as writer:
        writer.execute("CREATE TABLE word (word TEXT)")
        writer.execute("INSERT INTO word VALUES ('kept')")
        writer.commit()
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO word VALUES ('not yet')")
        backup.copy_sqlite(source, target)
        writer.rollback()
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT word FROM word").fetchall() == [("kept",)]


def test_keys_do_not_lie_with_the_backup(tmp_path):
    with pytest.raises(backup.BackupRefused):
        backup.back_up_keys(tmp_path / "out" / "keys", beside=tmp_path / "out")


def test_a_missing_program_is_named(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(backup.BackupRefused, match="pg_dump"):
        backup._postgres("pg_dump")
