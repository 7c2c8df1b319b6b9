"""Who acts at the command line: a named person with the posts held today, never more."""

from __future__ import annotations

from django.utils.translation import gettext as _

from danvan.accounts.models import User
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations.actors import Actor
from danvan.organizations.queries import actor_of


class NobodyThere(DomainError):
    code, status = "nobody-there", 404


def acting(username: str) -> Actor:
    """:raises NobodyThere: when nobody signs in under this name, or no longer may"""
    user = User.objects.filter(username=username.strip().lower(), is_active=True).first()
    if user is None:
        raise NobodyThere(_("Nobody signs in as “%(name)s”.") % {"name": username})
    return actor_of(user, clock.today())
