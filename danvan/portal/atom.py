"""Atom (RFC 4287): one way to write a feed, for notices and for published matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """`html` is made by us from plain text; addresses are whole ones and stand for ever as the entry's id."""

    title: str
    address: str
    published: datetime
    updated: datetime
    author: str
    summary: str
    html: str = ""
    category: str = ""


def feed(
    *, title: str, here: str, page: str, entries: Iterable[Entry], empty_since: datetime
) -> HttpResponse:
    """`here` is the address of the feed, `page` the one people read; `empty_since` stands in a feed without entries."""
    rows = list(entries)
    root = Element("feed", xmlns=ATOM)
    SubElement(root, "title").text = title
    SubElement(root, "id").text = here
    SubElement(root, "link", rel="self", href=here)
    SubElement(root, "link", href=page)
    SubElement(root, "updated").text = max((row.updated for row in rows), default=empty_since).isoformat()
    for row in rows:
        entry = SubElement(root, "entry")
        SubElement(entry, "title").text = row.title
        SubElement(entry, "id").text = row.address
        SubElement(entry, "link", href=row.address)
        SubElement(entry, "published").text = row.published.isoformat()
        SubElement(entry, "updated").text = row.updated.isoformat()
        SubElement(SubElement(entry, "author"), "name").text = row.author
        if row.category:
            SubElement(entry, "category", term=row.category)
        SubElement(entry, "summary").text = row.summary
        if row.html:
            SubElement(entry, "content", type="html").text = row.html
    return HttpResponse(tostring(root, encoding="utf-8", xml_declaration=True), content_type=CONTENT_TYPE)
