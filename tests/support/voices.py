"""
Standing petitions and receptions of the commune HN-01-01: one of each, in the state in which its doors do something;
and one petition of the district HN-01, which alone may publish.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.petitions import public, services
from danvan.petitions.models import Attachment, Petition
from tests.files.samples import png

if TYPE_CHECKING:
    from tests.support.standing import Standing


def build(made: Standing, text: Callable[[str, str], str]) -> dict[str, Any]:
    code, at = "HN-01-01", made.at
    told = public.send(
        gate="feedback", kind="feedback", text=text("petition", code), topic="drainage", place=code, where=text("where", code),
        key=secrets.token_urlsafe(32), at=at, contact=public.Contact(name=text("sender", code)[:120]), wants_public=True,
        files=[SimpleUploadedFile("anh.png", png(), "image/png")],
    )  # fmt: skip
    petition = Petition.unscoped.get(reference=told.reference)
    above = public.send(
        gate="feedback", kind="feedback", text=text("petition", "HN-01"), topic="drainage", place="HN-01",
        key=secrets.token_urlsafe(32), at=at, wants_public=True,
    )  # fmt: skip
    officer, unit = made.actor("officer"), made.cast.units[code]
    day = services.plan_day(
        unit=unit, head="commune_chair", day=date(2020, 4, 6), starts_at=time(8), ends_at=time(11), place=text("hall", code)[:200],
        by=officer, at=at,
    )  # fmt: skip
    session = services.record_session(
        unit=unit, kind="regular", host="duty", head="", on=at.date(), visit_count=3, person_count=4, large_group_count=0,
        case_count=3, by=officer, at=at,
    )  # fmt: skip
    route = services.add_route(
        unit=made.cast.district, topic="land", to_unit=made.cast.district, starts_on=date(2020, 3, 1), basis=text("rule", "HN-01")[:200],
        by=made.management, at=at,
    )  # fmt: skip
    return {
        "petition": petition, "code": told.code, "attachment": Attachment.objects.get(petition=petition), "day": day,
        "session": session, "route": route,
        "district_petition": Petition.unscoped.get(reference=above.reference),
    }  # fmt: skip
