"""Building the demo city in an empty database: two whole years in bulk, the interesting cases through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import DomainError
from danvan.common.periods import Period
from danvan.demo import (
    cases,
    democracy,
    directives,
    evaluation,
    exemplars,
    figures,
    meetings,
    oversight,
    people,
    receptions,
    situation,
    splitting,
    stories,
    trainings,
    voices,
)  # fmt: skip
from danvan.demo.city import City
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import names_on
from danvan.organizations.seed.load import load_hanoi
from danvan.reference.services import load_calendar
from danvan.reporting import measures
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Round, RoundClosing, Submission, SubmissionVersion
from danvan.reporting.queries import forms
from danvan.reporting.services import rounds, totals
from danvan.reporting.services.catalogue import starter_form
from danvan.reporting.vectors import Presence, Vector

TODAY = date(2020, 3, 23)
LEVELS = ("city", "district", "commune")
Progress = Callable[[str, float], None]


class NotEmpty(DomainError):
    """There is somebody's data in this database."""


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def build(progress: Progress) -> None:
    """
    Build everything in one transaction; `progress` is told what happens and how far it is (0 to 1).

    :raises NotEmpty: when the database holds units already
    """
    if OrgUnit.objects.exists():
        raise NotEmpty(
            _(
                "The database is not empty. The demo city is built in an empty one: choose another DANVAN_HOME."
            )
        )
    with transaction.atomic():
        began = moment(date(2018, 1, 2))
        progress(_("units over time"), 0.0)
        load_hanoi(at=began)
        load_calendar(at=began)
        progress(_("indicators, form, people"), 0.1)
        form = starter_form(at=began)
        city = City(form, forms.layout(form), people.settle(at=began), np.random.default_rng(splitting.SEED))
        published = splitting.published()["totals"]
        years = [
            (2018, splitting.scaled(published, 0.94)),
            (2019, published),
            (2020, splitting.scaled(published, 1.03)),
        ]
        for step, (year, figures_of_year) in enumerate(years):
            quarters = 1 if year == TODAY.year else 4
            for quarter in range(quarters):
                done = (step * 4 + quarter) / 9
                progress(Period("quarter", year, quarter + 1).label(), 0.15 + 0.7 * done)
                if quarter == 0:
                    values = _year(city, year, figures_of_year)
                _quarter(city, Period("quarter", year, quarter + 1), quarter, values)
        progress(_("briefing"), 0.9)
        meetings.prepare(city, TODAY)
        progress(_("evaluation of units"), 0.93)
        evaluation.judge(city, TODAY)
        progress(_("proofs"), 0.95)
        audit.checkpoint(moment(TODAY, 8))
    progress(_("done"), 1.0)


def _year(city: City, year: int, published: dict[str, dict[str, int]]) -> dict[int, dict[str, np.ndarray]]:
    """Figures of a whole year by unit: code -> four numbers."""
    first = Period("quarter", year, 1)
    last = first if year == TODAY.year else Period("quarter", year, 4)
    _from, day = rounds.counting_interval(city.form, last)
    names = names_on(day)
    found: dict[int, dict[str, np.ndarray]] = {}
    for level in LEVELS:
        units = [name.id for name in names.values() if name.level == level]
        carried = np.array([city.pending.get(unit, int(city.rng.integers(0, 4))) for unit in units], np.int64)
        values = figures.year(city.rng, level, len(units), published, carried)
        for place, unit in enumerate(units):
            found[unit] = {code: numbers[place] for code, numbers in values.items()}
    if year < cases.SINCE.year:
        cases.clear_the_books(found, names)
    else:
        trainings.settle(found, names)
    return found


def _quarter(city: City, period: Period, quarter: int, values: dict[int, dict[str, np.ndarray]]) -> None:
    _from, counts_to = rounds.counting_interval(city.form, period)
    opened_at = moment(period.starts_on + timedelta(days=4))
    illustrative = period.year != 2019
    root = OrgUnit.objects.get(code="HN")
    round_ = rounds.open_round(
        form=city.form, period=period, unit=root, by=None, at=opened_at, illustrative=illustrative
    )
    voices.hold(city, round_, quarter, values, TODAY)
    exemplars.hold(city, round_, quarter, values, TODAY)
    oversight.hold(city, round_, quarter, values, TODAY)
    if period.year >= cases.SINCE.year:
        cases.take_in(city, round_, quarter, values, TODAY)
        receptions.hold(city, round_, quarter, values, TODAY)
        democracy.hold(city, round_, quarter, values, TODAY)
        directives.hold(city, round_, quarter, values, TODAY)
        trainings.hold(city, round_, quarter, values, TODAY)
        situation.hold(city, round_, quarter, values, TODAY)
    meetings.hold(city, round_, quarter, values, TODAY)
    told = stories.told_in(period)
    submissions = list(Submission.unscoped.filter(round=round_).select_related("unit").order_by("pk"))
    plain = [submission for submission in submissions if submission.unit.code not in told]
    vectors = {s.unit_id: vector(city.layout, s.level, values[s.unit_id], quarter) for s in submissions}
    if period.year == TODAY.year:
        _send_running(city, round_, plain, vectors)
    else:
        _send_all(city, round_, plain, vectors)
    context = stories.Story(round_, city.layout, city.users, {s.unit.code: s for s in submissions}, vectors)
    stories.tell(period, context)
    for submission in submissions:
        city.pending[submission.unit_id] = int(values[submission.unit_id]["petition.pending"][quarter])
    if period.year < TODAY.year:
        _close(city, round_, root)
        stories.after_closing(period, context)


def vector(layout: Layout, level: str, numbers: dict[str, np.ndarray], quarter: int) -> Vector:
    """One unit's figures of one quarter; what the generator does not name and records do not count stays blank."""
    changes = {
        layout.index[code]: int(series[quarter]) for code, series in numbers.items() if code in layout.index
    }
    applies = layout.applies(level)
    empty = layout.empty(level)
    return empty.replace({index: value for index, value in changes.items() if applies[index]})


def _sent_at(city: City, round_: Round, late_share: float) -> list[datetime]:
    """Moments of sending: most in the last days before the due day, some after it."""
    count = Submission.unscoped.filter(round=round_).count()
    days = (round_.due_on - round_.counts_to).days
    early = city.rng.integers(0, days + 1, count)
    late = city.rng.random(count) < late_share
    offset = np.where(late, days + city.rng.integers(1, 4, count), early)
    minutes = city.rng.integers(0, 540, count)
    base = moment(round_.counts_to, 8)
    return [base + timedelta(days=int(d), minutes=int(m)) for d, m in zip(offset, minutes, strict=True)]


def _notes(
    city: City, round_: Round, submissions: list[Submission], vectors: dict[int, Vector]
) -> dict[int, dict[str, Any]]:
    """Measured cells get their counts and records, imported ones their mark."""
    notes: dict[int, dict[str, Any]] = {submission.unit_id: {} for submission in submissions}
    levels = {submission.unit_id: submission.level for submission in submissions}
    asked = [spec.derived_from for spec in city.layout.specs]
    counted = measures.all_measured(asked, round_, list(notes))
    changes: dict[int, dict[int, int | None | Presence]] = {unit_id: {} for unit_id in notes}
    for index, spec in enumerate(city.layout.specs):
        if spec.derived_from not in counted:
            continue
        for unit_id, records in counted[spec.derived_from].items():
            if records is not None and levels[unit_id] in spec.levels:
                proof = [[record.reference, record.label, record.counts] for record in records]
                notes[unit_id][str(index)] = {"source": "measured", "records": proof}
                changes[unit_id][index] = sum(record.counts for record in records)
    for unit_id, cells in changes.items():
        vectors[unit_id] = vectors[unit_id].replace(cells)
    return notes


def _write_versions(
    city: City,
    round_: Round,
    submissions: list[Submission],
    vectors: dict[int, Vector],
    moments: list[datetime],
    state: str,
) -> None:
    """Send, and unless `state` is submitted accept, a list of submissions in bulk with an audit entry for each write."""
    if not submissions:
        return
    for submission, at in zip(submissions, moments, strict=False):
        submission.first_sent_at = at
    _store(submissions, ["first_sent_at"])
    notes = _notes(city, round_, submissions, vectors)
    sender = city.users["thanhpho"].pk
    versions = SubmissionVersion.objects.bulk_create(
        [
            SubmissionVersion(
                submission=submission,
                number=1,
                cells=city.layout.with_totals(vectors[submission.unit_id], submission.level).pack(),
                notes=notes[submission.unit_id],
                made_at=at,
            )
            for submission, at in zip(submissions, moments, strict=False)
        ],
        batch_size=300,
    )
    accepted = state != Submission.State.SUBMITTED
    entries: list[dict[str, Any]] = []
    for submission, version in zip(submissions, versions, strict=True):
        submission.latest, submission.state, submission.version = version, state, 2
        said: dict[str, Any] = {"target": ("submission", str(submission.pk)), "unit": submission.unit.code}
        after = {"version": 1, "period": round_.period_name}
        entries.append(
            {"action": "reporting.submitted", "actor": None, "at": version.made_at, "after": after, **said}
        )
        if accepted:
            submission.accepted = version
            submission.accepted_at = version.made_at + timedelta(hours=20)
            at = submission.accepted_at
            entries.append(
                {"action": "reporting.accepted", "actor": sender, "at": at, "after": after, **said}
            )
    _store(submissions, ["latest", "state", "version", "accepted", "accepted_at"])
    audit.record_many(sorted(entries, key=lambda entry: entry["at"]))
    totals.rebuild(city.form, years=[round_.period.year])


def _store(submissions: list[Submission], fields: list[str]) -> None:
    """One upsert per few hundred rows; bulk_update would build a CASE of every row for every field."""
    Submission.unscoped.bulk_create(
        submissions, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=300
    )


def _send_all(city: City, round_: Round, submissions: list[Submission], vectors: dict[int, Vector]) -> None:
    _write_versions(
        city, round_, submissions, vectors, _sent_at(city, round_, 0.02), Submission.State.ACCEPTED
    )


def _send_running(
    city: City, round_: Round, submissions: list[Submission], vectors: dict[int, Vector]
) -> None:
    """The quarter that is under way: most accepted, some waiting, some being entered, some late."""
    luck = city.rng.random(len(submissions))
    states = Submission.State
    groups = {states.ACCEPTED: (0.0, 0.78), states.SUBMITTED: (0.78, 0.93)}
    moments = _sent_at(city, round_, 0.0)
    for state, (low, high) in groups.items():
        chosen = [s for s, number in zip(submissions, luck, strict=True) if low <= number < high]
        _write_versions(city, round_, chosen, vectors, moments[: len(chosen)], state)
    stories.begin_drafts(
        [s for s, number in zip(submissions, luck, strict=True) if 0.93 <= number < 0.96],
        vectors,
        city.users,
        moment(TODAY, 8),
    )


def _close(city: City, round_: Round, root: OrgUnit) -> None:
    """The city closes the round a week after it was due; every unit has sent by then."""
    at = moment(round_.due_on + timedelta(days=7), 16)
    missing = (
        ""
        if round_.period_name != "2019-Q1"
        else "Còn một phường chưa gửi; khóa kỳ để kịp hội nghị giao ban quý I."
    )
    rounds.close_branch(
        round_=round_, unit=root, reason=missing, by=people.acting(city.users, "thanhpho", at), at=at
    )
    assert RoundClosing.objects.filter(round=round_).exists()


def unanswered(value: Vector) -> int:
    """How many cells are blank; the demo city's own test looks at it."""
    return int((value.presence == Presence.BLANK).sum())
