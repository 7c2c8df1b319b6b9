"""The public door in a process of its own, on a real database: made ready, served until it is killed, looked through."""

from __future__ import annotations

import json
import sys
from datetime import datetime

import django

DAY = "2020-03-16"


def main(task: str) -> None:
    django.setup()
    # Models can be loaded only now.
    from django.conf import settings

    settings.TODAY = DAY
    # Nobody looks at these pages: their style sheets need not be collected first.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    {"prepare": prepare, "serve": serve, "inspect": inspect}[task]()


def prepare() -> None:
    """Empty tables become a small city with people in it."""
    from django.core.management import call_command
    from django.utils import timezone

    from danvan.reference.services import load_calendar
    from tests.support.people import assemble

    call_command("migrate", verbosity=0)
    assemble()
    load_calendar(at=datetime(2020, 3, 16, 9, tzinfo=timezone.get_current_timezone()))


def serve() -> None:
    """Say the port on standard output, then answer until killed; each request has a thread, as in production."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from config.wsgi import application

    class Silent(WSGIRequestHandler):
        def log_message(self, *said: object) -> None:
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
    server.set_app(application)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


def inspect() -> None:
    """
    Read ``{code: text}`` of what was acknowledged from standard input; print which codes fail to open it, and whatever
    in the database is not whole.
    """
    from danvan.audit import services as audit
    from danvan.common import clock
    from danvan.petitions import public
    from danvan.petitions.models import Petition

    acknowledged = json.load(sys.stdin)

    def opens(code: str, text: str) -> bool:
        view = public.follow(code, at=clock.now())
        if view is None or view.text != text or len(view.pictures) != text.count("ảnh"):
            return False
        return all(public.attachment(code, one.id)[2].startswith(b"\xff\xd8") for one in view.pictures)

    lost = [text for code, text in acknowledged.items() if not opens(code, text)]
    rows = list(Petition.unscoped.select_related("clock", "taking").order_by("pk"))
    problems = (
        [str(one) for one in audit.verify()] + [said for row in rows for said in _half(row)] + _orphans(rows)
    )
    texts = [_text(row) for row in rows]
    print(json.dumps({"lost": lost, "problems": problems, "texts": texts}))  # noqa: T201


def _text(row) -> str:
    from danvan.petitions import vault

    return vault.of(row).open_json(vault.CONTENT, "text", row.content)["text"]


def _half(row) -> list[str]:
    """What is missing of a case that must be whole or not there: keys, clocks, story, pictures, message, log, once-key."""
    from danvan.audit.models import AuditEntry, OnceKey
    from danvan.notifications.models import Message
    from danvan.petitions.models import Attachment, CaseKey, Event
    from danvan.reference.models import ClockEvent

    told = AuditEntry.objects.filter(action="petitions.received", target_id=row.reference)
    found = {
        "keys": sorted(
            CaseKey.objects.filter(petition=row, destroyed_at=None).values_list("part", flat=True)
        ),
        "story": list(Event.objects.filter(petition=row).values_list("kind", flat=True)),
        "pictures": Attachment.objects.filter(petition=row).count(),
        "clocks": [bool(clock and clock.is_open) for clock in (row.clock, row.taking)],
        "starts": ClockEvent.objects.filter(clock__in=[row.clock_id, row.taking_id]).count(),
        "messages": Message.objects.filter(event=f"petitions.received:{row.reference}:1").count(),
        "log": told.count(),
        "once": OnceKey.objects.filter(result={"value": row.reference}).count(),
    }
    whole = {
        "keys": ["contact", "content"], "story": ["received"], "pictures": _text(row).count("ảnh"),
        "clocks": [True, True], "starts": 2, "messages": 1, "log": 1, "once": 1,
    }  # fmt: skip
    return [f"{row.reference}: {name} {found[name]}" for name in whole if found[name] != whole[name]]


def _orphans(rows: list) -> list[str]:
    """What stands without a case."""
    from danvan.audit.models import AuditEntry, OnceKey
    from danvan.notifications.models import Message
    from danvan.reference.models import Clock

    counted = {
        "clocks": (Clock.unscoped.count(), 2 * len(rows)),
        "messages": (Message.objects.count(), len(rows)),
        "once-keys": (OnceKey.objects.count(), len(rows)),
        "log": (AuditEntry.objects.filter(action__startswith="petitions.").count(), len(rows)),
    }
    return [f"{found} {name}, {whole} expected" for name, (found, whole) in counted.items() if found != whole]


if __name__ == "__main__":
    main(sys.argv[1])
