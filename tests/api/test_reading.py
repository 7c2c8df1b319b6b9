"""What the doors tell, and to whom."""

import csv
import io
import json

import pytest
from django.urls import reverse

from danvan.api.house import house
from danvan.common.periods import Period
from danvan.reporting import queries
from danvan.reporting.models import Indicator
from danvan.reporting.queries import forms
from danvan.reporting.services import reviewing
from tests.api.conftest import CELL


@pytest.fixture
def accepted(first_quarter, submission_of, sent, actors, now):
    """Both first communes have reported and are accepted."""
    for code, who, number in [("HN-01-01", "officer", 12), ("HN-02-01", "outsider", 7)]:
        row = submission_of(first_quarter, code)
        version = sent(row, who, **{CELL: number})
        reviewing.accept(
            submission_id=row.pk, version_number=version.number, by=actors["city_consolidator"], at=now
        )


def test_strangers_are_told_in_json(client, db):
    response = client.get("/api/v1/units")
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["code"] == "not-signed-in"


def test_me(call, cast):
    status, me = call("consolidator").get("me")
    assert status == 200
    assert me["name"] == "Trần Văn Bình"
    assert me["today"] == "2020-03-16"
    assert me["posts"] == [
        {"role": "consolidator", "unit": "HN-01", "title": "Cán bộ dân vận", "deputising": False}
    ]
    assert len(me["csrf_token"]) == 64


def test_vietnamese_leaves_unescaped(call):
    caller = call("officer")
    caller.get("units")
    assert "Phường Phúc Xá".encode() in caller.response.content


def test_units_on_a_day_by_level_and_words(call):
    status, found = call("officer").get("units", level="commune", q="phuc xa")
    assert status == 200
    assert [unit["code"] for unit in found["items"]] == ["HN-01-01"]
    assert found["items"][0]["parent"] == "HN-01"
    assert call("officer").get("units", on="2000-01-01")[1]["items"] == []


def test_a_unit_with_its_history(call):
    status, unit = call("officer").get("units/HN-01")
    assert status == 200
    assert unit["name"] == "Quận Ba Đình"
    assert unit["in_force"]
    assert [version["starts_on"] for version in unit["versions"]] == ["2008-08-01"]
    assert call("officer").get("units/KHONG-CO")[0] == 404


def pages(caller, path, **query):
    items, cursor, steps = [], "", 0
    while cursor is not None:
        status, page = caller.get(path, cursor=cursor, **query)
        assert status == 200
        items += page["items"]
        assert page["count"] >= len(page["items"])
        cursor, steps = page["next"], steps + 1
    return items, steps


@pytest.mark.parametrize(("path", "name"), [("units", "code"), ("indicators", "code")])
def test_pages_hold_everything_once_in_order(call, first_quarter, path, name):
    caller = call("consolidator")
    whole, _ = pages(caller, path, limit=500)
    pieces, steps = pages(caller, path, limit=3)
    assert [row[name] for row in pieces] == [row[name] for row in whole]
    assert steps == -(-len(whole) // 3)


def test_the_board_comes_in_pages_too(call, first_quarter):
    rows, steps = pages(call("city_consolidator"), f"rounds/{first_quarter.pk}/board", limit=3)
    assert [row["unit"] for row in rows] == [
        "HN",
        "HN-01",
        "HN-01-01",
        "HN-01-02",
        "HN-02",
        "HN-02-01",
        "HN-02-02",
    ]
    assert steps == 3


@pytest.mark.parametrize("cursor", ["x", "WyIxIl0:1rAbCd:forged", "\U0001f600"])
def test_a_forged_cursor_is_refused(call, form, cursor):
    status, problem = call("officer").get("units", cursor=cursor)
    assert (status, problem["code"]) == (422, "bad-cursor")


def test_a_cursor_serves_its_own_list_only(call, form):
    _, page = call("officer").get("units", limit=1)
    assert call("officer").get("units", limit=1, level="commune", cursor=page["next"])[0] == 422
    assert call("officer").get("indicators", cursor=page["next"])[0] == 422


def test_forms_and_rounds(call, first_quarter, layout):
    _, found = call("officer").get("forms")
    codes = [code for section in found["items"][0]["sections"] for code in section["indicators"]]
    assert sorted(codes) == sorted(layout.catalogue)
    _, rounds = call("officer").get("rounds")
    assert [(one["id"], one["period"], one["form"]) for one in rounds["items"]] == [
        (first_quarter.pk, "2020-Q1", found["items"][0]["code"])
    ]


def test_everybody_sees_the_own_part_of_the_board(call, first_quarter):
    address = f"rounds/{first_quarter.pk}/board"
    assert [row["unit"] for row in call("officer").get(address)[1]["items"]] == ["HN-01-01"]
    assert len(call("consolidator").get(address)[1]["items"]) == 3
    assert len(call("leader").get(address, unit="HN-02")[1]["items"]) == 3
    assert call("officer").get("rounds/99999/board")[0] == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("consolidator", 200), ("leader", 200), ("administrator", 200), ("outsider", 404)],
)
def test_who_may_read_a_submission(call, mine, who, status):
    assert call(who).get(f"submissions/{mine.pk}")[0] == status


def test_four_kinds_of_presence(call, mine, sent, layout):
    sent(mine, **{CELL: 0, "supervision.form.document": "kad"})
    _, told = call("officer").get(f"submissions/{mine.pk}")
    figures = {figure["indicator"]: figure for figure in told["figures"]}
    assert (figures[CELL]["presence"], figures[CELL]["value"], figures[CELL]["source"]) == (
        "value",
        0,
        "typed",
    )
    absent = figures["supervision.form.document"]
    assert (absent["presence"], absent["value"]) == ("not_applicable", None)
    assert figures["supervision.sessions.total"]["source"] in {"computed", None}
    assert set(figures) == set(layout.codes)
    assert told["figures_of"] == "1"
    assert [version["number"] for version in told["versions"]] == [1]


def test_a_blank_form_says_blank(call, mine):
    _, told = call("officer").get(f"submissions/{mine.pk}")
    assert told["figures_of"] == "nothing"
    assert {figure["presence"] for figure in told["figures"]} <= {"blank", "not_applicable"}


def test_a_draft_is_for_its_typists(call, mine):
    status, _ = call("officer").post(
        f"submissions/{mine.pk}/cells", {"cells": [{"indicator": CELL, "value": 4}]}
    )
    assert status == 200
    assert call("officer").get(f"submissions/{mine.pk}")[1]["figures_of"] == "draft"
    assert call("consolidator").get(f"submissions/{mine.pk}")[1]["draft_revision"] is None
    assert call("consolidator").get(f"submissions/{mine.pk}", figures_of="draft")[0] == 404


def test_small_numbers_of_others_are_hidden_and_not_zero(call, mine, sent):
    Indicator.objects.filter(code=CELL).update(small_cells_below=5)
    forms.forget()
    sent(mine, **{CELL: 3, "supervision.form.document": 9})
    own = {f["indicator"]: f for f in call("officer").get(f"submissions/{mine.pk}")[1]["figures"]}
    assert (own[CELL]["value"], own[CELL]["hidden"]) == (3, False)
    theirs = {f["indicator"]: f for f in call("leader").get(f"submissions/{mine.pk}")[1]["figures"]}
    assert (theirs[CELL]["value"], theirs[CELL]["hidden"], theirs[CELL]["presence"]) == (None, True, "value")


def test_the_report_is_the_command_s_json(call, cast, accepted):
    for code in ("HN", "HN-01", "HN-01-01"):
        status, told = call("leader").get("report", unit=code, period="2020-Q1")
        assert status == 200
        assert told == queries.report(cast.units[code], Period.parse("2020-Q1")).as_json()
    total = next(row for row in told["figures"] if row["indicator"] == "supervision.sessions.total")
    assert total["all"] == 12


def test_the_trace_is_the_command_s_json(call, cast, accepted):
    status, told = call("leader").get("trace", unit="HN", period="2020-Q1", indicator=CELL)
    assert status == 200
    assert told == queries.trace(cast.city, Period.parse("2020-Q1"), CELL).as_json()
    assert told["value"] == 19


def test_a_trace_hides_small_numbers_and_what_would_give_them_away(call, cast, accepted):
    Indicator.objects.filter(code=CELL).update(small_cells_below=10)
    forms.forget()
    _, told = call("leader").get("trace", unit="HN", period="2020-Q1", indicator=CELL)
    districts = [child for child in told["children"] if child["unit"] != "HN"]
    assert [child.get("hidden", False) for child in districts].count(True) == 2
    assert "7" not in [str(child["value"]) for child in districts]
    assert told["value"] == 19


@pytest.mark.parametrize(
    ("who", "unit", "status"),
    [
        ("officer", "HN-01-01", 200),
        ("officer", "HN-01", 404),
        ("outsider", "HN-01-01", 404),
        ("consolidator", "HN-01", 200),
    ],
)
@pytest.mark.parametrize("path", ["report", "totals/by-child", "totals/series"])
def test_whose_totals(call, accepted, who, unit, status, path):
    query = {"report": {"period": "2020-Q1"}, "totals/by-child": {"period": "2020-Q1", "indicator": CELL}}
    asked = query.get(path, {"indicator": CELL, "from": "2019-Q4", "to": "2020-Q1"})
    assert call(who).get(path, unit=unit, **asked)[0] == status


def test_rows_by_child_add_up(call, accepted):
    _, told = call("leader").get(
        "totals/by-child", unit="HN", period="2020-Q1", indicator=[CELL, "reception.persons"]
    )
    assert [row["unit"] for row in told["items"]] == ["HN", "HN-01", "HN-02"]
    assert [row["figures"][CELL] for row in told["items"] if not row["itself"]] == [12, 7]


def test_a_series(call, accepted):
    _, told = call("leader").get(
        "totals/series", unit="HN", indicator=CELL, **{"from": "2019-Q1", "to": "2020-Q1"}
    )
    assert [(row["period"], row["value"]) for row in told["items"]] == [("2020-Q1", 19)]
    for wrong in [("2020-Q1", "2019-Q1"), ("2019", "2020-Q1"), ("1900-Q1", "2020-Q1")]:
        status, _ = call("leader").get(
            "totals/series", unit="HN", indicator=CELL, **{"from": wrong[0], "to": wrong[1]}
        )
        assert status == 422


def test_figures_as_a_table(call, accepted, client_for, cast):
    client = client_for(cast["leader"])
    response = client.get("/api/v1/totals/figures.csv", {"unit": "HN", "period": "2020-Q1"})
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    found = {row["level"]: row["value"] for row in rows if row["indicator"] == CELL}
    assert found["all"] == "19"
    refused = client_for(cast["auditor"]).get(
        "/api/v1/totals/figures.csv", {"unit": "HN", "period": "2020-Q1"}
    )
    assert refused.status_code == 403, "an auditor sees totals and may not export them"


@pytest.mark.parametrize("period", ["2019-Q5", "", "một năm", "2019-13"])
def test_a_malformed_period_is_refused_in_words(call, accepted, period):
    status, problem = call("leader").get("report", unit="HN", period=period)
    assert status == 422
    assert problem["code"] == "invalid-period"
    assert problem["detail"]


def test_an_unknown_indicator_has_its_own_words(call, accepted):
    status, problem = call("leader").get("trace", unit="HN", period="2020-Q1", indicator="no.such")
    assert (status, problem["code"]) == (404, "unknown-indicator")
    assert "no.such" in problem["detail"]


def test_absent_and_out_of_sight_are_told_alike(call, mine):
    hidden = call("outsider").get(f"submissions/{mine.pk}")[1]
    absent = call("outsider").get("submissions/999999")[1]
    assert {k: v for k, v in hidden.items() if k != "instance"} == {
        k: v for k, v in absent.items() if k != "instance"
    }


def test_what_nobody_foresaw_has_a_reference_and_no_trace(call, mine, monkeypatch, caplog):
    monkeypatch.setattr("danvan.api.figures.submission", lambda *args: 1 / 0)
    status, problem = call("officer").get(f"submissions/{mine.pk}")
    assert (status, problem["code"]) == (500, "failed")
    assert problem["reference"] in caplog.text
    assert "ZeroDivision" in caplog.text
    assert "ZeroDivision" not in json.dumps(problem)


def test_wrong_method(client_for, cast, now):
    response = client_for(cast["officer"]).delete("/api/v1/units")
    assert response.status_code == 405
    assert response["Allow"] == "GET"
    assert json.loads(response.content)["code"] == "wrong-method"


LIMITS = {
    "me": 6, "units": 6, "units/HN-01": 12, "indicators": 6, "forms": 10, "rounds": 7, "board": 12, "submission": 14,
    "report": 16, "trace": 16, "totals/by-child": 16, "totals/series": 14,
}  # fmt: skip


@pytest.mark.parametrize("path", LIMITS)
def test_queries_are_counted(call, accepted, mine, first_quarter, path, django_assert_max_num_queries):
    caller = call("leader")
    real = {"board": f"rounds/{first_quarter.pk}/board", "submission": f"submissions/{mine.pk}"}.get(
        path, path
    )
    query = {"unit": "HN", "period": "2020-Q1", "indicator": CELL, "from": "2019-Q1", "to": "2020-Q1"}
    query = query if path in {"report", "trace"} or path.startswith("totals") else {}
    caller.get(real, **query)
    with django_assert_max_num_queries(LIMITS[path]):
        assert caller.get(real, **query)[0] == 200


def test_the_schema_names_every_door_with_its_refusals(call, form):
    status, schema = call("officer").get("openapi.json")
    assert status == 200
    assert schema["openapi"].startswith("3.1")
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            assert {"401", "403", "404", "422", "500"} <= set(operation["responses"]), path
            assert operation["summary"], path
            if method == "post":
                headers = [one["name"] for one in operation["parameters"] if one["in"] == "header"]
                assert headers == ["Idempotency-Key"], path


def test_the_reference_shows_every_operation(client_for, cast, now):
    text = client_for(cast["officer"]).get(reverse("api:docs")).content.decode()
    operations = [
        op["operationId"]
        for methods in house.get_openapi_schema()["paths"].values()
        for op in methods.values()
    ]
    assert len(operations) == 22
    assert [one for one in operations if f'id="{one}"' not in text] == []
