"""
Programs that only tests need: a Chromium, LibreOffice, poppler.

A test that can't do without one is skipped with the reason on a laptop that lacks it, and fails under CI=true, where
`tools/programs.sh` should have installed it.
"""

import os
import shutil

import pytest


def needs(path: str | None, what: str) -> str:
    """`path`, or the end of this test."""
    if path:
        return path
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing; run tools/programs.sh", pytrace=False)
    pytest.skip(f"{what} is not installed; run tools/programs.sh")


def soffice() -> str:
    return needs(shutil.which("soffice"), "LibreOffice (soffice)")


def pdftotext() -> str:
    return needs(shutil.which("pdftotext"), "pdftotext (poppler-utils)")
