"""Opening, extending, reminding, closing and locking rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import DomainError, NotAllowed
from danvan.common.periods import Period
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, names_on, path_ids
from danvan.reference import queries as calendar_queries
from danvan.reference.calendar import add_working_days
from danvan.reporting.models import FormVersion, Reminder, ReportForm, Round, RoundClosing, Submission
from danvan.reporting.refusals import ReasonMissing, WrongState
from danvan.reporting.services import totals
from danvan.reporting.services.access import hold, hold_for_review


class BadRound(DomainError):
    """The round cannot be opened so."""


def counting_interval(form: ReportForm, period: Period) -> tuple[date, date]:
    """
    What a round counts: to the form's cut-off day of the last month, from the day after the last cut-off.

    Decree 09/2019/NĐ-CP article 12.
    """
    if form.cutoff_day is None:
        return period.starts_on, period.ends_on
    last = period.ends_on
    before = period.starts_on - timedelta(days=1)
    return before.replace(day=form.cutoff_day) + timedelta(days=1), last.replace(day=form.cutoff_day)


@transaction.atomic
def open_round(
    *, form: ReportForm, period: Period, unit: OrgUnit, by: Actor | None, at: datetime, due_on: date | None = None,
    illustrative: bool = False,
) -> Round:  # fmt: skip
    """
    Ask a form of all units due in a period. The units in force on the last day counted are the denominator, for good.

    `by` is None only for building the demo city. :raises BadRound: for a period of another kind, or one already open
    """
    if by is not None:
        permissions.require(by, "manage", "round", unit.pk)
        _refuse_below_the_top(unit, at.date())
    if period.kind != form.periodicity:
        raise BadRound(
            _("“%(form)s” is asked by another kind of period than %(period)s.")
            % {"form": form, "period": period}
        )
    # Two who open the same round at once wait here; the second finds it open.
    ReportForm.objects.select_for_update(no_key=True).get(pk=form.pk)
    if Round.objects.filter(form=form, period_name=str(period)).exists():
        raise BadRound(
            _("%(period)s is already open for “%(form)s”.") % {"form": form, "period": period.label()}
        )
    version = FormVersion.objects.filter(form=form, starts_on__lte=period.ends_on).order_by("-number").first()
    if version is None:
        raise BadRound(
            _("“%(form)s” has no published version for %(period)s.") % {"form": form, "period": period}
        )
    counts_from, counts_to = counting_interval(form, period)
    due = due_on or add_working_days(counts_to, form.due_days, calendar_queries.calendar())
    round_ = Round.objects.create(
        form=form, form_version=version, period_name=str(period), starts_on=period.starts_on, ends_on=period.ends_on,
        counts_from=counts_from, counts_to=counts_to, due_on=due, opened_at=at, illustrative=illustrative,
    )  # fmt: skip
    levels, named = form.owed_by, set(form.units.values_list("pk", flat=True))
    below = set(descendant_ids(unit.pk, counts_to))
    expected = [
        name
        for name in names_on(counts_to).values()
        if name.id in below and (name.level in levels or name.id in named)
    ]
    if not expected:
        raise BadRound(
            _("“%(form)s” is owed by no unit in force then. Name units, or levels, in the form first.")
            % {"form": form}
        )
    Submission.unscoped.bulk_create(
        [Submission(round=round_, unit_id=name.id, level=name.level, due_on=due) for name in expected],
        batch_size=500,
    )
    totals.rebuild(form, years=[period.year])
    audit.record(
        "reporting.round_opened",
        actor=by.user_id if by else None,
        at=at,
        target=("round", str(round_.pk)),
        unit=unit.code,
        after={
            "form": form.code,
            "period": str(period),
            "expected": len(expected),
            "due_on": due.isoformat(),
        },
    )
    return round_


def _refuse_below_the_top(unit: OrgUnit, on: date) -> None:
    """
    A form is opened once per period, for everybody: a unit in the middle that opened it for its own branch would keep
    all the others from being asked.
    """
    if len(path_ids(unit.pk, on)) > 1:
        raise NotAllowed(
            _("A round is opened by the unit at the top, for all below it. Ask that unit to open it.")
        )


@transaction.atomic
def remind(*, submission_ids: Sequence[int], text: str, by: Actor, at: datetime) -> list[Reminder]:
    """Remind units that have not sent; the reminder stands on their first page. Those that have sent are left alone."""
    states = Submission.State
    made = []
    for submission_id in sorted(set(submission_ids)):
        held = hold(submission_id, action="remind", by=by)
        if held.submission.state not in {states.EXPECTED, states.DRAFT, states.RETURNED}:
            continue
        made.append(
            Reminder.objects.create(
                submission=held.submission, text=text.strip()[:300], at=at, by_id=by.user_id
            )
        )
        audit.record(
            "reporting.reminded", actor=by.user_id, at=at, target=("submission", str(submission_id)),
            unit=held.submission.unit.code, reason=text.strip()[:300], on_behalf_of=held.grant.for_user,
        )  # fmt: skip
    return made


@transaction.atomic
def extend(*, submission_id: int, due_on: date, reason: str, by: Actor, at: datetime) -> Submission:
    """Give one unit until a later day, with reason. :raises WrongState: for a day not after the present one"""
    held = hold_for_review(submission_id, action="extend", by=by)
    submission = held.submission
    if not reason.strip():
        raise ReasonMissing(_("Say why the unit gets more time."))
    if due_on <= submission.due_on:
        raise WrongState(
            _("Choose a day after %(day)s, the present limit.") % {"day": f"{submission.due_on:%d/%m/%Y}"}
        )
    before = submission.due_on
    submission.due_on, submission.extension_reason, submission.extended_by_id = (
        due_on,
        reason.strip()[:200],
        by.user_id,
    )
    submission.version += 1
    submission.save(update_fields=["due_on", "extension_reason", "extended_by", "version"])
    audit.record(
        "reporting.extended", actor=by.user_id, at=at, target=("submission", str(submission.pk)),
        unit=submission.unit.code, reason=reason.strip(), before={"due_on": before.isoformat()},
        after={"due_on": due_on.isoformat()}, on_behalf_of=held.grant.for_user,
    )  # fmt: skip
    return submission


@transaction.atomic
def excuse(*, submission_id: int, reason: str, by: Actor, at: datetime) -> Submission:
    """Amend the denominator: a unit is no longer expected in this round. :raises WrongState: when it has sent figures"""
    held = hold_for_review(submission_id, action="extend", by=by)
    submission = held.submission
    if not reason.strip():
        raise ReasonMissing(_("Say why the unit is no longer expected."))
    if submission.latest_id is not None or submission.excused_at is not None:
        raise WrongState(_("A unit that has sent its report, or is excused already, stays as it is."))
    submission.excused_at, submission.excused_reason = at, reason.strip()[:300]
    submission.version += 1
    submission.save(update_fields=["excused_at", "excused_reason", "version"])
    totals.rebuild(submission.round.form, years=[submission.round.period.year])
    audit.record(
        "reporting.excused", actor=by.user_id, at=at, target=("submission", str(submission.pk)),
        unit=submission.unit.code, reason=reason.strip(), on_behalf_of=held.grant.for_user,
    )  # fmt: skip
    return submission


@transaction.atomic
def close_branch(*, round_: Round, unit: OrgUnit, reason: str, by: Actor, at: datetime) -> RoundClosing:
    """
    Close a round for a unit and all below, although somebody may be missing: the missing are named, what comes later
    enters as late. Closing at the root locks what is accepted; from then on only supplements change it.

    :raises ReasonMissing: when units are missing and no reason is given; :raises WrongState: when closed already
    """
    grant = permissions.require(by, "close", "round", unit.pk)
    round_ = Round.objects.select_for_update().get(pk=round_.pk)
    if RoundClosing.objects.filter(round=round_, unit=unit).exists():
        raise WrongState(_("This round is closed already."))
    branch = Submission.unscoped.filter(
        round=round_, unit_id__in=descendant_ids(unit.pk, round_.counts_to), excused_at__isnull=True
    )
    missing_ids = list(branch.filter(accepted__isnull=True).values_list("unit_id", flat=True))
    if missing_ids and not reason.strip():
        raise ReasonMissing(
            _("%(count)s units are missing. Say why the round is closed without them.")
            % {"count": len(missing_ids)}
        )
    names = names_on(round_.counts_to, missing_ids)
    missing = [{"unit": name.code, "name": name.name} for name in names.values()]
    closing = RoundClosing.objects.create(
        round=round_,
        unit=unit,
        closed_at=at,
        closed_by_id=by.user_id,
        missing=missing,
        reason=reason.strip()[:300],
    )
    if not Submission.unscoped.filter(round=round_).exclude(pk__in=branch.values("pk")).exists():
        round_.locked_at = at
        round_.save(update_fields=["locked_at"])
        branch.filter(state=Submission.State.ACCEPTED).update(state=Submission.State.LOCKED)
    audit.record(
        "reporting.round_closed",
        actor=by.user_id,
        at=at,
        target=("round", str(round_.pk)),
        unit=unit.code,
        reason=reason.strip(),
        after={"missing": [entry["unit"] for entry in missing], "period": round_.period_name},
        on_behalf_of=grant.for_user,
    )
    return closing
