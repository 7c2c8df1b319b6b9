"""Small things the pages share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from danvan.common.errors import DomainError
from danvan.common.posting import version_of as version_of
from danvan.ingest.queries import imports
from danvan.organizations import serving

TYPE = "import"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def own_units(request: HttpRequest, action: str = "edit") -> list[tuple[str, str]]:
    return serving.own_units(request.actor, action, TYPE)


def many_files() -> str:
    """What to do with more files than a browser sends at once."""
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    return _("More than %(most)s files: pack them into one .zip.") % {"most": most}


def given(files: list[Any]) -> list[tuple[str, bytes]]:
    return [(file.name, file.read()) for file in files]


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The pages of this context that are open to the person."""
    pages = [
        ("imports", _("Imports"), "ingest:imports", True),
        ("out", _("Forms as workbooks"), "ingest:forms_out", imports.may_send_out(request.actor)),
        ("history", _("History"), "ingest:history", True),
        ("words", _("Words learned"), "ingest:words", True),
    ]
    return [
        {"label": label, "href": reverse(url), "current": name == current}
        for name, label, url, open_ in pages
        if open_
    ]


def refused(refusal: DomainError) -> str:
    """What a form shows of a refusal; who may not do it at all gets the page that says so."""
    if refusal.status in {403, 404}:
        raise refusal
    return refusal.message


def attached(content: bytes, name: str) -> HttpResponse:
    """A workbook to be kept under a name."""
    answer = HttpResponse(content, content_type=EXCEL)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def levels() -> list[tuple[str, str]]:
    return [
        ("all", _("all levels together")), ("city", _("city")), ("province", _("province")), ("district", _("district")),
        ("commune", _("commune")), ("agency", _("agency")),
    ]  # fmt: skip


def labelled(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Code -> name to choose by; a name that stands for several codes is told apart by the code."""
    known = list(pairs)
    times = Counter(name for _code, name in known)
    return {code: name if times[name] == 1 else f"{name} ({code})" for code, name in known}


def chosen(text: str, labels: Mapping[str, str]) -> str:
    """The code meant by a name chosen or a code typed; anything else is handed on, to be refused by name."""
    said = text.strip()[:300]
    return next((code for code, name in labels.items() if said in (name, code)), said)
