"""Text files: the code page is told by the bytes; what cannot be told is refused, never guessed into wrong letters."""

from __future__ import annotations

import codecs
import html.parser
import re
import unicodedata

from danvan.ingest.sources import legacy

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SKIPPED = frozenset({"script", "style", "template", "noscript", "svg", "head"})
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
        "title",
    ]
)


def decoded(content: bytes) -> tuple[str, str] | None:
    """The text and the name of what it was written in; None when these bytes are no text."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(name), name
            except UnicodeDecodeError:
                return None
    try:
        return _checked(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if wide := _wide(content):
        return wide
    try:
        west = content.decode("cp1252", errors="strict")
    except UnicodeDecodeError:
        west = content.decode("latin-1")
    viet = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    text, font = legacy.converted(west)
    if font:
        return _checked(text, font)
    best = viet if legacy.common_words(viet[:20_000]) >= legacy.common_words(west[:20_000]) else west
    return _checked(best, "cp1258" if best is viet else "cp1252")


def _wide(content: bytes) -> tuple[str, str] | None:
    """UTF-16 without its mark: every other byte of Latin letters is nought."""
    if len(content) % 2 or len(content) < 8:
        return None
    sample = content[:2000]
    for place, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[place::2].count(0) * 3 > len(sample) // 2:
            try:
                return _checked(content.decode(name), name)
            except UnicodeDecodeError:
                return None
    return None


def _checked(text: str, name: str) -> tuple[str, str] | None:
    """Control signs in any number mean that these bytes are something else."""
    sample = text[:100_000]
    if len(_CONTROL.findall(sample)) > max(2, len(sample) // 500):
        return None
    return text, name


class _Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._inside.append(tag)
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.parts.append(re.sub(r"\s+", " ", data))


def of_html(page: str) -> str:
    """What a person would read of a page: no scripts, no styles, blocks on lines of their own."""
    parser = _Page()
    parser.feed(page)
    parser.close()
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(parser.parts)).strip()
