"""The life of a case: sorted, handed over, answered, promised, reopened, joined, split, sealed, forgotten."""

import secrets
from datetime import timedelta

import pytest

from danvan.commitments import services as commitments
from danvan.commitments.models import Commitment
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.petitions import public, services, vault
from danvan.petitions.errors import (
    ChangedMeanwhile,
    EmptyAnswer,
    Ended,
    GoesRound,
    Incomplete,
    PersonalData,
    SuperiorDecides,
)
from danvan.petitions.models import CaseKey, Petition
from danvan.petitions.queries import earlier
from danvan.petitions.services import Draft
from danvan.reference.refusals import AlreadyLate, NoExtension
from tests.petitions.conftest import DONE, FOUND, TEXT, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(actors, now):
    def answer(row, **given):
        said = {
            "outcome": "explained",
            "found": FOUND,
            "done": DONE,
            "basis": "Kế hoạch số 12/KH-UBND",
        } | given
        row = fresh(row)
        return services.answer(
            petition=row, version=row.version, draft=Draft(**said), by=actors["officer"], at=now
        )

    return answer


@pytest.fixture
def hand(actors, cast, now):
    def over(row, to, who="officer"):
        row = fresh(row)
        return services.hand_over(
            petition=row,
            version=row.version,
            to_unit=cast.units[to],
            reason="Thuộc địa bàn bên đó",
            by=actors[who],
            at=now,
        )

    return over


def sort(row, actors, now, **given):
    row = fresh(row)
    said = {
        "decision": "own_authority",
        "kind": "feedback",
        "topic": "drainage",
        "place": row.place,
        "urgency": "normal",
    }
    return services.classify(
        petition=row, version=row.version, **(said | given), by=actors["officer"], at=now
    )


def test_sorting_confirms_the_unit_and_tells_the_sender(case, actors, now):
    sort(case, actors, now)
    row = fresh(case)
    assert row.state == "own_authority" and row.taken_up_at == now and row.taking.state == "done"
    assert [line.kind for line in public.follow(case.code, at=now).lines] == ["received", "classified"]


def test_who_only_sees_may_not_sort_and_outsiders_see_nothing(case, actors, now):
    for who, refusal in (
        ("consolidator", NotAllowed),
        ("leader", NotAllowed),
        ("outsider", OutOfSight),
        ("auditor", OutOfSight),
    ):
        with pytest.raises(refusal):
            services.classify(
                petition=case, version=1, decision="own_authority", kind="feedback", topic="drainage", place=None,
                urgency="normal", by=actors[who], at=now,
            )  # fmt: skip
    assert fresh(case).state == "received"


def test_what_somebody_changed_in_the_meantime_is_refused(case, actors, now):
    services.write(
        petition=case, version=case.version, text="Đã nhận.", to_sender=True, by=actors["officer"], at=now
    )
    with pytest.raises(ChangedMeanwhile):
        services.write(
            petition=case, version=case.version, text="Đã nhận.", to_sender=True, by=actors["officer"], at=now
        )


def test_urgency_changes_the_clock(case, actors, now):
    sort(case, actors, now, urgency="urgent")
    row = fresh(case)
    assert row.clock.rule.code == "petition.answer_urgent" and row.due_at < now + timedelta(days=7)
    assert Petition.unscoped.filter(clock__state="running").count() == 1


def test_sent_away_needs_words_and_ends_the_case(case, actors, now):
    with pytest.raises(Incomplete):
        sort(case, actors, now, decision="guided")
    sort(case, actors, now, decision="guided", words="Mời gửi tới Công ty Thoát nước, số 1022.")
    view = public.follow(case.code, at=now)
    assert view.state == "guided" and "Thoát nước" in view.lines[-1].text and not view.may_add


def test_a_hand_over_never_goes_back_and_stops_after_two(case, hand, actors, cast, now):
    hand(case, "HN-02-01")
    with pytest.raises(GoesRound):
        hand(case, "HN-01-01", who="outsider")
    hand(case, "HN-01", who="outsider")
    with pytest.raises(SuperiorDecides):
        hand(case, "HN-02", who="consolidator")
    row = fresh(case)
    assert row.unit.code == "HN-01" and row.clock.unit_id == row.unit_id
    services.ask_superior(
        petition=row, version=row.version, reason="Không thuộc", by=actors["consolidator"], at=now
    )
    row = fresh(case)
    with pytest.raises(SuperiorDecides):
        services.decide(
            petition=row,
            version=row.version,
            to_unit=cast.units["HN-02"],
            reason="x",
            by=actors["consolidator"],
            at=now,
        )
    services.decide(
        petition=row, version=row.version, to_unit=cast.commune, reason="Công trình của phường", by=actors["city_consolidator"],
        at=now,
    )  # fmt: skip
    assert fresh(case).unit == cast.commune
    with pytest.raises(SuperiorDecides):
        hand(case, "HN-01-02")
    told = [line.title for line in public.follow(case.code, at=now).lines]
    assert sum("Phường Hàng Bạc" in title for title in told) == 1


def test_no_chain_of_hand_overs_ever_visits_a_unit_twice(sent, hand, cast):
    """Every way of two hand-overs over the whole small city."""
    people = {
        "HN-01-01": "officer",
        "HN-02-01": "outsider",
        "HN-01": "consolidator",
        "HN": "city_consolidator",
    }
    for first in ("HN-02-01", "HN-01", "HN"):
        for second in people:
            row = Petition.unscoped.get(reference=sent().reference)
            hand(row, first)
            if second in ("HN-01-01", first):
                with pytest.raises(GoesRound):
                    hand(row, second, who=people[first])
            else:
                hand(row, second, who=people[first])


def test_more_time_is_told_with_reason_and_day_and_only_once(case, actors, now):
    before = case.clock.due_on
    services.extend(
        petition=case, version=case.version, reason="Chờ kết quả khảo sát", by=actors["officer"], at=now
    )
    view = public.follow(case.code, at=now)
    assert "Chờ kết quả khảo sát" in view.lines[-1].text and "30/04/2020" in view.lines[-1].title
    assert fresh(case).clock.due_on > before
    with pytest.raises(NoExtension):
        services.extend(petition=fresh(case), version=2, reason="Nữa", by=actors["officer"], at=now)


def test_what_is_late_gets_no_more_time(case, actors, now):
    with pytest.raises(AlreadyLate):
        services.extend(
            petition=case, version=1, reason="Muộn", by=actors["officer"], at=now + timedelta(days=60)
        )


def test_an_answer_reaches_the_sender_in_its_parts(case, answered, now):
    answered(case)
    view = public.follow(case.code, at=now)
    assert (
        view.state == "answered"
        and view.answers[0].found == FOUND
        and view.answers[0].outcome_code == "explained"
    )
    assert view.may_rate and view.may_reopen and fresh(case).clock.state == "done"


def test_a_second_answer_gets_a_clear_message_and_changes_nothing(case, answered, now):
    answered(case)
    with pytest.raises(Ended) as refusal:
        answered(case, found=FOUND + " Lần hai.")
    assert "16/03/2020" in refusal.value.message and fresh(case).answers_count == 1


@pytest.mark.parametrize(
    ("said", "refusal", "field"),
    [
        ({"found": ""}, Incomplete, "found"),
        ({"basis": ""}, Incomplete, "basis"),
        ({"outcome": "solved", "basis": ""}, Incomplete, "no_proof"),
        ({"outcome": "promised"}, Incomplete, "promise"),
        ({"promise": "Xây rãnh mới"}, Incomplete, "promised_on"),
        ({"outcome": "x"}, Incomplete, "outcome"),
        (
            {"found": "Đã tiếp nhận và chuyển cơ quan chức năng xem xét giải quyết theo quy định."},
            EmptyAnswer,
            "found",
        ),
        (
            {"done": "Xin ghi nhận ý kiến của ông bà. Trân trọng cảm ơn và mong ông bà thông cảm."},
            EmptyAnswer,
            "done",
        ),
    ],
)
def test_what_is_no_answer_is_refused_by_field(case, answered, said, refusal, field):
    with pytest.raises(refusal) as raised:
        answered(case, **said)
    assert raised.value.detail["field"] == field and fresh(case).answers_count == 0


def test_the_words_of_an_earlier_answer_are_refused(sent, answered):
    one, other = (Petition.unscoped.get(reference=sent().reference) for _n in range(2))
    answered(one)
    with pytest.raises(EmptyAnswer):
        answered(other)
    answered(
        other,
        found="Cán bộ đến ngõ 45 ngày 15/03, nắp cống trước số 3 bị mất, đã quây rào.",
        done="Lắp nắp cống mới bằng gang sáng 16/03.",
    )


def test_a_promise_stands_in_the_ledger_and_its_keeping_closes_the_case(case, answered, actors, now):
    answered(
        case,
        outcome="promised",
        promise="Xây lại 40 m rãnh trước cổng trường",
        promised_on=(now + timedelta(days=30)).date(),
    )
    promise = Commitment.unscoped.get()
    assert promise.origin == "petition" and promise.unit == case.unit and promise.text.startswith("Xây lại")
    later = now + timedelta(days=20)
    assert services.close_settled(at=later) == 0 and fresh(case).state == "answered"
    commitments.start(commitment_id=promise.pk, by=actors["officer"], at=later)
    proof = commitments.ProofGiven(text="Biên bản nghiệm thu số 5")
    commitments.report_done(
        commitment_id=promise.pk,
        outcome="solved",
        note="Xong",
        proofs=[proof],
        by=actors["officer"],
        at=later,
    )
    assert fresh(case).state == "answered"
    commitments.verify(
        commitment_id=promise.pk, kept=True, note="Đã xem", by=actors["consolidator"], at=later
    )
    assert fresh(case).state == "closed"
    view = public.follow(case.code, at=later)
    assert view.answers[0].kept_at == later and view.may_reopen


def test_a_promise_that_names_a_person_is_refused_whole(case, answered, now):
    with pytest.raises(PersonalData):
        answered(
            case, promise="Gọi ông Trần Văn Tám, 0912345678", promised_on=(now + timedelta(days=9)).date()
        )
    assert not Commitment.unscoped.exists() and fresh(case).answers_count == 0


def test_the_sender_rates_adds_and_reopens_once(case, answered, now):
    with pytest.raises(Ended):
        public.rate(case.code, score=1, settled=False, key=secrets.token_urlsafe(32), at=now)
    public.add_information(case.code, text="Sáng nay lại ngập.", key=secrets.token_urlsafe(32), at=now)
    answered(case)
    key = secrets.token_urlsafe(32)
    for _again in range(2):
        view = public.rate(case.code, score=2, settled=False, key=key, at=now, comment="Chưa xong")
    assert view.score == 2 and [line.kind for line in view.lines].count("rated") == 1
    view = public.reopen(
        case.code, reason="Vẫn ngập", key=secrets.token_urlsafe(32), at=now + timedelta(days=3)
    )
    row = fresh(case)
    assert view.state == "reopened" and row.clock.is_open and row.clock.started_at == now + timedelta(days=3)
    answered(case, found=FOUND + " Kiểm tra lại ngày 20/03 thấy tắc ở hố ga số 2.")
    with pytest.raises(Ended):
        public.reopen(case.code, reason="Nữa", key=secrets.token_urlsafe(32), at=now + timedelta(days=4))


def test_the_time_to_reopen_ends_after_fifteen_days(case, answered, now):
    answered(case)
    assert public.follow(case.code, at=now + timedelta(days=15)).may_reopen
    assert not public.follow(case.code, at=now + timedelta(days=16)).may_reopen
    assert services.close_settled(at=now + timedelta(days=15)) == 0
    assert services.close_settled(at=now + timedelta(days=17)) == 1 and fresh(case).state == "closed"
    assert services.close_settled(at=now + timedelta(days=18)) == 0


def test_nothing_that_waits_is_ever_closed_by_itself(case, now):
    assert services.close_settled(at=now + timedelta(days=500)) == 0 and fresh(case).state == "received"


def test_likely_duplicates_are_found_by_words_within_the_unit_only(sent, entered, cast, now):
    one = Petition.unscoped.get(reference=sent().reference)
    twin = entered(TEXT.replace("ba tuần", "gần một tháng"))
    entered(TEXT, who="outsider", code="HN-02-01")
    entered("Đèn đường ngõ 45 hỏng, buổi tối rất tối.")
    assert [likely.petition for likely in earlier.duplicates(one, TEXT, now)] == [twin]


def test_joined_cases_are_answered_together_and_keep_both_senders(sent, answered, actors, now):
    first, second = sent(), sent(text=TEXT + " Mong sửa sớm.")
    main, other = (Petition.unscoped.get(reference=told.reference) for told in (first, second))
    services.join(petition=other, version=1, to=main, by=actors["officer"], at=now)
    answered(main)
    view = public.follow(second.code, at=now)
    assert view.answers[0].found == FOUND and view.text.endswith("Mong sửa sớm.")
    public.rate(second.code, score=5, settled=True, key=secrets.token_urlsafe(32), at=now)
    assert fresh(other).score == 5 and fresh(main).score is None
    assert (
        public.reopen(second.code, reason="Chỗ tôi vẫn tắc", key=secrets.token_urlsafe(32), at=now).state
        == "reopened"
    )
    assert fresh(main).state == "answered"


def test_a_letter_with_several_matters_is_split_and_one_code_follows_all(case, answered, actors, now):
    parts = services.split(
        petition=case,
        version=1,
        texts=["Đèn đường ngõ 5 hỏng."],
        topics_of=["traffic"],
        by=actors["officer"],
        at=now,
    )
    view = public.follow(case.code, at=now)
    assert [part.part for part in view.parts] == [parts[0].reference] and view.parts[
        0
    ].text == "Đèn đường ngõ 5 hỏng."
    answered(parts[0])
    public.rate(
        case.code, score=4, settled=True, key=secrets.token_urlsafe(32), at=now, part=parts[0].reference
    )
    assert fresh(parts[0]).score == 4 and fresh(case).score is None


def test_publication_needs_consent_and_words_without_persons(sent, answered, actors, now):
    told = sent()
    row = Petition.unscoped.get(reference=told.reference)
    words = {"title": "Rãnh thoát nước tắc", "text": "Rãnh trước cổng trường tắc ba tuần."}
    actor = actors["officer"]
    publisher = actors["consolidator"]
    with pytest.raises(NotAllowed):
        services.publish(petition=row, version=row.version, **words, by=actor, at=now)
    own = Petition.unscoped.get(reference=sent(place="HN-01", wants_public=False).reference)
    with pytest.raises(Ended):
        services.publish(petition=own, version=1, **words, by=publisher, at=now)
    agreed = sent(place="HN-01", wants_public=True)
    own = Petition.unscoped.get(reference=agreed.reference)
    for wrong in ("Bà Trần Thị Mận phản ánh", "Gọi 0912 345 678", "Trần Thị Mận"):
        with pytest.raises(PersonalData):
            services.publish(petition=own, version=1, **(words | {"text": wrong}), by=publisher, at=now)
    services.publish(petition=own, version=1, **words, by=publisher, at=now)
    page = public.published(public.Filters(text="ranh cong truong"), on=now.date())
    assert [one.reference for one in page.rows] == [own.reference] and page.rows[0].unit == "Quận Ba Đình"
    assert public.published_one(own.reference.lower(), on=now.date()).title == words["title"]
    public.choose_publication(agreed.code, wanted=False, at=now)
    assert public.published(public.Filters(), on=now.date()).count == 0


def test_a_complaint_is_followed_by_stage_and_clock_without_any_text(case, actors, now):
    services.follow(petition=case, version=1, external_case_ref="KN-12/2020", by=actors["officer"], at=now)
    row = fresh(case)
    assert row.content is None and row.contact is None and row.kind == "complaint"
    assert not CaseKey.objects.filter(petition=row, destroyed_at=None).exists()
    # Ten days to accept before 1 July 2026 (Law on Complaints, art. 27), then thirty to resolve.
    assert row.clock.rule.code == "complaint.accept"
    with pytest.raises(Ended):
        services.enter_stage(
            petition=row, version=row.version, stage="decided", on=now.date(), by=actors["officer"], at=now
        )
    services.enter_stage(
        petition=row, version=row.version, stage="accepted", on=now.date(), by=actors["officer"], at=now
    )
    row = fresh(case)
    assert row.clock.rule.code == "complaint.resolve_first" and f"{row.clock.due_on:%d/%m/%Y}" == "15/04/2020"
    assert public.follow(case.code, at=now).text == ""


def test_a_complaint_by_letter_needs_its_number_outside(cast, actors, now):
    said = {
        "unit": cast.commune,
        "topic": "land",
        "received_on": now.date(),
        "by": actors["officer"],
        "at": now,
    }
    with pytest.raises(Incomplete):
        services.register(external_case_ref=" ", key=secrets.token_urlsafe(32), **said)
    key = secrets.token_urlsafe(32)
    told = [services.register(external_case_ref="KN-7", key=key, **said) for _again in range(2)]
    assert told[0].code == told[1].code and Petition.unscoped.count() == 1


# --- keeping ---


def test_contacts_are_destroyed_twelve_months_after_closing(case, answered, now):
    answered(case)
    services.close_settled(at=now + timedelta(days=17))
    assert services.forget_contacts(at=now + timedelta(days=17 + 365)) == 0
    assert services.forget_contacts(at=now + timedelta(days=17 + 366)) == 1
    row = fresh(case)
    assert (
        row.contact is None and not vault.of(row).holds(vault.CONTACT) and vault.of(row).holds(vault.CONTENT)
    )
    assert services.forget_contacts(at=now + timedelta(days=800)) == 0
    assert public.follow(case.code, at=now + timedelta(days=800)).contact_destroyed


def test_every_look_at_a_contact_stands_in_the_log(case, actors, now):
    from danvan.audit.models import AuditEntry

    assert (
        services.see_contact(petition=case, purpose="ask", by=actors["officer"], at=now).phone
        == "0912 345 678"
    )
    entry = AuditEntry.objects.filter(action="petitions.contact_seen").get()
    assert entry.actor_id == actors["officer"].user_id and b"0912" not in bytes(entry.body)
    for who, refusal in (("consolidator", NotAllowed), ("outsider", OutOfSight)):
        with pytest.raises(refusal):
            services.see_contact(petition=case, purpose="ask", by=actors[who], at=now)


def test_open_cases_of_a_closed_unit_pass_to_its_successor(case, cast, now):
    from danvan.organizations.models import OrgUnitVersion, UnitSuccession
    from danvan.organizations.services.links import rebuild_links

    old = OrgUnitVersion.objects.get(unit=cast.commune)
    OrgUnitVersion.objects.create(
        unit=cast.commune,
        starts_on=now.date(),
        closed=True,
        name=old.name,
        level=old.level,
        parent=old.parent,
    )
    UnitSuccession.objects.create(
        old=cast.commune, new=cast.units["HN-01-02"], on=now.date(), share="whole", kind="merge"
    )
    rebuild_links()
    assert services.pass_to_successors(at=now) == 1
    row = fresh(case)
    assert row.unit.code == "HN-01-02" and row.clock.unit_id == row.unit_id
    assert services.pass_to_successors(at=now) == 0
    assert "Phường Trúc Bạch" in public.follow(case.code, at=now).lines[-1].title
