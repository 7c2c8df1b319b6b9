"""The life of each kind: its steps in order, what each needs, who may take it, and what follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from danvan.audit import services as audit
from danvan.commitments import services as commitments
from danvan.commitments.models import Commitment
from danvan.common.errors import Conflict, Incomplete, NotAllowed, OutOfSight, StaleVersion, WrongState
from danvan.oversight import duties, lives
from danvan.oversight.models import (
    JointProposal,
    OversightSession,
    SocialCriticism,
    SupervisionRecommendation,
    SupervisionSession,
    YearPlan,
)
from danvan.oversight.queries import ledger, overlap, sessions
from danvan.oversight.refusals import BadTarget, PersonalData
from danvan.oversight.services import (
    agreeing,
    joining,
    opining,
    planning,
    recommending,
    reminding,
    stepping,
)
from tests.oversight.conftest import DAY, NOW, moment

pytestmark = pytest.mark.django_db
State = OversightSession.State


def test_a_supervision_from_plan_to_close_with_its_recommendations(stage):
    session = stage.supervised()
    asked = stage.ask(session)
    outside = stage.ask(session, body="Công ty Môi trường đô thị")
    session = stage.walk(session, "ket-luan", "gui-kien-nghi")
    assert (session.state, session.concluded_on) == (State.SENT, date(2019, 11, 4))
    asked.refresh_from_db()
    outside.refresh_from_db()
    commitment = asked.commitment
    assert (commitment.origin, commitment.unit, commitment.asked_by) == (
        "supervision", stage.cast.commune, stage.cast.district,
    )  # fmt: skip
    assert outside.commitment is None and outside.due_on == date(2019, 12, 6)  # 30 days after
    with pytest.raises(Incomplete):
        stage.take(session, "ket-thuc", on=NOW)
    officer = stage.actor("officer")
    same = {"commitment_id": commitment.pk, "at": moment()}
    commitments.accept(version=commitment.version, by=officer, **same)
    commitment.refresh_from_db()
    commitments.report_done(
        version=commitment.version, outcome="solved", note="Đã niêm yết", by=officer, proofs=[commitments.ProofGiven(text="Biên bản")], **same
    )  # fmt: skip
    asked.refresh_from_db()
    assert asked.is_open, "said to be done is no answer before somebody else has looked"
    commitment.refresh_from_db()
    commitments.verify(version=commitment.version, kept=True, note="Đã kiểm tra", by=stage.lead, **same)
    commitment.refresh_from_db()
    if commitment.state != "closed":
        commitments.close(version=commitment.version, by=stage.lead, **same)
    asked.refresh_from_db()
    assert (asked.answer_class, asked.answered_on) == ("accepted", NOW)
    recommending.answer(
        recommendation_id=outside.pk, version=outside.version, answer_class="refused", words="Ngoài hợp đồng",
        number="77/CV", on=NOW, by=stage.lead, at=moment(),
    )  # fmt: skip
    session.refresh_from_db()
    assert session.state == State.ANSWERED
    assert stage.take(session, "ket-thuc", on=NOW).state == State.CLOSED
    assert not audit.verify()


@pytest.mark.parametrize(
    ("kind", "form", "slugs", "end"),
    [
        ("supervision", "document", ["phe-duyet", "thong-bao", "bao-cao", "ket-luan", "ket-thuc"], State.CLOSED),
        ("supervision", "joint", ["phe-duyet", "lam-viec", "bao-cao", "ket-luan"], State.CONCLUDED),
        ("inspection", "", ["quyet-dinh", "thong-bao", "nhan-bao-cao", "lam-viec", "ket-luan", "ket-thuc"], State.CLOSED),
        ("survey", "", ["thong-bao", "da-di", "ghi-chep", "tham-muu"], State.USED),
    ],
)  # fmt: skip
def test_every_kind_has_its_way(stage, kind, form, slugs, end):
    session = stage.plan(kind, form=form)
    for slug in slugs:
        days = {"ket-thuc": NOW, "tham-muu": NOW}
        session = stage.take(session, slug, on=days.get(slug))
    assert session.state == end


def test_a_criticism_ends_when_every_opinion_has_its_answer(stage):
    session = stage.walk(
        stage.plan("criticism", targets=[(None, "Ủy ban nhân dân quận")]), "nhan-du-thao", "to-chuc"
    )
    with pytest.raises(Incomplete):
        stage.take(session, "gui-van-ban")
    first, second = stage.opine(session), stage.opine(session, "Bỏ Điều 9")
    session = stage.take(session, "gui-van-ban")
    assert session.due_on == date(2019, 11, 18)  # 15 working days
    same = {"on": NOW, "by": stage.lead, "at": moment()}
    opining.decide(opinion_id=first.pk, version=0, verdict="accepted", reason="", **same)
    with pytest.raises(Incomplete):
        opining.decide(opinion_id=second.pk, version=0, verdict="not", reason=" ", **same)
    opining.decide(opinion_id=second.pk, version=0, verdict="not", reason="Trái luật", **same)
    session.refresh_from_db()
    assert session.state == State.ANSWERED and session.due_on is None


def test_steps_come_in_order_and_need_what_they_need(stage):
    session = stage.plan()
    with pytest.raises(WrongState):
        stage.take(session, "ket-luan")
    stage.take(session, "phe-duyet")
    with pytest.raises(Incomplete, match="số người trong đoàn"):
        stage.take(session, "lap-doan", team_people=None)
    with pytest.raises(Incomplete):
        stage.take(session, "lap-doan", on=NOW + timedelta(days=1))
    stage.take(session, "lap-doan")
    with pytest.raises(Incomplete, match="không thể sớm hơn"):
        stage.take(session, "thong-bao", on=date(2019, 9, 11))
    with pytest.raises(StaleVersion):
        stepping.take(session_id=session.pk, version=99, slug="thong-bao", on=DAY, by=stage.lead, at=moment())


def test_who_may_take_a_step(stage):
    session = stage.plan()
    with pytest.raises(OutOfSight):
        stage.take(session, "phe-duyet", by=stage.actor("officer"))
    with pytest.raises(NotAllowed):
        stage.take(session, "phe-duyet", by=stage.actor("leader"))


def test_the_last_step_is_taken_back_the_same_day_by_who_took_it(stage):
    session = stage.walk(stage.plan(), "phe-duyet", "lap-doan")
    session.refresh_from_db()
    back = {"session_id": session.pk, "version": session.version}
    with pytest.raises(WrongState):
        stepping.take_back(**back, by=stage.lead, at=moment(NOW + timedelta(days=1)))
    done = stepping.take_back(**back, by=stage.lead, at=moment(NOW, 15))
    assert (done.state, done.team_people) == (State.APPROVED, None)
    session = stage.walk(session, "lap-doan", "thong-bao")
    session.refresh_from_db()
    with pytest.raises(WrongState):  # others were told
        stepping.take_back(session_id=session.pk, version=session.version, by=stage.lead, at=moment())


def test_days_follow_the_rules(stage):
    session = stage.plan()
    assert session.due_on == DAY - timedelta(days=15)
    session = stage.supervised()
    told = {duty.step.slug: duty for duty in duties.of(session, sessions.done_on(session))}
    assert told["thong-bao"].due_on == date(2019, 10, 2) and not told["thong-bao"].late(NOW)
    assert told["nhan-bao-cao"].done_on is None and told["nhan-bao-cao"].late(NOW)
    assert told["bao-cao"].due_on == date(2019, 11, 1)


@pytest.mark.parametrize(
    "text", ["ông Nguyễn Văn Bình chậm trả lời", "gọi 0912 345 678", "thư gửi a@b.vn", "bà Trần Thị Lan"]
)
def test_texts_that_name_persons_are_refused(stage, text):
    session = stage.supervised()
    with pytest.raises(PersonalData):
        stage.ask(session, text=text)
    with pytest.raises(PersonalData):
        stage.plan(title=text)


def test_offices_are_nobodys_name(stage):
    session = stage.supervised()
    assert stage.ask(session, text="Đề nghị Chủ tịch UBND phường chỉ đạo bộ phận một cửa").number == 1


def test_nobody_supervises_themselves_and_somebody_is_named(stage):
    with pytest.raises(BadTarget):
        stage.plan(targets=[(stage.cast.district.pk, "")])
    with pytest.raises(Incomplete):
        planning.plan(
            kind="supervision",
            unit=stage.cast.district,
            values=stage.values(),
            targets=[],
            by=stage.lead,
            at=moment(),
        )
    with pytest.raises(Incomplete):
        stage.plan(form="community")  # only in a commune


def test_the_database_holds_what_the_services_promise(stage):
    session = stage.supervised()
    asked = stage.ask(session)
    for wrong in (
        lambda: OversightSession.unscoped.filter(pk=session.pk).update(form="conference"),
        lambda: OversightSession.unscoped.filter(pk=session.pk).update(state="cancelled"),
        lambda: OversightSession.unscoped.filter(pk=session.pk).update(state="concluded"),
        lambda: SupervisionRecommendation.unscoped.filter(pk=asked.pk).update(answer_class="accepted"),
        lambda: SupervisionRecommendation.unscoped.filter(pk=asked.pk).update(to_unit=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_every_state_of_a_life_is_reached_by_one_step():
    for kind, life in lives.LIVES.items():
        assert len({step.slug for step in life}) >= len(life) - 0, kind
        assert len({step.to for step in life}) == len(life), kind


def test_each_class_knows_only_its_kind(stage):
    stage.plan()
    stage.plan("criticism")
    assert SupervisionSession.unscoped.count() == SocialCriticism.unscoped.count() == 1


def test_the_body_sees_a_session_once_it_was_told_and_a_co_host_at_once(stage):
    officer, outsider = stage.actor("officer"), stage.actor("outsider")
    session = stage.plan(hosts=[(stage.cast.units["HN-02-01"].pk, "")])
    assert sessions.visible(officer, "supervision").count() == 0
    assert sessions.visible(outsider, "supervision").count() == 1
    stage.walk(session, "phe-duyet", "lap-doan", "thong-bao")
    assert sessions.find(officer, session.pk) == session
    assert sessions.lines(outsider, [session], NOW)[0].joint


def test_two_levels_at_the_same_body_are_warned_and_go_together(stage):
    mine = stage.plan()
    city = stage.actor("city_consolidator")
    theirs = stage.plan(
        "inspection", unit=stage.cast.city, by=city, scheduled_on=DAY + timedelta(days=20),
        targets=[(stage.cast.commune.pk, ""), (None, "Trạm Y tế")],
    )  # fmt: skip
    stage.plan(unit=stage.cast.city, by=city, topic="land")
    assert [one.pk for one in overlap.of(mine)] == [theirs.pk]
    proposal = joining.propose(session_id=mine.pk, other_id=theirs.pk, by=stage.lead, at=moment())
    with pytest.raises(Conflict):
        joining.propose(session_id=mine.pk, other_id=theirs.pk, by=stage.lead, at=moment())
    with pytest.raises((OutOfSight, NotAllowed)):
        joining.answer(proposal_id=proposal.pk, taken_up=True, by=stage.lead, at=moment())
    joining.answer(proposal_id=proposal.pk, taken_up=True, by=city, at=moment())
    theirs.refresh_from_db()
    assert (theirs.state, theirs.merged_into_id) == (State.CANCELLED, mine.pk)
    assert {one.unit_id for one in mine.hosts.all()} == {stage.cast.city.pk}
    assert mine.targets.count() == 2 and overlap.of(mine) == []
    assert JointProposal.objects.get().taken_up


def test_a_year_is_agreed_once_and_approves_what_was_shown(stage):
    session, ids = stage.plan(), []
    agree = {
        "unit": stage.cast.district, "year": 2019, "number": "05-KH/MTTQ", "signer": "Chủ tịch", "agreed_on": NOW,
        "agreed_with": "HĐND", "by": stage.lead, "at": moment(),
    }  # fmt: skip
    with pytest.raises(Conflict):
        agreeing.agree(session_ids=ids, **agree)
    agreeing.agree(session_ids=[session.pk], **agree)
    session.refresh_from_db()
    assert session.state == State.APPROVED and YearPlan.unscoped.get().planned == {"supervision": 1}
    with pytest.raises(Conflict):
        agreeing.agree(session_ids=[], **agree)


def test_the_ledger_tells_who_has_not_answered_and_reminds(stage):
    session = stage.supervised()
    stage.ask(session)
    stage.ask(session, body="Công ty Điện lực", due_on=date(2019, 11, 20))
    stage.walk(session, "ket-luan", "gui-kien-nghi")
    found = ledger.unanswered(stage.lead, NOW)
    assert [(line.unit, line.late_days) for line in found] == [
        ("Công ty Điện lực", 12),
        ("Phường Phúc Xá", 0),
    ]
    assert found[0].asked_by == "Quận Ba Đình" and f"/{session.pk}/#kien-nghi-2" in found[0].href
    assert ledger.unanswered(stage.lead, date(2019, 11, 5)) == []
    assert [line.unit for line in ledger.unanswered(stage.actor("officer"), NOW)] == ["Phường Phúc Xá"]
    assert ledger.unanswered(stage.actor("outsider"), NOW) == []
    (first, _second) = ledger.groups(stage.lead, ledger.Filters(), NOW)
    assert (first.by_age, first.late) == ((1, 0, 0, 0), 1)
    ids = SupervisionRecommendation.unscoped.values_list("pk", flat=True)
    done = reminding.remind_many(ids=ids, text="Đề nghị trả lời", by=stage.lead, at=moment())
    assert len(done.done) == 2 and Commitment.unscoped.get().reminders == 1
    with pytest.raises(OutOfSight):
        reminding.remind(recommendation_id=ids[0], text="x", by=stage.actor("outsider"), at=moment())
