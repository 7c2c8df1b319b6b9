"""Test data that reads like a story: units in a tree, people with posts."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from danvan.accounts.models import User
from danvan.common.vietnamese import sort_key
from danvan.organizations.models import Level, OrgUnit, OrgUnitVersion, Post, Role, UnitKind
from danvan.organizations.services.links import rebuild_links

LONG_AGO = date(2008, 8, 1)
PASSWORD = "một-mật-khẩu-để-thử"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"can-bo-{n}")
    full_name = factory.Sequence(lambda n: f"Cán bộ {n}")
    joined_at = datetime(2019, 1, 1, tzinfo=UTC)

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        if create:
            self.save(update_fields=["password"])


def make_unit(
    code: str,
    name: str = "",
    *,
    level: str = Level.COMMUNE,
    parent: OrgUnit | None = None,
    starts_on: date = LONG_AGO,
    kind: str = UnitKind.PARTY_COMMITTEE,
    position: int = 0,
    linked: bool = True,
    **unit,
) -> OrgUnit:
    """
    A unit with its first version. Whoever makes many says ``linked=False`` and calls `rebuild_links` once at the end.
    """
    made = OrgUnit.objects.create(code=code, **unit)
    OrgUnitVersion.objects.create(
        unit=made,
        starts_on=starts_on,
        name=name or f"Đơn vị {code}",
        kind=kind,
        level=level,
        parent=parent,
        position=position,
        sort_key=sort_key(name or code)[:400],
    )
    if linked:
        rebuild_links()
    return made


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    holder = factory.SubFactory(UserFactory)
    role = Role.OFFICER
    title = "Cán bộ dân vận"
    starts_on = LONG_AGO
