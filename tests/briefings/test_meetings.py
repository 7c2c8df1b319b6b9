"""A briefing meeting: its states, its sealed package, its tasks as commitments, its measure and its pages."""

import io
import json
import zipfile
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document

from danvan.briefings.meetings import matters, measures, package, papers, proposals, queries
from danvan.briefings.meetings.models import BriefingMeeting, MeetingPackage
from danvan.briefings.services import meeting_tasks, meetings
from danvan.briefings.services.meeting_tasks import Drafted
from danvan.commitments import services as commitments
from danvan.commitments.models import Commitment, Origin, Outcome
from danvan.commitments.refusals import WrongState as NotNow
from danvan.common.errors import Incomplete, NotAllowed, OutOfSight, StaleVersion, WrongState
from danvan.common.periods import Period
from danvan.engagement.services import bulk
from danvan.organizations.models import OrgUnit
from danvan.oversight.services import bulk as oversight
from danvan.reporting.measures import measured

pytestmark = pytest.mark.django_db
Q1 = Period.parse("2020-Q1")
DUE = date(2020, 5, 15)


def values(**changes):
    base = {"kind": "briefing", "title": "Giao ban quý I/2020", "place": "Hội trường", "chair": "Phó Bí thư Thường trực",
            "planned_at": datetime(2020, 3, 26, 8, tzinfo=timezone.get_current_timezone())}  # fmt: skip
    return {**base, **changes}


@pytest.fixture
def by(actors):
    return actors["city_consolidator"]


@pytest.fixture
def planned(cast, by, now, accepted):
    return meetings.plan(unit=cast.city, period=Q1, values=values(), by=by, at=now)


@pytest.fixture
def packed(planned, by, now):
    return meetings.make_package(meeting_id=planned.pk, by=by, at=now)


@pytest.fixture
def owing(cast, actors, now):
    """A commune's commitment that is overdue, after supervision."""
    made = commitments.give(
        text="Công khai kết quả giám sát", unit=cast.commune, asked_by=cast.city, origin=Origin.SUPERVISION,
        due_on=date(2020, 2, 20), by=actors["city_consolidator"], at=now - timedelta(days=40), is_public=False,
    )  # fmt: skip
    return made


@pytest.fixture
def unanswered(cast, now):
    """A recommendation of the city's Front to the commune, due and not answered."""
    past = oversight.PastSession(
        kind="supervision", unit_id=cast.city.pk, level="city", title="Giám sát cải cách hành chính", form="team",
        held_on=date(2020, 1, 6), concluded_on=date(2020, 1, 10), number="05-KL/MTTQ", signer="Chủ tịch",
        findings="Niêm yết thiếu.", conclusion="Cần khắc phục.", targets=((cast.commune.pk, ""),),
        recommendations=(
            oversight.PastRecommendation(
                text="Niêm yết đủ thủ tục", sent_on=date(2020, 1, 12), due_on=date(2020, 2, 10), to_unit_id=cast.commune.pk
            ),
        ),
    )  # fmt: skip
    (made,) = oversight.take_over(sessions=[past], unit=cast.city, by=None, at=now)
    return made.recommendations.get()


def fresh(meeting):
    return BriefingMeeting.unscoped.get(pk=meeting.pk)


def test_from_plan_to_close(planned, packed, by, now):
    meeting = fresh(planned)
    assert (meeting.state, meeting.level, packed.number) == ("package_made", "city", 1)
    same = {"meeting_id": meeting.pk, "by": by, "at": now}
    with pytest.raises(Incomplete):
        meetings.record_held(
            version=meeting.version, held_on=now.date() + timedelta(days=1), attended=40, **same
        )
    held = meetings.record_held(version=meeting.version, held_on=now.date(), attended=40, **same)
    with pytest.raises(WrongState):
        meetings.make_package(**same)
    with pytest.raises(StaleVersion):
        meetings.write_minutes(version=0, minutes="", conclusion="Giao việc", **same)
    with pytest.raises(Incomplete):
        meetings.write_minutes(version=held.version, minutes="", conclusion="  ", **same)
    told = meetings.write_minutes(version=held.version, minutes="", conclusion="Giao việc", **same)
    assert meetings.close(version=told.version, **same).state == "closed"


def test_a_cancelled_meeting_says_why_and_the_table_refuses_half_states(planned, by, now):
    with pytest.raises(Incomplete):
        meetings.cancel(meeting_id=planned.pk, version=0, reason=" ", by=by, at=now)
    for broken in ({"state": "held"}, {"held_on": date(2020, 3, 1)}, {"state": "cancelled"},
                   {"state": "closed", "held_on": date(2020, 3, 1)}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            BriefingMeeting.unscoped.filter(pk=planned.pk).update(**broken)
    assert meetings.cancel(meeting_id=planned.pk, version=0, reason="Bão", by=by, at=now).state == "cancelled"


@pytest.mark.parametrize(
    ("who", "refusal"), [("officer", NotAllowed), ("leader", NotAllowed), ("consolidator", NotAllowed)]
)
def test_who_may_not_plan_for_the_city(cast, actors, now, who, refusal):
    with pytest.raises((refusal, OutOfSight)):
        meetings.plan(unit=cast.city, period=Q1, values=values(), by=actors[who], at=now)
    assert not BriefingMeeting.unscoped.exists()


def test_the_package_says_what_was_known_and_keeps_it(planned, packed, by, now, corrected):
    content = packed.content
    figures = {figure["code"]: figure for figure in content["figures"]}
    assert figures["supervision.sessions.total"]["value"] == 5
    assert (content["complete"], content["expected"]) == (1, 7)
    assert {row["code"] for row in content["missing"]} == {
        "HN",
        "HN-01",
        "HN-02",
        "HN-01-02",
        "HN-02-01",
        "HN-02-02",
    }
    assert package.seal(packed.text) == packed.seal
    corrected(4)
    again = MeetingPackage.objects.get(pk=packed.pk)
    assert again.content == content, "what was shown stays"
    newer = meetings.make_package(meeting_id=planned.pk, by=by, at=now)
    changed = {figure["code"]: figure for figure in newer.content["figures"]}
    assert (newer.number, changed["supervision.sessions.total"]["value"]) == (2, 6)
    with pytest.raises(RuntimeError):
        again.save()
    with pytest.raises(RuntimeError):
        again.delete()


def test_overdue_and_unanswered_are_counted_and_tasks_proposed(owing, unanswered, packed, planned):
    content = packed.content
    assert content["overdue"]["count"] == 1
    assert content["overdue"]["origins"][0]["origin"] == "supervision"
    (line,) = content["recommendations"]["lines"]
    assert (line["reference"], line["unit"], line["days"] > 0) == (unanswered.reference, "HN-01-01", True)
    found = {task.source_ref: task for task in planned.tasks.select_related("unit")}
    assert found["overdue:HN-01-01"].unit.code == "HN-01-01"
    assert found[f"recommendation:{unanswered.reference}"].unit.code == "HN-01-01"
    assert found["missing:HN-02"].text.startswith("Đôn đốc 3 đơn vị")
    assert found["missing:HN"].text.startswith("Gửi báo cáo")


def test_a_newer_package_does_not_propose_twice(owing, packed, planned, by, now):
    before = planned.tasks.count()
    planned.tasks.filter(source_ref="missing:HN-02").update(chosen=True, text="Đôn đốc ngay")
    meetings.make_package(meeting_id=planned.pk, by=by, at=now)
    assert planned.tasks.count() == before
    assert planned.tasks.get(source_ref="missing:HN-02").text == "Đôn đốc ngay"


def draft_of(cast, planned, by, now, *drafts):
    return meeting_tasks.save_drafts(
        meeting_id=planned.pk, version=fresh(planned).version, drafts=drafts, by=by, at=now
    )


def test_tasks_are_given_and_taken_back_until_somebody_answers(cast, planned, actors, by, now):
    chosen = draft_of(
        cast, planned, by, now, Drafted(None, "Mở chuyên mục", cast.commune, DUE, True),
        Drafted(None, "Rà soát", cast.district, DUE, True), Drafted(None, "Để sau", cast.district, DUE, False),
    )  # fmt: skip
    assert [task.text for task in chosen] == ["Mở chuyên mục", "Rà soát"]
    first, second = meeting_tasks.give(meeting_id=planned.pk, version=fresh(planned).version, by=by, at=now)
    asked = first.commitment
    assert (asked.unit, asked.asked_by, asked.due_on, asked.origin) == (cast.commune, cast.city, DUE, "other")
    assert asked.origin_ref == first.ref
    with pytest.raises(Incomplete):
        meeting_tasks.give(meeting_id=planned.pk, version=fresh(planned).version, by=by, at=now)

    meeting_tasks.take_back(meeting_id=planned.pk, task_id=first.pk, reason="Giao nhầm", by=by, at=now)
    gone = Commitment.unscoped.get(pk=asked.pk)
    assert (gone.state, gone.outcome, gone.kept) == ("closed", Outcome.WITHDRAWN, None)
    assert gone.steps.last().kind == "withdrawn"

    commitments.accept(commitment_id=second.commitment.pk, by=actors["consolidator"], at=now)
    with pytest.raises(WrongState):
        meeting_tasks.take_back(meeting_id=planned.pk, task_id=second.pk, reason="Giao nhầm", by=by, at=now)
    with pytest.raises(NotNow):
        commitments.withdraw(commitment_id=second.commitment.pk, reason="x", by=by, at=now)


def test_a_task_needs_a_unit_of_the_branch_and_a_day(cast, actors, now, accepted):
    mine = actors["consolidator"]
    meeting = meetings.plan(unit=cast.district, period=Q1, values=values(), by=mine, at=now)
    for bad in (
        Drafted(None, "Việc", cast.units["HN-02-01"], DUE, True),
        Drafted(None, "Việc", cast.commune, None, True),
    ):
        with pytest.raises(Incomplete):
            meeting_tasks.save_drafts(meeting_id=meeting.pk, version=0, drafts=[bad], by=mine, at=now)
    assert not meeting.tasks.exists()


def test_the_measure_counts_what_was_held_and_is_silent_for_who_keeps_none(
    cast, planned, by, now, first_quarter
):
    units = [cast.city.pk, cast.district.pk]
    assert measured(measures.HELD, first_quarter, units) == {cast.city.pk: None, cast.district.pk: None}
    day = first_quarter.counts_from + timedelta(days=10)
    meetings.record_held(meeting_id=planned.pk, version=0, held_on=day, attended=None, by=by, at=now)
    found = measured(measures.HELD, first_quarter, units)
    assert [(one.reference, one.counts) for one in found[cast.city.pk]] == [
        (f"briefings.BriefingMeeting:{planned.pk}", 1)
    ]
    BriefingMeeting.unscoped.filter(pk=planned.pk).update(
        held_on=first_quarter.counts_from - timedelta(days=1)
    )
    assert measured(measures.HELD, first_quarter, units)[cast.city.pk] == [], "kept, and none in this quarter"


def test_small_numbers_are_not_told_nor_given_away(cast, now):
    def hold(code, topic, number):
        opinions = [bulk.PastOpinion(text="x", topic=topic, answer="y") for _one in range(number)]
        past = bulk.PastDialogue(unit_id=cast.units[code].pk, level="commune", held_on=date(2020, 2, 3), kind="periodic",
                                 title="Đối thoại", attended=9, chair="Bí thư", opinions=opinions)  # fmt: skip
        bulk.take_over(dialogues=[past], unit=OrgUnit.objects.get(code="HN"), by=None, at=now)

    hold("HN-01-01", "land", 9)
    hold("HN-02-01", "land", 3)
    hold("HN-02-01", "environment", 4)
    found = {row["topic"]: row for row in matters.matters(cast.city, "city", Q1, date(2020, 3, 16))}
    assert "environment" not in found, "four is too few to be told"
    assert found["land"]["opinions"] == 12
    assert found["land"]["places"] == [], "nine beside twelve would tell the three"
    hold("HN-02-02", "land", 2)
    found = {row["topic"]: row for row in matters.matters(cast.city, "city", Q1, date(2020, 3, 16))}
    assert [(one["code"], one["count"]) for one in found["land"]["places"]] == [("HN-01", 9), ("HN-02", 5)]


@pytest.mark.parametrize("fmt", ["party", "state"])
def test_papers_are_official_documents(packed, planned, owing, fmt):
    for kind in papers.kinds(planned):
        data = papers.render(planned, packed, queries.tasks(planned, date(2020, 3, 16)), kind, fmt)
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
        cells = [
            cell.text
            for table in Document(io.BytesIO(data)).tables
            for row in table.rows
            for cell in row.cells
        ]
        assert "quý I/2020" in text + " ".join(cells)
    held = zipfile.ZipFile(io.BytesIO(papers.zipped(planned, packed, [])))
    assert json.loads(held.read("goi-so-lieu.json")) == packed.content
    assert len(held.namelist()) == 2 * 3 + 2


def test_the_same_facts_give_the_same_seal(cast, accepted, now):
    cache.clear()
    first = package.packed(package.build(cast.city, Q1, now.date()))
    assert first == package.packed(package.build(cast.city, Q1, now.date()))
    assert proposals.proposals(json.loads(first), now.date())


@pytest.mark.one_engine
class TestPages:
    def test_who_reads_what(self, client, cast, packed, planned):
        page = reverse("briefings:meeting", args=[planned.pk])
        inside = reverse("briefings:meeting_package", args=[planned.pk, 1])
        for who, first, second in [("officer", 200, 403), ("outsider", 200, 403), ("leader", 200, 200), ("auditor", 200, 200),
                                   ("administrator", 404, 404)]:  # fmt: skip
            client.force_login(cast[who])
            assert (client.get(page).status_code, client.get(inside).status_code) == (first, second), who

    def test_a_unit_below_reads_its_own_task_only(self, client, cast, planned, by, now):
        draft_of(cast, planned, by, now, Drafted(None, "Việc của phường", cast.commune, DUE, True),
                 Drafted(None, "Việc của quận", cast.district, DUE, True))  # fmt: skip
        meeting_tasks.give(meeting_id=planned.pk, version=fresh(planned).version, by=by, at=now)
        client.force_login(cast["officer"])
        page = client.get(reverse("briefings:meeting", args=[planned.pk])).content.decode()
        assert "Việc của phường" in page
        assert "Việc của quận" not in page

    def test_from_plan_to_given_through_the_pages(self, client, cast, accepted, owing):
        client.force_login(cast["city_consolidator"])
        form = client.get(reverse("briefings:meeting_plan"))
        once = form.content.decode().split('name="once" value="')[1].split('"')[0]
        body = {"unit": "HN", "period": "2020-Q1", "kind": "briefing", "title": "Giao ban", "day": "26/03/2020", "hour": "08:00",
                "place": "", "chair": "Phó Bí thư", "agenda": "Khai mạc | Chủ trì | 10\nThảo luận", "once": once}  # fmt: skip
        client.post(reverse("briefings:meeting_plan"), body)
        client.post(reverse("briefings:meeting_plan"), body)
        meeting = BriefingMeeting.unscoped.get()
        assert [item.lasts for item in meeting.agenda.all()] == [10, None]
        made = client.post(reverse("briefings:meeting_make", args=[meeting.pk]))
        assert made.status_code == 302
        assert "Giao ban" in client.get(made["Location"]).content.decode()
        tasks = reverse("briefings:meeting_tasks", args=[meeting.pk])
        shown = client.get(tasks)
        rows = shown.context["rows"]
        body = {
            f"viec-{name}": rows.management_form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
        for place, form in enumerate(rows):
            for name in ("task_id", "text", "unit"):
                body[f"viec-{place}-{name}"] = form[name].value() or ""
            body[f"viec-{place}-due_on"] = "15/05/2020" if form["text"].value() else ""
        body |= {
            "viec-0-chosen": "on",
            "viec-0-text": "Đôn đốc báo cáo",
            "version": str(fresh(meeting).version),
        }
        looked = client.post(tasks, body, follow=True)
        assert looked.request["PATH_INFO"] == reverse("briefings:meeting_give", args=[meeting.pk])
        assert "Đôn đốc báo cáo" in looked.content.decode()
        assert Commitment.unscoped.filter(origin="other").count() == 0, "a look gives nothing"
        client.post(looked.request["PATH_INFO"], {"version": str(fresh(meeting).version)})
        given = Commitment.unscoped.get(origin="other")
        assert given.text == "Đôn đốc báo cáo"
        story = client.get(reverse("commitments:story", args=[given.pk])).content.decode()
        assert reverse("briefings:meeting", args=[meeting.pk]) in story

    def test_slides_turn_without_script_and_carry_their_tables(self, client, cast, packed, planned, owing):
        client.force_login(cast["leader"])
        page = client.get(
            reverse("briefings:meeting_slides", args=[planned.pk]), {"trang": "3"}
        ).content.decode()
        assert page.count(" is-current") == 1
        assert 'href="?trang=4"' in page
        assert "style=" not in page
        assert (
            client.get(
                reverse("briefings:meeting_slides", args=[planned.pk]), {"trang": "999", "goi": "1"}
            ).status_code
            == 200
        )
        assert (
            client.get(reverse("briefings:meeting_slides", args=[planned.pk]), {"goi": "7"}).status_code
            == 404
        )

    def test_list_finds_and_goes_out(self, client, cast, planned, django_assert_max_num_queries):
        client.force_login(cast["city_consolidator"])
        here, link = reverse("briefings:meetings"), reverse("briefings:meeting", args=[planned.pk])
        for asked, there in [({"q": "pho bi thu"}, True), ({"q": "khong co"}, False), ({"trang-thai": "ahead"}, True),
                             ({"trang-thai": "held"}, False), ({"nam": "2020", "don-vi": "HN"}, True), ({"don-vi": "HN-01"}, False)]:  # fmt: skip
            assert (link in client.get(here, asked).content.decode()) is there, asked
        assert client.get(reverse("briefings:meetings_excel")).content[:2] == b"PK"
        assert b"Giao ban" in b"".join(client.get(reverse("briefings:meetings_csv")).streaming_content)
        with django_assert_max_num_queries(25):
            client.get(here)

    def test_the_zip_is_for_those_who_may_take_it(self, client, cast, packed, planned):
        href = reverse("briefings:meeting_zip", args=[planned.pk, 1])
        for who, status in [("leader", 200), ("auditor", 403), ("officer", 403)]:
            client.force_login(cast[who])
            assert client.get(href).status_code == status, who
