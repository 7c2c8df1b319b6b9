"""A person at work in a process of its own: types, sends, gets accepted or returned, one report after the other."""

from __future__ import annotations

import json
import sys
from datetime import datetime

import django


def main(task: str) -> None:
    django.setup()
    # Models can be loaded only now.
    from django.conf import settings

    settings.TODAY = "2020-03-16"
    {"prepare": prepare, "work": work, "inspect": inspect}[task]()


def _moment() -> datetime:
    from django.utils import timezone

    return datetime(2020, 3, 16, 9, tzinfo=timezone.get_current_timezone())


def _people():
    from danvan.accounts.models import User
    from danvan.organizations.actors import Actor, Grant
    from danvan.organizations.models import OrgUnit

    units = {unit.code: unit for unit in OrgUnit.objects.all()}
    person = User.objects.get(username="officer")

    def acting(code: str, role: str) -> Actor:
        return Actor(person.pk, person.full_name, _moment().date(), (Grant(role, units[code].pk, code),))

    return acting


def prepare() -> None:
    from django.core.management import call_command

    from danvan.common.periods import Period
    from danvan.reference.services import load_calendar
    from danvan.reporting.services import rounds
    from danvan.reporting.services.catalogue import starter_form
    from tests.support.people import assemble

    call_command("migrate", verbosity=0)
    cast = assemble()
    load_calendar(at=_moment())
    form = starter_form(at=_moment())
    for year in (2018, 2019):
        for quarter in (1, 2, 3, 4):
            period = Period.parse(f"{year}-Q{quarter}")
            rounds.open_round(form=form, period=period, unit=cast.city, by=None, at=_moment())


def work() -> None:
    """Say each step on standard output once it is committed, as a page would; go on until killed or done."""
    from danvan.reporting.models import Submission
    from danvan.reporting.queries import forms
    from danvan.reporting.services import entry, reviewing, sending
    from tests.support.standing import CELL, every_cell

    acting, at = _people(), _moment()
    forms.layout(forms.default_form())
    _say("ready", plain=True)
    unfinished = Submission.unscoped.exclude(state="accepted").select_related("unit").order_by("pk")
    for row in unfinished:
        code = row.unit.code
        own = acting(code, "officer" if code.count("-") == 2 else "consolidator")
        if row.state in {"expected", "draft", "returned"}:
            if row.state != "returned":
                draft = (
                    entry.save_cells(submission_id=row.pk, typed=every_cell(row.level), by=own, at=at)
                    if row.state == "expected"
                    else None
                )
                if draft:
                    _say(["typed", row.pk])
            if row.state == "returned":
                seen = entry.Typed("2", 0)
                if not hasattr(row, "draft"):
                    entry.save_cells(submission_id=row.pk, typed={CELL: seen}, by=own, at=at)
            version = sending.submit(submission_id=row.pk, by=own, at=at)
            _say(["sent", row.pk, version.number])
        row.refresh_from_db()
        number = row.latest.number
        above = acting("HN", "consolidator")
        if row.pk % 3 == 0 and number == 1:
            reviewing.return_(submission_id=row.pk, version_number=1, reason="x", cells=[], by=above, at=at)
            _say(["returned", row.pk, 1])
            continue
        reviewing.accept(submission_id=row.pk, version_number=number, by=above, at=at)
        _say(["accepted", row.pk, number])


def _say(what: object, *, plain: bool = False) -> None:
    sys.stdout.write((str(what) if plain else json.dumps(what)) + "\n")
    sys.stdout.flush()


def inspect() -> None:
    """What the database holds after a death, and whether all of it fits together."""
    from collections import Counter

    from danvan.audit import services as audit
    from danvan.audit.models import AuditEntry
    from danvan.reporting import verification
    from danvan.reporting.models import Draft, Return, SubmissionVersion
    from danvan.reporting.queries import forms

    versions = list(SubmissionVersion.objects.values_list("submission_id", "number"))
    done = [["sent", *pair] for pair in versions]
    done += [
        ["returned", *pair]
        for pair in Return.objects.values_list("version__submission_id", "version__number")
    ]
    accepted = SubmissionVersion.objects.filter(pk__in=_accepted_ids()).values_list("submission_id", "number")
    done += [["accepted", *pair] for pair in accepted]
    typed = {*Draft.objects.values_list("submission_id", flat=True), *(pk for pk, _number in versions)}
    done += [["typed", pk] for pk in typed]
    problems = [str(one) for one in audit.verify()]
    problems += [str(one) for one in verification.differences(forms.default_form())]
    told = Counter(AuditEntry.objects.values_list("action", flat=True))
    for action, kind in (
        ("reporting.submitted", "sent"),
        ("reporting.accepted", "accepted"),
        ("reporting.returned", "returned"),
    ):
        effects = sum(one[0] == kind for one in done)
        if told[action] != effects:
            problems.append(f"{told[action]} entries tell {action}, {effects} stand")
    print(json.dumps({"done": done, "doubled": len(versions) - len(set(versions)), "problems": problems}))  # noqa: T201


def _accepted_ids():
    from danvan.reporting.models import Submission

    return Submission.unscoped.exclude(accepted=None).values("accepted_id")


if __name__ == "__main__":
    main(sys.argv[1])
