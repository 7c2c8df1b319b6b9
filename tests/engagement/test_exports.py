"""Lists of engagement as Excel: what the filters leave, for those who may take it away; small numbers stay out."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from danvan.engagement.services import situation
from tests.engagement.conftest import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
DOORS = ("engagement:dialogues_excel", "engagement:trainings_excel", "engagement:situation_excel")


def rows_of(answer):
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("who", "status"), [("officer", 403), ("consolidator", 200), ("leader", 200), ("auditor", 403)]
)
def test_who_takes_lists_away(client, cast, stage, door, who, status):
    client.force_login(cast[who])
    assert client.get(reverse(door)).status_code == status


def test_dialogues_of_the_year_with_the_filters(client, cast, stage):
    stage.plan()
    client.force_login(cast["consolidator"])
    here = reverse("engagement:dialogues_excel")
    assert "Đối thoại với Nhân dân" in str(rows_of(client.get(here, {"nam": DAY.year})))
    assert len(rows_of(client.get(here, {"nam": DAY.year, "trang-thai": "held"}))) == 1
    assert len(rows_of(client.get(here, {"nam": DAY.year - 1}))) == 1


def test_a_small_number_of_another_unit_is_not_told(client, cast, stage):
    values = {"topic": "land", "period_name": "2019-M10", "kind": "regular", "text": "Giá đất", "extent": "single",
              "cause": "", "responsible_body": "", "proposal": "", "count": 3}  # fmt: skip
    made = situation.write(unit=stage.unit, values=values, by=stage.officer, at=stage.at())
    situation.submit(note_id=made.pk, version=made.version, by=stage.officer, at=stage.at())
    client.force_login(cast["consolidator"])
    (_head, row) = rows_of(client.get(reverse("engagement:situation_excel")))
    assert row[-1] == "•"
