"""The archive inside xlsx and docx: counted, measured and unpacked within limits before anything reads it."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from danvan.files.refusals import Refused

MAX_ENTRIES = 2000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_NAME = 255
END = struct.Struct("<4s4H2LH")
LOCAL_HEADER = 30
NESTED = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"MSCF",
    b"\x28\xb5\x2f\xfd",
)
BAD_NAME = re.compile(r"[\x00-\x1f\x7f\\:]|^/|(^|/)\.\.?(/|$)|//")
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """
    Every part of the archive with its unpacked bytes.

    :raises Refused: when the archive is damaged, locked, too large, or names what it should not
    """
    _check_end(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries, archive.start_dir)
            left = MAX_UNPACKED
            for entry in entries:
                if entry.is_dir():
                    continue
                part = _read(archive, entry, left)
                left -= len(part)
                yield entry.filename, part
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        struct.error,
        NotImplementedError,
        UnicodeDecodeError,
        ValueError,
        OverflowError,
    ) as error:
        raise damaged() from error


def damaged() -> Refused:
    return Refused("structure", _("The file is damaged. Open it in its program and save it anew."))


def _check_end(content: bytes) -> None:
    """One archive from the first byte to the last: nothing before, nothing behind, no comment."""
    tail = content[-END.size :]
    if len(tail) < END.size:
        raise damaged()
    mark, disk, start_disk, on_disk, entries, size, start, comment = END.unpack(tail)
    if mark != b"PK\x05\x06" or comment or disk or start_disk or on_disk != entries:
        raise damaged()
    if entries > MAX_ENTRIES:
        raise _too_many()
    if start + size + END.size != len(content):
        raise damaged()


def _check_entries(entries: list[zipfile.ZipInfo], directory: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise _too_many()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _too_much()
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise damaged()
    for entry in entries:
        _check_entry(entry)
    # Entries that share bytes are how a small archive unpacks to terabytes.
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [entry.header_offset for entry in ordered[1:]] + [directory]
    for entry, end in zip(ordered, ends, strict=True):
        if entry.header_offset + LOCAL_HEADER + entry.compress_size > end:
            raise damaged()
    if ordered and ordered[0].header_offset:
        raise damaged()


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise Refused("locked", _("The file is locked by a password. Save it without one."))
    if BAD_NAME.search(entry.orig_filename) or len(entry.filename) > MAX_NAME:
        raise Refused(
            "path", _("The file holds parts that point outside itself. Save it anew in its program.")
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(
            "path", _("The file holds parts that point outside itself. Save it anew in its program.")
        )
    if entry.compress_type not in METHODS:
        raise damaged()


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    with archive.open(entry) as packed:
        part = packed.read(left + 1)
    if len(part) > left:
        raise _too_much()
    if part.startswith(NESTED) or part[257:262] == b"ustar":
        raise Refused("nested", _("The file holds another archive. Remove embedded files and save it anew."))
    return part


def _too_many() -> Refused:
    return Refused("too-many", _("The file holds more than 2,000 parts. Send it in parts."))


def _too_much() -> Refused:
    return Refused("too-large", _("The file unpacks to more than 100 MB. Send it in parts."))
