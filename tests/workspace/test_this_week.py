"""What each kind of person finds on the first page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit, PendingGrant
from danvan.organizations.queries import actor_of
from danvan.reference.calendar import Calendar
from danvan.reporting.models import Round, Submission
from danvan.reporting.services import reviewing, rounds, supplements
from danvan.reporting.services.reviewing import CellReason
from danvan.workspace import rows
from tests.support.factories import PostFactory, UserFactory, make_unit

CELL = "supervision.form.team"


def part(text: str, name: str) -> str:
    """One column of the page."""
    return text.split(f'id="{name}"')[1].split("</section>")[0]


def test_an_officer_owes_the_report_of_the_own_unit_only(week, first_quarter, submission_of):
    text = week("officer")
    mine, other = submission_of(first_quarter), submission_of(first_quarter, "HN-01-02")
    owed = part(text, "owe")
    assert "Báo cáo quý I/2020" in owed
    assert "Phường Phúc Xá" in owed
    assert reverse("reporting:entry", args=[mine.pk]) in owed
    assert reverse("reporting:entry", args=[other.pk]) not in text
    assert 'id="waits"' not in text, "an officer decides on nothing"


def test_nothing_owed_teaches(week, cast, form):
    assert "Không còn báo cáo phải gửi" in week("officer")


def test_a_person_without_a_post_is_told_whom_to_ask(client_for, db, now):
    response = client_for(UserFactory()).get(reverse("workspace:this_week"))
    assert "Anh/chị chưa giữ chức danh nào" in response.content.decode()


def test_reminder_return_and_extension_stand_beside_the_report(
    week, first_quarter, submission_of, actors, now, sent
):
    mine = submission_of(first_quarter)
    version = sent(mine)
    reviewing.return_(
        submission_id=mine.pk, version_number=version.number, reason="Rà soát lại số đoàn.",
        cells=[CellReason(CELL, "Chưa khớp biên bản")], by=actors["consolidator"], at=now,
    )  # fmt: skip
    rounds.remind(submission_ids=[mine.pk], text="Gửi trước thứ Sáu.", by=actors["consolidator"], at=now)
    later = mine.due_on + timedelta(days=5)
    rounds.extend(submission_id=mine.pk, due_on=later, reason="Bão số 2", by=actors["consolidator"], at=now)
    owed = part(week("officer"), "owe")
    assert "Bị trả lại" in owed
    assert "Rà soát lại số đoàn." in owed
    assert "1 ô cần sửa" in owed
    assert "Được nhắc ngày 16/03" in owed
    assert "Gửi trước thứ Sáu." in owed
    assert f"Được gia hạn đến {later:%d/%m}" in owed
    assert "Bão số 2" in owed
    assert ">Sửa<" in owed


def test_a_unit_outside_the_system_is_typed_for_by_the_unit_above(week, first_quarter, submission_of):
    OrgUnit.objects.filter(code="HN-01-02").update(reports_itself=False)
    owed = part(week("consolidator"), "owe")
    assert "Phường Trúc Bạch (nhập thay)" in owed
    assert reverse("reporting:entry", args=[submission_of(first_quarter, "HN-01-02").pk]) in owed
    assert "Phường Phúc Xá" not in owed


def test_what_the_district_types_does_not_wait_for_the_city(week, first_quarter, submission_of):
    OrgUnit.objects.filter(code="HN-01-02").update(reports_itself=False)
    mine = reverse("reporting:entry", args=[submission_of(first_quarter, "HN-01-02").pk])
    assert mine in part(week("consolidator"), "owe")
    assert mine not in part(week("city_consolidator"), "owe")
    # A district that does not use the system types for nobody: then it is the city's, with what stands below it.
    OrgUnit.objects.filter(code="HN-01").update(reports_itself=False)
    owed = part(week("city_consolidator"), "owe")
    assert mine in owed
    assert reverse("reporting:entry", args=[submission_of(first_quarter, "HN-01").pk]) in owed


def test_what_was_sent_waits_above_and_no_longer_below(week, first_quarter, submission_of, sent):
    mine = submission_of(first_quarter)
    sent(mine)
    assert "Không còn báo cáo phải gửi" in week("officer")
    waits = part(week("consolidator"), "waits")
    assert "Phường Phúc Xá" in waits
    assert reverse("reporting:review", args=[mine.pk]) in waits


def test_a_unit_does_not_wait_for_itself(week, first_quarter, submission_of, sent):
    district = submission_of(first_quarter, "HN-01")
    sent(district, "consolidator")
    address = reverse("reporting:review", args=[district.pk])
    assert address not in week("consolidator")
    assert address in week("city_consolidator")


def test_own_children_stand_before_grandchildren_of_the_same_day(week, first_quarter, submission_of, sent):
    commune, district = submission_of(first_quarter), submission_of(first_quarter, "HN-01")
    sent(commune)
    sent(district, "consolidator")
    waits = part(week("city_consolidator"), "waits")
    child, grandchild = (
        waits.index(reverse("reporting:review", args=[row.pk])) for row in (district, commune)
    )
    assert child < grandchild
    assert "Phường Phúc Xá, Quận Ba Đình" in waits


def test_what_lies_deeper_is_one_line_a_district(week, first_quarter, submission_of, sent, actors, cast):
    PostFactory(unit=cast.units["HN-01-02"], holder=cast["officer"])
    actors["officer"] = actor_of(cast["officer"], actors["officer"].on)
    for code in ("HN-01-01", "HN-01-02"):
        sent(submission_of(first_quarter, code))
    assert part(week("consolidator"), "waits").count("work__row") == 2
    waits = part(week("city_consolidator"), "waits")
    assert "2 báo cáo chờ duyệt ở Quận Ba Đình" in waits
    assert waits.count("work__row") == 1


def test_a_supplement_waits_with_its_reason(week, first_quarter, submission_of, sent, actors, now):
    mine = submission_of(first_quarter)
    version = sent(mine)
    reviewing.accept(submission_id=mine.pk, version_number=version.number, by=actors["consolidator"], at=now)
    supplements.supplement(
        submission_id=mine.pk, changes={CELL: "3"}, reason="Sót ba cuộc.", by=actors["officer"], at=now
    )
    waits = part(week("consolidator"), "waits")
    assert "bản bổ sung 1" in waits
    assert "Sót ba cuộc." in waits


def test_more_than_five_of_one_place_are_one_line(cast, now, form, week, sent, submission_of, actors):
    for number in range(3, 9):
        make_unit(f"HN-01-0{number}", parent=cast.district, linked=number == 8)
    round_ = rounds.open_round(form=form, period=Period.parse("2020-Q1"), unit=cast.city, by=None, at=now)
    officer = UserFactory()
    for number in range(3, 9):
        unit = OrgUnit.objects.get(code=f"HN-01-0{number}")
        PostFactory(unit=unit, holder=officer)
    actors["many"] = actor_of(officer, now.date())
    for row in Submission.unscoped.filter(round=round_, unit__posts__holder=officer):
        sent(row, "many")
    waits = part(week("consolidator"), "waits")
    assert "6 báo cáo chờ duyệt ở Quận Ba Đình" in waits
    assert "ky=2020-Q1&amp;trang-thai=waiting" in waits
    assert waits.count("work__row") == 1
    above = part(week("city_consolidator"), "waits")
    assert "don-vi=HN-01" in above


def test_five_lines_are_in_sight_and_the_rest_one_press_away(cast, now, form, week):
    for number in range(3, 10):
        make_unit(f"HN-01-0{number}", parent=cast.district, linked=number == 9, reports_itself=False)
    rounds.open_round(form=form, period=Period.parse("2020-Q1"), unit=cast.city, by=None, at=now)
    owed = part(week("consolidator"), "owe")
    assert owed.split("<details")[0].count("work__row") == 5
    assert "Xem tất cả (8)" in owed
    assert owed.count("work__row") == 8


def test_a_round_past_its_day_can_be_closed_by_who_may(week, first_quarter, at):
    address = reverse("reporting:close", args=[first_quarter.pk])
    assert address not in week("consolidator")
    at(first_quarter.due_on + timedelta(days=3))
    waits = part(week("consolidator"), "waits")
    assert address in waits
    assert "còn thiếu 3 đơn vị" in waits
    assert "quá hạn 3 ngày" in waits
    assert address not in week("officer")


def test_a_closed_round_does_not_ask_to_be_closed_again(week, first_quarter, at, actors, cast):
    day = at(first_quarter.due_on + timedelta(days=3))
    rounds.close_branch(
        round_=first_quarter, unit=cast.district, reason="Đủ rồi", by=actors["consolidator"], at=day
    )
    address = reverse("reporting:close", args=[first_quarter.pk])
    assert address not in week("consolidator")
    assert address in week("city_consolidator")


def test_a_second_administrator_is_asked_and_the_first_is_not(week, cast, now):
    holder = UserFactory(full_name="Ngô Thị Mai")
    second = UserFactory(full_name="Lý Văn Nam")
    PostFactory(unit=cast.city, holder=second, role="administrator")
    grant = PendingGrant.objects.create(
        unit=cast.city, role="auditor", title="Kiểm tra", holder=holder, starts_on=date(2020, 4, 1), asked_by=second,
        asked_at=now,
    )  # fmt: skip
    address = f"{reverse('organizations:waiting')}#waiting-{grant.pk}"
    assert address in week("administrator")
    PendingGrant.objects.update(asked_by=cast["administrator"])
    assert address not in week("administrator")


def test_a_leader_sees_who_is_late(week, first_quarter, at):
    at(first_quarter.due_on + timedelta(days=2))
    text = week("leader")
    assert "quý I/2020: 0/7 đơn vị đã gửi" in text
    assert "7 đơn vị quá hạn:" in text
    assert "Thành phố Hà Nội" in text
    assert "và 2 đơn vị khác" in text
    assert 'id="owe"' not in text


def test_a_leader_sees_what_changed_as_doors(week, first_quarter, submission_of, sent, actors, cast, now, at):
    for code, who in [("HN-01-01", "officer"), ("HN-02-01", "outsider")]:
        row = submission_of(first_quarter, code)
        version = sent(row, who, **{CELL: 12})
        reviewing.accept(
            submission_id=row.pk, version_number=version.number, by=actors["city_consolidator"], at=now
        )
    assert "Có gì thay đổi" not in week("leader"), "nothing is settled yet"
    day = at(first_quarter.due_on + timedelta(days=3))
    rounds.close_branch(
        round_=first_quarter, unit=cast.city, reason="Đã đến hạn", by=actors["city_consolidator"], at=day
    )
    text = week("leader")
    assert "Có gì thay đổi: quý I/2020" in text
    assert reverse("reporting:trace", args=["HN", "2020-Q1", "supervision.sessions.total"]) in text
    assert ">24<" in text
    assert "week__note" not in text
    Round.objects.update(illustrative=True)
    assert "week__note" in week("leader"), "invented figures are never shown as if they were counted"


def test_an_auditor_sees_what_the_last_checkpoint_covers(week, first_quarter):
    text = week("auditor")
    assert "Điểm chốt gần nhất" in text
    assert reverse("audit:check") in text


@pytest.mark.parametrize(
    ("who", "most"),
    [
        ("officer", 18), ("consolidator", 27), ("city_consolidator", 27),
        ("leader", 17), ("administrator", 17), ("auditor", 17),
    ],
)  # fmt: skip
def test_queries_are_counted(
    who, most, cast, client_for, first_quarter, submission_of, sent, at, django_assert_max_num_queries
):
    sent(submission_of(first_quarter))
    at(first_quarter.due_on + timedelta(days=3))
    client = client_for(cast[who])
    client.get(reverse("workspace:this_week"))
    with django_assert_max_num_queries(most):
        client.get(reverse("workspace:this_week"))


@pytest.mark.parametrize(
    ("on", "words", "tone"),
    [
        (date(2020, 3, 11), "quá hạn 5 ngày (từ 11/03)", "danger"),
        (date(2020, 3, 16), "hạn hôm nay", "warn"),
        (date(2020, 3, 19), "còn 3 ngày làm việc (đến 19/03)", "warn"),
        (date(2020, 3, 27), "còn 9 ngày làm việc (đến 27/03)", "quiet"),
    ],
)
def test_days_in_words(on, words, tone):
    assert rows.due_words(on, date(2020, 3, 16), Calendar()) == (words, tone)


def test_a_day_off_before_the_due_day_is_no_working_day_left():
    friday, sunday = date(2020, 3, 20), date(2020, 3, 22)
    assert rows.due_words(sunday, friday, Calendar()) == ("hạn 22/03, trước ngày làm việc kế tiếp", "warn")


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("officer", [
            "Tuần này", "Báo cáo", "Cam kết", "Kiến nghị", "Tiếp dân", "Số liệu", "Văn bản chỉ đạo", "Trang khác",
            "Đối thoại", "Dân chủ ở cơ sở", "Giám sát", "Mô hình, điển hình", "Tin công khai",
            "Nhập từ tệp", "Đơn vị", "Đánh giá", "Thời hạn", "Thông báo",
        ]),
        ("administrator", [
            "Tuần này", "Báo cáo", "Số liệu", "Văn bản", "Tin công khai", "Dữ liệu mở", "Nhập từ tệp", "Trang khác",
            "Đơn vị", "Đánh giá", "Người dùng", "Thời hạn", "Nhật ký hoạt động", "Thông báo",
        ]),
        ("auditor", [
            "Tuần này", "Báo cáo", "Cam kết", "Tiếp dân", "Số liệu", "Văn bản chỉ đạo", "Văn bản", "Trang khác",
            "Đối thoại", "Dân chủ ở cơ sở", "Giám sát", "Mô hình, điển hình", "Dữ liệu mở",
            "Nhập từ tệp", "Đơn vị", "Đánh giá", "Thời hạn", "Nhật ký hoạt động", "Thông báo",
        ]),
    ],
)  # fmt: skip
def test_the_rail(week, who, words, first_quarter):
    rail = week(who).split('class="rail__nav"')[1].split("</nav>")[0]
    found = [item.split("<")[0] for item in rail.split("<span>")[1:]]
    assert found == words
    in_sight = rail.split('<details class="rail__more"')[0].split("<span>")[1:]
    assert len(in_sight) + 1 <= 8, "seven words and the one that opens the rest"


@pytest.mark.parametrize(("who", "first"), [("officer", "officer"), ("auditor", "auditor")])
def test_help_begins_with_ones_own_work(client_for, cast, now, who, first):
    text = client_for(cast[who]).get(reverse("workspace:help")).content.decode()
    sections = [piece.split('"')[0] for piece in text.split('<section class="prose help" id="')[1:]]
    assert sections[0] == first
    assert sorted(sections) == ["administrator", "auditor", "consolidator", "leader", "officer"]


def test_the_statement_on_accessibility_is_open_to_everybody(
    client, client_for, cast, now, django_assert_max_num_queries
):
    where = reverse("workspace:accessibility")
    assert f'href="{where}"' in client.get(reverse("accounts:sign_in")).content.decode()
    with django_assert_max_num_queries(1):  # the session
        page = client.get(where).content.decode()
    assert "WCAG" in page and "Chưa có" in page and "quản trị viên" in page
    mine = client_for(cast["officer"])
    assert f'href="{where}"' in mine.get(reverse("workspace:help")).content.decode()
    assert mine.get(where).status_code == 200
    assert mine.post(where).status_code == 405
