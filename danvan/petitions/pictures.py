"""Files from senders and officers: looked at by `files`, pictures made anew with nothing hidden in them (R-50, R-51)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from danvan.files import names
from danvan.files.inspection import inspect
from danvan.files.inspection.core import MAX_BYTES, kind_of, too_large
from danvan.files.refusals import Refused

MOST_FILES, LONGEST_SIDE = 5, 2048
# A JPEG can be read at half its size and less, in a third of the time; as long as this much of it stays.
LONG_ENOUGH = 1600
TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
# A sender's name often stands in the name of the file; of pictures it says nothing anyway.
PICTURES = ("jpg", "png")


@dataclass(frozen=True)
class Clean:
    """A file that may be kept."""

    name: str
    kind: str
    content: bytes


def clean_all(files: Sequence[UploadedFile]) -> list[Clean]:
    """:raises Refused: with the reason, when one is not taken or there are more than five"""
    if len(files) > MOST_FILES:
        raise Refused(
            "too-many",
            _("At most %(count)d files at once. Send the rest afterwards.") % {"count": MOST_FILES},
        )
    return [clean(file, number) for number, file in enumerate(files, start=1)]


def clean(upload: UploadedFile, number: int = 1) -> Clean:
    """:raises Refused: with the reason and what to do now"""
    name = names.clean(upload.name or "")
    kind_of(name)
    content = _read(upload)
    accepted = inspect(name, content)
    content = content[: accepted.size]
    if accepted.kind in PICTURES:
        return Clean(_("picture %(number)d") % {"number": number} + ".jpg", "jpg", _anew(content))
    return Clean(name, accepted.kind, content)


def _anew(content: bytes) -> bytes:
    """The same picture drawn again: upright, at most 2048 points long, without place, camera, author or thumbnail."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
                picture.draft("RGB", _enough_of(picture.size))
                upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=85, optimize=True)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as fault:
        raise Refused("broken", _("The picture cannot be opened. Take it again or save it anew.")) from fault
    return out.getvalue()


def _enough_of(size: tuple[int, int]) -> tuple[int, int]:
    """The size below which a picture is not read smaller."""
    longest = max(*size, LONG_ENOUGH)
    width, height = (max(1, side * LONG_ENOUGH // longest) for side in size)
    return width, height


def _read(upload: UploadedFile) -> bytes:
    content = bytearray()
    for chunk in upload.chunks():
        content += chunk
        if len(content) > MAX_BYTES:
            raise too_large()
    return bytes(content)
