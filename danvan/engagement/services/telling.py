"""News of dialogues to those concerned: title and day, never a word of what residents said (R-102)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.numbers import format_number
from danvan.engagement import duties
from danvan.engagement.models import AdvanceQuestion, DialogueConference, DialogueOpinion
from danvan.engagement.queries import watch
from danvan.notifications import services as notifications
from danvan.organizations.actors import Actor
from danvan.organizations.models import Post
from danvan.organizations.queries import in_effect, last_names, tree_on

State = DialogueConference.State
# The result is asked for so many days before it is due.
SOON = timedelta(days=3)


def tell_area(
    dialogue: DialogueConference, kind: str, *, title: str, by: Actor, at: datetime, text: str = ""
) -> None:
    """Joint hosts, the unit above and those directly below; once for each version of the plan."""
    day = timezone.localtime(at).date()
    here = tree_on(day)
    around = {host.unit_id for host in dialogue.hosts.all() if host.unit_id}
    if dialogue.unit_id in here.units:
        around |= {one.id for one in here.below(dialogue.unit_id)}
        around |= {here.units[dialogue.unit_id].parent_id or dialogue.unit_id}
    _tell(
        dialogue, kind, f"{dialogue.pk}:{dialogue.version}", around - {dialogue.unit_id}, title=title, text=text,
        at=at, by=by, url=_public(dialogue),
    )  # fmt: skip


def tell_announced(dialogue: DialogueConference, *, by: Actor, at: datetime) -> None:
    said = {"unit": _name(dialogue.unit_id, at), "day": f"{dialogue.day:%d/%m/%Y}"}
    tell_area(dialogue, "announced", title=_("Dialogue of %(unit)s on %(day)s") % said, by=by, at=at)


def tell_moved(dialogue: DialogueConference, *, by: Actor, at: datetime) -> None:
    """It was postponed or cancelled; only who was told of the announcement hears of it."""
    if dialogue.announced_at is None:
        return
    said = {"unit": _name(dialogue.unit_id, at), "state": dialogue.get_state_display()}
    title = _("Dialogue of %(unit)s: %(state)s") % said
    tell_area(dialogue, "moved", title=title, text=dialogue.dropped_reason, by=by, at=at)


def tell_questions(question: AdvanceQuestion, *, at: datetime) -> None:
    """Once a day for a dialogue, however many come in."""
    dialogue = question.dialogue
    _tell(
        dialogue, "questions", f"{dialogue.pk}:{timezone.localtime(at).date()}", [dialogue.unit_id],
        title=_("Questions wait to be read: %(title)s") % {"title": dialogue.title}, at=at,
        url=reverse("engagement:questions", args=[dialogue.pk]),
    )  # fmt: skip


def tell_handed_on(opinion: DialogueOpinion, *, by: Actor, at: datetime) -> None:
    """The unit an opinion went to; promises are told by the ledger of commitments."""
    if opinion.responsible_id is None:
        return
    said = {"unit": _name(opinion.unit_id, at), "number": opinion.number}
    _tell(
        opinion.dialogue, "handed_on", f"{opinion.pk}:{opinion.version}", [opinion.responsible_id],
        url=_public(opinion.dialogue),
        title=_("Opinion %(number)d of the dialogue of %(unit)s is yours to answer") % said, at=at, by=by,
    )  # fmt: skip


@transaction.atomic
def tell_results(at: datetime) -> int:
    """Results that are due within three days, or overdue: each told once. Safe to repeat; returns how many people heard."""
    today = timezone.localtime(at).date()
    rows = DialogueConference.unscoped.filter(state__in=(State.HELD, State.MINUTES, State.CONCLUDED))
    told = 0
    for row in rows.select_related("unit").order_by("pk"):
        due = duties.result_due(row.level, row.day)
        if due > today + SOON:
            continue
        said = {"title": row.title, "day": f"{due:%d/%m/%Y}"}
        late = due < today
        kind = "result_late" if late else "result_due"
        title = (
            _("Result overdue since %(day)s: %(title)s") if late else _("Result due on %(day)s: %(title)s")
        )
        told += _tell(row, kind, str(row.pk), [row.unit_id], title=title % said, at=at)
    return told


@transaction.atomic
def tell_watch(at: datetime) -> int:
    """In the last quarter, once a month: how many units below have held no dialogue this year. Safe to repeat."""
    today = timezone.localtime(at).date()
    if today.month < watch.WATCHED_FROM_MONTH:
        return 0
    posts = Post.objects.filter(in_effect(today), role="consolidator").order_by("unit_id")
    told = 0
    for unit_id in posts.values_list("unit_id", flat=True).distinct():
        missing = watch.missing_below([unit_id], today)
        if not missing:
            continue
        title = ngettext(
            "%(n)s unit has held no dialogue in %(year)d", "%(n)s units have held no dialogue in %(year)d", missing
        ) % {"n": format_number(missing), "year": today.year}  # fmt: skip
        told += notifications.notify_unit(
            event=f"engagement.watch:{unit_id}:{today:%Y-%m}", kind="engagement.watch", unit_id=unit_id,
            roles=("consolidator", "leader"), title=title, at=at,
            url=f"{reverse('engagement:watch')}?nam={today.year}&xem=chua#danh-sach",
        )  # fmt: skip
    return told


def _tell(
    dialogue: DialogueConference, kind: str, mark: str, unit_ids: Iterable[int | None], *, title: str, at: datetime,
    by: Actor | None = None, text: str = "", url: str = "",
) -> int:  # fmt: skip
    return sum(
        notifications.notify_unit(
            event=f"engagement.{kind}:{mark}", kind=f"engagement.{kind}", unit_id=unit_id, title=title, text=text,
            url=url or reverse("engagement:dialogue", args=[dialogue.pk]), at=at, but=[by.user_id] if by else [],
        )
        for unit_id in sorted({pk for pk in unit_ids if pk is not None})
    )  # fmt: skip


def _public(dialogue: DialogueConference) -> str:
    """The page everybody may open: the record of another unit is not in sight of those in the area."""
    if dialogue.state in DialogueConference.PUBLIC:
        return reverse("portal:dialogue", args=[dialogue.reference])
    return reverse("portal:dialogues")


def _name(unit_id: int, at: datetime) -> str:
    return last_names([unit_id], timezone.localtime(at).date())[unit_id].name
