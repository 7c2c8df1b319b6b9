"""Misplaced denunciations in an installation of its own: taken in, sealed, backed up, brought back."""

from __future__ import annotations

import base64
import json
import logging
import secrets
import shutil
import sys
from datetime import datetime, timedelta
from pathlib import Path

import django

MARK = "Zxqvjk"


def main(before: Path, count: int) -> None:
    django.setup()
    # Models can be loaded only now.
    import nacl.public
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from danvan.petitions import services
    from danvan.petitions.models import CaseKey, Petition, SealedRecord
    from danvan.reference.services import load_calendar
    from tests.support.people import assemble

    logging.basicConfig(filename=settings.HOME / "server.log", level=logging.DEBUG)
    at = datetime(2020, 3, 16, 9, tzinfo=timezone.get_current_timezone())
    call_command("migrate", verbosity=0)
    cast = assemble()
    load_calendar(at=at)
    key = base64.b64encode(bytes(nacl.public.PrivateKey.generate().public_key)).decode()
    (settings.KEYS_ROOT / "seal-recipients.json").write_text(json.dumps([{"unit": "HN", "key": key}]))
    officer = acting(cast, at)
    made = [take_in(cast, at, number) for number in range(count + 1)]
    connection.close()
    before.mkdir()
    for path in settings.HOME.glob("danvan.sqlite3*"):
        shutil.copy2(path, before)
    rows = list(Petition.unscoped.filter(reference__in=made[:count]))
    keys = [
        bytes(one).hex()
        for one in CaseKey.objects.filter(petition__in=rows).values_list("wrapped", flat=True)
    ]
    for row in rows:
        services.seal(petition=row, version=row.version, accused=None, by=officer, at=at + timedelta(hours=1))
    told = {
        "mark": MARK, "keys": keys, "sealed": SealedRecord.objects.count(),
        "kept": Petition.unscoped.exclude(state="sealed").count(),
    }  # fmt: skip
    connection.close()
    backup(settings.HOME)
    sys.stdout.write(json.dumps(told) + "\n")


def acting(cast, at):
    from danvan.organizations.queries import actor_of

    return actor_of(cast.people["officer"], at.date())


def take_in(cast, at, number: int) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from danvan.petitions import public
    from danvan.petitions.shapes import Contact

    contact = Contact(
        f"{MARK} {number}", "0912 345 678", f"{MARK}{number}@example.org", f"{MARK} ngõ {number}"
    )
    file = SimpleUploadedFile(f"{MARK}{number}.txt", f"{MARK} chứng cứ {number}".encode(), "text/plain")
    told = public.send(
        gate="feedback", kind="feedback", text=f"Tôi tố cáo {MARK} {number} nhận tiền.", topic="drainage",
        place="HN-01-01", where=f"{MARK} nơi", contact=contact, files=[file], key=secrets.token_urlsafe(32), at=at,
    )  # fmt: skip
    return told.reference


def backup(home: Path) -> None:
    """A backup of the days after, and the same brought back as 36 days later."""
    from danvan.commands import backup as program

    folder = program.back_up(home / "backups")
    restored = home / "restored"
    shutil.copytree(folder, restored)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
