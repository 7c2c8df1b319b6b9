"""Classes and posts covered; situation notes that hold topics, places and counts, never persons."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.common.errors import Incomplete, NotAllowed, OutOfSight, StaleVersion, WrongState
from danvan.engagement import measures, personal
from danvan.engagement.models import SituationNote, SituationTopic, TrainingClass
from danvan.engagement.queries import coverage
from danvan.engagement.queries import trainings as training_reads
from danvan.engagement.refusals import PersonalData
from danvan.engagement.services import situation, trainings
from danvan.files import services as files
from danvan.organizations.models import Role
from danvan.organizations.queries import actor_of
from tests.engagement.conftest import DAY
from tests.files.samples import png
from tests.support.factories import PostFactory

YEAR = (date(2019, 1, 1), date(2019, 12, 31))
CLASS = {
    "title": "Tập huấn dân vận khéo",
    "content": "",
    "scheduled_on": DAY,
    "days": 1,
    "place": "Hội trường",
}


@pytest.fixture
def planned(stage):
    return trainings.plan(unit=stage.unit, values=CLASS, by=stage.officer, at=stage.at())


def test_a_class_from_plan_to_report(stage, planned):
    same = {"training_id": planned.pk, "by": stage.officer, "at": stage.at()}
    trainings.require(
        unit=stage.unit, year=2019, required={"cell_secretary": 12}, by=stage.officer, at=stage.at()
    )
    trainings.announce(version=0, **same)
    with pytest.raises(StaleVersion):
        trainings.announce(version=0, **same)
    covered = [(stage.unit.pk, "cell_secretary", 10)]
    trainings.hold_class(version=1, held_on=DAY, attendance=40, covered=covered, **same)
    told = trainings.report(version=2, result="Đạt yêu cầu", **same)
    assert told.state == "reported"
    (row,) = training_reads.coverage(stage.officer, 2019)
    assert (row.covered, row.required, round(row.percent)) == (10, 12, 83)
    got = {name: measures.MEASURES[f"TrainingClass.{name}"]([stage.unit.pk], *YEAR)[stage.unit.pk][0][2]
           for name in ("held", "attendance", "post_coverage")}  # fmt: skip
    assert got == {"held": 1, "attendance": 40, "post_coverage": 10}


@pytest.mark.parametrize(
    ("attendance", "count", "unit"), [(5, 6, "HN-01-01"), (50, 13, "HN-01-01"), (50, 3, "HN-01-02")]
)
def test_posts_are_counted_once_and_within(stage, planned, attendance, count, unit):
    trainings.require(
        unit=stage.unit, year=2019, required={"cell_secretary": 12}, by=stage.officer, at=stage.at()
    )
    with pytest.raises(Incomplete):
        trainings.hold_class(
            training_id=planned.pk, version=0, held_on=DAY, attendance=attendance,
            covered=[(stage.cast.units[unit].pk, "cell_secretary", count)], by=stage.officer, at=stage.at(),
        )  # fmt: skip


def test_fewer_posts_than_trained_cannot_be_required(stage, planned):
    trainings.hold_class(
        training_id=planned.pk, version=0, held_on=DAY, attendance=9, covered=[(stage.unit.pk, "other", 9)],
        by=stage.officer, at=stage.at(),
    )  # fmt: skip
    with pytest.raises(Incomplete):
        trainings.require(unit=stage.unit, year=2019, required={"other": 8}, by=stage.officer, at=stage.at())


def test_others_do_not_touch_a_class(stage, planned):
    with pytest.raises(OutOfSight):
        trainings.cancel(training_id=planned.pk, version=0, reason="x", by=actor_of(stage.cast["outsider"], DAY),
                         at=stage.at())  # fmt: skip
    with pytest.raises(NotAllowed):
        trainings.cancel(training_id=planned.pk, version=0, reason="x", by=actor_of(stage.cast["consolidator"], DAY),
                         at=stage.at())  # fmt: skip
    assert TrainingClass.unscoped.get().state == "planned"


NOTE = {
    "topic": "environment", "period_name": "2019-M10", "kind": "regular", "extent": "some", "count": 14,
    "text": "Rác chưa được thu gom đúng giờ ở các ngõ nhỏ", "cause": "", "responsible_body": "", "proposal": "",
}  # fmt: skip


def write(stage, **changes):
    return situation.write(unit=stage.unit, values={**NOTE, **changes}, by=stage.officer, at=stage.at())


def test_a_note_is_sent_reviewed_merged_and_followed_to_its_end(stage):
    note = write(stage)
    situation.submit(note_id=note.pk, version=0, by=stage.officer, at=stage.at())
    above = actor_of(stage.cast["consolidator"], DAY)
    situation.review(note_id=note.pk, version=1, remark="Đã rõ", by=above, at=stage.at())
    topic = situation.merge(note_id=note.pk, version=2, unit=stage.cast.district, by=above, at=stage.at())
    assert (topic.unit, topic.state) == (stage.cast.district, "new")
    assert measures.topics_open([topic.unit_id], *YEAR)[topic.unit_id][0][0] == topic.ref
    assert measures.notes_submitted([stage.unit.pk], *YEAR)[stage.unit.pk][0][2] == 1
    same = {"topic_id": topic.pk, "assessment": "", "by": above, "at": stage.at()}
    with pytest.raises(WrongState):
        situation.follow(version=0, state="closed", responsible=None, **same)
    with pytest.raises(Incomplete):
        situation.follow(version=0, state="handed_to_unit", responsible=None, **same)
    for version, state in enumerate(("followed", "eased", "closed")):
        situation.follow(version=version, state=state, responsible=None, **same)
    note.refresh_from_db()
    assert (note.state, SituationTopic.unscoped.get().closed_on) == ("archived", DAY)
    assert measures.topics_open([topic.unit_id], *YEAR) == {}


PERSONS = [
    "Ông Nguyễn Văn Ba phản ánh", "gặp bà Lan tổ 4", "anh trần văn bảy ở ngõ 5", "đồng chí Phạm Thị Dung nói",
    "CCCD 001099012345", "cmnd 012 345 678", "0912345678", "gọi 0912.345.678", "+84 912 345 678", "０９１２３４５６７８",
    "viết cho a.b@thu.vn", "chị Hoa bán rau", "Mr. Smith",
]  # fmt: skip


@pytest.mark.parametrize("field", ["text", "cause", "responsible_body", "proposal"])
@pytest.mark.parametrize("planted", PERSONS)
def test_persons_stop_the_save(stage, planted, field):
    with pytest.raises(PersonalData):
        write(stage, **{field: planted})
    assert not SituationNote.unscoped.exists()


@pytest.mark.parametrize(
    "text",
    ["Ngập ở phố Bà Triệu và quận Hai Bà Trưng", "Đề nghị ông Chủ tịch phường trả lời", "14 lượt ý kiến, 25 triệu đồng",
     "Quyết định 2200-QĐ/TU năm 2017", "đồng chí Bí thư đã kiểm tra", "Chi 1.250.000 đồng cho 120 hộ"],
)  # fmt: skip
def test_ordinary_words_pass(text):
    assert not personal.scan(text)


def test_topics_are_a_closed_list(stage):
    with pytest.raises(Incomplete):
        write(stage, topic="ton-giao")


def test_no_field_leads_to_a_person_or_a_petition():
    related = {
        field.related_model._meta.label for model in (SituationNote, SituationTopic)
        for field in model._meta.get_fields() if field.is_relation and field.related_model
    }  # fmt: skip
    assert related == {"organizations.OrgUnit", "engagement.SituationNote", "engagement.SituationTopic"}


def test_a_draft_is_seen_by_its_unit_only(stage):
    from danvan.engagement.queries import situation as reads

    note = write(stage)
    PostFactory(unit=stage.cast.district, holder=stage.cast["leader"], role=Role.LEADER)
    assert reads.note(stage.officer, note.pk) == note
    with pytest.raises(OutOfSight):
        reads.note(actor_of(stage.cast["consolidator"], DAY), note.pk)


def test_newly_appointed_posts_are_added_and_excused_ones_taken_off(stage, planned):
    same = {"unit": stage.unit, "year": 2019, "by": stage.officer, "at": stage.at()}
    trainings.require(required={"cell_secretary": trainings.Required(5, appointed=2, excused=1)}, **same)
    covered = [(stage.unit.pk, "cell_secretary", 4)]
    trainings.hold_class(
        training_id=planned.pk,
        version=0,
        held_on=DAY,
        attendance=9,
        covered=covered,
        by=stage.officer,
        at=stage.at(),
    )
    (row,) = coverage.standings([stage.unit.pk], 2019, DAY)
    (kind,) = row.lacking
    assert (row.covered, row.due, kind.lacking, kind.appointed, kind.excused) == (4, 6, 2, 2, 1)
    assert measures.posts_due([stage.unit.pk], *YEAR)[stage.unit.pk][0][2] == 6
    assert coverage.below_target([stage.unit.pk], DAY) == (1, 1)
    for wrong in (trainings.Required(5, 0, 6), trainings.Required(5, 0, 2)):
        with pytest.raises(Incomplete):
            trainings.require(required={"cell_secretary": wrong}, **same)
    trainings.require(required={"cell_secretary": trainings.Required(4)}, **same)
    assert coverage.below_target([stage.unit.pk], DAY) == (0, 1)
    assert [
        (one.due, one.met) for one in [coverage.tally("", "", coverage.standings([stage.unit.pk], 2019, DAY))]
    ] == [(4, 1)]


def test_a_unit_without_a_class_keeps_the_book_once_it_says_what_must_be_trained(stage):
    book = next(one for one in measures.BOOKS if one.name == "trainings")
    assert list(book.kept([stage.unit.pk], DAY)) == []
    trainings.require(unit=stage.unit, year=2019, required={"other": 3}, by=stage.officer, at=stage.at())
    assert [row.unit_id for row in book.kept([stage.unit.pk], DAY)] == [stage.unit.pk]


def test_materials_are_files_of_the_unit_and_need_a_name(stage, planned):
    def stored(unit):
        by = stage.officer if unit == stage.unit else actor_of(stage.cast["consolidator"], DAY)
        upload = SimpleUploadedFile("bai-giang.png", png(), "image/png")
        return files.store(upload=upload, unit_id=unit.pk, by=by, at=stage.at())

    same = {"training_id": planned.pk, "by": stage.officer, "at": stage.at()}
    for title, unit in (("  ", stage.unit), ("Bài giảng", stage.cast.district)):
        with pytest.raises(Incomplete):
            trainings.add_material(version=0, title=title, file=stored(unit), **same)
    trainings.add_material(version=0, title="Bài giảng", file=stored(stage.unit), **same)
    with pytest.raises(StaleVersion):
        trainings.add_material(version=0, title="Lần nữa", file=stored(stage.unit), **same)
    assert [str(one) for one in planned.materials.all()] == ["Bài giảng"]


def test_a_class_is_for_known_posts_each_named_once(stage):
    values = {**CLASS, "audiences": ["youth_head", "nobody", "cell_secretary", "youth_head"]}
    made = trainings.plan(unit=stage.unit, values=values, by=stage.officer, at=stage.at())
    assert made.audiences == ["cell_secretary", "youth_head"] and len(made.audience_labels) == 2
