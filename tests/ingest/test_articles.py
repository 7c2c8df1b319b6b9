"""The five articles of the shared folder, read end to end; the review of 2019 becomes the published totals."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

from danvan.ingest.models import HistoryFigure, StagedFigure
from danvan.ingest.prose.reading import read
from danvan.ingest.services import proposing
from danvan.ingest.services.proposing import Decided
from danvan.organizations.queries import actor_of

SHARED = Path(settings.BASE_DIR).parent / "shared"
REVIEW = "article-2"
pytestmark = [
    pytest.mark.one_engine,
    pytest.mark.skipif(
        not (SHARED / "texts").is_dir(),
        reason="the folder ../shared/texts is not there: the five articles are not read",
    ),
]
DOCUMENTS = {
    "article-0": ["290-QĐ/TW", "2034-QĐ/TU", "290-QĐ/TW", "2034-QĐ/TU", "290", "2034"],
    "article-1": ["07-CT/TU"],
    "article-2": ["03-CTr/BDVTU", "2200-QĐ/TU", "120-KL/TW", "04-CT/TU"],
    "article-3": ["18/2000/CT-TTg"],
    "article-4": [],
}
# (total, parts by level or kind): all of them hold.
SUMS = [
    (145, [47, 98]), (964, [594, 370]), (8597, [434, 2054, 6109]), (1588, [35, 148, 1405]), (9931, [764, 2852, 6315]),
]  # fmt: skip


def article(name: str) -> dict:
    return read((SHARED / "texts" / f"{name}.txt").read_text("utf-8"), name).plain()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_named_is_found(name):
    assert [one["symbol"] for one in article(name)["documents"]] == DOCUMENTS[name]


def test_dates_and_issuers_stand_with_their_documents():
    said = {one["symbol"]: (one["kind"], one["date"], one["issuer"]) for one in article(REVIEW)["documents"]}
    assert said["120-KL/TW"] == ("Kết luận", "2016-01-07", "Bộ Chính trị")
    assert said["2200-QĐ/TU"] == ("Quyết định", "2017-05-25", "Thành ủy Hà Nội")
    first = article("article-0")["documents"][0]
    assert (first["date"], first["issuer"]) == ("2010-02-25", "Bộ Chính trị")


@pytest.mark.parametrize(
    ("name", "values"), [("article-0", []), ("article-1", []), ("article-3", [100]), ("article-4", [])]
)
def test_articles_without_statistics_give_none(name, values):
    """A programme of two breakthroughs, a year in a name, a counter of views are none; a goal of 100 % is a target."""
    found = article(name)["figures"]
    assert [one["value"] for one in found] == values
    assert all(one["role"] == "target" for one in found)


def test_the_review_gives_all_sums_and_they_hold():
    plain = article(REVIEW)
    figures = plain["figures"]
    sums = [
        (figures[one["total"]]["value"], [figures[part]["value"] for part in one["parts"]])
        for one in plain["sums"]
    ]
    assert sums == SUMS
    assert all(one["holds"] for one in plain["sums"])
    assert {one["period"] for one in figures} == {"2019"}
    assert [(one["value"], one["ratio_of"]) for one in figures if one["ratio_of"]] == [(30, 30), (584, 584)]
    assert plain["events"] == [{"kind": "hội nghị tổng kết", "date": "2019-12-27", "level": "city"}]


def test_the_review_confirms_into_the_published_totals(cast, form, now):
    by = actor_of(cast["city_consolidator"], now.date())
    body = (SHARED / "texts" / f"{REVIEW}.txt").read_bytes()
    made = proposing.propose(unit=cast.city, given=[(f"{REVIEW}.txt", body)], by=by, at=now)
    rows = list(StagedFigure.objects.filter(whole=made))
    assert all(row.guess for row in rows), [(row.value, row.what) for row in rows if not row.guess]
    decided = [Decided(row.pk, row.guess) for row in rows]
    made = proposing.decide(import_id=made.pk, version=made.version, decided=decided, by=by, at=now)
    proposing.to_history(
        import_id=made.pk, version=made.version, unit=cast.city, period_name="2019", by=by, at=now
    )
    expected = json.loads((SHARED / "data" / "hanoi-2019.json").read_text("utf-8"))
    assert published(HistoryFigure.unscoped.filter(unit=cast.city, period_name="2019")) == expected["totals"]


def published(rows) -> dict[str, dict[str, int]]:
    """As the city prints it: a total that is not printed is the sum of its levels, where every level is there."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.code][row.level] = int(row.value)
    for levels in found.values():
        if "all" not in levels and {"city", "district", "commune"} <= set(levels):
            levels["all"] = sum(levels.values())
    return dict(found)


def test_no_name_of_a_person_is_stored(cast, now):
    by = actor_of(cast["city_consolidator"], now.date())
    text = (SHARED / "texts" / f"{REVIEW}.txt").read_text("utf-8")
    made = proposing.propose(unit=cast.city, given=[(f"{REVIEW}.txt", text.encode())], by=by, at=now)
    kept = " ".join(
        f"{row.raw} {row.word} {row.what} {row.flags}" for row in StagedFigure.objects.filter(whole=made)
    )
    for name in ("Ngô Thị", "Nguyễn", "Điểu", "Phạm Hải", "Bùi Tuấn", "Vũ Đức"):
        assert name in text
        assert name not in kept
