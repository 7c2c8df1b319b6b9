"""What whoever holds the receipt code may do: add, rate, reopen once, agree to publication or take that back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit.once import once
from danvan.petitions import deadlines, pictures, receipts, vault
from danvan.petitions.errors import Ended, Incomplete, NoSuchCode, TooManyTries
from danvan.petitions.models import Event, Petition, Publication, SenderNotice, State
from danvan.petitions.models.cases import SENT_AWAY
from danvan.petitions.services import shared
from danvan.petitions.services.intake import attach
from danvan.petitions.services.telling import tell_unit
from danvan.petitions.throttle import wrong_codes

MOST_ADDED, MOST_FILES = 20, 20


def by_code(code: str, part: str = "") -> Petition:
    """
    The case of a receipt code, however it was typed; `part` is the number of a matter split from it.

    :raises NoSuchCode: in the same words for every wrong code
    :raises TooManyTries: after many wrong ones in a short time
    """
    bare = receipts.normalised(code)
    # A code that cannot be one is looked for as well, so that both kinds of wrong codes do the same work.
    wanted = receipts.lookup(bare or code[:64])
    row = (
        Petition.unscoped.select_related(
            "unit", "place", "joined_to__clock__rule", "clock__rule", "complaint"
        )
        .filter(lookup=wanted)
        .first()
    )
    if row is not None and bare is not None:
        return _part(row, part)
    if not wrong_codes.spend():
        raise TooManyTries(
            _("Many wrong codes were typed in the last minutes. Wait a minute, then try again.")
        )
    raise NoSuchCode(
        _("There is no matter with this code. Compare it with your receipt: 7 groups of 4 signs.")
    )


def _part(row: Petition, part: str) -> Petition:
    if not part or part == row.reference:
        return row
    found = (
        Petition.unscoped.select_related(
            "unit", "place", "joined_to__clock__rule", "clock__rule", "complaint"
        )
        .filter(split_from=row, reference=part)
        .first()
    )
    if found is None:
        raise NoSuchCode(_("This code does not belong to that matter."))
    return found


@contextmanager
def _once(code: str, part: str, key: str, purpose: str, content: list[object]) -> Iterator[Petition | None]:
    """The case locked, once per key; None when it was done before. The code itself goes nowhere but into a digest."""
    row = by_code(code, part)
    with once(actor_id=0, key=key, purpose=purpose, content=[row.reference, *content]) as attempt:
        if attempt.fresh:
            yield shared.locked(row.pk)
            attempt.result = row.reference
        else:
            yield None


def add_information(
    *, code: str, text: str, key: str, at: datetime, files: Sequence[UploadedFile] = (), part: str = ""
) -> None:
    """:raises NoSuchCode, TooManyTries, Incomplete, Ended: as they say"""
    said = shared.text_of(text, "text", _("What you want to add"), longest=4000)
    clean = pictures.clean_all(files)
    with _once(
        code, part, key, "petitions.add", [said, [[one.kind, len(one.content)] for one in clean]]
    ) as row:
        if row is None:
            return
        shared.must_be_known(row)
        if row.state == State.CLOSED or row.state in SENT_AWAY:
            raise Ended(
                _(
                    "This matter is closed, so nothing can be added. Reopen it if the time for "
                    "that is not over, or send a new one."
                )
            )
        if row.events.filter(kind=Event.Kind.INFORMATION).count() >= MOST_ADDED:
            raise Ended(_("So much was added that the unit has to read first. Wait for its answer."))
        if row.attachments.filter(answer=None).count() + len(clean) > MOST_FILES:
            raise Ended(_("So many files were sent that no more fit. Say in words what else there is."))
        attach(row, vault.of(row), clean, at)
        shared.save(row)
        shared.tell(row, Event.Kind.INFORMATION, at=at, words=said, to_sender=True, files=len(clean))
        tell_unit(row, "petitions.added", at=at)
        shared.log("added", row, by=None, at=at, files=len(clean))


def rate(
    *, code: str, score: int, settled: bool, key: str, at: datetime, comment: str = "", part: str = ""
) -> None:
    """
    How the sender finds the answer, 1 to 5, and whether the matter is settled. The last word counts until it is closed.

    :raises Ended: before there is an answer
    """
    if score not in range(1, 6):
        raise Incomplete(_("Choose between 1 and 5."), field="score")
    said = shared.text_of(comment, "comment", _("Why you rate it so"), needed=False, longest=1000)
    with _once(code, part, key, "petitions.rate", [score, settled, said]) as row:
        if row is None:
            return
        answered = row.joined_to if row.joined_to_id else row
        if answered is None or answered.state not in (State.ANSWERED, State.CLOSED):
            raise Ended(_("There is no answer to rate yet."))
        row.score, row.settled = score, settled
        shared.save(row, "score", "settled")
        words = said if vault.of(row).holds(vault.CONTENT) else ""
        shared.tell(row, Event.Kind.RATED, at=at, words=words, to_sender=True, score=score, settled=settled)
        shared.log("rated", row, by=None, at=at, score=score, settled=settled)


def reopen(*, code: str, reason: str, key: str, at: datetime, part: str = "") -> None:
    """
    Once, within 15 days after the answer (a proposal, no law): the unit answers again, with a new limit.

    :raises Ended: when that time is over, or it was reopened before
    """
    said = shared.text_of(reason, "reason", _("What is not settled"), longest=4000)
    with _once(code, part, key, "petitions.reopen", [said]) as row:
        if row is None:
            return
        _must_be_reopenable(row, at)
        if row.joined_to_id is not None:
            row.joined_to = None  # The matter of this sender goes its own way from now on.
        row.state, row.reopened_at, row.closed_at = State.REOPENED, at, None
        deadlines.start(row, deadlines.ANSWER[row.urgency], at, at)
        shared.save(row, "state", "joined_to", "reopened_at", "closed_at", "clock")
        shared.tell(row, Event.Kind.REOPENED, at=at, words=said, to_sender=True)
        tell_unit(row, "petitions.reopened", at=at)
        shared.log("reopened", row, by=None, at=at)


def why_not_reopen(row: Petition, at: datetime) -> str:
    """Why the sender cannot reopen it; empty when it can be done."""
    main = row.joined_to if row.joined_to_id else row
    assert main is not None
    if main.state not in (State.ANSWERED, State.CLOSED) or main.answered_at is None:
        return _("There is no answer yet, so there is nothing to reopen.")
    if row.reopened_at is not None:
        return _(
            "It was reopened once already. If it is still not settled, send a new matter and name this number."
        )
    if not vault.of(row).holds(vault.CONTENT):
        return _("The text of this case is not kept here any more.")
    last = max(main.answered_at, _kept_at(main) or main.answered_at)
    if timezone.localtime(at).date() > deadlines.reopen_until(last):
        return _("The time to reopen it was over on %(day)s. Send a new matter and name this number.") % {
            "day": f"{deadlines.reopen_until(last):%d/%m/%Y}"
        }
    return ""


def _kept_at(row: Petition) -> datetime | None:
    """When the promise was verified: the sender may look for themselves and have their say from then on."""
    answer = row.answers.order_by("-number").first()
    return answer.promise_kept_at if answer else None


def _must_be_reopenable(row: Petition, at: datetime) -> None:
    if reason := why_not_reopen(row, at):
        raise Ended(reason)


def choose_publication(*, code: str, wanted: bool, at: datetime, part: str = "") -> None:
    """The sender agrees to publication or takes that back; then it leaves the public pages at once."""
    row = by_code(code, part)
    with _once(code, part, _plain_key(row, wanted), "petitions.choose", [wanted, row.version]) as fresh:
        if fresh is None or fresh.wants_public == wanted:
            return
        fresh.wants_public = wanted
        shared.save(fresh, "wants_public")
        shown = Publication.objects.filter(petition=fresh, withdrawn_at=None)
        if not wanted and shown.update(
            withdrawn_at=at, text="", answer="", title="", latitude=None, longitude=None
        ):
            shared.tell(fresh, Event.Kind.WITHDRAWN, at=at, to_sender=True)
        shared.log("publication_chosen", fresh, by=None, at=at, wanted=wanted)


def end_messages(*, code: str, at: datetime, part: str = "") -> None:
    """The sender is told nothing more by itself. Saying so twice is harmless. :raises NoSuchCode, TooManyTries:"""
    found = by_code(code, part)
    with transaction.atomic():
        row = shared.locked(found.pk)
        if not row.tells_by:
            return
        row.tells_by = ""
        SenderNotice.objects.filter(petition=row).exclude(state=SenderNotice.State.SENT).delete()
        shared.save(row, "tells_by")
        shared.log("messages_ended", row, by=None, at=at)


def _plain_key(row: Petition, wanted: bool) -> str:
    """Saying yes or no twice is harmless, so the form needs no key of its own."""
    return f"choose-{row.reference}-{row.version}-{int(wanted)}".ljust(22, "-")
