"""Open data: the register, two persons, the guard, earlier releases, files that explain themselves, nothing small told."""

from __future__ import annotations

import csv
import json

import duckdb
import pytest
from django.urls import reverse
from django.utils import translation

from danvan.audit.models import AuditEntry
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.common.periods import Period
from danvan.organizations.queries import unit_by_code
from danvan.portal.opendata import files, preparing, queries, services, tasks
from danvan.portal.opendata.building import build
from danvan.portal.opendata.guard import Refused, guard
from danvan.portal.opendata.models import Release, ReleaseFile
from danvan.portal.opendata.preparing import SIGN, opened, prepare
from danvan.portal.opendata.register import BY_CODE, TABLES
from danvan.portal.suppression.proof import check
from danvan.reporting import public as reporting
from tests.portal.opendata_city import approved, once_each, prepared
from tests.portal.suppression_second_opinion import leaks

QUARTER = Period.parse("2019-Q1")
PEOPLE = [table for table in TABLES if table.people]


def quiet(*_said):
    return None


@pytest.fixture
def only(monkeypatch):
    """Register one table alone."""
    return lambda code: monkeypatch.setattr(preparing, "TABLES", (BY_CODE[code],))


@pytest.fixture
def figures(monkeypatch):
    """Closed periods by name; what is not in here is not approved."""
    closed = {"2019-Q1": approved("2019-Q1"), "2019-Q2": approved("2019-Q2")}
    monkeypatch.setattr(reporting, "approved_periods", lambda: [Period.parse(name) for name in closed])
    monkeypatch.setattr(preparing, "prepare", once_each)
    monkeypatch.setattr(reporting, "approved", lambda period, _codes: closed.get(str(period)))
    return closed


class TestPreparing:
    def test_no_small_number_about_people_is_told(self):
        made = prepared()
        for code, lines in made.told["tables"].items():
            limit = BY_CODE[code].threshold
            told = [value for _place, values in lines for value in values if isinstance(value, int)]
            assert not [value for value in told if 0 < value < limit], code

    def test_work_of_units_is_told_as_it_is(self):
        figures = approved()
        told = dict(prepared().told["tables"]["supervision.sessions.total"])
        for place in figures.places:
            assert told[place.code] == [figures.values[place.code, "supervision.sessions.total"]]

    def test_denunciations_only_of_the_whole_city_and_year(self):
        year = prepared("2019")
        assert "petition.denunciations" not in prepared().told["tables"]
        assert [place for place, _values in year.told["tables"]["petition.denunciations"]] == ["HN"]

    def test_no_registered_table_adds_denunciations_in(self):
        for table in TABLES:
            named = {code for topic in table.columns for code in topic.indicators}
            if not table.delicate:
                assert not named & {"petition.received.denunciation", "petition.received.total"}, table.code

    def test_a_second_opinion_on_every_table(self):
        figures = approved()
        for table in PEOPLE:
            if table.delicate:
                continue
            building, slab, gaps = build(table, figures, [], [])
            assert not gaps
            made = preparing.Prepared()
            hidden_cells = preparing._hide(made, table, building, slab)
            system, keys = building.system(), list(building.cells)
            hidden = frozenset(
                n for n, (place, topic, _period, _value) in enumerate(keys) if (place, topic) in hidden_cells
            )
            assert leaks(system, hidden, system.primary[:12]) == []
            proof = made.proof[table.code]
            assert check(system, hidden, proof["moves"], proof["outputs_sha256"]) == []

    def test_a_year_after_its_quarters_gives_no_quarter_away(self, only):
        only("petition.received")
        names = [f"2019-Q{n}" for n in range(1, 5)]
        quarters = [approved(name) for name in names]
        stored = []
        for figures in quarters:
            stored.append(prepare(figures, [], stored, quiet).cells)
        year = approved("2019")
        table = BY_CODE["petition.received"]
        earlier = [opened(one[table.code]) for one in stored]
        building, slab, _gaps = build(table, year, quarters, earlier)
        made = preparing.Prepared()
        now_hidden = preparing._hide(made, table, building, slab)
        system, keys = building.system(), list(building.cells)
        told_before = {(p, t, one.period): fate for one, fates in earlier for (p, t), fate in fates.items()}
        hidden = frozenset(
            n
            for n, (place, topic, period, _value) in enumerate(keys)
            if (
                (place, topic) in now_hidden
                if period == "2019"
                else told_before[place, topic, period].value == "closed"
            )
        )
        assert any(line.along == "time" for line in system.lines)
        assert leaks(system, hidden, system.primary[::7]) == []

    def test_a_table_that_contradicts_itself_is_a_gap(self, only):
        only("dialogue.opinions")
        figures = approved()
        values = {**figures.values, ("HN-01-01", "dialogue.opinions.answered_at_event"): 10_000}
        made = prepare(reporting.Approved("2019-Q1", figures.day, figures.places, values), [], [], quiet)
        assert "dialogue.opinions" not in made.told["tables"]
        assert {gap["table"] for gap in made.gaps} == {"dialogue.opinions"}

    def test_not_reported_is_not_zero(self, only):
        only("inspection.held")
        figures = approved()
        values = {
            key: value for key, value in figures.values.items() if key != ("HN-01-01", "inspection.held")
        }
        told = dict(
            prepare(reporting.Approved("2019-Q1", figures.day, figures.places, values), [], [], quiet).told[
                "tables"
            ]["inspection.held"]
        )
        assert told["HN-01-01"] == ["–"]


class TestFiles:
    @pytest.fixture
    def made(self):
        done = prepared()
        about = {
            "title": "=Dữ liệu",
            "number": 1,
            "published_on": "01/04/2019",
            "publisher": "Hà Nội",
            "gaps": [],
            "url": "https://x/",
        }
        return done, {one.name: one for one in files.files(done.told, done.summary, about)}

    def test_csv_and_parquet_hold_the_same(self, made, tmp_path):
        _done, found = made
        (tmp_path / "d.parquet").write_bytes(found[files.PARQUET].content)
        rows = duckdb.sql(f"SELECT * FROM '{tmp_path / 'd.parquet'}'").fetchall()
        text = found[files.CSV].content.decode("utf-8-sig")
        lines = list(csv.reader(text.splitlines()))
        assert text.count("\r\n") == len(lines)
        assert [["" if cell is None else str(cell) for cell in row] for row in rows] == lines[1:]

    def test_hidden_cells_carry_one_sign_and_no_value(self, made):
        done, found = made
        lines = list(csv.DictReader(found[files.CSV].content.decode("utf-8-sig").splitlines()))
        hidden = [line for line in lines if line["sign"] == SIGN]
        assert hidden
        assert {line["value"] for line in hidden} == {""}
        assert {line["sign"] for line in lines} <= {"", SIGN, "–"}
        assert len(hidden) == sum(v == SIGN for t in done.told["tables"].values() for _p, vs in t for v in vs)

    def test_every_column_table_and_topic_is_in_the_dictionary(self, made):
        _done, found = made
        words = {
            (row["kind"], row["code"])
            for row in csv.DictReader(found[files.DICTIONARY].content.decode("utf-8-sig").splitlines())
        }
        for line in csv.DictReader(found[files.CSV].content.decode("utf-8-sig").splitlines()):
            assert {("table", line["table"]), ("topic", f"{line['table']}/{line['topic']}")} <= words
            assert {("column", name) for name in line} <= words

    def test_the_readme_names_method_licence_version_and_gaps(self, made):
        text = made[1][files.README].content.decode()
        for said in ("Cách làm / Method", "CC BY 4.0", "Version 1", "Known gaps", "https://x/"):
            assert said in text

    def test_the_same_release_gives_the_same_bytes(self, made):
        done, found = made
        again = files.files(
            done.told,
            done.summary,
            {
                "title": "=Dữ liệu",
                "number": 1,
                "published_on": "01/04/2019",
                "publisher": "Hà Nội",
                "gaps": [],
                "url": "https://x/",
            },
        )
        assert {one.name: one.sha256 for one in again} == {name: one.sha256 for name, one in found.items()}


@pytest.mark.django_db
class TestLife:
    @pytest.fixture
    def made(self, cast, actors, now, figures):
        row = services.start(unit=unit_by_code("HN"), period=QUARTER, by=actors["city_consolidator"], at=now)
        return services.prepare(row.pk)

    def publish(self, row, actors, now, who="leader"):
        return services.publish(release_id=row.pk, address="https://x/", by=actors[who], at=now)

    def test_prepared_by_one_published_by_another(self, made, actors, now):
        assert made.state == Release.State.PREPARED
        assert made.summary["holds"] and made.proof
        done = self.publish(made, actors, now)
        assert done.state == Release.State.PUBLISHED
        assert done.published_by_id != done.prepared_by_id
        assert {file.name for file in done.files.all()} == {
            files.CSV,
            files.PARQUET,
            files.DICTIONARY,
            files.README,
            files.PROOF,
        }
        assert AuditEntry.objects.filter(action="portal.release_published").count() == 1

    @pytest.mark.parametrize(
        ("who", "refusal"),
        [
            ("city_consolidator", NotAllowed),
            ("officer", OutOfSight),
            ("outsider", OutOfSight),
            ("administrator", NotAllowed),
        ],
    )
    def test_who_may_not_publish(self, made, actors, now, who, refusal):
        with pytest.raises(refusal):
            self.publish(made, actors, now, who)
        made.refresh_from_db()
        assert made.state == Release.State.PREPARED
        assert not ReleaseFile.objects.exists()

    def test_nothing_of_an_open_round(self, cast, actors, now, figures):
        with pytest.raises(services.NotApproved):
            services.start(
                unit=unit_by_code("HN"),
                period=Period.parse("2019-Q3"),
                by=actors["city_consolidator"],
                at=now,
            )

    def test_a_round_opened_again_stops_the_publication(self, made, actors, now, figures):
        figures.clear()
        with pytest.raises(Refused):
            self.publish(made, actors, now)

    def test_the_guard_refuses_a_small_number(self, made):
        made.told["tables"]["petition.received"][3][1][0] = 3
        with translation.override("en"), pytest.raises(Refused, match="small number"):
            guard(made)

    def test_the_guard_refuses_a_table_without_a_proof(self, made):
        del made.summary["tables"]["petition.received"]
        with translation.override("en"), pytest.raises(Refused, match="proof"):
            guard(made)

    def test_the_guard_refuses_what_is_not_registered(self, made):
        made.told["tables"]["petition.by_person"] = []
        with translation.override("en"), pytest.raises(Refused, match="register"):
            guard(made)

    def test_a_correction_needs_a_reason_and_leaves_the_old_files(self, made, actors, now):
        self.publish(made, actors, now)
        with pytest.raises(services.ReasonMissing):
            services.start(unit=unit_by_code("HN"), period=QUARTER, by=actors["city_consolidator"], at=now)
        again = services.start(
            unit=unit_by_code("HN"),
            period=QUARTER,
            reason="Bổ sung số 1",
            by=actors["city_consolidator"],
            at=now,
        )
        again = services.prepare(again.pk)
        assert again.number == 2
        assert again.after == [made.pk]
        self.publish(again, actors, now)
        assert queries.versions("2019-Q1") == [2, 1]
        assert queries.file("2019-Q1", 1, files.CSV) is not None

    def test_another_release_meanwhile_asks_for_a_new_attack(self, made, actors, now):
        other = services.start(
            unit=unit_by_code("HN"), period=Period.parse("2019-Q2"), by=actors["city_consolidator"], at=now
        )
        other = services.prepare(other.pk)
        self.publish(made, actors, now)
        with translation.override("en"), pytest.raises(services.WrongState, match="meanwhile"):
            self.publish(other, actors, now)

    def test_one_at_a_time_and_discarded_leaves_nothing(self, made, actors, now):
        with pytest.raises(services.WrongState):
            services.start(unit=unit_by_code("HN"), period=QUARTER, by=actors["city_consolidator"], at=now)
        gone = services.discard(release_id=made.pk, by=actors["city_consolidator"], at=now)
        assert (gone.cells, gone.told, gone.proof) == ({}, {}, {})
        assert (
            services.start(
                unit=unit_by_code("HN"), period=QUARTER, by=actors["city_consolidator"], at=now
            ).number
            == 2
        )

    def test_working_it_out_twice_does_nothing_more(self, made):
        assert services.prepare(made.pk) is None

    def test_a_fault_is_seen(self, cast, actors, now, figures, monkeypatch):
        row = services.start(unit=unit_by_code("HN"), period=QUARTER, by=actors["city_consolidator"], at=now)
        monkeypatch.setattr(preparing, "prepare", lambda *_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.prepare(row.pk)
        row.refresh_from_db()
        assert row.state == Release.State.FAILED

    def test_pages_files_and_nothing_of_the_secret(
        self, made, actors, now, anybody, django_assert_max_num_queries
    ):
        assert anybody.get(reverse("portal:open_data")).status_code == 200
        assert anybody.get(reverse("portal:open_data_release", args=["2019-Q1"])).status_code == 404
        self.publish(made, actors, now)
        with django_assert_max_num_queries(6):
            page = anybody.get(reverse("portal:open_data_release", args=["2019-Q1"]))
        assert page.status_code == 200
        for code in made.told["tables"]:
            assert (
                anybody.get(
                    reverse("portal:open_data_version", args=["2019-Q1", 1]), {"bang": code, "tu": "3"}
                ).status_code
                == 200
            )
        for name in (files.CSV, files.PARQUET, files.DICTIONARY, files.README, files.PROOF):
            got = anybody.get(reverse("portal:open_data_file", args=["2019-Q1", 1, name]))
            assert got.status_code == 200
        proof = json.loads(
            anybody.get(reverse("portal:open_data_file", args=["2019-Q1", 1, files.PROOF])).content
        )
        assert set(proof["tables"]["petition.received"]) >= {"holds", "attackers", "solver", "counts"}
        assert "moves" not in proof["tables"]["petition.received"]
        listed = anybody.get(reverse("portal:open_data_catalogue")).json()
        assert listed["releases"][0]["files"][files.CSV]["sha256"]
        for wrong in (["2019-Q1", 2], ["khong", 1]):
            assert anybody.get(reverse("portal:open_data_version", args=wrong)).status_code == 404
        assert (
            anybody.get(reverse("portal:open_data_file", args=["2019-Q1", 1, "cells.json"])).status_code
            == 404
        )

    def test_the_office_begins_sees_publishes(self, cast, figures, client_for, now, monkeypatch, actors):
        asked = []
        monkeypatch.setattr(tasks, "ask", asked.append)
        client = client_for(cast.people["city_consolidator"])
        address = reverse("portal:releases")
        assert client.get(address).status_code == 200
        answer = client.post(address, {"period": "2019-Q1", "reason": "", "once": "k" * 30})
        row = Release.unscoped.get()
        assert asked == [row.pk]
        assert answer.url == reverse("portal:release", args=[row.pk])
        assert client.post(address, {"period": "2019-Q1", "reason": "", "once": "k" * 30}).url == answer.url
        assert b"progress" in client.get(answer.url).content
        services.prepare(row.pk)
        assert client.get(answer.url).status_code == 200
        assert client.post(reverse("portal:release_publish", args=[row.pk])).status_code == 403
        leader = client_for(cast.people["leader"])
        assert leader.post(reverse("portal:release_publish", args=[row.pk])).status_code == 302
        row.refresh_from_db()
        assert row.state == Release.State.PUBLISHED
        assert client_for(cast.people["officer"]).get(answer.url).status_code == 404
