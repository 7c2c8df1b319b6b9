"""Files sent in together: kept, read on trial, then taken in or discarded as a whole."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence, Sized
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import DomainError
from danvan.files import services as files
from danvan.ingest.models import Import, ImportFile, StagedSheet
from danvan.ingest.refusals import AlreadyEnded, NothingToRead, TooMany
from danvan.ingest.services.staging import Arrived, Progress, State, stage
from danvan.ingest.workbooks import reading
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, save
from danvan.organizations.models import OrgUnit
from danvan.reporting.queries import forms
from danvan.reporting.services import entry
from danvan.reporting.services.entry import Typed

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
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise NothingToRead(
            _("The archive is damaged or locked. Pack the files anew, without a password.")
        ) from error
    if not found:
        raise NothingToRead(
            _("The archive holds no file of the kinds that are read: %(kinds)s.")
            % {"kinds": ", ".join(endings)}
        )
    return found


def try_workbooks(
    *,
    unit: OrgUnit,
    given: Iterable[tuple[str, bytes]],
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
) -> Import:
    """
    Read forms that came back, on trial: one import with what each sheet would change and what is wrong with it.

    :raises NothingToRead: when no file was sent; :raises TooMany; :raises NotAllowed, OutOfSight: as the table says
    """
    policy.require(by, "edit", "import", unit.pk)
    files, sheets = _opened(given, progress)
    if not files:
        raise NothingToRead(_("Choose at least one workbook (.xlsx), or a .zip of them."))
    title = files[0].name if len(files) == 1 else _("%(count)s workbooks") % {"count": len(files)}
    with transaction.atomic():
        made = Import.unscoped.create(
            unit=unit, kind=Import.Kind.WORKBOOK, title=title[:200], made_at=at, made_by_id=by.user_id
        )
        for file in files:
            file.whole = made
        kept = ImportFile.objects.bulk_create(files, batch_size=500)
        arrived = [Arrived(kept[place], sheet) for place, sheet in sheets]
        told = [len(file.notes) for file in kept]
        rows = stage(arrived, by, progress)
        later = [file for file, before in zip(kept, told, strict=True) if len(file.notes) != before]
        ImportFile.objects.bulk_update(later, ["notes"], batch_size=500)
        StagedSheet.objects.bulk_create(rows, batch_size=300)
        audit.record(
            "ingest.tried", actor=by.user_id, at=at, target=("import", str(made.pk)), unit=unit.code,
            after={"files": len(files), "sheets": len(rows), "faulty": sum(row.state == State.FAULTY for row in rows)},
        )  # fmt: skip
    return made


def _opened(
    given: Iterable[tuple[str, bytes]], progress: Progress | None
) -> tuple[list[ImportFile], list[tuple[int, reading.Returned]]]:
    """
    Unsaved rows of the files, with their faults and what is to be told, and the sheets with the number of their file. One
    file is in memory at a time, as far as `given` hands them out so.

    :raises TooMany
    """
    files: list[ImportFile] = []
    sheets: list[tuple[int, reading.Returned]] = []
    total = len(given) if isinstance(given, Sized) else 0
    for place, (name, body) in enumerate(given):
        if place >= MOST_FILES:
            raise TooMany(
                _("At most %(most)s files are read at once. Send them in parts.") % {"most": MOST_FILES}
            )
        file = ImportFile(name=name[:200])
        try:
            found = reading.returned(body)
            sheets += [(place, sheet) for sheet in found]
            file.notes = [note for sheet in found for note in sheet.notes]
            if not found:
                file.fault = _(
                    "No sheet of this workbook is a form of this system. Use “other workbooks” for it."
                )
        except reading.NoWorkbook as trouble:
            file.fault = str(trouble)[:500]
        files.append(file)
        if progress and total:
            # Looking at what was read is the second half of the way.
            progress((place + 1) // 2, total)
    return files, sheets


@transaction.atomic
def take_in(*, import_id: int, version: int, by: Actor, at: datetime) -> tuple[int, int]:
    """
    Type what the ready sheets say into the reports of their units; each unit is all or nothing. Returns how many were
    taken in and how many were refused meanwhile, with the reason at the sheet.

    :raises AlreadyEnded: when it was taken in or discarded before; :raises StaleVersion
    """
    made = hold(Import, import_id, action="submit", by=by, version=version)
    _expect_open(made)
    taken = refused = 0
    for sheet in made.sheets.filter(state=State.READY).select_related(
        "submission__round__form", "submission__round__form_version"
    ):
        try:
            with transaction.atomic():
                _type(sheet, by, at)
            sheet.state = State.TAKEN
            taken += 1
        except DomainError as refusal:
            sheet.state = State.REFUSED
            sheet.faults = [
                {"code": "", "name": "", "cell": "", "reason": refusal.message, "remedy": "", "typed": ""}
            ]
            refused += 1
        sheet.save(update_fields=["state", "faults"])
    _end(made, Import.State.TAKEN, by, at, {"taken": taken, "refused": refused})
    return taken, refused


def _type(sheet: StagedSheet, by: Actor, at: datetime) -> None:
    submission = sheet.submission
    assert submission is not None
    seen = entry.revisions(submission.pk)
    layout = forms.layout(submission.round.form, submission.round.form_version.number)
    typed = {
        change["code"]: Typed(change["typed"], seen.get(change["code"], 0))
        for change in sheet.changes
        if change["code"] in layout.index
    }
    entry.save_cells(submission_id=submission.pk, typed=typed, by=by, at=at)
    for change in sheet.changes:
        if change["note"]:
            entry.save_note(
                submission_id=submission.pk, code=change["code"], note=change["note"], by=by, at=at
            )


@transaction.atomic
def discard(*, import_id: int, version: int, by: Actor, at: datetime) -> None:
    made = hold(Import, import_id, action="edit", by=by, version=version)
    _expect_open(made)
    _end(made, Import.State.DISCARDED, by, at, {})


def _expect_open(made: Import) -> None:
    if made.state != Import.State.TRIED:
        raise AlreadyEnded(
            _("This import is %(state)s already. Send the files again for a new one.")
            % {"state": made.get_state_display()}
        )


def _end(made: Import, state: str, by: Actor, at: datetime, after: dict[str, int]) -> None:
    made.state, made.ended_at = state, at
    save(made, "state", "ended_at")
    audit.record(
        f"ingest.{state}", actor=by.user_id, at=at, target=("import", str(made.pk)), unit=made.unit.code, after=after,
        on_behalf_of=getattr(made, "on_behalf_of", None),
    )  # fmt: skip


def keep(*, unit: OrgUnit, name: str, content: bytes, by: Actor, at: datetime):
    """Keep a file as evidence. :raises Refused: when it is not what it says it is"""
    return files.store(upload=SimpleUploadedFile(name, content), unit_id=unit.pk, by=by, at=at)
