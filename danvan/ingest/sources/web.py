"""
Words of a web page. Nothing of it is run, asked for or looked up, and the page is gone through once: whatever its tags are,
the time it takes grows with its length only.
"""

from __future__ import annotations

import html
import re

_LEFT_OUT = frozenset({"script", "style", "template", "noscript", "svg", "textarea", "iframe", "object"})
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "pre",
        "hr",
        "figcaption",
        "main",
        "caption",
        "option",
        "body",
    ]
)
_CELLS = frozenset({"td", "th"})
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
# How far behind a tag's first ">" its end may lie, when that one stands inside an attribute.
_LONGEST_TAG = 4096
_BODY = re.compile(r"</head|<body", re.IGNORECASE)


def text_of_page(page: str) -> str:
    """What a person would read: no scripts, no styles, blocks on lines of their own."""
    parts: list[str] = []
    place = _behind_head(page)
    while True:
        opening = page.find("<", place)
        _say(parts, page[place:] if opening < 0 else page[place:opening])
        if opening < 0:
            break
        place = _tag(page, opening, parts)
    lines = (line.strip(" \t") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _say(parts: list[str], data: str) -> None:
    if data:
        parts.append(re.sub(r"\s+", " ", html.unescape(data)))


def _behind_head(page: str) -> int:
    """Where the body begins; a page that never says so is all body."""
    found = re.search(r"<head[\s>]", page[:20_000], re.IGNORECASE)
    body = _BODY.search(page, found.end()) if found else None
    return body.start() if body else 0


def _tag(page: str, opening: int, parts: list[str]) -> int:
    """Take in the tag, comment or lone sign at `opening`; answers where the text goes on."""
    if page.startswith("<!--", opening):
        return _behind(page, "-->", opening + 4)
    if page[opening + 1 : opening + 2] in ("!", "?"):
        return _behind(page, ">", opening)
    found = _NAME.match(page, opening + 1)
    if found is None:
        parts.append("<")
        return opening + 1
    name = found[1].lower()
    end = _end_of_tag(page, found.end())
    if name in _BLOCKS:
        parts.append("\n")
    elif name in _CELLS:
        parts.append("\t")
    if name in _LEFT_OUT and page[opening + 1] != "/" and page[end - 2 : end] != "/>":
        return _behind_element(page, name, end)
    return end


def _behind(page: str, mark: str, place: int) -> int:
    found = page.find(mark, place)
    return len(page) if found < 0 else found + len(mark)


def _behind_element(page: str, name: str, place: int) -> int:
    """Behind the end of an element that is left out; what never ends leaves out the rest, as browsers do."""
    found = re.compile(f"</{name}", re.IGNORECASE).search(page, place)
    return _behind(page, ">", found.end()) if found else len(page)


def _end_of_tag(page: str, place: int) -> int:
    """Behind the tag: its ">" outside of quotes, when the quotes close within reason."""
    end = page.find(">", place)
    if end < 0:
        return len(page)
    first = end
    while page.count('"', place, end) % 2 and end - first < _LONGEST_TAG:
        quote = page.find('"', end, first + _LONGEST_TAG)
        further = page.find(">", quote, quote + _LONGEST_TAG) if quote >= 0 else -1
        if further < 0:
            return first + 1
        end = further
    return end + 1
