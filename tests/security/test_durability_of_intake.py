"""
kill -9 while residents send matters over real HTTP: a receipt that reached somebody opens the matter, whole; a form
whose answer was lost is sent again and makes one matter. On a real file of SQLite or on PostgreSQL.
"""

import json
import os
import random
import secrets
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from tests.files.samples import jpeg
from tests.portal.conftest import TEXT, code_of
from tests.security.test_durability import ROOT, own_settings

DICE = random.Random(20200316)
SENDERS = 4
FORM = {
    "cua": "feedback", "kind": "feedback", "topic": "environment", "place": "HN-01-01", "where": "Cổng trường",
    "name": "Trần Thị Mận", "phone": "0912 345 678", "email": "", "public": "yes", "sure": "yes", "step": "send",
}  # fmt: skip


class Door:
    """The public door as a program that is killed and started again, and the residents before it."""

    def __init__(self, environment):
        self.environment = environment
        self.acknowledged: dict[str, str] = {}
        self.waiting: deque[dict[str, str]] = deque()  # forms whose answer never came, to be sent again
        self.refused: list[object] = []
        self.written = 0
        self.lock = threading.Lock()

    def start(self):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.security.intake_worker", "serve"],
            cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return process, int(process.stdout.readline())

    def live(self, seconds):
        """Residents send until the server is killed, so many seconds after the first receipt."""
        process, port = self.start()
        first, over = threading.Event(), threading.Event()
        senders = [threading.Thread(target=self.send_on, args=(port, first, over)) for _n in range(SENDERS)]
        for sender in senders:
            sender.start()
        assert first.wait(60), self.refused
        time.sleep(seconds)  # The moment of death is what is drawn by lot here; nothing is waited for.
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        over.set()
        for sender in senders:
            sender.join()

    def send_on(self, port, first, over):
        while not over.is_set():
            form = self.next_form()
            if not self.send(port, form):
                return
            first.set()

    def next_form(self):
        with self.lock:
            if self.waiting:
                return self.waiting.popleft()
            self.written += 1
            # Every third comes with a picture, which its text says.
            text = f"{TEXT} Việc số {self.written}" + (", kèm một ảnh." if self.written % 3 == 0 else ".")
            return FORM | {"key": secrets.token_urlsafe(32), "text": text}

    def send(self, port, form):
        """One press of the button; whether there was a whole answer."""
        body, kind = multipart(form)
        line = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            line.request("POST", "/cong/gui/", body, {"Content-Type": kind})
            answer = line.getresponse()
            page = answer.read()
            if not page.rstrip().endswith(b"</html>"):
                raise HTTPException("the page was cut off: the sender has no receipt and presses again")
        except (OSError, HTTPException):
            with self.lock:
                self.waiting.append(form)
            return False
        finally:
            line.close()
        with self.lock:
            if answer.status == 200:
                self.acknowledged[code_of(Page(page))] = form["text"]
            else:
                self.refused.append((answer.status, page[-300:]))
        return True

    def send_what_waits(self):
        process, port = self.start()
        while self.waiting:
            assert self.send(port, self.waiting.popleft())
        process.kill()
        process.wait()
        process.stdout.close()

    def look(self):
        done = subprocess.run(
            [sys.executable, "-m", "tests.security.intake_worker", "inspect"], cwd=ROOT, env=self.environment,
            input=json.dumps(self.acknowledged), capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        found = json.loads(done.stdout)
        assert self.refused == []
        assert found["lost"] == []
        assert found["problems"] == []
        return found["texts"]


class Page:
    def __init__(self, content):
        self.content = content


def multipart(form):
    mark = secrets.token_hex(12)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form.items()
    ]
    if "ảnh" in form["text"]:
        head = 'Content-Disposition: form-data; name="files"; filename="a.jpg"\r\nContent-Type: image/jpeg'
        parts.append(f"--{mark}\r\n{head}\r\n\r\n".encode() + jpeg() + b"\r\n")
    return b"".join(parts) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def die(environment, times, longest, *, each=10):
    door = Door(environment)
    for turn in range(1, times + 1):
        door.live(DICE.uniform(0, longest))
        if turn % each == 0:
            door.look()
    before = len(door.acknowledged)
    door.send_what_waits()
    texts = door.look()
    # Every form that was ever sent is one matter, those that were killed on the way included.
    assert len(texts) == len(set(texts)) == door.written == len(door.acknowledged)
    assert before >= times, "every life must have taken in something before it ended"


@pytest.fixture
def own_database(request, tmp_path, django_db_setup, django_db_blocker):
    """The environment of a server with a database of its own that outlives it: a file, or the test database itself."""
    if connection.vendor == "sqlite":
        environment = own_settings(tmp_path)
        # The suite's tables are in memory; as a file they save the minute that migrations take. No transaction may be
        # open on them: the copy would wait for its end.
        with django_db_blocker.unblock(), closing(sqlite3.connect(tmp_path / "danvan.sqlite3")) as file:
            connection.ensure_connection()
            connection.connection.backup(file)
    else:
        request.getfixturevalue("transactional_db")
        whole = urlsplit(os.environ["DATABASE_URL"])
        named = urlunsplit(whole._replace(path="/" + connection.settings_dict["NAME"]))
        environment = own_settings(tmp_path, DATABASE_URL=named)
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.intake_worker", "prepare"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return environment


@pytest.mark.slow
def test_nothing_acknowledged_at_the_public_door_is_lost_to_kill_9(own_database):
    die(own_database, 3, 0.5)


@pytest.mark.long
def test_nothing_acknowledged_at_the_public_door_is_lost_to_50_kills(own_database):
    die(own_database, 50, 0.7)


def test_the_door_runs_on_settings_of_its_own(tmp_path):
    """Not on the suite's, whose databases forget."""
    assert own_settings(tmp_path)["DJANGO_SETTINGS_MODULE"] != settings.SETTINGS_MODULE
    assert Path(own_settings(tmp_path)["DANVAN_HOME"]) == tmp_path
