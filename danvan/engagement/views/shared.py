"""Small things the pages share."""

from __future__ import annotations

from django.http import HttpRequest

from danvan.audit.posted import done_once as done_once
from danvan.common import clock, posting
from danvan.common.posting import attempt as attempt
from danvan.common.posting import page_of as page_of
from danvan.common.posting import status as status
from danvan.common.posting import version_of as version_of
from danvan.organizations import serving
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import unit_by_code


def own_units(request: HttpRequest, action: str, record_type: str) -> list[tuple[str, str]]:
    return serving.own_units(request.actor, action, record_type)


def unit_named(code: str) -> OrgUnit | None:
    return unit_by_code(code.strip()) if code.strip() else None


def year_of(request: HttpRequest) -> int:
    return posting.number(request.GET.get("nam", ""), clock.today().year, low=2000, high=2100)
