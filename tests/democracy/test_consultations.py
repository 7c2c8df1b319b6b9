"""A draft from its preparation to the published answer to every opinion."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from danvan.audit import services as audit
from danvan.commitments.models import Commitment
from danvan.common.errors import Incomplete, NotAllowed, OutOfSight, StaleVersion, WrongState
from danvan.democracy import measures, public
from danvan.democracy.models import Consultation, ConsultationOpinion, OpinionGroup
from danvan.democracy.queries import matrix
from danvan.democracy.refusals import PersonalData, TooShort, Unanswered
from danvan.democracy.services import consultations, grouping
from tests.democracy.conftest import DAY

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def measured(name, unit, span=YEAR):
    return sum(counts for _ref, _label, counts in measures.MEASURES[name]([unit.pk], *span).get(unit.pk, []))


def test_every_group_gets_an_answer_before_the_response_is_published(hall):
    draft = hall.grouped()
    end = hall.by(draft.closes_on)
    first, second = draft.groups.order_by("number")
    assert [(line.total, line.counts) for line in matrix.lines(draft)] == [(12, (5, 7, 0)), (3, (0, 0, 3))]
    grouping.answer(
        group_id=first.pk, version=0, verdict="accepted", reason="Bổ sung giờ mở cửa buổi tối",
        promise="Mở cửa đến 21 giờ", due_on=draft.closes_on + timedelta(days=30), **end,
    )  # fmt: skip
    with pytest.raises(Unanswered):
        consultations.respond(consultation_id=draft.pk, version=3, response="", **end)
    assert public.response(draft.reference, draft.closes_on).answers == ()
    grouping.answer(group_id=second.pk, version=0, verdict="not", reason="Luật đã quy định", **end)
    consultations.respond(consultation_id=draft.pk, version=3, response="Cảm ơn bà con", **end)
    with pytest.raises(Incomplete):  # a day to come
        consultations.publish(
            consultation_id=draft.pk,
            version=4,
            published_on=draft.closes_on + timedelta(days=1),
            ways="x",
            **end,
        )
    consultations.publish(
        consultation_id=draft.pk, version=4, published_on=draft.closes_on, ways="Niêm yết", **end
    )
    told = public.response(draft.reference, draft.closes_on)
    assert [(one.count, one.reason) for one in told.answers] == [
        (12, "Bổ sung giờ mở cửa buổi tối"),
        (3, "Luật đã quy định"),
    ]
    promise = Commitment.unscoped.get()
    assert (promise.origin, promise.origin_ref, promise.unit_id) == ("consultation", first.ref, hall.unit.pk)
    assert (
        measured("Consultation.opened", hall.unit)
        == measured("Consultation.response_published", hall.unit)
        == 1
    )
    assert audit.verify() == []


def test_what_is_counted_are_opinions_and_not_rows(hall):
    draft = hall.grouped()
    found = {
        way: measured(f"ConsultationOpinion.count[channel={way}]", hall.unit)
        for way in hall.values()["channels"]
    }
    assert found == {"conference": 5, "written": 7, "online": 3}
    assert measured("ConsultationOpinion.count", hall.unit) == 15
    assert measured("ConsultationOpinion.count", hall.unit, (DAY + timedelta(days=1), YEAR[1])) == 0
    ((reference, _label, counts),) = measures.opinions([hall.unit.pk], *YEAR)[hall.unit.pk]
    assert (reference, counts) == (draft.ref, 15)


@pytest.mark.parametrize(
    ("opens", "days", "reason", "fits"),
    [
        (DAY, 20, "", True),
        (DAY, 19, "", False),
        (DAY, 19, "Luật Đầu tư công", True),
        # Before the law came into force nothing is refused, only remarked.
        (date(2020, 3, 2), 5, "", True),
        (date(2023, 6, 30), 5, "", True),
        (date(2023, 7, 1), 5, "", False),
    ],
)
def test_a_communes_draft_stands_open_as_long_as_the_law_of_the_day_says(hall, opens, days, reason, fits):
    values = hall.values(opens_on=opens, closes_on=opens + timedelta(days=days), short_reason=reason)
    if fits:
        consultations.prepare(unit=hall.unit, values=values, **hall.by())
    else:
        with pytest.raises(TooShort, match="20"):
            consultations.prepare(unit=hall.unit, values=values, **hall.by())
    # Others go by their plan.
    consultations.prepare(unit=hall.cast.district, values=values, **hall.by(who="consolidator"))


def test_what_a_step_needs(hall):
    draft = consultations.prepare(
        unit=hall.unit,
        values=hall.values(opens_on=DAY + timedelta(days=1), closes_on=DAY + timedelta(days=30)),
        **hall.by(),
    )
    with pytest.raises(Incomplete):
        consultations.open_(consultation_id=draft.pk, version=0, **hall.by())
    with pytest.raises(WrongState):
        hall.say(draft)
    draft = hall.opened()
    with pytest.raises(StaleVersion):
        consultations.close(consultation_id=draft.pk, version=0, conferences=0, **hall.by(draft.closes_on))
    with pytest.raises(Incomplete):
        consultations.close(consultation_id=draft.pk, version=1, conferences=0, **hall.by())
    hall.say(draft)
    consultations.close(consultation_id=draft.pk, version=1, conferences=0, **hall.by(draft.closes_on))
    with pytest.raises(Unanswered):
        consultations.synthesise(consultation_id=draft.pk, version=2, **hall.by(draft.closes_on))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"text": "Ông Nam, số 0912 345 678, đề nghị mở cửa"}, PersonalData),
        ({"text": "   "}, Incomplete),
        ({"day": DAY - timedelta(days=1)}, Incomplete),
        ({"day": DAY + timedelta(days=21)}, Incomplete),
        ({"channel": "sms"}, Incomplete),
    ],
)
def test_a_contribution_is_counted_where_and_when_the_draft_takes_it(hall, changes, refusal):
    draft = hall.opened()
    with pytest.raises(refusal):
        hall.say(draft, **changes)
    assert not ConsultationOpinion.unscoped.exists()


def test_groups_are_made_by_hand_joined_dissolved_and_kept_once_answered(hall):
    draft = hall.opened()
    one, two, three = (hall.say(draft, text=text) for text in ("a", "b", "c"))
    same = {"consultation_id": draft.pk, **hall.by()}
    made = grouping.group(opinion_ids=[one.pk], clause="Điều 3", gist="Mở cửa", **same)
    grouping.group(opinion_ids=[two.pk, three.pk], clause="", gist="", into=made.number, **same)
    assert made.opinions.count() == 3
    other = grouping.group(opinion_ids=[one.pk, two.pk, three.pk], clause="Điều 4", gist="Khác", **same)
    # The first lost its last contribution and is gone.
    assert list(draft.groups.values_list("pk", flat=True)) == [other.pk]
    with pytest.raises(Incomplete):
        grouping.group(opinion_ids=[999_999], clause="x", gist="x", **same)
    grouping.dissolve(group_id=other.pk, version=0, **hall.by())
    assert matrix.ungrouped(draft).count() == 3
    done = hall.grouped()
    with pytest.raises(WrongState):
        grouping.dissolve(group_id=done.groups.first().pk, version=0, **hall.by())
    consultations.regroup(consultation_id=done.pk, version=3, **hall.by(done.closes_on))
    consultations.synthesise(consultation_id=done.pk, version=4, **hall.by(done.closes_on))
    grouping.answer(
        group_id=done.groups.first().pk,
        version=0,
        verdict="partly",
        reason="Một phần",
        **hall.by(done.closes_on),
    )
    with pytest.raises(Incomplete):
        consultations.regroup(consultation_id=done.pk, version=5, **hall.by(done.closes_on))


def test_who_may_what(hall):
    draft = hall.opened()
    for who, refusal in (("consolidator", NotAllowed), ("leader", NotAllowed), ("outsider", OutOfSight)):
        with pytest.raises(refusal):
            consultations.close(
                consultation_id=draft.pk, version=1, conferences=0, **hall.by(draft.closes_on, who)
            )
        with pytest.raises(refusal):
            consultations.prepare(unit=hall.unit, values=hall.values(), **hall.by(who=who))


def test_the_database_keeps_the_rules(hall):
    draft = hall.grouped()
    for broken in (
        lambda: Consultation.unscoped.filter(pk=draft.pk).update(state="published"),
        lambda: Consultation.unscoped.filter(pk=draft.pk).update(closes_on=DAY - timedelta(days=1)),
        lambda: OpinionGroup.unscoped.filter(consultation=draft).update(verdict="not", reason=""),
        lambda: ConsultationOpinion.unscoped.filter(consultation=draft).update(count=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
