"""Many workbooks as one .zip, given out while it is made: a city's 615 forms take no more memory than one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from danvan.ingest.workbooks import writing
from danvan.ingest.workbooks.sheets import Sheet

ZIP = "application/zip"


def files_of(sheets: Iterable[Sheet]) -> Iterator[tuple[str, bytes]]:
    """A workbook for each sheet, with its name."""
    for sheet in sheets:
        yield f"{sheet.form}-{sheet.period}-{sheet.unit}.xlsx", writing.workbook([sheet])


def packed(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The archive piece by piece. Names that come twice are told apart by a number."""
    out = _Waiting()
    taken: set[str] = set()
    # Workbooks are packed already.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(_free(name, taken), content)
            yield out.take()
    yield out.take()


def _free(name: str, taken: set[str]) -> str:
    found, number = name, 2
    while found.lower() in taken:
        stem, dot, ending = name.rpartition(".")
        found, number = f"{stem} ({number}){dot}{ending}", number + 1
    taken.add(found.lower())
    return found


class _Waiting(io.RawIOBase):
    """What was written and not yet taken."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        whole, self.parts = b"".join(self.parts), []
        return whole
