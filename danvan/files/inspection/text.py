"""Plain text and CSV: UTF-8 without control characters, and not another language in disguise."""

from __future__ import annotations

import csv
import re

from django.utils.translation import gettext as _

from danvan.files.refusals import Refused

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
# Excel writes semicolons where the comma is the decimal sign, as in Vietnam.
SEPARATORS = ",;\t"
# Direction overrides can make a line read as something it is not.
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
DISGUISES = re.compile(
    r"\s*(<(!doctype|html|script|svg|\?xml|\?php|%)|#!|\{\\rtf|%PDF-|MIME-Version:)", re.IGNORECASE
)


def check(content: bytes) -> int:
    """
    :raises Refused: when this is not plain text in UTF-8
    """
    read(content)
    return len(content)


def check_csv(content: bytes) -> int:
    """
    :raises Refused: when this is not plain text in UTF-8, or its quotes do not close
    """
    lines = read(content).splitlines(keepends=True)
    separator = max(SEPARATORS, key=lambda sign: lines[0].count(sign)) if lines else ","
    try:
        for _row in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        raise Refused(
            "structure",
            _("The table cannot be read: its quotation marks do not close. Export it anew as CSV UTF-8."),
        ) from error
    return len(content)


def read(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "mismatch", _("The text is not in UTF-8. Save it anew as “UTF-8” (in Excel: “CSV UTF-8”).")
        ) from error
    if CONTROLS.search(text) or DIRECTIONS.search(text) or DISGUISES.match(text):
        raise Refused("mismatch", _("The file is not plain text. Save it anew as text only."))
    return text
