"""Hanoi's list of units is what the city itself counted, on the days that matter."""

import csv
import unicodedata
from collections import Counter, defaultdict
from datetime import UTC, date, datetime

import pytest

from danvan.audit.models import AuditEntry
from danvan.organizations.models import OrgUnit, OrgUnitVersion, UnitLink, UnitSuccession
from danvan.organizations.seed import load

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def rows(name):
    with (load.FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def units():
    return rows("hanoi-units.csv")


@pytest.fixture(scope="module")
def successions():
    return rows("hanoi-successions.csv")


def in_force(units, day):
    latest = {}
    for row in sorted(units, key=lambda row: row["starts_on"]):
        if row["starts_on"] <= day:
            latest[row["code"]] = row
    return {code: row for code, row in latest.items() if not row["closed"]}


@pytest.mark.parametrize(
    ("day", "districts", "communes"),
    [
        ("2019-01-01", 30, 584),
        ("2019-12-31", 30, 584),
        ("2020-02-29", 30, 584),
        ("2020-03-01", 30, 579),
        ("2020-06-30", 30, 579),
        ("2024-12-31", 30, 579),
        ("2025-01-02", 30, 526),
        ("2025-06-30", 30, 526),
        ("2025-07-01", 0, 126),
        ("2026-01-01", 0, 126),
    ],
)
def test_counts_on_the_days_that_matter(units, day, districts, communes):
    levels = Counter(row["level"] for row in in_force(units, day).values())
    assert levels == Counter({"city": 1, "district": districts, "commune": communes})


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        ("2019-12-31", {"Xã": 386, "Phường": 177, "Thị trấn": 21}),
        ("2020-06-30", {"Xã": 383, "Phường": 175, "Thị trấn": 21}),
        ("2025-01-02", {"Xã": 345, "Phường": 160, "Thị trấn": 21}),
        ("2026-01-01", {"Xã": 75, "Phường": 51}),
    ],
)
def test_communes_by_kind_as_published(units, day, kinds):
    names = [row["name"] for row in in_force(units, day).values() if row["level"] == "commune"]
    assert (
        Counter(
            next(kind for kind in ("Xã", "Phường", "Thị trấn") if name.startswith(kind)) for name in names
        )
        == kinds
    )


def test_every_parent_is_in_force_whenever_its_child_is(units):
    for day in sorted({row["starts_on"] for row in units}):
        there = in_force(units, day)
        assert [row["code"] for row in there.values() if row["parent"] and row["parent"] not in there] == []


def test_nobody_has_a_namesake_beside_them(units):
    for day in sorted({row["starts_on"] for row in units}):
        counted = Counter((row["parent"], row["name"]) for row in in_force(units, day).values())
        assert [name for name, times in counted.items() if times > 1] == []


def test_names_are_composed_and_a_moved_tone_mark_is_no_rename(units):
    assert all(unicodedata.is_normalized("NFC", row["name"]) for row in units)
    versions = defaultdict(list)
    for row in units:
        if not row["closed"]:
            versions[row["code"]].append(row["name"])
    letters = {
        code: [Counter(unicodedata.normalize("NFD", name)) for name in names]
        for code, names in versions.items()
        if len(names) > 1
    }
    assert len(letters) == 36
    assert all(a != b for names in letters.values() for a, b in zip(names, names[1:], strict=False))


def test_positions_number_the_children_of_a_first_list_without_gaps(units):
    siblings = defaultdict(list)
    for row in in_force(units, "2019-12-31").values():
        siblings[row["parent"]].append(int(row["position"]))
    assert all(sorted(places) == list(range(1, len(places) + 1)) for places in siblings.values())


def test_points_lie_in_hanoi_and_are_missing_only_for_communes_gone_before_2025(units):
    for row in units:
        if row["latitude"]:
            assert 20.5 < float(row["latitude"]) < 21.4
            assert 105.2 < float(row["longitude"]) < 106.1
    without = {row["code"] for row in units if not row["latitude"]}
    gone = {row["code"] for row in units if row["closed"] and row["starts_on"] < "2025-07-01"}
    assert without == gone


def test_files_are_sorted_and_name_nothing_twice(units, successions):
    assert len({(row["code"], row["starts_on"]) for row in units}) == len(units)
    keys = [(row["on"], len(row["old"]) < 8, row["old"], row["new"]) for row in successions]
    assert keys == sorted(set(keys))


def test_every_closed_unit_has_an_heir_in_force_and_nobody_else_has_one(units, successions):
    closings = {(row["code"], row["starts_on"]) for row in units if row["closed"]}
    assert {(row["old"], row["on"]) for row in successions} == closings
    for row in successions:
        assert row["new"] in in_force(units, row["on"])


def test_whole_means_one_heir_and_a_split_more_than_one(successions):
    heirs = defaultdict(list)
    for row in successions:
        if row["on"] == "2025-07-01" and row["kind"] != "abolished":
            heirs[row["old"]].append(row["share"])
    assert len(heirs) == 526
    assert all(
        shares == ["whole"] or (len(shares) > 1 and set(shares) == {"part"}) for shares in heirs.values()
    )


def test_the_ward_of_hoan_kiem_received_what_the_resolution_says(units, successions):
    names = {row["code"]: row["name"] for row in units}
    received = defaultdict(set)
    for row in successions:
        if row["new"] == "HN-2025-00070" and row["kind"] != "abolished":
            received[row["share"]].add(names[row["old"]].removeprefix("Phường "))
    assert received["whole"] == {
        "Hàng Bạc",
        "Hàng Bồ",
        "Hàng Buồm",
        "Hàng Đào",
        "Hàng Gai",
        "Hàng Mã",
        "Lý Thái Tổ",
    }
    assert received["part"] == {
        "Cửa Đông",
        "Cửa Nam",
        "Điện Biên",
        "Đồng Xuân",
        "Hàng Bông",
        "Hàng Trống",
        "Tràng Tiền",
    }


def test_before_2025_nothing_claims_to_have_passed_whole(successions):
    assert {row["share"] for row in successions if row["on"] < "2025-07-01"} == {"part"}


@pytest.mark.django_db
class TestLoading:
    def test_the_tables_say_what_the_files_say(self):
        loaded = load.load_hanoi(at=AT)
        assert loaded.units == OrgUnit.objects.count() == 741
        assert loaded.versions == OrgUnitVersion.objects.count() == 1391
        assert loaded.successions == UnitSuccession.objects.count() == 1065
        for day, communes in [
            (date(2019, 12, 31), 584),
            (date(2020, 6, 30), 579),
            (date(2025, 1, 2), 526),
            (date(2026, 1, 1), 126),
        ]:
            assert OrgUnitVersion.objects.on(day).filter(level="commune").count() == communes

    def test_the_links_reach_from_the_city_to_every_commune(self):
        load.load_hanoi(at=AT)
        city = OrgUnit.objects.get(code="HN")
        for day, below in [(date(2019, 12, 31), 614), (date(2026, 1, 1), 126)]:
            links = UnitLink.objects.filter(ancestor=city, depth__gt=0, starts_on__lte=day)
            assert links.exclude(ends_on__lte=day).count() == below

    def test_a_second_load_adds_nothing_and_says_nothing(self):
        load.load_hanoi(at=AT)
        assert not load.load_hanoi(at=AT)
        assert AuditEntry.objects.filter(action="organizations.seed_loaded").count() == 1

    def test_a_correction_outlives_the_next_load(self):
        load.load_hanoi(at=AT)
        version = OrgUnitVersion.objects.get(unit__code="HN-00001", starts_on="2014-04-01")
        version.name = "Phường Phúc Xá (sửa)"
        version.save()
        load.load_hanoi(at=AT)
        version.refresh_from_db()
        assert version.name == "Phường Phúc Xá (sửa)"

    def test_until_stops_before_the_next_reform_and_the_rest_can_follow(self):
        first = load.load_hanoi(at=AT, until=date(2020, 12, 31))
        assert first.successions == 5
        assert OrgUnitVersion.objects.on(date(2026, 1, 1)).filter(level="commune").count() == 579
        rest = load.load_hanoi(at=AT)
        assert first.versions + rest.versions == 1391
        assert OrgUnitVersion.objects.on(date(2026, 1, 1)).filter(level="commune").count() == 126


# Words of the kind of a unit, written small behind their first one: Thị trấn, Thành phố.
KIND_WORDS = {"trấn", "xã", "phố"}


def small_words(name):
    """Words of a proper name that begin small, though they are no part of the kind."""
    first, *rest = name.replace("-", " ").split()
    kind = rest[:1] if first in {"Thị", "Thành"} and rest[:1] and rest[0] in KIND_WORDS else []
    return [word for word in (first, *rest[len(kind) :]) if not (word[0].isupper() or word[0].isdigit())]


def test_every_word_of_a_proper_name_begins_with_a_capital(units):
    """Also after a tone mark: Đại Áng, not Đại áng."""
    assert [row["name"] for row in units if small_words(row["name"])] == []


def test_no_word_has_a_capital_inside(units):
    assert [
        row["name"]
        for row in units
        if any(letter.isupper() for word in row["name"].replace("-", " ").split() for letter in word[1:])
    ] == []


def test_the_slip_would_be_found():
    assert small_words("Xã Đại áng") == ["áng"]
    assert small_words("Xã ứng Hòa") == ["ứng"]
    assert small_words("Thị trấn Văn Điển") == []
    assert small_words("Thị trấn phùng") == ["phùng"]
