"""Deciding on a report, correcting it, and reading its versions."""

import pytest
from django.urls import reverse

from danvan.reporting.models import Submission, SubmissionVersion
from danvan.reporting.services import sending

TEAM = "supervision.form.team"


def words(answer):
    return answer.content.decode()


def url(name, version, *args):
    return reverse(f"reporting:{name}", args=[version.submission_id, *args])


@pytest.fixture
def version(first_quarter, send):
    return send(first_quarter, **{TEAM: 5})


def state(version):
    return Submission.unscoped.get(pk=version.submission_id).state


def test_review_shows_figures_and_buttons_by_power(browser, version):
    assert "Trả lại kèm lý do" in words(browser("consolidator").get(url("review", version)))
    leader = words(browser("leader").get(url("review", version)))
    assert "<b>5</b>" in leader
    assert url("accept", version) not in leader
    assert browser("outsider").get(url("review", version)).status_code == 404


def test_accepting(browser, version):
    answer = browser("consolidator").post(url("accept", version), {"version": 1}, follow=True)
    assert "đã duyệt" in words(answer)
    assert state(version) == "accepted"


@pytest.mark.parametrize("typed", ["7", "", "một", "9" * 40])
def test_a_stale_version_is_not_accepted(browser, version, typed):
    answer = browser("consolidator").post(
        url("accept", version), {"version": typed, "reason": "đang viết dở"}
    )
    assert answer.status_code == 409
    assert "đang viết dở" in words(answer), "what was typed is kept"
    assert state(version) == "submitted"


def test_the_unit_itself_and_strangers_do_not_decide(browser, version):
    for who, status in [("officer", 403), ("leader", 403), ("outsider", 404)]:
        assert browser(who).post(url("accept", version), {"version": 1}).status_code == status
        assert (
            browser(who).post(url("send_back", version), {"version": 1, "reason": "x"}).status_code == status
        )
    assert state(version) == "submitted"


def test_a_return_pins_reasons_to_cells_and_the_correction_shows_what_changed(browser, version, actors, now):
    boss, officer = browser("consolidator"), browser("officer")
    empty = boss.post(
        url("send_back", version), {"version": 1, "reason": "", f"r-{TEAM}": "", f"v-{TEAM}": "3"}
    )
    assert empty.status_code == 422
    assert "sai ở đâu" in words(empty)
    assert 'value="3"' in words(empty)
    boss.post(
        url("send_back", version),
        {"version": 1, "reason": "", f"r-{TEAM}": "Đếm cả cuộc của HĐND", f"v-{TEAM}": "3"},
    )
    assert state(version) == "returned"
    page = words(officer.get(url("entry", version)))
    assert "Đếm cả cuộc của HĐND" in page
    assert "Đề nghị: 3" in page
    officer.post(url("entry", version), {"action": "send", f"o-{TEAM}": "3", f"s-{TEAM}": "0|5"})
    page = words(boss.get(url("review", version)))
    assert "Thay đổi so với bản 1" in page
    assert "Trước là 5, nay là 3" in page
    assert "Lần trước đã trả lại" in page
    old = words(officer.get(url("version", version, 1)))
    assert "<b>5</b>" in old, "what was sent stays readable"
    assert officer.get(url("version", version, 9)).status_code == 404


def test_taking_an_acceptance_back(browser, version, accept):
    accept(version)
    boss = browser("consolidator")
    assert "Ghi lý do" in words(boss.post(url("take_back", version), {"reason": ""}, follow=True))
    assert state(version) == "accepted"
    boss.post(url("take_back", version), {"reason": "Nhầm"})
    assert state(version) == "submitted"


def test_next_waiting_report(browser, version, first_quarter, send):
    other = send(first_quarter, "HN-02-01", "outsider")
    boss = browser("city_consolidator")
    assert url("review", other) in words(boss.get(url("review", version)))
    answer = boss.post(url("accept", version), {"version": 1})
    assert answer.url == url("review", other)
    assert "ky=2020-Q1" in boss.post(url("accept", other), {"version": 1}).url


class TestSupplement:
    """The district's consolidator corrects the district's own accepted report."""

    @pytest.fixture
    def accepted(self, first_quarter, send, accept):
        version = send(first_quarter, "HN-01", "consolidator", **{TEAM: 5})
        accept(version, "city_consolidator")
        return version

    def test_new_value_and_reason_make_a_numbered_version(self, browser, accepted):
        answer = browser("consolidator").post(
            url("supplement", accepted), {f"o-{TEAM}": "6", "reason": "Sót một cuộc"}, follow=True
        )
        assert "bản bổ sung 1" in words(answer)
        assert "Trước là 5, nay là 6" in words(answer)
        assert SubmissionVersion.objects.filter(supplement_number=1, reason="Sót một cuộc").exists()

    @pytest.mark.parametrize(
        ("typed", "reason", "said"),
        [
            ("6", "", "Ghi lý do"),
            ("-6", "Sót", "nhỏ hơn 0"),
            ("5", "Sót", "Không có số nào khác"),
            ("", "Sót", "Không có số nào khác"),
        ],
    )
    def test_what_is_refused_is_kept(self, browser, accepted, typed, reason, said):
        page = browser("consolidator").post(
            url("supplement", accepted), {f"o-{TEAM}": typed, "reason": reason}
        )
        assert page.status_code in {409, 422}
        assert said in words(page)
        assert f'name="o-{TEAM}" value="{typed}"' in words(page)
        assert SubmissionVersion.objects.count() == 1

    def test_the_unit_itself_may_send_one(self, browser, version, accept):
        accept(version)
        browser("officer").post(url("supplement", version), {f"o-{TEAM}": "6", "reason": "Sót một cuộc"})
        assert SubmissionVersion.objects.filter(supplement_number=1).exists()
        page = words(browser("consolidator").get(url("review", version)))
        assert "Sót một cuộc" in page
        assert "Trước là 5, nay là 6" in page

    def test_not_for_a_report_still_open(self, browser, first_quarter, send):
        version = send(first_quarter, "HN-01", "consolidator")
        answer = browser("consolidator").get(url("supplement", version), follow=True)
        assert "Chỉ báo cáo đã duyệt" in words(answer)


def test_small_numbers_of_a_report_are_hidden_from_who_does_not_decide(browser, first_quarter, send):
    figures = {
        "petition.received.denunciation": 2,
        "petition.received.complaint": 9,
        "petition.received.recommendation": 30,
    }
    version = send(first_quarter, **figures)
    assert "<b>2</b>" in words(browser("officer").get(url("entry", version)))
    assert "<b>2</b>" in words(browser("consolidator").get(url("review", version)))
    leader = words(browser("leader").get(url("entry", version)))
    assert "<b>2</b>" not in leader
    assert "<b>9</b>" not in leader, "or subtraction would tell"
    assert "<b>•</b>" in leader


def test_sending_again_needs_a_return(version, actors, now):
    from danvan.reporting.refusals import WrongState

    with pytest.raises(WrongState):
        sending.submit(submission_id=version.submission_id, by=actors["officer"], at=now)
