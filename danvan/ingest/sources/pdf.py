"""
Words of a PDF, page by page. The reader runs in a process of its own with bounds of memory and time: a file made to break
it breaks that process only.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from danvan.ingest.sources.source import MAX_LETTERS, Unreadable, too_long

MAX_PAGES = 2000
MAX_SECONDS = 60
# A page with less than this many letters shows a picture of a text.
LETTERS_OF_A_PAGE = 20
READER = Path(__file__).with_name("pdf_reader.py")
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_WRAPPED = re.compile(r"(?<=[a-zà-ỹđ,;0-9(])\n(?=[a-zà-ỹđ0-9(])")


def pages_of_pdf(content: bytes) -> tuple[list[str], list[str]]:
    """
    The text of each page, and what the reader is told.

    :raises Unreadable: locked, damaged, too large or slow, or scanned pages without text
    """
    pages = [_cleaned(page) for page in _asked(content)]
    empty = [number for number, page in enumerate(pages, start=1) if _letters(page) < LETTERS_OF_A_PAGE // 2]
    if sum(map(_letters, pages)) < LETTERS_OF_A_PAGE * max(1, len(pages)) // 2:
        raise Unreadable(
            "scan",
            _(
                "The PDF shows scanned pages without text. The file is kept; send one with text, or type the figures."
            ),
        )
    if not empty:
        return pages, []
    shown = ", ".join(map(str, empty[:12])) + (", …" if len(empty) > 12 else "")
    return pages, [
        _("No text on pages %(pages)s: if they are scanned, their figures are not read.") % {"pages": shown}
    ]


def _asked(content: bytes) -> list[str]:
    """What the process answers. It knows nothing of settings or secrets."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    try:
        ended = subprocess.run(  # noqa: S603
            [sys.executable, str(READER), str(MAX_PAGES), str(MAX_LETTERS)],
            input=content, capture_output=True, env=environment, timeout=MAX_SECONDS, check=False,
        )  # fmt: skip
        answer = json.loads(ended.stdout) if ended.returncode == 0 else {"fault": "damaged"}
    except subprocess.TimeoutExpired as error:
        raise Unreadable(
            "too-large", _("The PDF takes too long to read. Print it to a new PDF, or split it.")
        ) from error
    except ValueError:
        answer = {"fault": "damaged"}
    fault = answer.get("fault", "")
    if fault == "locked":
        raise Unreadable("locked", _("The PDF is locked by a password. Save it without one."))
    if fault == "pages":
        raise Unreadable(
            "too-large", _("The PDF has more than %(most)s pages. Split it.") % {"most": MAX_PAGES}
        )
    if fault == "letters":
        raise too_long()
    if fault:
        raise Unreadable("damaged", _("The PDF is damaged. Print it to a new PDF and send that one."))
    return list(answer["pages"])


def _cleaned(page: str) -> str:
    return _unwrapped(page.replace("\r\n", "\n").replace("\ufffe", "-").replace("\x02", "-"))


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _unwrapped(words: str) -> str:
    """Lines broken by the width of the page are joined: a small letter goes on where a small letter or a comma ended."""
    return _WRAPPED.sub(" ", words)
