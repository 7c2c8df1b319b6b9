"""Releases of open data for the standing city: one prepared, one published, of a table of work alone."""

from __future__ import annotations

from datetime import datetime

from danvan.accounts.models import User
from danvan.organizations.models import OrgUnit
from danvan.portal.opendata import files
from danvan.portal.opendata.models import Release, ReleaseFile

TOLD = {
    "period": "2019-Q1", "day": "2019-03-26", "illustrative": False,
    "places": [["HN", "Thành phố Hà Nội", "city", ""]], "tables": {"inspection.held": [["HN", [12]]]},
}  # fmt: skip
SUMMARY = {"holds": True, "tables": {}}


def stand(city: OrgUnit, preparer: User, publisher: User, at: datetime) -> dict[str, Release]:
    """Keys: prepared (2019-Q2), published (2019-Q1, version 1, with its files)."""
    common = {
        "unit": city,
        "number": 1,
        "told": TOLD,
        "summary": SUMMARY,
        "prepared_at": at,
        "prepared_by": preparer,
    }
    prepared = Release.unscoped.create(period_name="2019-Q2", state=Release.State.PREPARED, **common)
    published = Release.unscoped.create(
        period_name="2019-Q1",
        state=Release.State.PUBLISHED,
        published_at=at,
        published_by=publisher,
        **common,
    )
    about = {
        "title": "Dữ liệu mở", "number": 1, "published_on": "01/04/2019", "publisher": "Hà Nội", "gaps": [], "url": "/",
    }  # fmt: skip
    for one in files.files(TOLD, SUMMARY, about):
        ReleaseFile.objects.create(
            release=published,
            name=one.name,
            media_type=one.media_type,
            content=one.content,
            sha256=one.sha256,
        )
    return {"prepared": prepared, "published": published}
