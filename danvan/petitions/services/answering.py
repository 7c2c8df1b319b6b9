"""The answer: what was found, what is done or not and on what basis, what will be done by when, and the proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments import services as commitments
from danvan.organizations.actors import Actor
from danvan.petitions import deadlines, detection, likeness, pictures, vault
from danvan.petitions.errors import EmptyAnswer, Ended, Incomplete, PersonalData
from danvan.petitions.models import Answer, Event, Petition, State
from danvan.petitions.models.story import Outcome
from danvan.petitions.queries import earlier
from danvan.petitions.services import shared
from danvan.petitions.services.intake import attach

# An outcome that says something was done, and so shows it.
WITH_PROOF = (Outcome.SOLVED, Outcome.PARTLY)
WITH_BASIS = (Outcome.REFUSED, Outcome.EXPLAINED, Outcome.NOT_COMPETENT)


@dataclass(frozen=True)
class Draft:
    """`promise` and `promised_on` become a commitment; `no_proof` says why there is nothing to show."""

    outcome: str
    found: str
    done: str
    basis: str = ""
    promise: str = ""
    promised_on: date | None = None
    no_proof: str = ""


@transaction.atomic
def answer(
    *,
    petition: Petition,
    version: int,
    draft: Draft,
    files: Sequence[UploadedFile] = (),
    by: Actor,
    at: datetime,
) -> Answer:
    """
    Answer in the name of the unit in charge. What is promised stands in the ledger of commitments from now on.

    :raises Ended: when it is answered or over already; what was typed is not lost, the page shows it again
    :raises Incomplete: naming the field that an answer needs
    :raises EmptyAnswer: for stock phrases, or the words of an earlier answer to somebody else
    :raises PersonalData: when the promise, which everybody may read, names a person
    :raises Refused: when a file is not taken
    """
    row = shared.taken(petition, version, by, "submit")
    _must_be_answerable(row)
    clean = pictures.clean_all(files)
    draft = checked(draft, bool(clean), timezone.localtime(at).date())
    _must_say_something(row, draft, at)
    case = vault.of(row)
    number = row.answers_count + 1
    made = Answer.objects.create(
        petition=row, number=number, outcome=draft.outcome, promised_on=draft.promised_on, unit=row.unit, by_id=by.user_id,
        at=at, body=case.seal_json(vault.CONTENT, f"answer:{number}", words_of(draft)),
    )  # fmt: skip
    attach(row, case, clean, at, made.pk)
    row.answers_count, row.state, row.closed_at = number, State.ANSWERED, None
    row.answered_due_at, row.answered_at = row.due_at, at
    deadlines.take_up(row, at)
    deadlines.stop(row, at, done=True)
    row.classified_at = row.classified_at or at
    shared.save(
        row,
        "answers_count",
        "state",
        "closed_at",
        "answered_at",
        "answered_due_at",
        "taken_up_at",
        "taking",
        "clock",
        "classified_at",
    )
    shared.tell(row, Event.Kind.ANSWERED, at=at, by=by, to_sender=True, number=number, outcome=draft.outcome)
    for other in row.joined.order_by("pk"):
        shared.tell(
            other, Event.Kind.ANSWERED, at=at, by=by, to_sender=True, number=number, outcome=draft.outcome
        )
    if draft.promise:
        assert draft.promised_on is not None
        commitments.give(
            text=draft.promise, unit=row.unit, asked_by=row.unit, origin="petition",
            origin_ref=f"petitions.Answer:{made.pk}",
            origin_label=_("petition %(number)s") % {"number": row.reference}, due_on=draft.promised_on, topic=row.topic,
            place=row.place, by=by, at=at,
        )  # fmt: skip
    shared.log(
        "answered",
        row,
        by=by,
        at=at,
        outcome=draft.outcome,
        number=number,
        promised_on=str(draft.promised_on or ""),
    )
    return made


def _must_be_answerable(row: Petition) -> None:
    if row.state == State.ANSWERED or row.state == State.CLOSED:
        raise Ended(
            _(
                "This case was answered on %(day)s, so a second answer is not sent. Write a message "
                "to the sender instead; a new answer follows when the sender reopens it."
            )
            % {"day": f"{timezone.localtime(row.answered_at or row.received_at):%d/%m/%Y}"}
        )
    shared.must_be_open(row)
    shared.must_be_known(row)
    if row.awaits_superior:
        raise Ended(_("The superior is deciding who is in charge. Wait for the decision before you answer."))
    if row.is_complaint:
        raise Ended(
            _(
                "A formal complaint is decided in its own procedure. Enter its stage; no answer is written here."
            )
        )


def checked(draft: Draft, has_proof: bool, today: date) -> Draft:
    """The draft cleaned. :raises Incomplete, PersonalData: as `answer` says"""
    if draft.outcome not in Outcome.values:
        raise Incomplete(_("Choose what came of it."), field="outcome")
    found = shared.text_of(draft.found, "found", _("What was found there"), longest=4000)
    done = shared.text_of(draft.done, "done", _("What is done, or why not"), longest=4000)
    basis = shared.text_of(
        draft.basis, "basis", _("On what basis"), needed=draft.outcome in WITH_BASIS, longest=1000
    )
    promised = (
        draft.outcome == Outcome.PROMISED or bool(draft.promise.strip()) or draft.promised_on is not None
    )
    promise = shared.text_of(draft.promise, "promise", _("What will be done"), needed=promised, longest=1000)
    if promised and draft.promised_on is None:
        raise Incomplete(_("Say by which day it will be done."), field="promised_on")
    if promised and draft.promised_on is not None and draft.promised_on <= today:
        raise Incomplete(_("The day of the promise must lie in time to come."), field="promised_on")
    no_proof = shared.text_of(
        draft.no_proof,
        "no_proof",
        _("Why there is no proof"),
        needed=draft.outcome in WITH_PROOF and not has_proof,
        longest=500,
    )
    if pieces := detection.find(promise):
        raise PersonalData(
            _("Everybody reads the promise, and “%(piece)s” points to a person. Say it without.")
            % {"piece": pieces[0].text},
            field="promise",
            found=[piece.text for piece in pieces],
        )
    return Draft(
        draft.outcome, found, done, basis, promise, draft.promised_on if promised else None, no_proof
    )


def _must_say_something(row: Petition, draft: Draft, at: datetime) -> None:
    """Stock phrases are no answer, and neither are the words that somebody else got."""
    for field, text in (("found", draft.found), ("done", draft.done)):
        if likeness.own_words(text) < likeness.SHORTEST // 2:
            raise EmptyAnswer(
                _("These words would fit any petition. Name the place, the day, what was seen and who acts."),
                field=field,
            )
    if likeness.own_words(f"{draft.found}\n{draft.done}") < likeness.SHORTEST:
        raise EmptyAnswer(
            _("These words would fit any petition. Name the place, the day, what was seen and who acts."),
            field="found",
        )
    alike = likeness.copied_from(f"{draft.found}\n{draft.done}", earlier.answers(row, at))
    if alike >= likeness.COPIED:
        raise EmptyAnswer(
            _(
                "This is nearly word for word an answer your unit gave to somebody else. Say what holds for this case."
            ),
            field="found",
        )


def words_of(draft: Draft) -> dict[str, str]:
    """What is sealed of an answer."""
    says = asdict(draft)
    return {name: says[name] for name in ("found", "done", "basis", "promise", "no_proof")}
