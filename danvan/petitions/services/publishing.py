"""What of a case everybody reads: words that were checked, by a named officer, with the sender's consent."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.organizations.actors import Actor
from danvan.petitions import detection, vault
from danvan.petitions.errors import ChangedMeanwhile, Ended, PersonalData
from danvan.petitions.models import Event, Petition, Publication
from danvan.petitions.queries import reading
from danvan.petitions.services import shared

# About 100 m: enough to find the corner, too coarse to find the door.
_COARSE = Decimal("0.001")


@transaction.atomic
def publish(
    *, petition: Petition, version: int, title: str, text: str, answer: str = "", removed: str = "", by: Actor, at: datetime
) -> Publication:  # fmt: skip
    """
    Show the case on the public pages in these words. What the sender wrote is never shown by itself.

    :raises Ended: without the sender's consent, or when it was sealed
    :raises PersonalData: when title, text or answer still point to a person
    """
    row = shared.taken(petition, version, by, "publish")
    shared.must_be_known(row)
    if not row.wants_public:
        raise Ended(
            _("The sender has not agreed to publication, so it stays between the sender and the unit.")
        )
    if row.is_complaint:
        raise Ended(_("Formal complaints are not published."))
    said = public_words(row, vault.of(row), title=title, text=text, answer=answer, removed=removed)
    shown = {**said, "published_at": at, "published_by_id": by.user_id, "withdrawn_at": None}
    made, _new = Publication.objects.update_or_create(petition=row, defaults=shown)
    shared.save(row)
    shared.tell(row, Event.Kind.PUBLISHED, at=at, by=by, to_sender=True)
    shared.log("published", row, by=by, at=at)
    return made


def public_words(
    row: Petition, case: vault.Case, *, title: str, text: str, answer: str, removed: str
) -> dict[str, Any]:
    """
    The public columns of a case, checked.

    :raises Incomplete, PersonalData: as `publish` says
    """
    title = shared.text_of(title, "title", _("Title"), longest=140)
    text = shared.text_of(text, "text", _("Public text"))
    answer = shared.text_of(answer, "answer", _("Public answer"), needed=False)
    removed = shared.text_of(removed, "removed", _("What was removed"), needed=False, longest=300)
    also = _own_words(row, case)
    for field, words in (("title", title), ("text", text), ("answer", answer), ("removed", removed)):
        _refuse_personal(field, words, also)
    content = reading.content(row, case)
    return {
        "title": title, "text": text, "answer": answer, "removed": removed or _note(content.text, text),
        "latitude": _coarse(content.latitude), "longitude": _coarse(content.longitude),
    }  # fmt: skip


@transaction.atomic
def withdraw(*, petition: Petition, version: int, by: Actor, at: datetime) -> None:
    """Take a case off the public pages; its public words are deleted."""
    row = shared.taken(petition, version, by, "publish")
    shown = Publication.objects.filter(petition=row, withdrawn_at=None)
    if not shown.update(withdrawn_at=at, title="", text="", answer="", latitude=None, longitude=None):
        raise ChangedMeanwhile(_("This case is not on the public pages."))
    shared.save(row)
    shared.tell(row, Event.Kind.WITHDRAWN, at=at, by=by, to_sender=True)
    shared.log("withdrawn", row, by=by, at=at)


def _own_words(row: Petition, case: vault.Case) -> list[str]:
    """What the sender told about themselves: it must not stand in the public words either, whoever it seems to be."""
    if row.contact is None or not case.holds(vault.CONTACT):
        return []
    who = reading.contact(row, case)
    return [words for words in (who.name, who.phone, who.email, who.address) if len(words) > 3]


def _refuse_personal(field: str, words: str, also: list[str]) -> None:
    pieces = [piece.text for piece in detection.find(words)]
    folded = detection.fold(words)
    pieces += [one for one in also if detection.fold(one) in folded]
    if pieces:
        raise PersonalData(
            _("“%(piece)s” points to a person. Remove it, then publish.") % {"piece": pieces[0]},
            field=field,
            found=pieces,
        )


def _note(before: str, after: str) -> str:
    """What was removed, in words, for readers: what is found in the sender's text and no longer in the public one."""
    kinds = dict.fromkeys(piece.kind for piece in detection.find(before))
    return detection.removed_words(kinds) if before.strip() != after.strip() else ""


def _coarse(value: str) -> Decimal | None:
    return Decimal(value).quantize(_COARSE) if value else None
