"""
Writes Hanoi's units and successions into the seed files of `danvan.organizations`, from published packages.

Run once; the files are what the project keeps. Needs the wheels named in `docs/reference/sources.md`:

    pip download --no-deps -d wheels vietnam-provinces==0.2.2      (and 0.3.0, 0.6.0, 2025.10.1)
    pip download --no-deps -d wheels vietnamadminunits==1.0.4
    python tools/seed/hanoi.py wheels danvan/organizations/seed

What is derived and what is left open: `docs/explanation/hanoi-communes.md`.
"""

import csv
import json
import re
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

BOUNDARY = "2008-08-01"  # Hanoi in its present boundary
FIRST_LIST = "2014-04-01"  # the newest of the 30 districts and 584 communes of 2019 began work
MERGERS_2020 = "2020-03-01"
MERGERS_2025 = "2025-01-01"
TWO_TIERS = "2025-07-01"

RESOLUTIONS = {
    BOUNDARY: "Nghị quyết 15/2008/QH12",
    MERGERS_2020: "Nghị quyết 895/NQ-UBTVQH14",
    MERGERS_2025: "Nghị quyết 1286/NQ-UBTVQH15",
    TWO_TIERS: "Nghị quyết 1656/NQ-UBTVQH15",
}
SHARE_UNKNOWN = "; nguồn nêu nơi nhận, không nêu nhận toàn bộ hay một phần"

# Releases put the tone mark of open syllables on either vowel.
FIRST_VOWEL = str.maketrans("àáảãạỳýỷỹỵ", "òóỏõọùúủũụ")
TONE = re.compile(r"o([àáảãạ])(?!\w)|(?<![qQ])u([ỳýỷỹỵ])(?!\w)")

SUCCESSION_COLUMNS = ["old", "new", "on", "share", "kind", "legal_basis"]
ADMIN_UNITS = "vietnamadminunits-1.0.4"
LEVELS = ["city", "district", "commune"]


@dataclass(frozen=True)
class Version:
    code: str
    starts_on: str
    closed: str
    name: str
    level: str
    parent: str
    territory_code: str
    latitude: str = ""
    longitude: str = ""
    position: int = 1
    legal_basis: str = ""


@dataclass(frozen=True)
class Commune:
    name: str
    district: int


def proper(name: str) -> str:
    """A name in NFC with its tone mark on the first vowel: "Yên Hoà" and "Yên Hòa" are one name."""
    return TONE.sub(_tone_first, unicodedata.normalize("NFC", name).strip())


def _tone_first(found: re.Match[str]) -> str:
    return (found[1] or found[2]).translate(FIRST_VOWEL) + ("a" if found[1] else "y")


def key(name: str) -> str:
    """A name as the second package writes its keys: no marks, no spaces, lower case."""
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", plain)


class Wheels:
    """The packages, read without installing them."""

    def __init__(self, folder: Path):
        self.folder = folder

    def _member(self, wheel: str, member: str) -> bytes:
        with zipfile.ZipFile(self.folder / f"{wheel}-py3-none-any.whl") as archive:
            return archive.read(member)

    def provinces(self, version: str) -> dict:
        """Hanoi as one release of `vietnam-provinces` lists it."""
        nested = json.loads(
            self._member(f"vietnam_provinces-{version}", "vietnam_provinces/data/nested-divisions.json")
        )
        return next(province for province in nested if province["code"] == 1)

    def communes(self, version: str) -> tuple[dict[int, str], dict[int, Commune]]:
        """Districts and communes of a release with three levels, by GSO code."""
        districts = self.provinces(version)["districts"]
        return (
            {district["code"]: proper(district["name"]) for district in districts},
            {
                ward["code"]: Commune(proper(ward["name"]), district["code"])
                for district in districts
                for ward in district["wards"]
            },
        )

    def tables(self) -> sqlite3.Connection:
        """The database of `vietnamadminunits`."""
        content = self._member(ADMIN_UNITS, "vietnamadminunits/data/dataset.db")
        with tempfile.NamedTemporaryFile(suffix=".db") as file:
            file.write(content)
            file.flush()
            source = sqlite3.connect(file.name)
            copy = sqlite3.connect(":memory:")
            source.backup(copy)
            source.close()
        return copy

    def mapping(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """By key on 1 July 2025: new -> old ones that passed whole, old -> new ones that got a part."""
        data = json.loads(self._member(ADMIN_UNITS, "vietnamadminunits/data/converter_2025.json"))
        whole = data["DICT_PROVINCE_WARD_NO_DIVIDED"]["thanhphohanoi"]
        divided = data["DICT_PROVINCE_WARD_DIVIDED"]["thanhphohanoi"]
        return whole, {old: [part["newWardKey"] for part in parts] for old, parts in divided.items()}


class Hanoi:
    """All versions and successions of the city, built step by step from the packages."""

    def __init__(self, wheels: Wheels):
        self.districts, self.first = wheels.communes("0.2.2")
        after_2020, self.middle = wheels.communes("0.3.0")
        after_2025, self.last = wheels.communes("0.6.0")
        if not self.districts == after_2020 == after_2025:
            raise SystemExit("The districts differ between the releases; this script expects the same 30.")
        self.names_2025 = {proper(ward["name"]) for ward in wheels.provinces("2025.10.1")["wards"]}
        self._read_tables(wheels.tables())
        self.whole, self.divided = wheels.mapping()

    def _read_tables(self, tables: sqlite3.Connection) -> None:
        """Points of districts and communes, former names, keys."""
        self.points: dict[str, tuple[float, float]] = {"HN": (21.027764, 105.83416)}
        self.old_codes: dict[str, int] = {}
        self.former: dict[tuple[int, str], list[int]] = defaultdict(list)
        rows = tables.execute(
            "select districtCode, districtLat, districtLon, wardCode, wardLat, wardLon,"
            " districtKey, wardKey, wardAlias"
            " from admin_units_legacy where provinceCode = '01' order by wardCode"
        )
        for district, district_lat, district_lon, ward, lat, lon, district_key, ward_key, aliases in rows:
            self.points[f"HN-{district}"] = (district_lat, district_lon)
            self.points[f"HN-{ward}"] = (lat, lon)
            self.old_codes[f"thanhphohanoi_{district_key}_{ward_key}"] = int(ward)
            for alias in sorted(set(json.loads(aliases or "[]"))):
                self.former[int(district), alias].append(int(ward))
        self.new: dict[str, str] = {}
        self.new_codes: dict[str, str] = {}
        for name, code, lat, lon, ward_key in tables.execute(
            "select ward, wardCode, wardLat, wardLon, wardKey from admin_units"
            " where provinceCode = '01' order by 2"
        ):
            self.new[code] = proper(name)
            self.new_codes[ward_key] = f"HN-2025-{code}"
            self.points[f"HN-2025-{code}"] = (lat, lon)
        if set(self.new.values()) != self.names_2025:
            raise SystemExit("The two packages disagree about the names of the communes of 1 July 2025.")

    # Versions

    def versions(self) -> list[Version]:
        city = Version(
            "HN", BOUNDARY, "", "Thành phố Hà Nội", "city", "", "01", legal_basis=RESOLUTIONS[BOUNDARY]
        )
        rows = [city, *self._district_versions(), *self._new_communes()]
        for code in sorted(self.first):
            rows += self._commune_versions(code)
        return sorted(
            map(self._placed, rows), key=lambda row: (LEVELS.index(row.level), row.code, row.starts_on)
        )

    def _placed(self, row: Version) -> Version:
        if row.code not in self.points:
            return row
        latitude, longitude = self.points[row.code]
        return replace(row, latitude=f"{latitude:.5f}", longitude=f"{longitude:.5f}")

    def _district_versions(self) -> list[Version]:
        rows = []
        for position, (code, name) in enumerate(sorted(self.districts.items()), start=1):
            row = Version(
                f"HN-{code:03}", FIRST_LIST, "", name, "district", "HN", f"{code:03}", position=position
            )
            rows += [row, closing(row, TWO_TIERS)]
        return rows

    def _new_communes(self) -> list[Version]:
        return [
            Version(
                f"HN-2025-{code}", TWO_TIERS, "", name, "commune", "HN", code,
                position=position, legal_basis=RESOLUTIONS[TWO_TIERS],
            )
            for position, (code, name) in enumerate(sorted(self.new.items()), start=1)
        ]  # fmt: skip

    def _commune_versions(self, code: int) -> list[Version]:
        """One commune from its first version to its closing, with the renames between."""
        commune = self.first[code]
        siblings = sorted(other for other, its in self.first.items() if its.district == commune.district)
        row = Version(
            code=f"HN-{code:05}",
            starts_on=FIRST_LIST,
            closed="",
            name=commune.name,
            level="commune",
            parent=f"HN-{commune.district:03}",
            territory_code=f"{code:05}",
            position=siblings.index(code) + 1,
        )
        rows = [row]
        for day, communes in [(MERGERS_2020, self.middle), (MERGERS_2025, self.last)]:
            if code not in communes:
                return [*rows, closing(row, day)]
            if communes[code].district != commune.district:
                raise SystemExit(f"{code} moved to another district; the script does not expect that.")
            if communes[code].name != row.name:
                row = replace(row, starts_on=day, name=communes[code].name, legal_basis=RESOLUTIONS[day])
                rows.append(row)
        return [*rows, closing(row, TWO_TIERS)]

    # Successions

    def successions(self) -> list[tuple[str, str, str, str, str, str]]:
        rows = {
            *self._mergers(self.first, self.middle, MERGERS_2020),
            *self._mergers(self.middle, self.last, MERGERS_2025),
            *self._two_tiers(),
        }
        return sorted(rows, key=lambda row: (row[2], len(row[0]) < 8, row[0], row[1]))

    def _mergers(self, before: dict[int, Commune], after: dict[int, Commune], day: str):
        """Communes that vanished, with the one heir that bears their name or is listed under it."""
        for code in sorted(set(before) - set(after)):
            gone = before[code]
            heirs = [other for other, its in after.items() if its == gone]
            heirs = heirs or self.former[gone.district, key(gone.name)]
            if len(heirs) != 1:
                print(f"no certain heir of {code} {gone.name}: {heirs}", file=sys.stderr)
                continue
            basis = RESOLUTIONS[day] + SHARE_UNKNOWN
            yield f"HN-{code:05}", f"HN-{heirs[0]:05}", day, "part", "merge", basis

    def _two_tiers(self):
        """Communes of 1 July 2025, and for each district the communes its land went to."""
        heirs: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for new, olds in self.whole.items():
            for old in olds:
                heirs[self.old_codes[old]].append((self.new_codes[new], "whole"))
        for old, news in self.divided.items():
            heirs[self.old_codes[old]] += [(self.new_codes[new], "part") for new in news]
        basis = RESOLUTIONS[TWO_TIERS]
        for code, found in heirs.items():
            for new, share in found:
                yield f"HN-{code:05}", new, TWO_TIERS, share, "merge" if share == "whole" else "split", basis
                yield f"HN-{self.last[code].district:03}", new, TWO_TIERS, "part", "abolished", basis


def closing(row: Version, day: str) -> Version:
    """The row that ends a unit on `day`."""
    return replace(row, starts_on=day, closed="1", legal_basis=RESOLUTIONS[day])


def write(path: Path, header: list[str], rows: list) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{path}: {len(rows)} rows")


def main(wheels: str, folder: str) -> None:
    hanoi = Hanoi(Wheels(Path(wheels)))
    columns = [field.name for field in fields(Version)]
    write(Path(folder) / "hanoi-units.csv", columns, [astuple(row) for row in hanoi.versions()])
    write(Path(folder) / "hanoi-successions.csv", SUCCESSION_COLUMNS, hanoi.successions())


if __name__ == "__main__":
    main(*sys.argv[1:])
