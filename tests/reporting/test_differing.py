"""A record changed after its figure was accepted: shown with both numbers, mended by a supplement, never by itself."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from danvan.common.periods import Period
from danvan.engagement.models import DialogueConference
from danvan.engagement.services import bulk
from danvan.organizations.models import OrgUnit
from danvan.reporting import queries
from danvan.reporting.models import Submission
from danvan.reporting.queries import differing, forms
from danvan.reporting.services import reviewing, supplements

pytestmark = pytest.mark.django_db
HELD = "dialogue.held.periodic"


@pytest.fixture
def keep(cast, now, first_quarter):
    def record(code="HN-01-01", number=1):
        unit = cast.units[code]
        past = [
            bulk.PastDialogue(unit_id=unit.pk, level="commune", held_on=first_quarter.counts_from + timedelta(days=day),
                              kind="periodic", title=f"Đối thoại {day}", attended=80, chair="Bí thư")
            for day in range(number)
        ]  # fmt: skip
        return bulk.take_over(dialogues=past, unit=OrgUnit.objects.get(code="HN"), by=None, at=now)

    cache.clear()
    return record


@pytest.fixture
def settle(keep, submission_of, first_quarter, sent, actors, now):
    """A commune's report with one dialogue measured, accepted."""

    def accepted(code="HN-01-01", who="officer", **typed):
        keep(code)
        version = sent(submission_of(first_quarter, code), who, **typed)
        reviewing.accept(
            submission_id=version.submission_id, version_number=version.number, by=actors["city_consolidator"], at=now
        )  # fmt: skip
        return Submission.unscoped.select_related("round__form", "round__form_version", "accepted").get(
            pk=version.submission_id
        )

    return accepted


MEASURED = {
    "dialogue.held.periodic": "", "dialogue.held.adhoc": "", "dialogue.units.held": "", "dialogue.participants": "",
}  # fmt: skip


@pytest.fixture
def accepted(settle):
    return settle(**MEASURED)


def total(unit, code):
    return queries.report(unit, Period.parse("2020-Q1")).by_code[code].all


def test_a_record_added_is_a_difference_until_a_supplement_is_accepted(accepted, keep, cast, actors, now):
    assert differing.of_submission(accepted) == []
    (made,) = keep()
    found = {row.code: row for row in differing.of_submission(accepted)}
    row = found[HELD]
    assert (row.reported, row.now, row.added, row.removed, row.waits) == (1, 2, 1, 0, False)
    assert [change.reference for change in row.changes] == [f"engagement.DialogueConference:{made.pk}"]
    assert total(cast.city, HELD) == 1, "never by itself"

    proposed = differing.proposed(found.values())
    assert "dialogue.held.total" not in found, "a total follows from its parts"
    sent = supplements.supplement(
        submission_id=accepted.pk, changes={code: str(value) for code, value in proposed.items()},
        reason="Bổ sung một hội nghị đối thoại", by=actors["officer"], at=now,
    )  # fmt: skip
    assert all(row.waits for row in differing.of_submission(accepted))
    reviewing.accept(submission_id=accepted.pk, version_number=sent.number, by=actors["consolidator"], at=now)
    assert total(cast.city, HELD) == 2
    assert differing.of_submission(accepted) == []
    note = Submission.unscoped.get(pk=accepted.pk).accepted.notes
    records = [
        said["records"] for said in note.values() if said.get("source") == "measured" and "records" in said
    ]
    assert any(len(told) == 2 for told in records), "the proof is the new one"


def test_a_record_taken_away_and_one_changed_are_told_apart(accepted):
    DialogueConference.unscoped.filter(unit=accepted.unit_id).update(attended=95, version=7)
    cache.clear()
    (row,) = differing.of_submission(accepted)
    assert (row.code, row.reported, row.now, row.changed) == ("dialogue.participants", 80, 95, 1)
    DialogueConference.unscoped.filter(unit=accepted.unit_id).update(kind="adhoc", version=8)
    cache.clear()
    found = {row.code: row for row in differing.of_submission(accepted)}
    assert (found[HELD].removed, found["dialogue.held.adhoc"].added) == (1, 1)


def test_a_typed_figure_is_compared_with_nothing(settle, keep):
    typed = settle(**{HELD: 1, "dialogue.units.held": 1, "dialogue.participants": 80})
    keep(number=3)
    codes = {row.code for row in differing.of_submission(typed)}
    assert HELD not in codes
    assert "dialogue.participants" not in codes


def test_another_value_than_the_records_count_is_a_typed_one(accepted, keep, actors, now):
    keep()
    supplements.supplement(submission_id=accepted.pk, changes={"dialogue.participants": "100"}, reason="Đếm lại",
                           by=actors["officer"], at=now)  # fmt: skip
    latest = Submission.unscoped.get(pk=accepted.pk).latest
    index = forms.layout(accepted.round.form).index["dialogue.participants"]
    assert "source" not in latest.notes[str(index)]


def test_many_units_cost_no_more_queries_than_one(
    settle, keep, first_quarter, actors, django_assert_max_num_queries
):
    settle(**MEASURED)
    settle("HN-02-01", "outsider", **MEASURED)
    keep("HN-01-01")
    keep("HN-02-01")
    with django_assert_max_num_queries(45):
        rows = differing.in_sight(actors["city_consolidator"], first_quarter)
    assert {row.unit_id for row in rows if row.code == HELD} == {
        Submission.unscoped.get(round=first_quarter, unit__code=code).unit_id
        for code in ("HN-01-01", "HN-02-01")
    }
    with django_assert_max_num_queries(6):
        differing.in_sight(actors["city_consolidator"], first_quarter)


@pytest.mark.one_engine
class TestPages:
    def test_the_unit_sees_it_and_the_form_is_filled_in(self, client, cast, accepted, keep):
        keep()
        client.force_login(cast["officer"])
        page = client.get(reverse("reporting:version", args=[accepted.pk, 1])).content.decode()
        assert "tu-ho-so=1" in page
        form = client.get(
            reverse("reporting:supplement", args=[accepted.pk]) + "?tu-ho-so=1"
        ).content.decode()
        assert 'name="o-dialogue.held.periodic" value="2"' in form
        plain = client.get(reverse("reporting:supplement", args=[accepted.pk])).content.decode()
        assert 'name="o-dialogue.held.periodic" value=""' in plain
        week = client.get(reverse("workspace:this_week")).content.decode()
        assert reverse("reporting:version", args=[accepted.pk, 1]) in week

    @pytest.mark.parametrize(
        ("who", "sees"), [("officer", True), ("consolidator", True), ("outsider", False)]
    )
    def test_who_reads_the_list(self, client, cast, accepted, keep, who, sees):
        keep()
        client.force_login(cast[who])
        answer = client.get(reverse("reporting:differences"))
        assert answer.status_code == 200
        assert (reverse("reporting:version", args=[accepted.pk, 1]) in answer.content.decode()) is sees

    def test_list_filters_and_goes_out(self, client, cast, accepted, keep):
        keep()
        client.force_login(cast["city_consolidator"])
        here = reverse("reporting:differences")
        link = reverse("reporting:version", args=[accepted.pk, 1])
        assert link in client.get(here, {"don-vi": "HN-01", "q": "phuc xa"}).content.decode()
        assert link not in client.get(here, {"don-vi": "HN-02"}).content.decode()
        assert link not in client.get(here, {"q": "hang bac"}).content.decode()
        assert client.get(here, {"ky": "1999-Q1"}).status_code == 404
        excel = client.get(reverse("reporting:differences_excel"))
        assert excel.content[:2] == b"PK"
