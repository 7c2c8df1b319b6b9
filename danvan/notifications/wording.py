"""What a letter says: the kind's fixed words, a number and a link. Nothing anybody wrote stands in it (R-102)."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.notifications import kinds
from danvan.notifications.channels import Outgoing
from danvan.notifications.models import Letter, Message

# A digest of more than this says how many there are; the list is in the house.
NAMED = 30
SHORT = frozenset({"sms", "zalo"})


def compose(letter: Letter, messages: Sequence[Message]) -> Outgoing:
    """The letter in the language of its reader; short for a telephone."""
    with translation.override(letter.recipient.language):
        short = letter.channel in SHORT
        body = _short(messages) if short else _long(letter, messages)
        return Outgoing(str(letter.reference), letter.recipient, _subject(messages), body)


def _subject(messages: Sequence[Message]) -> str:
    if len(messages) == 1:
        return f"Danvan: {kinds.known(messages[0].kind).label}"
    said = ngettext("%(count)s message", "%(count)s messages", len(messages)) % {"count": len(messages)}
    return f"Danvan: {said}"


def _short(messages: Sequence[Message]) -> str:
    if len(messages) == 1:
        one = messages[0]
        return f"{_subject(messages)} {one.reference} {_link(one)}"
    return f"{_subject(messages)} {_address(reverse('notifications:list'))}"


def _long(letter: Letter, messages: Sequence[Message]) -> str:
    lines = [_("Good day,"), ""]
    for one in messages[:NAMED]:
        known = kinds.known(one.kind)
        lines += [f"- {known.label} ({one.reference})", f"  {_link(one)}"]
        if known.why:
            lines.append("  " + _("You get this because %(why)s.") % {"why": known.why})
    if len(messages) > NAMED:
        more = _("and %(count)s more: %(link)s")
        lines.append(more % {"count": len(messages) - NAMED, "link": _address(reverse("notifications:list"))})
    lines += [
        "",
        _("Sign in to read. This letter names nobody and nothing, so that it may pass through any hands."),
        _("Set what you get, and how often: %(link)s")
        % {"link": _address(reverse("notifications:preferences"))},
    ]
    return "\n".join(lines) + "\n"


def _link(message: Message) -> str:
    return _address(reverse("notifications:open", args=[message.pk]))


def _address(path: str) -> str:
    return settings.SITE_ADDRESS + path
