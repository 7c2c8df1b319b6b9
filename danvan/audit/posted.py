"""
A form that arrives twice (R-40): pressed twice, sent again by an impatient network, or by several tabs.

The template puts `{% once_key %}` into the form, the view does its work inside::

    with once_posted(request) as attempt:
        if attempt.fresh:
            attempt.result = {"pk": services.make(...).pk}

Needed only where the effect would happen again each time; a change of state refuses the second one by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from danvan.audit.once import KEY, Attempt, BadKey, KeyReused, once

FIELD = "once"
# What differs from one sending to the next without saying anything else.
PASSING = {FIELD, "csrfmiddlewaretoken"}


@contextmanager
def once_posted(request: HttpRequest) -> Iterator[Attempt]:
    """
    `danvan.audit.once.once` for the form in this request: its key, its address, every field and file.

    :raises BadKey: when the form came without its key
    :raises KeyReused: when a form was sent, then changed and sent again under the same key
    """
    key = request.POST.get(FIELD, "")
    if not KEY.fullmatch(key):
        raise BadKey(
            _("This form came without its number, so nothing was done. It has one now: send it again.")
        )
    content = {"to": request.path, "fields": _fields(request), "files": _files(request)}
    assert request.user.pk is not None  # a form for everybody needs its own way
    try:
        with once(actor_id=request.user.pk, key=key, purpose="form", content=content) as attempt:
            yield attempt
    except KeyReused as reused:
        raise KeyReused(
            _(
                "This form was already sent, with something else in it. Look at what was done; to do this as well,"
                " send it again."
            )
        ) from reused


def done_once(request: HttpRequest, work: Callable[[], Any]) -> Any:
    """What `work` returned (a plain value) for the form in this request, however often it is sent."""
    with once_posted(request) as tried:
        if tried.fresh:
            tried.result = work()
    return tried.result


def _fields(request: HttpRequest) -> dict[str, list[Any]]:
    return {name: values for name, values in request.POST.lists() if name not in PASSING}


def _files(request: HttpRequest) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, uploads in request.FILES.lists():
        for upload in uploads:
            digest = hashlib.sha256()
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
            found.setdefault(name, []).append(f"{upload.name} {digest.hexdigest()}")
    return found
