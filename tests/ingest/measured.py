"""
What reading hostile files takes, measured in a process of its own: `python -m tests.ingest.measured FILE...` prints for each
file what was answered and the seconds it computed, and last the most memory the process and its children ever held.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

from danvan.ingest.sources import Unreadable, text_of
from danvan.ingest.workbooks.reading import book
from danvan.ingest.workbooks.surveying import NoWorkbook
from tests.ingest import made

MEGABYTE = 1024 * 1024
CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
CELL = '<c r="A1" t="s"><v>0</v></c>'
# What -> (ending, maker by size in megabytes of what it unpacks to, what is answered).
Bomb = tuple[str, Callable[[int], bytes], str]
BOMBS: dict[str, Bomb] = {
    "zeros in a docx": ("docx", lambda n: made.docx(parts={"word/document.xml": bytes(n * MEGABYTE)}), "too-large"),
    "zeros beside the text": ("docx", lambda n: made.docx("a", parts={"word/a.bin": bytes(n * MEGABYTE)}), "too-large"),
    "a docx that lies about its size": (
        "docx",
        lambda n: made.lying(
            made.docx(parts={"word/document.xml": b"<a>" + b" " * n * MEGABYTE}), "word/document.xml", 1000
        ),
        "damaged",
    ),
    "a docx of paragraphs": ("docx", lambda n: made.docx(body="<w:p/>" * (n * MEGABYTE // 6)), "too-large"),
    "a pdf that unpacks": ("pdf", lambda n: made.pdf_bomb(n * 5 * MEGABYTE), "damaged"),
    "a page of open tags": ("html", lambda n: b'<a "' * (n * MEGABYTE // 40), "empty"),
    "a page of comments": ("html", lambda n: b"<!--" * (n * MEGABYTE // 40), "empty"),
    "a page of blanks": ("html", lambda n: b"<b> </b>" * (n * MEGABYTE // 400), "empty"),
    "a letter under marks": ("txt", lambda n: ("công tác e" + "\u0301\u0323" * n * 5000).encode(), "read 26"),
    "cells in opposite corners": ("xlsx", lambda _n: made.xlsx(CORNERS), "refused"),
    "a long text in every cell": (
        "xlsx",
        lambda n: made.xlsx(f'<row r="1">{CELL * n * 1000}</row>', strings=["x" * MEGABYTE]),
        "refused",
    ),
    "zeros in an xlsx": (
        "xlsx",
        lambda n: made.xlsx("", parts={"xl/worksheets/sheet1.xml": bytes(n * MEGABYTE)}),
        "refused",
    ),
    "cells without a place": (
        "xlsx",
        lambda n: made.xlsx('<row><c r="A1"><v>1</v></c>' + "<c/>" * (n * MEGABYTE // 20) + "</row>"),
        "refused",
    ),
}  # fmt: skip


def main(paths: list[str]) -> None:
    import django

    django.setup()
    for path in paths:
        content = Path(path).read_bytes()
        began = time.process_time()
        said = _answer(path, content)
        print(json.dumps([Path(path).name, said, round(time.process_time() - began, 3)]))
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"own": held(), "children": children.ru_maxrss // 1024}))


def held() -> int:
    """The most memory this process has held, in megabytes."""
    try:
        # Not ru_maxrss, which begins with what the parent held.
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) // 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _answer(path: str, content: bytes) -> str:
    try:
        if path.endswith(".xlsx"):
            return f"read {len(book(content))}"
        return f"read {len(text_of(path, content).text)}"
    except Unreadable as refusal:
        return refusal.code
    except NoWorkbook:
        return "refused"


if __name__ == "__main__":
    main(sys.argv[1:])
