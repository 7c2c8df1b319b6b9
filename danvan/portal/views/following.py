"""
Following a matter by its receipt code. The code is typed into a form and travels in forms only: it never stands in an
address, so no history, log or bookmark holds it.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from danvan.audit.once import new_key
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.petitions import public as petitions
from danvan.portal import pressure
from danvan.portal.forms import CodeForm
from danvan.portal.frame import show
from danvan.portal.openness import BOTH, WRITE, open_door


@open_door(BOTH)
def follow(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, "portal/follow.html", {"form": CodeForm(), "trouble": ""})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return show(request, "portal/follow.html", {"form": form, "trouble": ""}, status=422)
    return _matter(request, form.cleaned_data["code"])


def _matter(
    request: HttpRequest,
    code: str,
    *,
    done: str = "",
    trouble: str = "",
    at_form: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of the matter of a code; for every wrong code the same words."""
    try:
        view = petitions.follow(code, at=clock.now())
    except DomainError as refusal:
        return _wrong(request, refusal.message, refusal.status)
    if view is None:
        return _wrong(request, wrong_code(), 404)
    context = {
        "view": view, "matters": [view, *view.parts], "code": code, "done": done, "trouble": trouble,
        "at_form": at_form, "typed": request.POST if trouble else {}, "key": _typed_key(request) if trouble else new_key(),
        "scores": (
            (5, _("very satisfied")), (4, _("satisfied")), (3, _("so-so")), (2, _("not satisfied")), (1, _("not at all")),
        ),
    }  # fmt: skip
    return show(request, "portal/matter_followed.html", context, status=status)


def wrong_code() -> str:
    return _("No matter has this code. Compare it with your receipt: 7 groups of 4 letters and digits.")


def _wrong(request: HttpRequest, words: str, status: int) -> HttpResponse:
    return show(request, "portal/follow.html", {"form": CodeForm(), "trouble": words}, status=status)


def _typed_key(request: HttpRequest) -> str:
    return request.POST.get("once", "") or new_key()


@open_door(WRITE)
def act(request: HttpRequest, verb: str) -> HttpResponse:
    """Add, rate, reopen or choose publication; afterwards the matter as it is then."""
    if verb not in ACTS:
        return _wrong(request, wrong_code(), 404)
    code, part = request.POST.get("code", "")[:200], request.POST.get("part", "")[:40]
    given: dict[str, Any] = {"at": clock.now(), "part": part}
    try:
        done = ACTS[verb](request, code, given)
    except DomainError as refusal:
        if refusal.code in ("no-such-code", "too-many-tries"):
            return _wrong(request, wrong_code() if refusal.status == 404 else refusal.message, refusal.status)
        return _matter(
            request, code, trouble=refusal.message, at_form=f"{verb}-{part}", status=refusal.status
        )
    return _matter(request, code, done=done)


def _add(request: HttpRequest, code: str, given: dict[str, Any]) -> str:
    if not pressure.sending.spend():
        from_here = _(
            "Very many people write at the moment. Wait a minute and send it again; your words stay here."
        )
        raise Busy(from_here)
    petitions.add_information(
        code, text=request.POST.get("text", ""), key=_typed_key(request), files=request.FILES.getlist("files"), **given
    )  # fmt: skip
    return _("Added. The unit in charge has been told.")


def _rate(request: HttpRequest, code: str, given: dict[str, Any]) -> str:
    score = request.POST.get("score", "")
    settled = {"yes": True, "no": False}.get(request.POST.get("settled", ""))
    if score not in {"1", "2", "3", "4", "5"} or settled is None:
        raise Unclear(_("Answer both questions: how satisfied you are, and whether the matter is settled."))
    petitions.rate(
        code, score=int(score), settled=settled, comment=request.POST.get("comment", ""), key=_typed_key(request), **given
    )  # fmt: skip
    return _("Thank you. Your word counts in what everybody sees of this unit.")


def _reopen(request: HttpRequest, code: str, given: dict[str, Any]) -> str:
    petitions.reopen(code, reason=request.POST.get("reason", ""), key=_typed_key(request), **given)
    return _("Opened again. The unit has to answer once more, with a new limit.")


def _choose(request: HttpRequest, code: str, given: dict[str, Any]) -> str:
    wanted = request.POST.get("wanted") == "yes"
    petitions.choose_publication(code, wanted=wanted, **given)
    return (
        _("Noted: the matter may be published once an officer has taken out what points to persons.")
        if wanted
        else _("Noted: the matter is not on the public pages any more, and will not be.")
    )


def _end_messages(request: HttpRequest, code: str, given: dict[str, Any]) -> str:
    petitions.end_messages(code, **given)
    return _("Noted: you get no more messages. The code still opens this page.")


ACTS = {
    "thoi-bao": _end_messages,
    "bo-sung": _add,
    "danh-gia": _rate,
    "mo-lai": _reopen,
    "cong-khai": _choose,
}


class Busy(DomainError):
    code, status = "under-pressure", 429


class Unclear(DomainError):
    code = "incomplete"


@open_door(WRITE)
def attachment(request: HttpRequest) -> HttpResponse:
    """A picture or paper of the matter of a code, shown by itself."""
    code, part = request.POST.get("code", "")[:200], request.POST.get("part", "")[:40]
    try:
        number = str(uuid.UUID(request.POST.get("id", "")))
        found = petitions.attachment(code, number, part)
    except ValueError:
        found = None
    except DomainError as refusal:
        return _wrong(request, refusal.message, refusal.status)
    if found is None:
        return _wrong(request, wrong_code(), 404)
    name, kind, content = found
    response = HttpResponse(content, content_type=kind)
    shown = "inline" if kind in ("image/jpeg", "image/png") else "attachment"
    response.headers["Content-Disposition"] = f'{shown}; filename="{_ascii(name)}"'
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


def _ascii(name: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in ".-_") else "-" for sign in name)[
        :80
    ]
