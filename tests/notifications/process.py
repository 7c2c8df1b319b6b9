"""Workers in processes of their own, to be killed: prepare N letters, work slowly, let leases run out, finish."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter

import django


def main(task: str, *words: str) -> None:
    django.setup()
    {"prepare": prepare, "work": work, "expire": expire, "finish": finish}[task](*words)


def prepare(number: str) -> None:
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from danvan.notifications import kinds, services
    from tests.support.factories import UserFactory

    call_command("migrate", verbosity=0)
    urgent = next(kind for kind in kinds.kinds() if kind.urgent)
    people = [UserFactory().pk for _number in range(int(number))]
    with transaction.atomic():
        services.notify(
            event="e", kind=urgent.code, recipients=people, title="x", unit_id=None, at=timezone.now()
        )
    say({"letters": len(people)})


def work() -> None:
    """As `danvan work`, with a channel that takes its time after each letter, so that a kill meets it there."""
    from django.conf import settings

    from danvan.notifications.channels.folder import Folder
    from danvan.notifications.working import Loop

    send = Folder.send

    def slowly(self, outgoing):
        send(self, outgoing)
        with (settings.HOME / "written").open("a") as file:
            file.write(f"{outgoing.reference}\n")
        time.sleep(0.05)

    Folder.send = slowly
    # A task that a dead worker held must not keep this one waiting for ten minutes.
    free_tasks()
    Loop(pause=0.05).run()


def free_tasks() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from danvan.notifications import tasks, working

    working.reap(timezone.now() + working.LEASE + timedelta(minutes=1))
    tasks.ring()


def expire() -> None:
    from django.utils import timezone

    from danvan.notifications.models import Letter

    Letter.objects.filter(state="sending").update(leased_until=timezone.now())
    say({})


def finish() -> None:
    from danvan.notifications.models import Delivery, Letter, Message
    from danvan.notifications.working import Loop

    free_tasks()
    loop = Loop(pause=0)
    while loop.round():
        pass
    letters = list(Letter.objects.order_by("pk"))
    say(
        {
            "states": Counter(letter.state for letter in letters),
            "references": [str(letter.reference) for letter in letters],
            "messages": Message.objects.count(),
            "delivered": Delivery.objects.filter(letter__state="sent").count(),
        }
    )


def say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
