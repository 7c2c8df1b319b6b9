"""Pictures: every block is walked, the size is looked at before anybody decodes it, the tail is dropped."""

from __future__ import annotations

import struct
import zlib

from django.utils.translation import gettext as _

from danvan.files.refusals import Refused

MAX_PIXELS = 40_000_000
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
ALONE = {0x01, *range(0xD0, 0xD8)}
START_OF_SCAN, END = 0xDA, 0xD9


def check_png(content: bytes) -> int:
    """
    Where the picture ends.

    :raises Refused: when a block is broken or the picture is larger than 40 megapixels
    """
    at = 8
    names: list[bytes] = []
    while at + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if end > len(content) or _sum_of(content, at + 4, end - 4) != content[end - 4 : end]:
            raise _broken()
        if not names and (name != b"IHDR" or length != 13):
            raise _broken()
        if name == b"IHDR":
            _check_pixels(*struct.unpack(">II", content[at + 8 : at + 16]))
        names.append(name)
        at = end
        if name == b"IEND":
            if b"IDAT" not in names or names.count(b"IHDR") != 1:
                raise _broken()
            return at
    raise _broken()


def check_jpeg(content: bytes) -> int:
    """
    Where the picture ends; phones hang further pictures and films behind it.

    :raises Refused: when a segment is broken or the picture is larger than 40 megapixels
    """
    at, framed, scanned = 2, False, False
    while at + 2 <= len(content):
        if content[at] != 0xFF:
            raise _broken()
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker == END:
            if not (framed and scanned):
                raise _broken()
            return at + 2
        elif marker in ALONE:
            at += 2
        else:
            segment = _segment(content, at)
            if marker in FRAMES:
                if framed or len(segment) < 6:
                    raise _broken()
                height, width = struct.unpack(">HH", segment[1:5])
                _check_pixels(width, height)
                framed = True
            at += 4 + len(segment)
            if marker == START_OF_SCAN:
                scanned = True
                at = _after_scan(content, at)
    raise _broken()


def _segment(content: bytes, at: int) -> bytes:
    (length,) = struct.unpack(">H", content[at + 2 : at + 4].ljust(2, b"\0"))
    if length < 2 or at + 2 + length > len(content):
        raise _broken()
    return content[at + 4 : at + 2 + length]


def _after_scan(content: bytes, at: int) -> int:
    """The first marker behind coded data: FF followed by neither a stuffed zero nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise _broken()
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _sum_of(content: bytes, start: int, end: int) -> bytes:
    return struct.pack(">I", zlib.crc32(content[start:end]))


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise _broken()
    if width * height > MAX_PIXELS:
        raise Refused("too-large", _("The picture has more than 40 megapixels. Save it smaller."))


def _broken() -> Refused:
    return Refused("structure", _("The picture is damaged. Open it in a picture program and save it anew."))
