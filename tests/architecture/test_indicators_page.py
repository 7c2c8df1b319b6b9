"""The page of indicators says what the catalogue says."""

import subprocess
import sys

from tests.architecture.modules import ROOT


def test_the_page_is_what_the_catalogue_says():
    done = subprocess.run(
        [sys.executable, "tools/indicators_page.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_indicator_has_its_row():
    from danvan.reporting.services.catalogue import starter_rows

    page = (ROOT / "docs" / "reference" / "indicators.md").read_text("utf-8")
    rows = starter_rows()
    assert len(rows) == 120
    assert [row["code"] for row in rows if f"| `{row['code']}`" not in page] == []
