"""Run inside the demo city by `test_petitions.py`: one look at what stands there, printed as JSON."""

import json
import os
import sys
from collections import Counter
from datetime import date


def main() -> None:
    import django

    django.setup()
    from danvan.common import memory

    memory.settle()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    # Nobody collected static files there.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    sys.stdout.write(
        json.dumps({"cases": cases(), "figures": figures(), "pages": pages(), "stories": stories()})
    )


def cases() -> dict[str, object]:
    from danvan.common import clock
    from danvan.organizations.queries import last_names
    from danvan.petitions import detection, vault
    from danvan.petitions.models import HandOver, Petition, Publication, ReceptionSchedule, ReceptionSession
    from danvan.petitions.queries import reading

    rows = list(Petition.unscoped.all())
    names = last_names({row.unit_id for row in rows}, clock.today())
    keys = vault.of_many(rows)
    contacts = [reading.contact(row, keys[row.pk]) for row in rows if row.contact is not None]
    texts = [reading.content(row, keys[row.pk]).text for row in rows if row.content is not None]
    return {
        "count": len(rows),
        "levels": Counter(names[row.unit_id].level for row in rows),
        "kinds": Counter(row.kind for row in rows),
        "channels": Counter(row.channel for row in rows),
        "states": Counter(row.state for row in rows),
        "late": Petition.unscoped.late(clock.now()).count(),
        "reopened": sum(row.reopened_at is not None for row in rows),
        "handed": HandOver.objects.count(),
        "published": Publication.objects.count(),
        "mails": sorted({contact.email.rpartition("@")[2] for contact in contacts}),
        "phones": sorted({contact.phone[:8] for contact in contacts}),
        "named": sum(bool(list(detection.find(text))) for text in set(texts)),
        "sessions": ReceptionSession.unscoped.count(),
        "to_come": ReceptionSchedule.unscoped.filter(day__gte=clock.today(), state="posted").count(),
    }


def figures() -> dict[str, object]:
    """What the rules of the form say about the sent reports of the units that keep records."""
    from danvan.demo.cases import keeps
    from danvan.organizations.queries import names_on
    from danvan.reporting.models import Submission
    from danvan.reporting.queries import entry
    from danvan.reporting.validation import check
    from danvan.reporting.vectors import Vector

    units = [unit.id for unit in keeps(names_on(date(2019, 12, 14)))]
    found: Counter[str] = Counter()
    sent = Submission.unscoped.filter(unit_id__in=units, round__period_name__gte="2019", latest__isnull=False)
    for row in sent.select_related("round__form", "round__form_version", "latest", "unit"):
        layout = entry.layout_of(row)
        context = entry.context(row, layout, Vector.unpack(row.latest.cells), row.latest.notes)
        said = [finding for finding in check(context)]
        found.update("error" for finding in said if finding.severity == "error")
        found.update(
            finding.rule for finding in said if finding.rule in ("balance", "opening", "not-as-measured")
        )
    return {"sent": sent.count(), "found": found}


def pages() -> dict[str, object]:
    from django.contrib.auth import get_user_model
    from django.test import Client

    reader, leader = Client(), Client()
    leader.force_login(get_user_model().objects.get(username="lanhdao"))
    shown = reader.get("/cong/viec-cong-khai/?tim=den+chieu+sang")
    answers = {
        "matters": shown, "home": reader.get("/cong/"), "days": reader.get("/cong/tiep-dan/"),
        "conduct": reader.get("/cong/cach-tra-loi/"), "reception": leader.get("/kien-nghi/tiep-dan/"),
    }  # fmt: skip
    return {name: [answer.status_code, answer.content.decode()] for name, answer in answers.items()}


def stories() -> dict[str, object]:
    from danvan.accounts.models import User
    from danvan.audit import services as audit
    from danvan.common import clock
    from danvan.demo import receipt
    from danvan.organizations.queries import actor_of
    from danvan.petitions import public
    from danvan.workspace.queries import petitions

    officer = actor_of(User.objects.get(username="canbo"), clock.today())
    owed, _disputed = petitions(officer)
    view = public.follow(receipt.code(), at=clock.now())
    assert view is not None
    return {
        "owed": sorted(row.state for row in owed), "late": sum(row.is_late(clock.now()) for row in owed),
        "followed": [view.state, view.unit, len(view.answers), view.may_rate, view.may_reopen],
        "faults": len(audit.verify()),
    }  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    main()
