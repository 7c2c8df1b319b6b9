"""What people confirm is known the next time, may be looked at and taken back, and never names anybody."""

from __future__ import annotations

import pytest

from danvan.common.errors import NotAllowed, StaleVersion
from danvan.ingest.models import Learned, StagedFigure
from danvan.ingest.services import learning, proposing
from danvan.ingest.services.proposing import Decided
from danvan.organizations.queries import actor_of

pytestmark = pytest.mark.one_engine
FIRST = "Quý I/2020, phường tổ chức 14 buổi sinh hoạt chuyên đề, trao cho Nguyễn Văn An 3 suất quà."
SECOND = "Quý II/2020, phường tổ chức 9 buổi sinh hoạt chuyên đề."
CODE = "direction.briefings.held"


@pytest.fixture
def now(at):
    return at(2020, 3, 16)


@pytest.fixture
def by(cast, form, now):
    return actor_of(cast["city_consolidator"], now.date())


def proposed(cast, by, now, text) -> tuple[object, list[StagedFigure]]:
    made = proposing.propose(unit=cast.city, given=[("report.txt", text.encode())], by=by, at=now)
    return made, list(StagedFigure.objects.filter(whole=made).order_by("position"))


def confirm(made, rows, by, now):
    decided = [Decided(row.pk, CODE) for row in rows]
    return proposing.decide(import_id=made.pk, version=made.version, decided=decided, by=by, at=now)


def test_confirmed_words_are_known_the_next_time_until_they_are_taken_back(cast, by, now):
    made, rows = proposed(cast, by, now, FIRST)
    assert rows[0].guess != CODE
    confirm(made, rows[:1], by, now)
    _made, again = proposed(cast, by, now, SECOND)
    assert (again[0].guess, again[0].confidence > rows[0].confidence) == (CODE, True)

    word = Learned.objects.get(code=CODE)
    administrator = actor_of(cast["administrator"], now.date())
    change = {
        "unit": cast.city,
        "learned_id": word.pk,
        "version": word.version,
        "code": CODE,
        "active": False,
        "at": now,
    }
    with pytest.raises(NotAllowed):
        learning.change(**change, by=by)
    learning.change(**change, by=administrator)
    with pytest.raises(StaleVersion):
        learning.change(**change, by=administrator)
    _made, after = proposed(cast, by, now, SECOND)
    assert after[0].guess != CODE


def test_no_name_is_kept_with_a_proposal_or_learned(cast, by, now):
    made, rows = proposed(cast, by, now, FIRST)
    assert all("Nguyễn" not in f"{row.what} {row.raw} {row.word}" for row in rows)
    confirm(made, rows, by, now)
    said = [
        ("trao cho Nguyễn Văn An", "suất quà", CODE),
        ("của bà Trần Thị Bích", "suất", CODE),
        ("quà Tết", "suất", CODE),
    ]
    learning.learn(kind=Learned.Kind.PHRASE, said=said, by=by, at=now)
    kept = " ".join(Learned.objects.values_list("said", flat=True))
    assert "nguyen" not in kept
    assert "bich" not in kept
    assert "qua tet" in kept


def test_the_last_word_on_a_phrase_counts(cast, by, now):
    for code in (CODE, "survey.held"):
        learning.learn(kind=Learned.Kind.PHRASE, said=[("nghe dân nói", "buổi", code)], by=by, at=now)
    assert learning.phrases()[("nghe dan noi", "buoi")] == "survey.held"
    assert Learned.objects.get().times == 1
