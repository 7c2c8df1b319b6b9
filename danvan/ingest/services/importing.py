"""Files sent in together: opened, looked at, and kept as one import on trial."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.files import services as files
from danvan.ingest.models import Import, ImportFile, StagedSheet
from danvan.ingest.refusals import NothingToRead, TooMany
from danvan.ingest.services.staging import ANYTHING, Arrived, Awaited, Progress, stage
from danvan.ingest.workbooks import reading
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit

MOST_FILES = 1000
MOST_BYTES = 200 * 1024 * 1024
WORKBOOKS = (".xlsx",)


def unpacked(name: str, content: bytes, endings: Sequence[str]) -> list[tuple[str, bytes]]:
    """
    The files of a .zip that are read, or the one file itself.

    :raises TooMany: more files or bytes than one import takes; :raises NothingToRead: none of a kind that is read
    """
    if not name.lower().endswith(".zip"):
        return [(name, content)]
    found: list[tuple[str, bytes]] = []
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for member in archive.infolist():
                path = PurePosixPath(member.filename)
                if (
                    member.is_dir()
                    or path.suffix.lower() not in endings
                    or path.name.startswith((".", "~", "__"))
                ):
                    continue
                left -= member.file_size
                if left < 0 or len(found) >= MOST_FILES:
                    raise TooMany(
                        _("The archive holds more than %(files)s files or 200 MB. Send it in parts.")
                        % {"files": MOST_FILES}
                    )
                with archive.open(member) as opened:
                    # A member may lie about its size.
                    body = opened.read(member.file_size + 1)
                if len(body) > member.file_size:
                    raise TooMany(_("The archive is not what it says it is. Pack the files anew."))
                found.append((path.name, body))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise NothingToRead(
            _("The archive is damaged or locked. Pack the files anew, without a password.")
        ) from error
    if not found:
        raise NothingToRead(
            _("The archive holds no file of the kinds that are read: %(kinds)s.")
            % {"kinds": ", ".join(endings)}
        )
    return found


@dataclass
class Trial:
    """Files as they were read and sheets as they were looked at; nothing of it is saved yet."""

    files: list[ImportFile]
    sheets: list[StagedSheet]

    @property
    def faulty(self) -> int:
        """How many sheets and files have faults."""
        return sum(bool(row.faults) for row in self.sheets) + sum(bool(file.fault) for file in self.files)


def look_at(
    *, given: Iterable[tuple[str, bytes]], by: Actor | None, progress: Progress | None = None, awaited: Awaited = ANYTHING
) -> Trial:  # fmt: skip
    """
    Read forms that came back and say what would change; writes nothing. `by` None is whoever runs the machine. One file is
    in memory at a time, as far as `given` hands them out so; the way is told when `given` knows its length.

    :raises NothingToRead: when no file was sent; :raises TooMany
    """
    trial = Trial([], [])
    arrived: list[Arrived] = []
    total = len(given) if isinstance(given, Sized) else 0
    for number, (name, body) in enumerate(given, start=1):
        if number > MOST_FILES:
            raise TooMany(
                _("At most %(most)s files are read at once. Send them in parts.") % {"most": MOST_FILES}
            )
        sheets, fault = _opened(body)
        notes = [note for sheet in sheets for note in sheet.notes]
        trial.files.append(ImportFile(name=name[:200], fault=fault[:500], notes=notes))
        arrived += [Arrived(trial.files[-1], sheet) for sheet in sheets]
        if progress and total:
            # Reading is the first half of the way, looking the second. An archive holds more than one file.
            progress(min(number, total), 2 * total)
    if not trial.files:
        raise NothingToRead(_("Choose at least one workbook (.xlsx), or a .zip of them."))
    half: Progress | None = (lambda done, whole: progress(whole + done, 2 * whole)) if progress else None
    trial.sheets = stage(arrived, by, half, awaited)
    return trial


def _opened(body: bytes) -> tuple[list[reading.Returned], str]:
    """The stamped sheets of a file, and why there are none."""
    try:
        found = reading.returned(body)
    except reading.NoWorkbook as trouble:
        return [], str(trouble)
    if found:
        return found, ""
    return [], _("No sheet of this workbook is a form of this system. Use “other workbooks” for it.")


def try_workbooks(
    *, unit: OrgUnit, given: Iterable[tuple[str, bytes]], by: Actor, at: datetime, progress: Progress | None = None,
    awaited: Awaited = ANYTHING,
) -> Import:  # fmt: skip
    """
    Read forms that came back, on trial: one import with what each sheet would change and what is wrong with it.

    :raises NothingToRead: when no file was sent; :raises TooMany; :raises NotAllowed, OutOfSight: as the table says
    """
    policy.require(by, "edit", "import", unit.pk)
    trial = look_at(given=given, by=by, progress=progress, awaited=awaited)
    return keep_trial(trial, unit=unit, by=by, at=at)


@transaction.atomic
def keep_trial(trial: Trial, *, unit: OrgUnit, by: Actor, at: datetime) -> Import:
    """The import of a trial that was looked at already."""
    policy.require(by, "edit", "import", unit.pk)
    many = _("%(count)s workbooks") % {"count": len(trial.files)}
    made = Import.unscoped.create(
        unit=unit, kind=Import.Kind.WORKBOOK, title=(trial.files[0].name if len(trial.files) == 1 else many)[:200],
        made_at=at, made_by_id=by.user_id,
    )  # fmt: skip
    for file in trial.files:
        file.whole = made
    ImportFile.objects.bulk_create(trial.files, batch_size=500)
    for sheet in trial.sheets:
        sheet.whole = made
    StagedSheet.objects.bulk_create(trial.sheets, batch_size=300)
    audit.record(
        "ingest.tried", actor=by.user_id, at=at, target=("import", str(made.pk)), unit=unit.code,
        after={"files": len(trial.files), "sheets": len(trial.sheets), "faulty": trial.faulty},
    )  # fmt: skip
    return made


def keep(*, unit: OrgUnit, name: str, content: bytes, by: Actor, at: datetime):
    """Keep a file as evidence. :raises Refused: when it is not what it says it is"""
    return files.store(upload=SimpleUploadedFile(name, content), unit_id=unit.pk, by=by, at=at)
