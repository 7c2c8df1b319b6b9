"""`danvan meeting`: looks without storing, seals only for somebody who may, writes the papers."""

import json

import pytest
from django.utils import timezone

from danvan import cli
from danvan.briefings.meetings.models import MeetingPackage
from danvan.briefings.services import meetings
from danvan.common import clock
from danvan.common.periods import Period
from tests.briefings.conftest import *  # noqa: F403
from tests.briefings.test_meetings import values

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def danvan(capsys, settings, tmp_path):
    settings.HOME = tmp_path

    def run(*arguments):
        code = cli.main(["meeting", "--unit", "HN", "--period", "2020-Q1", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_look_stores_nothing(danvan, accepted):
    code, said, _err = danvan("--json")
    assert code == 0
    assert json.loads(said)["complete"] == 1
    assert not MeetingPackage.objects.exists()


def test_papers_need_somebody_who_may_and_a_meeting(danvan, accepted, cast, actors, now, tmp_path):
    assert danvan("--out", str(tmp_path / "x"))[0] == 2
    assert danvan("--as", cast["city_consolidator"].username)[0] == 2, "no meeting is planned"
    meetings.plan(
        unit=cast.city,
        period=Period.parse("2020-Q1"),
        values=values(),
        by=actors["city_consolidator"],
        at=now,
    )
    assert danvan("--as", cast["leader"].username)[0] == 2
    code, said, err = danvan("--as", cast["city_consolidator"].username, "--out", str(tmp_path / "giao-ban"))
    assert (code, err) == (0, ""), said
    assert (tmp_path / "giao-ban" / "party" / "bao-cao.docx").read_bytes()[:2] == b"PK"
    assert timezone.localdate(MeetingPackage.objects.get().made_at) == clock.today()
