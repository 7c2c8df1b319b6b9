"""
Files named on a command line, and folders: only plain files inside of them are read. Links are not followed out of a folder,
devices and pipes are not opened, and each file is read when its turn comes, so that memory does not grow with their number.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from danvan.common.errors import DomainError
from danvan.ingest.sources.source import MAX_BYTES, Unreadable

# Files that programs put beside the ones people made.
_ASIDE = (".", "~$", "__MACOSX")


class NotFound(DomainError):
    """A file or folder named is not there."""


@dataclass(frozen=True)
class File:
    """A file to be read; `named` by a person rather than found in a folder."""

    path: Path
    named: bool = False

    @property
    def name(self) -> str:
        """Its name as text that can be written anywhere: bytes that are none are shown as “?”."""
        return self.path.name.encode("utf-8", "replace").decode()

    def content(self, most: int = MAX_BYTES) -> bytes:
        """
        Its bytes.

        :raises Unreadable: when it is no plain file, is larger than `most` bytes, or may not be read
        """
        try:
            # A pipe would wait for somebody who writes, a link lead out of the folder.
            flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            opened = os.open(self.path, flags | (0 if self.named else getattr(os, "O_NOFOLLOW", 0)))
        except OSError as error:
            if self.path.is_symlink():
                message = _(
                    "This is a link, and links out of a folder are not followed. Name the file itself."
                )
            else:
                message = _("The file cannot be opened (%(why)s). Check who may read it.") % {
                    "why": error.strerror
                }
            raise Unreadable("not-a-file", message) from error
        with open(opened, "rb") as file:
            about = os.fstat(opened)
            if not stat.S_ISREG(about.st_mode):
                raise Unreadable(
                    "not-a-file", _("This is no file but a folder, device or pipe. Name a file.")
                )
            if about.st_size > most:
                raise Unreadable(
                    "too-large",
                    _("The file is larger than %(most)s MB. Split it and read the parts.")
                    % {"most": most >> 20},
                )
            return file.read(most)


def files_of(paths: Sequence[Path], endings: Sequence[str]) -> Iterator[File]:
    """
    The files named, and those of the endings in the folders named, in the order of their names.

    :raises NotFound: for a path that is not there, or a folder without anything to read
    """
    for path in paths:
        if path.is_dir():
            found = False
            for one in _inside(path, endings):
                found = True
                yield File(one)
            if not found:
                raise NotFound(
                    _("%(path)s: nothing to read here; taken are %(kinds)s")
                    % {"path": path, "kinds": ", ".join(endings)}
                )
        elif path.exists():
            yield File(path, named=True)
        else:
            raise NotFound(_("%(path)s: there is no such file") % {"path": path})


def _inside(folder: Path, endings: Sequence[str]) -> Iterator[Path]:
    """Everything with one of the endings that is not a folder; links and devices are told when they are opened."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in found:
            if entry.name.startswith(_ASIDE) or entry.is_dir(follow_symlinks=False):
                continue
            if Path(entry.name).suffix.lower() in endings and not (entry.is_symlink() and entry.is_dir()):
                yield Path(entry.path)
        waiting += [
            Path(entry.path)
            for entry in reversed(found)
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(_ASIDE)
        ]
