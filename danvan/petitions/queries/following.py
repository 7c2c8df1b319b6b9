"""What the holder of a receipt code sees of the own matter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.numbers import format_number
from danvan.notifications import channels
from danvan.organizations import queries as organizations
from danvan.organizations.models import Role
from danvan.petitions import deadlines, topics, vault
from danvan.petitions.models import Answer, Attachment, Event, OpeningReason, Petition, Publication, State
from danvan.petitions.models.cases import SENT_AWAY
from danvan.petitions.models.complaints import Stage
from danvan.petitions.queries import reading
from danvan.petitions.shapes import Line, Picture, Told, View
from danvan.reference import queries as calendars
from danvan.reference.queries import Standing

Kind = Event.Kind


def view(
    row: Petition, at: datetime, *, why_not_reopen: str, part: str = "", parts: tuple[View, ...] = ()
) -> View:
    """The story of one case in plain words; colleagues' notes and names are not in it."""
    main = row.joined_to if row.joined_to_id and row.joined_to else row
    cases = vault.of_many([row, main])
    case = cases[row.pk]
    said = reading.content(row, case)
    events = list(Event.objects.filter(petition=row, to_sender=True).order_by("at", "pk"))
    names = _names(events, row, main, at)
    complaint = getattr(row, "complaint", None)
    standing = deadlines.standing(main.clock, at, calendars.calendar())
    answered = main.state in (State.ANSWERED, State.CLOSED) and main.answered_at is not None
    sealed = row.state == State.SEALED
    return View(
        reference=row.reference, kind=row.kind, kind_label=str(row.get_kind_display()), topic=topics.name(row.topic),
        place=names.get(row.place_id or 0, ""), unit=names[main.unit_id], state=row.state,
        state_label=str(row.get_state_display()), received_at=row.received_at, due_at=main.due_at,
        due_words=standing.words if standing and main.is_open else "", late=main.is_late(at), reckoning=main.reckoning,
        text=said.text,
        lines=tuple(_line(event, case, names) for event in events),
        answers=tuple(_answers(main, cases[main.pk], names)) if answered or row.answers_count else (),
        pictures=tuple(_pictures(Attachment.objects.filter(petition=row, answer=None), case)),
        owed=_owed(row, main, standing, names), score=row.score, settled=row.settled,
        may_add=not sealed and said.known and row.state != State.CLOSED and row.state not in SENT_AWAY,
        may_rate=answered and not sealed, may_reopen=not why_not_reopen and not sealed,
        reopen_until=deadlines.reopen_until(main.answered_at) if answered and main.answered_at else None,
        wants_public=row.wants_public, published=Publication.objects.filter(petition=row, withdrawn_at=None).exists(),
        contact_destroyed=not case.holds(vault.CONTACT),
        complaint_stage=str(complaint.get_stage_display()) if complaint else "",
        told_by=channels.label(row.tells_by) if row.tells_by else "",
        sealed=sealed, parts=parts, part=part,
    )  # fmt: skip


def file_of(row: Petition, id: str) -> tuple[str, str, bytes] | None:
    """Name, kind and bytes of a file of the case or of its answer; None when there is none."""
    main = row.joined_to if row.joined_to_id and row.joined_to else row
    found = Attachment.objects.select_related("petition").filter(pk=id).first()
    if found is None or (
        found.petition_id != row.pk and not (found.answer_id and found.petition_id == main.pk)
    ):
        return None
    return opened(found)


def opened(found: Attachment) -> tuple[str, str, bytes] | None:
    """The same for an attachment at hand; None when the key is gone."""
    case = vault.of(found.petition)
    if not case.holds(vault.CONTENT):
        return None
    name = case.open(vault.CONTENT, f"name:{found.pk.hex}", found.name).decode()
    return name, found.kind, case.open(vault.CONTENT, f"file:{found.pk.hex}", found.box)


def _names(events: list[Event], row: Petition, main: Petition, at: datetime) -> dict[int, str]:
    ids = {row.unit_id, main.unit_id, *(event.unit_id for event in events if event.unit_id)}
    ids |= {
        event.data[word] for event in events for word in ("to", "of") if isinstance(event.data.get(word), int)
    }
    ids |= {answer.unit_id for answer in main.answers.all()}
    if row.place_id:
        ids.add(row.place_id)
    found = organizations.last_names(ids, timezone.localtime(at).date())
    return {pk: name.name for pk, name in found.items()}


def _line(event: Event, case: vault.Case, names: dict[int, str]) -> Line:
    says = reading.words(event, case)
    text = says.get("reason", "") if isinstance(says, dict) else says
    return Line(event.kind, event.at, title(event, names), text, names.get(event.unit_id or 0, ""))


def title(event: Event, names: dict[int, str]) -> str:
    """One step of the story in words, without anybody's name."""
    data: dict[str, Any] = event.data
    to = names.get(data["to"], "") if isinstance(data.get("to"), int) else str(data.get("to", ""))
    titles = {
        Kind.HANDED_OVER: _("Handed over to %(unit)s") % {"unit": to},
        Kind.DECIDED: _("The superior decided: %(unit)s is in charge") % {"unit": to},
        Kind.SUCCEEDED: _("%(unit)s took over the work of the former unit") % {"unit": to},
        Kind.JOINED: _("Answered together with %(number)s") % {"number": to or data.get("joined", "")},
        Kind.SPLIT: _("Split into matters of their own: %(numbers)s")
        % {"numbers": ", ".join(data.get("parts", []))},
        Kind.CLASSIFIED: dict(State.choices).get(data.get("decision", ""), event.get_kind_display()),
        Kind.COMPLAINT: _("Complaint: %(stage)s")
        % {"stage": dict(Stage.choices).get(data.get("stage", ""), "")},
        Kind.KEPT: _("The promise was kept") if data.get("kept") else _("The promise was not kept"),
    }
    if event.kind == Kind.EXTENDED and data.get("until"):
        return _("More time until %(day)s") % {"day": f"{date.fromisoformat(data['until']):%d/%m/%Y}"}
    if event.kind == Kind.OPENED:
        role, why = dict(Role.choices), dict(OpeningReason.choices)
        return _("The sealed record was opened (%(role)s): %(reason)s") % {
            "role": role.get(data.get("role", ""), ""), "reason": why.get(data.get("why", ""), ""),
        }  # fmt: skip
    if event.kind == Kind.RATED:
        return _("You rated the answer %(score)s of 5") % {"score": format_number(data.get("score", 0))}
    words = str(titles.get(Kind(event.kind), event.get_kind_display()))
    return words[:1].upper() + words[1:]


def _answers(main: Petition, case: vault.Case, names: dict[int, str]) -> list[Told]:
    rows = list(Answer.objects.filter(petition=main).order_by("number"))
    proofs: dict[int, list[Attachment]] = {}
    for one in Attachment.objects.filter(answer__in=rows).defer("box").order_by("at", "pk"):
        proofs.setdefault(one.answer_id or 0, []).append(one)
    return [_told(row, case, names, proofs.get(row.pk, [])) for row in rows]


def _told(row: Answer, case: vault.Case, names: dict[int, str], proofs: list[Attachment]) -> Told:
    says = reading.answer(row, case)
    return Told(
        number=row.number, at=row.at, unit=names.get(row.unit_id, ""), outcome=str(row.get_outcome_display()),
        outcome_code=row.outcome, found=says["found"], done=says["done"], basis=says["basis"], promise=says["promise"],
        promised_on=row.promised_on, kept_at=row.promise_kept_at, proofs=tuple(_pictures(proofs, case)),
    )  # fmt: skip


def _pictures(rows: Any, case: vault.Case) -> list[Picture]:
    if not case.holds(vault.CONTENT):
        return []
    rows = rows if isinstance(rows, list) else rows.defer("box").order_by("at", "pk")
    return [
        Picture(
            str(one.pk), case.open(vault.CONTENT, f"name:{one.pk.hex}", one.name).decode(), one.kind, one.size
        )
        for one in rows
    ]


def _owed(row: Petition, main: Petition, standing: Standing | None, names: dict[int, str]) -> str:
    """What the unit still owes, in one sentence."""
    unit = names[main.unit_id]
    if row.state == State.SEALED:
        return _(
            "This was no matter for this page. Go to the office that takes denunciations; nothing you wrote is kept here."
        )
    if main.is_open and main.due_at is not None and standing:
        day = f"{timezone.localtime(main.due_at):%d/%m/%Y}"
        return _("%(unit)s owes an answer by %(day)s (%(words)s).") % {
            "unit": unit,
            "day": day,
            "words": standing.words,
        }
    answer = main.answers.order_by("-number").first()
    if answer and answer.promised_on and not answer.promise_kept_at:
        return _("%(unit)s promised to do this by %(day)s; somebody else verifies it.") % {
            "unit": unit, "day": f"{answer.promised_on:%d/%m/%Y}",
        }  # fmt: skip
    return ""
