"""`danvan forms` and `danvan import`: out into a folder, back from it, a trial first, faults on standard error."""

from __future__ import annotations

import json
import zipfile

import pytest

from danvan import cli
from danvan.ingest.models import Import
from danvan.ingest.workbooks import writing
from danvan.reporting.models import Draft
from tests.ingest.test_imports import figure
from tests.ingest.workshop import TEAM, book, sheet_of, tables, typed

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def danvan(capsys, first_quarter):
    def run(*arguments):
        code = cli.main([str(one) for one in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def forms(danvan, folder, *more):
    return danvan("forms", "--unit", "HN-01", "--period", "2020-Q1", "--to", folder, *more)


def test_forms_go_out_alone_by_branch_packed_or_in_one(danvan, tmp_path, cast):
    assert forms(danvan, tmp_path / "a")[0] == 0
    assert [one.name for one in (tmp_path / "a").iterdir()] == ["DV-QUY-2020-Q1-HN-01.xlsx"]
    code, said, err = forms(danvan, tmp_path / "b", "--branch", "--json")
    assert (code, json.loads(said)["units"]) == (0, 3)
    assert sorted(one.name[-13:-5] for one in (tmp_path / "b").iterdir()) == [
        "HN-01-01",
        "HN-01-02",
        "Q1-HN-01",
    ]
    assert "100%" in err
    assert forms(danvan, tmp_path / "c", "--branch", "--zip")[0] == 0
    with zipfile.ZipFile(tmp_path / "c" / "DV-QUY-2020-Q1-HN-01.zip") as archive:
        assert len(archive.namelist()) == 3
        assert archive.testzip() is None
    assert forms(danvan, tmp_path / "d", "--branch", "--one")[0] == 0
    found = tables((tmp_path / "d" / "DV-QUY-2020-Q1-HN-01.xlsx").read_bytes())
    assert list(found) == [writing.GUIDE, "HN-01", "HN-01-01", "HN-01-02"]


def test_what_cannot_go_out_is_told_with_code_2(danvan, tmp_path, cast):
    (tmp_path / "file").write_text("x")
    for more in (
        ("--period", "2031-Q1"),
        ("--unit", "HN-99"),
        ("--to", tmp_path / "file" / "x"),
        ("--period", "x"),
    ):
        code, said, err = forms(danvan, tmp_path / "x", *more)
        assert (code, said) == (2, ""), more
        assert err.splitlines()[-1].startswith("danvan: ")
    assert forms(danvan, tmp_path / "x", "--as", cast["officer"].username)[0] == 2, (
        "not the officer's to take out"
    )


def test_a_trial_writes_nothing_and_needs_nobody(danvan, tmp_path, first_quarter):
    (tmp_path / "a.xlsx").write_bytes(book(first_quarter, {TEAM: 7}))
    code, said, _err = danvan("import", tmp_path)
    assert code == 0
    assert " – → 7" in said
    assert "--apply" in said
    assert not Import.unscoped.exists()
    assert not Draft.objects.exists()
    assert not (tmp_path / "can-sua").exists()


def test_applying_needs_a_named_person_and_fills_in_once(danvan, tmp_path, first_quarter, cast):
    file = tmp_path / "a.xlsx"
    file.write_bytes(book(first_quarter, {TEAM: 7}))
    code, _said, err = danvan("import", file, "--apply")
    assert code == 2
    assert "--as" in err
    by = ("--as", cast["officer"].username, "--apply", "--json")
    code, said, _err = danvan("import", file, *by)
    assert (code, json.loads(said)["taken"]) == (0, 1)
    assert figure(first_quarter) == 7
    code, said, _err = danvan("import", file, *by)
    assert (code, json.loads(said)["taken"]) == (0, 0)
    assert json.loads(said)["sheets"][0]["state"] == "same"
    assert danvan("import", file, "--apply", "--as", cast["leader"].username)[0] == 2


def test_faults_are_told_on_standard_error_and_written_into_the_same_workbook(
    danvan, tmp_path, first_quarter, cast
):
    (tmp_path / "b.xlsx").write_bytes(book(first_quarter, {TEAM: "bảy"}))
    (tmp_path / "a.xlsx").write_bytes(book(first_quarter, {TEAM: 7}, "HN-01-02"))
    (tmp_path / "c.xlsx").write_bytes(b"no workbook")
    code, said, err = danvan("import", tmp_path, "--json")
    assert code == 2
    assert [(one["unit"], one["state"]) for one in json.loads(said)["sheets"]] == [
        ("HN-01-02", "ready"), ("HN-01-01", "faulty"),
    ]  # fmt: skip
    assert "bảy" in err
    assert "c.xlsx" in err
    back = tmp_path / "can-sua" / "can-sua-b.xlsx"
    assert str(back) in err
    listed = tables(back.read_bytes())[writing.FAULTS][1]
    assert listed[:2] == ["HN-01-01", next(cell for cell in listed if cell.startswith("D"))]
    # The folder with the workbooks that went back is not read again.
    assert len(json.loads(danvan("import", tmp_path, "--json")[1])["files"]) == 3


def test_forms_of_another_unit_or_period_are_refused_when_asked(danvan, tmp_path, first_quarter):
    (tmp_path / "a.xlsx").write_bytes(book(first_quarter, {TEAM: 7}))
    assert danvan("import", tmp_path, "--unit", "HN-01", "--period", "2020-Q1")[0] == 0
    assert danvan("import", tmp_path, "--unit", "HN-02", "--faults", tmp_path / "x")[0] == 2
    assert danvan("import", tmp_path, "--period", "2019-Q1", "--faults", tmp_path / "x")[0] == 2
    assert danvan("import", tmp_path / "x" / "nothing")[0] == 2


def test_a_packed_branch_comes_back_as_it_went_out(danvan, tmp_path, first_quarter):
    sheets = sheet_of(first_quarter, "HN-01", "HN-01-01", "HN-01-02")
    (tmp_path / "a.xlsx").write_bytes(writing.workbook([typed(sheet, {TEAM: 2}) for sheet in sheets]))
    forms(danvan, tmp_path, "--branch", "--zip")
    code, said, _err = danvan("import", tmp_path / "DV-QUY-2020-Q1-HN-01.zip", "--json")
    assert (code, {one["state"] for one in json.loads(said)["sheets"]}) == (0, {"same"})
    assert [
        len(one["changes"])
        for one in json.loads(danvan("import", tmp_path / "a.xlsx", "--json")[1])["sheets"]
    ] == [1] * 3
