"""Notices for everybody, and their Atom feed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from danvan.common import clock
from danvan.organizations import public as organizations
from danvan.portal import atom, plain_text, queries
from danvan.portal.frame import show
from danvan.portal.models import Article
from danvan.portal.openness import open_door

PER_PAGE, IN_FEED = 20, 30


def _stamp(request: HttpRequest, *_given: object, **_named: object) -> str:
    """The version of what a reader sees here: the notices, the language and the day."""
    return f'"{queries.stamp()}-{get_language()}-{clock.today()}"'


@open_door()
def news(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.shown(), PER_PAGE).get_page(request.GET.get("trang"))
    rows = queries.notices(list(page.object_list), clock.today())
    return show(request, "portal/news.html", {"page": page, "rows": rows})


@open_door()
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice; one that was taken back says when and why, and no more."""
    row = queries.one(pk)
    if row is None:
        raise Http404
    if row.state == Article.State.WITHDRAWN:
        return show(request, "portal/notice_gone.html", {"row": row}, status=410)
    (found,) = queries.notices([row], clock.today())
    return show(request, "portal/notice.html", {"one": found, "body": plain_text.html(found.text)})


@open_door(keep=300)
@condition(etag_func=_stamp)
def feed(request: HttpRequest) -> HttpResponse:
    """Atom (RFC 4287): the newest notices; a reader that has this version already is told so (304)."""
    top = organizations.places(clock.today()).top
    return atom.feed(
        title=_("News of %(unit)s") % {"unit": top.name if top else "Dân vận"},
        here=request.build_absolute_uri(reverse("portal:feed")),
        page=request.build_absolute_uri(reverse("portal:news")),
        entries=[
            atom.Entry(
                title=row.title, address=request.build_absolute_uri(reverse("portal:notice", args=[row.id])),
                published=row.published_at, updated=row.corrected_at or row.published_at, author=row.unit,
                summary=row.summary or plain_text.first_words(row.text), html=str(plain_text.html(row.text)),
            )
            for row in queries.newest(clock.today(), IN_FEED)
        ],
        empty_since=clock.now(),
    )  # fmt: skip
