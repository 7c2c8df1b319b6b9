"""The officers' pages: who gets in, what they show, and what they never show."""

import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from danvan.petitions.models import Petition, ReceptionSchedule, ReceptionSession, Route
from tests.files.samples import png
from tests.petitions.conftest import DONE, FOUND, TEXT, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(cast, client_for, now):
    return {name: client_for(cast[name]) for name in cast.people}


def page(name, *args):
    return reverse(f"petitions:{name}", args=args)


ONE = ["case", "classify", "extend", "hand_over", "decide", "answer", "split", "publish", "complaint", "seal"]


@pytest.mark.parametrize("name", ONE)
def test_out_of_sight_is_absent(case, at_desk, name):
    for who in ("outsider", "auditor", "administrator"):
        assert at_desk[who].get(page(name, case.reference)).status_code == 404
        assert at_desk[who].get(page(name, "XXXX-XXXX")).status_code == 404


@pytest.mark.parametrize(("name", "officer", "consolidator"), [
    ("case", 200, 200), ("classify", 200, 403), ("extend", 200, 200), ("hand_over", 200, 403), ("decide", 403, 200),
    ("answer", 200, 403), ("split", 200, 403), ("publish", 403, 403), ("complaint", 200, 403), ("seal", 200, 403),
])  # fmt: skip
def test_who_may_open_what(case, at_desk, name, officer, consolidator):
    assert at_desk["officer"].get(page(name, case.reference)).status_code == officer
    assert at_desk["consolidator"].get(page(name, case.reference)).status_code == consolidator


def test_the_inbox_shows_what_waits_with_its_clock(case, at_desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        shown = at_desk["officer"].get(page("inbox")).content.decode()
    assert case.reference in shown and "Rãnh thoát nước" in shown and "ngày làm việc" in shown
    above = at_desk["consolidator"].get(page("inbox")).content.decode()
    assert case.reference in above and "Rãnh thoát nước" not in above
    assert case.reference not in at_desk["outsider"].get(page("inbox")).content.decode()


def test_the_inbox_asks_no_more_for_thirty_cases_than_for_one(sent, at_desk, django_assert_max_num_queries):
    for _number in range(12):
        sent()
    with django_assert_max_num_queries(24):
        at_desk["officer"].get(page("inbox"))


@pytest.mark.parametrize(
    "query", ["?so=%s", "?state=received", "?topic=drainage", "?unit=HN-01-01", "?state=all"]
)
def test_a_case_is_found_by_what_may_be_searched(case, at_desk, query):
    asked = query % case.reference.lower().replace("-", "") if "%s" in query else query
    assert case.reference in at_desk["officer"].get(page("inbox") + asked).content.decode()


@pytest.mark.parametrize("word", ["Trần Thị Mận", "0912345678", "Rãnh"])
def test_a_case_is_never_found_by_person_phone_or_words(case, at_desk, word):
    for field in ("so", "unit", "q", "text", "phone"):
        shown = at_desk["officer"].get(page("inbox"), {field: word, "state": "closed"}).content.decode()
        assert case.reference not in shown


def test_empty_lists_say_what_stands_there(cast, at_desk):
    assert "chờ trả lời" in at_desk["officer"].get(page("inbox")).content.decode()
    assert at_desk["administrator"].get(page("routes")).status_code == 200
    assert at_desk["officer"].get(page("reception")).status_code == 200


def test_the_page_of_a_case_shows_the_words_but_not_the_contact(case, at_desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        shown = at_desk["officer"].get(page("case", case.reference)).content.decode()
    assert TEXT in shown and "0912" not in shown and "Mận" not in shown


def test_the_contact_is_shown_on_demand_to_the_unit_in_charge_only(case, at_desk):
    where = page("contact", case.reference)
    shown = at_desk["officer"].post(where, {"purpose": "ask"})
    assert shown.status_code == 200 and "0912 345 678" in shown.content.decode()
    assert at_desk["officer"].get(where).status_code == 405
    assert at_desk["officer"].post(where, {"purpose": "curious"}).status_code == 302
    assert at_desk["consolidator"].post(where, {"purpose": "ask"}).status_code == 403
    assert at_desk["outsider"].post(where, {"purpose": "ask"}).status_code == 404
    assert "0912" not in at_desk["officer"].get(page("case", case.reference)).content.decode()


def test_files_are_downloads_for_whoever_may_see_the_case(sent, at_desk):
    told = sent(files=[SimpleUploadedFile("a.png", png(), "image/png")])
    row = Petition.unscoped.get(reference=told.reference)
    where = page("attachment", row.reference, row.attachments.get().pk)
    answer = at_desk["officer"].get(where)
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"] and answer["Cache-Control"] == "no-store"
    other = Petition.unscoped.get(reference=sent().reference)
    assert (
        at_desk["officer"].get(page("attachment", other.reference, row.attachments.get().pk)).status_code
        == 404
    )
    assert at_desk["outsider"].get(where).status_code == 404


def test_a_case_from_letter_to_answer_through_the_pages(cast, at_desk):
    desk, key = at_desk["officer"], secrets.token_urlsafe(32)
    told = {
        "once": key, "unit": "HN-01-01", "channel": "letter", "received_on": "2020-03-13", "kind": "feedback", "text": TEXT,
        "topic": "drainage", "place": "HN-01-01", "urgency": "normal", "name": "Lê Văn Sáu",
    }  # fmt: skip
    first, second = desk.post(page("enter"), told), desk.post(page("enter"), told)
    assert (
        first.status_code == 200
        and "data:image/svg+xml" in first.content.decode()
        and first["Cache-Control"] == "no-store"
    )
    row = Petition.unscoped.get()
    assert (
        f"{timezone.localtime(row.received_at):%d/%m}" == "13/03" and row.reference in second.content.decode()
    )
    sorted_ = {
        "version": 1,
        "decision": "own_authority",
        "kind": "feedback",
        "topic": "drainage",
        "place": "",
        "urgency": "normal",
    }
    assert desk.post(page("classify", row.reference), sorted_).status_code == 302
    wrong = {"version": 2, "found": FOUND, "done": DONE, "outcome": "solved"}
    refused = desk.post(page("answer", row.reference), wrong)
    assert refused.status_code == 422 and FOUND in refused.content.decode() and fresh(row).answers_count == 0
    right = wrong | {"attached": [SimpleUploadedFile("a.png", png(), "image/png")]}
    assert desk.post(page("answer", row.reference), right).status_code == 302
    row = fresh(row)
    assert row.state == "answered" and row.answers.get().proofs.count() == 1
    late = desk.post(page("answer", row.reference), right | {"version": row.version, "attached": []})
    assert late.status_code == 422 and "16/03/2020" in late.content.decode()


def test_a_stale_form_is_refused_with_what_was_typed(case, at_desk, actors, now):
    told = {"version": 99, "found": FOUND, "done": DONE, "outcome": "explained", "basis": "x"}
    answer = at_desk["officer"].post(page("answer", case.reference), told)
    assert answer.status_code == 409 and FOUND in answer.content.decode()


def test_a_message_pressed_twice_is_written_once(case, at_desk):
    told = {
        "once": secrets.token_urlsafe(32),
        "version": 1,
        "text": "Mai chúng tôi đến xem.",
        "to_sender": "1",
    }
    for _again in range(2):
        assert at_desk["officer"].post(page("write", case.reference), told).status_code == 302
    assert case.events.filter(kind="message").count() == 1


def test_a_hand_over_through_the_page_leads_out_of_sight(case, at_desk):
    told = {"version": 1, "to_unit": "HN-02-01", "reason": "Thuộc phường Hàng Bạc"}
    answer = at_desk["officer"].post(page("hand_over", case.reference), told)
    assert answer["Location"] == page("inbox")
    assert at_desk["officer"].get(page("case", case.reference)).status_code == 404
    assert at_desk["outsider"].get(page("case", case.reference)).status_code == 200
    back = at_desk["outsider"].post(
        page("hand_over", case.reference), told | {"version": 2, "to_unit": "HN-01-01"}
    )
    assert back.status_code == 422 and fresh(case).unit.code == "HN-02-01"


def test_rules_are_added_by_the_administrator_and_lead_the_next_matter(cast, at_desk, sent):
    told = {
        "unit": "HN-01",
        "topic": "drainage",
        "to_unit": "HN-01-02",
        "starts_on": "2020-03-01",
        "basis": "QĐ 5",
    }
    assert at_desk["consolidator"].post(page("routes"), told).status_code == 403
    assert at_desk["administrator"].post(page("routes"), told).status_code == 302
    assert Petition.unscoped.get(reference=sent().reference).unit.code == "HN-01-02"
    assert Petition.unscoped.get(reference=sent(topic="traffic").reference).unit.code == "HN-01-01"
    rule = Route.unscoped.get()
    assert (
        at_desk["administrator"].post(page("route_end", rule.pk), {"ends_on": "2020-03-16"}).status_code
        == 302
    )
    assert Petition.unscoped.get(reference=sent().reference).unit.code == "HN-01-01"


def test_no_recipient_means_paper(case, at_desk):
    shown = at_desk["officer"].get(page("seal", case.reference)).content.decode()
    assert 'name="handed_to"' in shown
    told = {"way": "paper", "version": 1, "handed_to": "Thanh tra quận"}
    assert at_desk["officer"].post(page("seal", case.reference), told).status_code == 302
    assert fresh(case).state == "sealed"
    assert TEXT not in at_desk["officer"].get(page("case", case.reference)).content.decode()


def test_markup_is_printed_as_words(sent, at_desk):
    told = sent(text="<script>alert(1)</script><b>đậm</b>", where="<i>x</i>")
    shown = at_desk["officer"].get(page("case", told.reference)).content.decode()
    assert "<script>alert(1)" not in shown and "&lt;script&gt;" in shown and "<i>x" not in shown


# --- reception ---


NOT_HERE = '<span class="quiet">không ghi ở đây</span>'


def test_a_reception_day_from_plan_to_count(cast, at_desk):
    desk = at_desk["officer"]
    told = {"once": secrets.token_urlsafe(16), "unit": "HN-01-01", "head": "commune_chair", "day": "2020-03-16",
            "starts_at": "08:00", "ends_at": "11:30", "place": "Trụ sở"}  # fmt: skip
    before = desk.get(page("reception")).content.decode()
    assert NOT_HERE in before and "thiếu" not in before, "what stands on paper is not missing"
    assert desk.post(page("reception_plan"), told).status_code == 302
    row = ReceptionSchedule.unscoped.get()
    shown = desk.get(page("reception_day", row.pk)).content.decode()
    assert "09/03/2020" in shown and "niêm yết muộn" in shown
    assert desk.post(page("reception_day", row.pk), {"post": "1", "version": 1}).status_code == 302
    counts = {"once": secrets.token_urlsafe(16), "unit": "HN-01-01", "on": "2020-03-16", "kind": "periodic", "host": "head",
              "head": "commune_chair", "visit_count": 4, "person_count": 9, "large_group_count": 1, "case_count": 4}  # fmt: skip
    where = page("reception_record") + f"?lich={row.pk}"
    assert desk.get(where).status_code == 200
    for _again in range(2):
        assert desk.post(where, counts).status_code == 302
    session = ReceptionSession.unscoped.get()
    row.refresh_from_db()
    assert row.state == "held" and session.schedule == row
    after = desk.get(page("reception")).content.decode()
    assert NOT_HERE not in after and "thiếu 4" in after, "one of five Mondays was kept"
    assert desk.get(page("reception_posting")).status_code == 200
    corrected = {"version": 1, "visit_count": 5, "person_count": 9, "large_group_count": 1, "case_count": 4}
    assert desk.post(page("reception_session", session.pk), corrected).status_code == 302
    step = {"version": 2, "state": "conclusion_issued", "conclusion_ref": "12/TB-UBND", "step": "1"}
    assert desk.post(page("reception_session", session.pk), step).status_code == 302
    assert at_desk["outsider"].get(page("reception_session", session.pk)).status_code == 404
    assert at_desk["consolidator"].get(page("reception_session", session.pk)).status_code == 200
    assert at_desk["consolidator"].post(page("reception_session", session.pk), corrected).status_code == 403


@pytest.mark.parametrize(("wrong", "field"), [
    ({"host": "head", "head": ""}, "head"), ({"kind": "periodic"}, "host"), ({"large_group_count": 3}, "large_group_count"),
    ({"on": "2020-03-17"}, "on"), ({"person_count": 0}, "person_count"), ({"visit_count": -1}, "visit_count"),
])  # fmt: skip
def test_counts_that_cannot_be_are_refused_by_field(cast, at_desk, wrong, field):
    told = {"once": secrets.token_urlsafe(16), "unit": "HN-01-01", "on": "2020-03-16", "kind": "regular", "host": "duty",
            "visit_count": 4, "person_count": 4, "large_group_count": 0, "case_count": 3}  # fmt: skip
    answer = at_desk["officer"].post(page("reception_record"), told | wrong)
    assert (
        answer.status_code == 422
        and field in answer.context["form"].errors
        and not ReceptionSession.unscoped.exists()
    )
