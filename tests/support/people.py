"""The standing cast: a small city and the people who work in it."""

from dataclasses import dataclass

from danvan.accounts.models import User
from danvan.organizations.models import Level, OrgUnit, Role
from danvan.organizations.services.links import rebuild_links
from tests.support.factories import PostFactory, UserFactory, make_unit

# name, role, unit, full name. `outsider` is an officer of the other district's commune.
PEOPLE = [
    ("officer", Role.OFFICER, "HN-01-01", "Nguyễn Thị An"),
    ("consolidator", Role.CONSOLIDATOR, "HN-01", "Trần Văn Bình"),
    ("city_consolidator", Role.CONSOLIDATOR, "HN", "Lê Thị Cúc"),
    ("leader", Role.LEADER, "HN", "Phạm Văn Dũng"),
    ("administrator", Role.ADMINISTRATOR, "HN", "Hoàng Thị Én"),
    ("auditor", Role.AUDITOR, "HN", "Vũ Văn Giang"),
    ("outsider", Role.OFFICER, "HN-02-01", "Đặng Thị Hoa"),
]

UNITS = [
    ("HN", "Thành phố Hà Nội", Level.CITY, None),
    ("HN-01", "Quận Ba Đình", Level.DISTRICT, "HN"),
    ("HN-02", "Quận Hoàn Kiếm", Level.DISTRICT, "HN"),
    ("HN-01-01", "Phường Phúc Xá", Level.COMMUNE, "HN-01"),
    ("HN-01-02", "Phường Trúc Bạch", Level.COMMUNE, "HN-01"),
    ("HN-02-01", "Phường Hàng Bạc", Level.COMMUNE, "HN-02"),
    ("HN-02-02", "Phường Hàng Bồ", Level.COMMUNE, "HN-02"),
]


@dataclass(frozen=True)
class Cast:
    """``cast["officer"]`` is a person, ``cast.units["HN-01"]`` a unit."""

    people: dict[str, User]
    units: dict[str, OrgUnit]

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    @property
    def city(self) -> OrgUnit:
        return self.units["HN"]

    @property
    def district(self) -> OrgUnit:
        return self.units["HN-01"]

    @property
    def commune(self) -> OrgUnit:
        return self.units["HN-01-01"]


def assemble() -> Cast:
    units: dict[str, OrgUnit] = {}
    for position, (code, name, level, parent) in enumerate(UNITS):
        above = units[parent] if parent else None
        units[code] = make_unit(code, name, level=level, parent=above, position=position, linked=False)
    rebuild_links()
    people = {}
    for name, role, code, full_name in PEOPLE:
        people[name] = UserFactory(username=name.replace("_", "-"), full_name=full_name)
        PostFactory(unit=units[code], holder=people[name], role=role)
    return Cast(people=people, units=units)
