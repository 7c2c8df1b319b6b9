"""What stands on the public pages of the standing city: a published notice of the district HN-01."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.portal import services
from danvan.portal.models import Article


def stand(unit: OrgUnit, text: Callable[[str, str], str], by: Actor, at: datetime) -> Article:
    made = services.write(
        unit=unit, title=text("notice", unit.code)[:200], summary=text("notice-summary", unit.code)[:300],
        text=text("notice-text", unit.code), by=by, at=at,
    )  # fmt: skip
    return services.publish(article_id=made.pk, version=made.version, by=by, at=at)
