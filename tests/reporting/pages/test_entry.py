"""Typing a report: as one plain form, and cell by cell as the script does it."""

import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.audit.once import new_key
from danvan.files.models import StoredFile
from danvan.reporting.models import Draft, Submission
from danvan.reporting.queries import forms
from danvan.reporting.services import entry
from danvan.reporting.vectors import Vector
from tests.files.samples import pdf
from tests.support.factories import PostFactory, UserFactory

TEAM, DOCUMENT = "supervision.form.team", "supervision.form.document"
TOTAL = "supervision.sessions.total"


def value(submission, code):
    draft = Draft.objects.get(submission=submission)
    return Vector.unpack(draft.cells).value(forms.layout(submission.round.form).index[code])


def cell(page, code):
    """The row of an indicator in a page."""
    html = page.content.decode()
    start = html.index(f'<tr id="cell-{code}"')
    return html[start : html.find("<tr id=", start + 10)]


@pytest.fixture
def colleague(cast, client_for):
    """A second officer of the same commune."""
    person = UserFactory(full_name="Đỗ Văn Minh")
    PostFactory(unit=cast.commune, holder=person)
    return person


def test_the_form_shows_what_is_asked_and_earlier_values(browser, address):
    page = browser("officer").get(address("entry"))
    html = page.content.decode()
    assert page.status_code == 200
    assert f'name="o-{TEAM}"' in html
    assert f'name="o-{TOTAL}"' not in html, "a total is computed, nobody types it"
    assert "supervision.sessions.city" not in html, "a slice says nothing about a single unit"
    assert "award.pm_certificate.individuals" not in html, "communes are not asked for it"


def test_a_get_never_writes(browser, address):
    browser("officer").get(address("entry"))
    assert not Draft.objects.exists()


def test_the_plain_form_saves_what_changed(browser, address, mine):
    answer = browser("officer").post(
        address("entry"),
        {
            "action": "save",
            f"o-{TEAM}": "1.250",
            f"s-{TEAM}": "0|",
            f"o-{DOCUMENT}": "",
            f"s-{DOCUMENT}": "0|",
        },
    )
    assert answer.status_code == 302
    assert value(mine, TEAM) == 1250
    assert value(mine, DOCUMENT) is None


def test_what_cannot_be_read_is_named_and_kept_and_nothing_is_saved(browser, address):
    page = browser("officer").post(
        address("entry"),
        {
            "action": "save",
            f"o-{TEAM}": "-5",
            f"s-{TEAM}": "0|",
            f"o-{DOCUMENT}": "mười",
            f"s-{DOCUMENT}": "0|",
            "o-model.registered": "7",
        },
    )
    assert page.status_code == 422
    assert 'value="-5"' in cell(page, TEAM)
    assert "nhỏ hơn 0" in cell(page, TEAM)
    assert 'value="mười"' in cell(page, DOCUMENT)
    assert 'value="7"' in cell(page, "model.registered"), "what was right is kept beside what was wrong"
    assert not Draft.objects.exists()


def test_a_part_above_its_total_stops_sending_and_stays_typed(browser, address, mine, filled):
    typed = filled(
        "commune",
        **{"petition.resolved": "3", "petition.resolved.on_time": "9", "petition.within_authority": "3"},
    )
    posted = {f"o-{code}": one.text for code, one in typed.items()} | {f"s-{code}": "0|" for code in typed}
    page = browser("officer").post(address("entry"), {**posted, "action": "send", "revision": "0"})
    assert page.status_code == 422
    assert 'value="9"' in cell(page, "petition.resolved.on_time")
    assert "lớn hơn" in cell(page, "petition.resolved.on_time")
    mine.refresh_from_db()
    assert mine.state == Submission.State.DRAFT
    assert mine.latest_id is None


def test_a_whole_form_is_sent_without_script(browser, address, mine, filled):
    typed = filled("commune", **{TEAM: 12})
    posted = {f"o-{code}": one.text for code, one in typed.items()} | {f"s-{code}": "0|" for code in typed}
    officer = browser("officer")
    answer = officer.post(address("entry"), {**posted, "action": "send", "revision": "0"}, follow=True)
    assert "Đã gửi báo cáo quý I/2020" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.state == Submission.State.SUBMITTED
    page = officer.get(address("entry"))
    assert "<b>12</b>" in cell(page, TEAM)
    assert f'name="o-{TEAM}"' not in page.content.decode(), "what was sent is read only"


def test_blanks_of_a_section_become_zero(browser, address, mine):
    title = "Giám sát"
    browser("officer").post(
        address("entry"), {"action": f"fill:{title}", f"o-{TEAM}": "4", f"s-{TEAM}": "0|"}
    )
    assert value(mine, TEAM) == 4
    assert value(mine, DOCUMENT) == 0
    assert value(mine, TOTAL) == 4
    assert value(mine, "model.registered") is None


def test_two_people_one_cell_both_values_are_shown(browser, client_for, colleague, address, mine):
    officer, other = browser("officer"), client_for(colleague)
    other.post(address("entry"), {"action": "save", f"o-{TEAM}": "8", f"s-{TEAM}": "0|"})
    page = officer.post(address("entry"), {"action": "save", f"o-{TEAM}": "5", f"s-{TEAM}": "0|"})
    assert page.status_code == 409
    assert 'value="5"' in cell(page, TEAM), "mine is kept"
    assert "Đỗ Văn Minh" in cell(page, TEAM)
    assert "Lấy số của họ: 8" in cell(page, TEAM)
    assert 'value="1|8"' in cell(page, TEAM), "sending again means: keep mine"
    assert value(mine, TEAM) == 8
    officer.post(address("entry"), {"action": "save", f"o-{TEAM}": "5", f"s-{TEAM}": "1|8"})
    assert value(mine, TEAM) == 5


def test_taking_theirs_leaves_the_cell_alone(browser, client_for, colleague, address, mine):
    client_for(colleague).post(address("entry"), {"action": "save", f"o-{TEAM}": "8", f"s-{TEAM}": "0|"})
    browser("officer").post(
        address("entry"),
        {"take": TEAM, f"o-{TEAM}": "5", f"s-{TEAM}": "1|8", f"o-{DOCUMENT}": "2", f"s-{DOCUMENT}": "0|"},
    )
    assert value(mine, TEAM) == 8
    assert value(mine, DOCUMENT) == 2


def test_sending_an_older_revision_is_refused(
    browser, client_for, colleague, address, mine, filled, actors, now
):
    entry.save_cells(submission_id=mine.pk, typed=filled("commune"), by=actors["officer"], at=now)
    client_for(colleague).post(address("entry"), {"action": "save", f"o-{TEAM}": "8", f"s-{TEAM}": "1|0"})
    page = browser("officer").post(address("entry"), {"action": "send", "revision": "1"})
    assert page.status_code == 409
    assert "Biểu đã thay đổi" in page.content.decode()
    mine.refresh_from_db()
    assert mine.state == Submission.State.DRAFT


def test_what_was_typed_into_a_report_already_sent_is_shown(browser, address, first_quarter, send):
    send(first_quarter)
    page = browser("officer").post(address("entry"), {"action": "save", f"o-{TEAM}": "33", f"s-{TEAM}": "0|"})
    assert page.status_code == 409
    assert "Giám sát bằng đoàn giám sát: <b>33</b>" in page.content.decode()


def test_ten_megabytes_are_refused_with_words(browser, address):
    officer = browser("officer")
    flood = {f"o-{TEAM}": "1\n" * 5_000_000}
    page = officer.post(address("entry"), flood)
    assert page.status_code == 413
    assert "quá nhiều so với một biểu" in page.content.decode()
    answer = officer.post(
        address("cells"),
        "[" * 10_000_000,
        content_type="application/json",
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 413
    assert "quá nhiều" in answer.json()["message"]
    assert not Draft.objects.exists()


def test_entry_asks_at_most_sixteen_queries(
    browser, address, mine, actors, now, filled, django_assert_max_num_queries
):
    entry.save_cells(submission_id=mine.pk, typed=filled("commune"), by=actors["officer"], at=now)
    officer = browser("officer")
    officer.get(
        address("entry")
    )  # a session notes its last use once a minute; the form itself is drawn anew:
    forms.forget()
    cache.clear()
    with django_assert_max_num_queries(16):
        officer.get(address("entry"))
    with django_assert_max_num_queries(12):
        officer.get(address("entry"))


class TestCellByCell:
    def save(self, client, address, **cells):
        body = {"cells": {code: {"text": text, "seen": seen} for code, (text, seen) in cells.items()}}
        return client.post(
            address("cells"),
            json.dumps(body),
            content_type="application/json",
            headers={"accept": "application/json"},
        )

    def test_a_cell_is_saved_and_totals_and_rules_come_back(self, browser, address, mine):
        answer = self.save(browser("officer"), address, **{TEAM: ("1.200", 0), DOCUMENT: ("3", 0)})
        said = answer.json()
        assert said["cells"][TEAM] == {"text": "1.200", "revision": 1}
        assert said["computed"][TOTAL] == "", "some parts are blank: no total yet"
        assert said["revision"] == 1
        said = self.save(
            browser("officer"),
            address,
            **{"supervision.form.community": ("0", 0), "supervision.form.joint": ("0", 0)},
        ).json()
        assert said["computed"][TOTAL] == "1.203"

    def test_a_warning_comes_as_typed_and_takes_its_reason(self, browser, address, mine):
        officer = browser("officer")
        said = self.save(
            officer, address, **{"petition.resolved": ("2", 0), "petition.resolved.on_time": ("5", 0)}
        ).json()
        assert "lớn hơn" in said["said"]["petition.resolved.on_time"]
        body = {"waivers": {TEAM: {"jump": "Mở đợt cao điểm"}}}
        officer.post(
            address("cells"),
            json.dumps(body),
            content_type="application/json",
            headers={"accept": "application/json"},
        )
        index = forms.layout(mine.round.form).index[TEAM]
        assert Draft.objects.get().notes[str(index)]["waivers"] == {"jump": "Mở đợt cao điểm"}

    def test_a_conflict_carries_both_values(self, browser, client_for, colleague, address, mine):
        self.save(client_for(colleague), address, **{TEAM: ("8", 0)})
        answer = self.save(browser("officer"), address, **{TEAM: ("5", 0), DOCUMENT: ("1", 0)})
        assert answer.status_code == 409
        assert answer.json()["cells"] == {
            TEAM: {"yours": "5", "theirs": "8", "by": "Đỗ Văn Minh", "revision": 1}
        }
        assert value(mine, DOCUMENT) is None, "all or none"

    def test_a_wrong_cell_is_named_and_nothing_is_written(self, browser, address):
        answer = self.save(browser("officer"), address, **{TEAM: ("12.5", 0), DOCUMENT: ("1", 0)})
        assert answer.status_code == 422
        assert answer.json()["cell"] == TEAM
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("code", ["no.such.indicator", TOTAL + ".x"])
    def test_an_unknown_indicator(self, browser, address, code):
        answer = self.save(browser("officer"), address, **{code: ("1", 0)})
        assert answer.status_code == 404
        assert code in answer.json()["message"]

    def test_more_cells_than_the_form_has(self, browser, address):
        answer = self.save(browser("officer"), address, **{f"x{n}": ("1", 0) for n in range(121)})
        assert answer.status_code == 413

    @pytest.mark.parametrize("body", ["", "[]", "{", '{"cells": {"a": 1}}', '{"cells": [1]}', "[" * 100_000])
    def test_nonsense_is_refused_in_words(self, browser, address, body):
        answer = browser("officer").post(
            address("cells"), body, content_type="application/json", headers={"accept": "application/json"}
        )
        assert answer.status_code == 422
        assert "Không đọc được" in answer.json()["message"]

    def test_looking_again_shows_what_others_changed(self, browser, client_for, colleague, address):
        self.save(client_for(colleague), address, **{TEAM: ("8", 0)})
        said = browser("officer").get(address("cells"), headers={"accept": "application/json"}).json()
        assert said["cells"][TEAM] == {"text": "8", "revision": 1}
        assert said["saved_by"] == "Đỗ Văn Minh"

    def test_the_csrf_check_stands(self, cast, now, address, mine):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        strict.force_login(cast["officer"])
        answer = self.save(strict, address, **{TEAM: ("8", 0)})
        assert answer.status_code == 403
        assert strict.post(address("entry"), {f"o-{TEAM}": "8"}).status_code == 403
        assert not Draft.objects.exists()


def test_a_note_and_a_mark_stand_beside_the_cell(browser, address):
    officer = browser("officer")
    assert officer.get(address("remark", TEAM)).status_code == 200
    answer = officer.post(
        address("remark", TEAM),
        {"action": "note", "note": "Theo kế hoạch quý", "follow": "on", "once": new_key()},
        follow=True,
    )
    assert "Theo kế hoạch quý" in cell(answer, TEAM)
    assert officer.get(address("remark", "no.such")).status_code == 404


def test_evidence_is_stored_with_the_cell(browser, address, mine, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    upload = SimpleUploadedFile("bien-ban.exe", b"MZ")
    page = browser("officer").post(
        address("remark", TEAM), {"action": "note", "note": "x", "evidence": upload, "once": new_key()}
    )
    assert page.status_code == 422, "what proves nothing is refused with words"
    assert not Draft.objects.exists()


def test_evidence_stands_beside_what_is_typed_on_behalf(
    cast, browser, first_quarter, submission_of, settings, tmp_path
):
    settings.FILES_ROOT = tmp_path
    cast.commune.reports_itself = False
    cast.commune.save(update_fields=["reports_itself"])
    submission = submission_of(first_quarter)
    upload = SimpleUploadedFile("bien-ban.pdf", pdf())
    page = browser("consolidator").post(
        reverse("reporting:remark", args=[submission.pk, TEAM]),
        {"action": "note", "note": "x", "evidence": upload, "once": new_key()},
    )
    assert page.status_code == 302
    stored = StoredFile.objects.get()
    assert (stored.unit_id, stored.uploaded_by_id) == (cast.commune.pk, cast["consolidator"].pk)


def test_measured_cells_show_their_count_and_typing_over_asks_why(browser, address):
    officer = browser("officer")
    page = officer.get(address("entry"))
    assert "đếm từ 1 bản ghi" in cell(page, "reporting.units.expected")
    officer.post(
        address("entry"),
        {"action": "save", "o-reporting.units.expected": "3", "s-reporting.units.expected": "0|1"},
    )
    page = officer.get(address("entry"))
    assert 'name="w|reporting.units.expected|not-as-measured"' in page.content.decode()
    officer.post(address("remark", "reporting.units.expected"), {"action": "take", "once": new_key()})
    assert "not-as-measured" not in officer.get(address("entry")).content.decode()


def test_on_behalf_is_marked(cast, browser, first_quarter, submission_of):
    unit = cast.commune
    unit.reports_itself = False
    unit.save(update_fields=["reports_itself"])
    submission = submission_of(first_quarter)
    url = reverse("reporting:entry", args=[submission.pk])
    page = browser("consolidator").get(url)
    assert "không dùng hệ thống" in page.content.decode()
    assert (
        browser("consolidator").post(url, {"action": "save", f"o-{TEAM}": "2", f"s-{TEAM}": "0|"}).status_code
        == 302
    )
    assert Draft.objects.get(submission=submission).on_behalf_by_id == cast.district.pk


def test_a_closed_round_asks_for_the_reason_and_keeps_the_draft(
    browser, address, mine, cast, actors, now, filled, first_quarter
):
    from danvan.reporting.services import rounds

    entry.save_cells(submission_id=mine.pk, typed=filled("commune"), by=actors["officer"], at=now)
    rounds.close_branch(
        round_=first_quarter, unit=cast.district, reason="Hết hạn", by=actors["consolidator"], at=now
    )
    officer = browser("officer")
    page = officer.post(address("entry"), {"action": "send"})
    assert page.status_code == 409
    assert "Kỳ này đã khóa" in page.content.decode()
    assert 'name="late_reason"' in page.content.decode()
    officer.post(address("entry"), {"action": "send", "late_reason": "Mất điện"})
    mine.refresh_from_db()
    assert (mine.state, mine.late_reason) == (Submission.State.SUBMITTED, "Mất điện")
    assert mine.latest.late


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("leader", 200), ("consolidator", 200), ("auditor", 200)]
)
def test_who_sees_the_form(browser, address, who, status):
    answer = browser(who).get(address("entry"))
    assert answer.status_code == status
    if status == 200:
        assert "o-supervision" not in answer.content.decode(), "nobody else types into it"


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("leader", 403), ("consolidator", 403)])
def test_who_may_not_type(browser, address, who, status):
    assert (
        browser(who)
        .post(address("entry"), {"action": "save", f"o-{TEAM}": "1", f"s-{TEAM}": "0|"})
        .status_code
        == status
    )
    answer = browser(who).get(address("cells"), headers={"accept": "application/json"})
    assert answer.status_code == status
    assert not Draft.objects.exists()
