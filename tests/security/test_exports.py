"""What leaves as a table stays text (R-82): 200 cells that a spreadsheet would take for a formula."""

import csv
import io
import re
import subprocess
import zipfile

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from danvan.audit import services as audit
from danvan.common.exports import csv_lines, safe_cell
from danvan.organizations.models import OrgUnitVersion
from danvan.reporting.models import Indicator
from danvan.reporting.queries import forms
from tests.support.programs import soffice
from tests.support.standing import CELL

pytestmark = pytest.mark.one_engine

STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", "\t", "\r", "\n", "=-", "@@"]
ENDS = [
    "1+1", "SUM(1;1)", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example";"x")', "WEBSERVICE(A1)", "A1", "2*3",
    "DDE(1;2;3)", "NOW()", "1", "IMPORTXML(A1)", "Q4",
]  # fmt: skip
PAYLOADS = [start + end for start in STARTS for end in ENDS][:192] + [
    "\0=1+1", "=1+1\0", "=1+1\n=2+2", '=1+1","=2+2', "=1+1;=2+2", "'=1+1", " =1+1", "=A1\t=A2",
]  # fmt: skip
DANGEROUS = tuple("=+-@\t\r\n\0＝＋－＠")
NEGATIVE = re.compile(r"-[0-9][0-9.,]*", re.ASCII)


def storable(texts):
    """PostgreSQL keeps no NUL."""
    return [text for text in texts if "\0" not in text]


def harmless(cell):
    return not cell.startswith(DANGEROUS) or NEGATIVE.fullmatch(cell) is not None


def test_there_are_enough():
    assert len(set(PAYLOADS)) == 200


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_cell_is_told_as_text_and_reads_back(payload):
    line = "".join(csv_lines([[payload, 1, -5]])).removeprefix("\ufeff")
    ((told, one, negative),) = csv.reader(io.StringIO(line, newline=""))
    assert harmless(told)
    assert told in {payload, f"'{payload}"}
    assert (one, negative) == ("1", "-5")


def test_figures_below_zero_stay_figures():
    assert safe_cell("-12,5") == "-12,5" and safe_cell(-12) == -12
    assert safe_cell("-1+1") == "'-1+1"


def rows_of(response):
    text = b"".join(response.streaming_content) if response.streaming else response.content
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))


@pytest.fixture
def spoilt(standing):
    """Every name that stands in an export is a formula: units, indicators, reasons."""
    payloads = storable(PAYLOADS)
    for row, payload in zip(OrgUnitVersion.objects.order_by("pk"), payloads, strict=False):
        OrgUnitVersion.objects.filter(pk=row.pk).update(name=payload)
    for row, payload in zip(Indicator.objects.order_by("-pk"), payloads, strict=False):
        Indicator.objects.filter(pk=row.pk).update(name_vi=payload)
    # The same for all: only what is counted alike may be added.
    Indicator.objects.exclude(unit="%").update(unit=payloads[0][:30])
    forms.forget()
    return standing


def login(standing, person):
    client = Client()
    client.force_login(standing.cast[person])
    return client


@pytest.mark.slow
def test_the_log_as_a_file_holds_no_formula(standing):
    payloads = storable(PAYLOADS)
    with transaction.atomic():
        audit.record_many(
            {"action": "reporting.returned", "actor": standing.cast["officer"].pk, "at": standing.at, "reason": payload,
             "target": ("x", payload[:60]), "unit": "HN-01", "before": {"x": payload}}
            for payload in payloads
        )  # fmt: skip
    rows = rows_of(login(standing, "auditor").get(reverse("audit:export")))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if not harmless(cell)] == []
    assert {cell.lstrip("'") for cell in cells} >= {payload.lstrip("'") for payload in payloads}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["reporting:csv", "api:figures"])
def test_figures_as_a_file_hold_no_formula(name, spoilt):
    query = {"don-vi": "HN", "ky": "2019-Q3", "unit": "HN", "period": "2019-Q3", "chi-tieu": CELL}
    response = login(spoilt, "city_consolidator").get(reverse(name), query)
    assert response.status_code == 200
    cells = [cell for row in rows_of(response) for cell in row]
    assert [cell for cell in cells if not harmless(cell)] == []
    assert sum(cell.startswith("'") for cell in cells) >= 5, "no payload came out: it proves nothing"


@pytest.mark.slow
def test_a_workbook_of_figures_holds_text_and_no_formula(spoilt):
    response = login(spoilt, "city_consolidator").get(
        reverse("reporting:excel"), {"don-vi": "HN", "ky": "2019-Q3", "chi-tieu": CELL}
    )
    assert response.status_code == 200
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        names = archive.namelist()
        sheets = [archive.read(name).decode() for name in names if name.startswith("xl/worksheets/")]
    assert sheets and not any("<f>" in sheet or "<f " in sheet or "hyperlink" in sheet for sheet in sheets)
    assert not any("externalLink" in name or "vba" in name.lower() for name in names)
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    texts = {
        cell
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
        if isinstance(cell, str)
    }
    assert sum(text.startswith(DANGEROUS) for text in texts) >= 5, "no payload came out: it proves nothing"


@pytest.mark.slow
def test_a_spreadsheet_program_evaluates_nothing(tmp_path):
    """LibreOffice opens the file and writes what it shows."""
    payloads = storable(PAYLOADS)
    source = tmp_path / "in" / "danger.csv"
    source.parent.mkdir()
    source.write_bytes("".join(csv_lines([n, payload] for n, payload in enumerate(payloads))).encode())
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    # 44,34,76: comma, double quote, UTF-8; formulas would be evaluated on loading.
    done = subprocess.run(
        [soffice(), home, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
         "--infilter=CSV:44,34,76,1,,0,false,true,true", "--outdir", str(tmp_path), str(source)],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    (made,) = tmp_path.glob("danger*.csv")
    with made.open(encoding="utf-8-sig", newline="") as file:
        shown = {int(row[0]): row[1] for row in csv.reader(file) if row and row[0].isdigit()}
    assert len(shown) == len(payloads), done.stderr
    evaluated = [
        (payloads[n], text)
        for n, text in shown.items()
        if re.sub(r"[\s']", "", text) != re.sub(r"[\s']", "", payloads[n]) and harmless(text)
    ]
    assert evaluated == []
