"""PDF: nothing that runs, opens or carries anything else, also inside compressed objects."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from danvan.files.refusals import Refused

HEADER = re.compile(rb"%PDF-[12]\.[0-9][ \t]*[\r\n]")
TAIL = 1024
MAX_UNPACKED = 100 * 1024 * 1024
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
NAME_END = rb"(?![A-Za-z0-9])"
ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|Movie|Sound|Rendition)"
    + NAME_END
)
# Too short to be looked for in packed pictures, where any three letters turn up by chance.
ACTIVE_SHORT = re.compile(rb"/(JS|XFA)" + NAME_END)
ENCRYPTED = re.compile(rb"/Encrypt" + NAME_END)
STREAM = re.compile(rb"\bstream\r?\n")
STREAM_END = b"endstream"
PACKED_OBJECTS = re.compile(rb"/Type\s*/ObjStm" + NAME_END)
FILTER = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/[A-Za-z0-9]+))")
# How far before a stream its dictionary is looked for.
DICTIONARY = 2048


def check(content: bytes) -> int:
    """
    :raises Refused: when the file is damaged, locked by a password, or carries something active
    """
    if not HEADER.match(content) or b"%%EOF" not in content[-TAIL:]:
        raise _damaged()
    names = plain_names(content)
    if ENCRYPTED.search(names):
        raise Refused("locked", _("The PDF is locked by a password. Save it without one."))
    _check_active(ACTIVE, names)
    _check_active(ACTIVE_SHORT, plain_names(b" ".join(_between_streams(content))))
    left = MAX_UNPACKED
    for start in _packed_objects(content):
        unpacked = _unpack(content, start, left)
        left -= len(unpacked)
        objects = plain_names(unpacked)
        _check_active(ACTIVE, objects)
        _check_active(ACTIVE_SHORT, objects)
    return len(content)


def plain_names(content: bytes) -> bytes:
    """The content with names spelt out: /J#61vaScript is /JavaScript to every reader."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _check_active(wanted: re.Pattern[bytes], names: bytes) -> None:
    found = wanted.search(names)
    if found:
        raise Refused(
            "active",
            _("The PDF carries something active (%(what)s). Print it to a new PDF and send that one.")
            % {"what": found[1].decode("ascii")},
        )


def _between_streams(content: bytes) -> Iterator[bytes]:
    at = 0
    while found := STREAM.search(content, at):
        yield content[at : found.start()]
        at = content.find(STREAM_END, found.end())
        if at < 0:
            return
    yield content[at:]


def _packed_objects(content: bytes) -> Iterator[int]:
    """Where the bytes of each object stream start; names can hide in there."""
    for found in STREAM.finditer(content):
        dictionary = plain_names(content[max(0, found.start() - DICTIONARY) : found.start()])
        dictionary = dictionary[dictionary.rfind(b" obj") + 1 :]
        if not PACKED_OBJECTS.search(dictionary):
            continue
        filters = FILTER.search(dictionary)
        if not filters:
            continue
        if (filters[1] or filters[2] or b"").split() != [b"/FlateDecode"]:
            raise Refused(
                "structure",
                _("The PDF is packed in an unusual way. Print it to a new PDF and send that one."),
            )
        yield found.end()


def _unpack(content: bytes, start: int, limit: int) -> bytes:
    """One object stream. Packed data may hold the word that ends it: reading goes on until all is there."""
    unpacker, unpacked = zlib.decompressobj(), b""
    try:
        while not unpacker.eof:
            end = content.find(STREAM_END, start + 1)
            if end < 0:
                raise _damaged()
            unpacked += unpacker.decompress(content[start:end], limit + 1 - len(unpacked))
            if len(unpacked) > limit:
                raise Refused("too-large", _("The file unpacks to more than 100 MB. Send it in parts."))
            start = end
    except zlib.error as error:
        raise _damaged() from error
    return unpacked


def _damaged() -> Refused:
    return Refused("structure", _("The PDF is damaged or not complete. Make it anew from its source."))
