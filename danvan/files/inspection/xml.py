"""XML read for its structure only: no document type, no entities, bounded depth."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from django.utils.translation import gettext as _

from danvan.files.refusals import Refused

MAX_DEPTH = 256
Seen = Callable[[str, dict[str, str]], None]


def walk(content: bytes, element: Seen, text: Callable[[str, str], None] | None = None) -> None:
    """
    Call `element(name, attributes)` for every element and `text(name, characters)` for what stands in one.

    Names come without prefix, with the namespace before a space when there is one.

    :raises Refused: when the XML is damaged or declares a document type
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    path: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(path) >= MAX_DEPTH:
            raise damaged()
        path.append(name)
        element(name, attributes)

    def end(_name: str) -> None:
        path.pop()

    def characters(data: str) -> None:
        if text and path:
            text(path[-1], data)

    def declared(*_args: object) -> int:
        raise Refused(
            "dtd", _("The file declares a document type, which can load foreign content. Save it anew.")
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    parser.ExternalEntityRefHandler = declared
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError, UnicodeError) as error:
        raise damaged() from error


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


def damaged() -> Refused:
    return Refused("structure", _("The file is damaged. Open it in its program and save it anew."))
