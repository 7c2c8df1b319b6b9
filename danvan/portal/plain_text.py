"""
A few signs in plain text become paragraphs, headings, lists and links; everything else stays text (R-81).

    ## Heading        a line of its own
    - point           or "1. point": lists
    [words](https://…)  a link; only http and https
    an empty line     a new paragraph

No HTML goes through: what looks like it is shown as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_HEADING = re.compile(r"(#{1,3})\s+(\S.*)")
_POINT = re.compile(r"[-*•]\s+(\S.*)")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+(\S.*)")
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()<>\"'\\]{1,500})\)", re.ASCII | re.I)


@dataclass(frozen=True)
class Block:
    """`kind` is heading, lower, points, numbers or words; `lines` its lines."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text in order."""
    kind = ""
    lines: list[str] = []
    for line in [*text.replace("\r\n", "\n").split("\n"), ""]:
        of, words = _kind(line.strip())
        if lines and (of != kind or of in ("heading", "lower")):
            yield Block(kind, tuple(lines))
            lines = []
        kind = of
        if of:
            lines.append(words)
    if lines:
        yield Block(kind, tuple(lines))


def _kind(line: str) -> tuple[str, str]:
    if found := _HEADING.fullmatch(line):
        return ("heading" if len(found[1]) < 3 else "lower"), found[2]
    if found := _POINT.fullmatch(line):
        return "points", found[1]
    if found := _NUMBERED.fullmatch(line):
        return "numbers", found[1]
    return ("words", line) if line else ("", "")


def html(text: str) -> SafeString:
    """The text as HTML of our own making: every piece somebody typed is escaped."""
    return format_html_join("\n", "{}", ((_html(block),) for block in blocks(text)))


def _html(block: Block) -> SafeString:
    lines = [(_inline(line),) for line in block.lines]
    if block.kind == "heading":
        return format_html("<h2>{}</h2>", lines[0][0])
    if block.kind == "lower":
        return format_html("<h3>{}</h3>", lines[0][0])
    if block.kind == "points":
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))
    if block.kind == "numbers":
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", lines))
    return format_html("<p>{}</p>", format_html_join("\n", "{}", lines))


def _inline(line: str) -> SafeString:
    out, at = [], 0
    for found in _LINK.finditer(line):
        out += [
            format_html("{}", line[at : found.start()]),
            format_html('<a href="{}" rel="nofollow noopener">{}</a>', found[2], found[1]),
        ]
        at = found.end()
    out.append(format_html("{}", line[at:]))
    return format_html_join("", "{}", ((piece,) for piece in out))


def first_words(text: str, most: int = 200) -> str:
    """The beginning of the first paragraph, for lists and feeds."""
    for block in blocks(text):
        if block.kind == "words":
            words = _LINK.sub(r"\1", " ".join(block.lines))
            return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
    return ""
