"""Lines of the first page: what, where, until when, and the one thing to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.briefings.models import ReportDocument
from danvan.common.numbers import format_number
from danvan.common.periods import Period
from danvan.organizations.models import PendingGrant
from danvan.organizations.queries import UnitName
from danvan.petitions.models import Petition, State
from danvan.reference.calendar import Calendar, working_days_between
from danvan.reporting.models import Submission
from danvan.ui.week import More
from danvan.workspace.queries import Closable, Waiting

# Own children one by one as long as they can be overlooked; what lies deeper is first of all the district's to decide.
GROUPED_FROM, GROUPED_DEEPER_FROM = 6, 2
NO_DAY = date.max


@dataclass(frozen=True)
class Note:
    """Somebody's words beside a line: why it came back, a reminder."""

    label: str
    text: str
    tone: str = "quiet"


@dataclass(frozen=True)
class Row:
    """`state` and `tone` are the badge, `due` the day in words; `sort_on` is where the line stands."""

    what: str
    where: str
    verb: str
    href: str
    state: str = ""
    tone: str = "neutral"
    due: str = ""
    due_tone: str = "quiet"
    notes: tuple[Note, ...] = ()
    sort_on: date = NO_DAY


def by_day(rows: Iterable[Row]) -> list[Row]:
    """The most urgent first; what has no day comes last."""
    return sorted(rows, key=lambda row: row.sort_on)


def due_words(on: date, today: date, calendar: Calendar) -> tuple[str, str]:
    """“3 working days left”, “5 days overdue (since 12/02)”, with the tone that fits."""
    if on < today:
        late = (today - on).days
        words = ngettext(
            "%(days)s day overdue (since %(day)s)", "%(days)s days overdue (since %(day)s)", late
        )
        return words % {"days": format_number(late), "day": f"{on:%d/%m}"}, "danger"
    if on == today:
        return _("due today"), "warn"
    left = working_days_between(today, on, calendar)
    if left == 0:
        return _("due %(day)s, before the next working day") % {"day": f"{on:%d/%m}"}, "warn"
    words = ngettext("%(days)s working day left", "%(days)s working days left", left)
    said = words % {"days": format_number(left)}
    return _("%(left)s (until %(day)s)") % {
        "left": said,
        "day": f"{on:%d/%m}",
    }, "warn" if left <= 3 else "quiet"


def owed(
    row: Submission, names: Mapping[int, UnitName], own: set[int], today: date, calendar: Calendar
) -> Row:
    """A report to be sent, for the own unit or on behalf."""
    due, tone = due_words(row.due_on, today, calendar)
    states = {
        Submission.State.EXPECTED: (_("not started"), "neutral", _("Enter")),
        Submission.State.DRAFT: (_("being entered"), "neutral", _("Go on")),
        Submission.State.RETURNED: (_("came back"), "danger", _("Correct")),
    }
    state, state_tone, verb = states[Submission.State(row.state)]
    unit = names[row.unit_id].name
    return Row(
        what=_("Report for %(period)s") % {"period": row.round.period.label()},
        where=unit if row.unit_id in own else _("%(unit)s (enter on behalf)") % {"unit": unit},
        verb=verb, href=reverse("reporting:entry", args=[row.pk]), state=state, tone=state_tone, due=due, due_tone=tone,
        notes=tuple(_said(row)), sort_on=row.due_on,
    )  # fmt: skip


def _said(row: Submission) -> Iterable[Note]:
    returned = getattr(row.latest, "returned", None) if row.latest else None
    if row.state == Submission.State.RETURNED and returned is not None:
        yield Note(_("Came back"), returned.reason, "danger")
        if count := len(returned.cells):
            words = ngettext("%(count)s cell to correct", "%(count)s cells to correct", count)
            yield Note("", words % {"count": count}, "danger")
    if row.extension_reason:
        yield Note(_("More time until %(day)s") % {"day": f"{row.due_on:%d/%m}"}, row.extension_reason)
    reminders = list(row.reminders.all())
    if reminders:
        day = f"{timezone.localtime(reminders[0].at):%d/%m}"
        label = _("Reminded on %(day)s") % {"day": day}
        if len(reminders) > 1:
            label = _("Reminded %(times)s times, last on %(day)s") % {"times": len(reminders), "day": day}
        yield Note(label, reminders[0].text, "warn")


def document(row: ReportDocument, names: Mapping[int, UnitName]) -> Row:
    """A draft to be issued, or an issued document that figures accepted later touch."""
    href, period = reverse("briefings:document", args=[row.pk]), row.period.label()
    what = f"{row.get_kind_display()}, {period}"
    what = what[:1].upper() + what[1:]
    where = names[row.unit_id].name
    if row.is_draft:
        return Row(what, where, _("Finish and issue"), href, _("draft"), "neutral")
    return Row(what, where, _("See what changed"), href, _("figures changed since"), "warn")


def decisions(rows: list[Waiting], own: set[int]) -> list[Row]:
    """Supplements one by one; reports of one place and period as one line when they are many."""
    found: list[Row] = []
    places: dict[tuple[str, str, int], list[Waiting]] = {}
    for one in rows:
        if one.supplement is not None:
            found.append(_supplement(one))
        else:
            places.setdefault((one.form, one.period_name, one.unit.parent_id or 0), []).append(one)
    for group in places.values():
        from_ = GROUPED_FROM if group[0].child else GROUPED_DEEPER_FROM
        found += [_group(group, own)] if len(group) >= from_ else [_report(one) for one in group]
    return found


def _report(one: Waiting) -> Row:
    sent = f"{timezone.localtime(one.sent_at):%d/%m}"
    return Row(
        where=_("Report for %(period)s") % {"period": Period.parse(one.period_name).label()},
        what=_place(one), verb=_("Look and decide"), href=reverse("reporting:review", args=[one.submission_id]),
        state=_("sent on %(day)s") % {"day": sent}, sort_on=one.due_on,
    )  # fmt: skip


def _supplement(one: Waiting) -> Row:
    return Row(
        where=_("Supplement to %(period)s") % {"period": Period.parse(one.period_name).label()},
        what=_place(one), verb=_("Look and decide"), href=reverse("reporting:review", args=[one.submission_id]),
        state=_("supplement %(number)s") % {"number": one.supplement}, tone="warn",
        notes=(Note(_("Reason"), one.reason),), sort_on=one.due_on,
    )  # fmt: skip


def _place(one: Waiting) -> str:
    return one.unit.name if one.child or one.parent is None else f"{one.unit.name}, {one.parent.name}"


def _group(group: list[Waiting], own: set[int]) -> Row:
    first = group[0]
    place = first.parent or first.unit
    filters = {"ky": first.period_name, "trang-thai": "waiting"}
    if place.id not in own:
        filters["don-vi"] = place.code
    elif len({one.unit.level for one in group}) == 1:
        filters["cap"] = first.unit.level
    filters["bieu-mau"] = first.form
    words = ngettext("%(count)s report waits in %(place)s", "%(count)s reports wait in %(place)s", len(group))
    return Row(
        what=words % {"count": format_number(len(group)), "place": place.name},
        where=Period.parse(first.period_name).label(), verb=_("Open the board"),
        href=f"{reverse('reporting:board')}?{urlencode(filters)}", sort_on=min(one.due_on for one in group),
    )  # fmt: skip


def closing(one: Closable, names: Mapping[int, UnitName], today: date, calendar: Calendar) -> Row:
    """A round that may be closed now, with how many would be named as missing."""
    due, tone = due_words(one.round.due_on, today, calendar)
    state = ngettext("%(count)s unit missing", "%(count)s units missing", one.missing)
    return Row(
        what=_("Close %(period)s") % {"period": one.round.period.label()}, where=names[one.unit_id].name,
        verb=_("Close the round"), href=reverse("reporting:close", args=[one.round.pk]),
        state=state % {"count": format_number(one.missing)} if one.missing else _("nobody missing"),
        tone="warn" if one.missing else "good", due=due, due_tone=tone, sort_on=one.round.due_on,
    )  # fmt: skip


def grant(row: PendingGrant, names: Mapping[int, UnitName]) -> Row:
    """A post of power that needs a second administrator."""
    said = (Note(_("Reason"), row.reason),) if row.reason else ()
    what = _("%(person)s as %(role)s") % {"person": row.holder.full_name, "role": row.get_role_display()}
    where = names[row.unit_id].name
    asked = f"{timezone.localtime(row.asked_at):%d/%m}"
    state = _("asked by %(person)s on %(day)s") % {"person": row.asked_by.full_name, "day": asked}
    href = f"{reverse('organizations:waiting')}#waiting-{row.pk}"
    return Row(
        what, where, _("Confirm or refuse"), href, state, notes=said, sort_on=timezone.localdate(row.asked_at)
    )


def more(found: More, today: date, calendar: Calendar) -> list[Row]:
    """Lines another context brings; when it has more than it shows, a last one that leads to them."""
    told = []
    for one in found.lines:
        due, tone = due_words(one.due_on, today, calendar) if one.due_on else ("", "quiet")
        told.append(
            Row(
                one.what,
                one.where,
                one.verb,
                one.href,
                one.state,
                one.tone,
                due,
                tone,
                sort_on=one.due_on or NO_DAY,
            )
        )
    if (left := found.count - len(found.lines)) > 0:
        words = ngettext("%(count)s more", "%(count)s more", left) % {"count": format_number(left)}
        told.append(Row(words, "", _("See all"), found.href))
    return told


def petition(
    row: Petition, names: Mapping[int, UnitName], today: date, calendar: Calendar, *, decide: bool
) -> Row:
    """A petition to sort or to answer, or one on which the superior says who is in charge."""
    verb, state, tone = _("Answer"), row.get_state_display(), "neutral"
    if decide:
        verb, state, tone = _("Decide who is in charge"), _("handed over twice"), "warn"
    elif row.state == State.RECEIVED:
        verb = _("Sort it")
    elif row.state == State.REOPENED:
        tone = "warn"
    on = row.clock.due_on if row.clock else NO_DAY
    due, due_tone = due_words(on, today, calendar) if row.clock else ("", "quiet")
    return Row(
        what=_("Petition %(number)s") % {"number": row.reference}, where=names[row.unit_id].name, verb=verb,
        href=reverse("petitions:case", args=[row.reference]), state=state, tone=tone, due=due, due_tone=due_tone, sort_on=on,
    )  # fmt: skip
