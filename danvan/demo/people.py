"""The people of the demo city and their sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from danvan.accounts.models import User
from danvan.accounts.services import people as accounts
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit, Post, Role
from danvan.organizations.queries import actor_of

PASSWORD = "gan-dan-hieu-dan-giup-dan"  # noqa: S105 (printed on purpose: everything in the demo city is invented)


@dataclass(frozen=True)
class Person:
    username: str
    full_name: str
    role: str
    unit: str
    title: str


PEOPLE = (
    Person("canbo", "Nguyễn Thị An", Role.OFFICER, "HN-00001", "Cán bộ khối dân vận phường Phúc Xá"),
    Person("canbo2", "Đỗ Văn Minh", Role.OFFICER, "HN-00004", "Cán bộ khối dân vận phường Trúc Bạch"),
    Person("quan", "Trần Văn Bình", Role.CONSOLIDATOR, "HN-001", "Chuyên viên Ban Dân vận Quận ủy Ba Đình"),
    Person("thanhpho", "Lê Thị Cúc", Role.CONSOLIDATOR, "HN", "Chuyên viên Ban Dân vận Thành ủy"),
    Person("lanhdao", "Phạm Văn Dũng", Role.LEADER, "HN", "Lãnh đạo Ban Dân vận Thành ủy"),
    Person("quantri", "Hoàng Thị Én", Role.ADMINISTRATOR, "HN", "Quản trị hệ thống"),
    Person("kiemtra", "Vũ Văn Giang", Role.AUDITOR, "HN", "Kiểm tra, giám sát hệ thống"),
)


def settle(*, at: datetime) -> dict[str, User]:
    """Users and their posts, from before the first round on."""
    found = {}
    for person in PEOPLE:
        user = accounts.create_user(
            username=person.username, full_name=person.full_name, password=PASSWORD, by=None, at=at
        )
        Post.objects.create(
            unit=OrgUnit.objects.get(code=person.unit), role=person.role, title=person.title, holder=user,
            starts_on=date(2018, 1, 1),
        )  # fmt: skip
        found[person.username] = user
    return found


def acting(users: dict[str, User], name: str, at: datetime) -> Actor:
    """A person of the demo city on a day."""
    return actor_of(users[name], at.date())
