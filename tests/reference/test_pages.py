"""The pages about time: rules, one rule, the calculator, hours of units, and what a change would move."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from danvan.audit.models import AuditEntry
from danvan.organizations.models import OrgUnit
from danvan.reference import queries, services
from danvan.reference.models import CalendarDay, Clock, RemoteArea, WorkingHours

AT = datetime(2026, 4, 28, 2, tzinfo=UTC)
STORM = date(2026, 5, 6)


@pytest.fixture
def loaded(cast, at):
    at(2026, 4, 28)
    services.load_calendar(at=AT)
    return cast


@pytest.fixture
def page(client, loaded):
    """``page("officer", "reference:rules", q="x")`` is what that person reads."""

    def read(who, name, *args, **asked):
        client.force_login(loaded[who])
        return client.get(reverse(name, args=args), asked)

    return read


def words(answer):
    return " ".join(answer.content.decode().split())


def start(cast, owner=1, code="petition.notice"):
    return services.start_clock(
        kind="petitions.notice", owner=owner, unit=cast.commune, rule_code=code, started_at=AT, by=None, at=AT
    )


class TestRules:
    def test_rules_of_today_with_their_sources(self, page):
        text = words(page("officer", "reference:rules"))
        assert "Thông báo việc xử lý kiến nghị, phản ánh" in text
        assert "Luật Tiếp công dân 42/2013/QH13, Điều 28 khoản 1" in text
        assert "10 ngày làm việc" in text
        # Two sides of the first of July.
        assert "Luật Khiếu nại 02/2011/QH13, Điều 27, 36" in text
        assert "Nghị định 155/2026/NĐ-CP, Điều 10" not in text

    def test_rules_of_another_day(self, page):
        text = words(page("officer", "reference:rules", on="2026-07-01"))
        assert "Nghị định 155/2026/NĐ-CP, Điều 10" in text
        assert "Luật Khiếu nại 02/2011/QH13, Điều 27, 36" not in text

    def test_by_subject_and_words_without_marks(self, page):
        text = words(page("officer", "reference:rules", q="kien nghi", topic="petition"))
        assert "Trả lời kiến nghị, phản ánh" in text
        assert "Giải quyết tố cáo" not in text
        assert "Không có quy định phù hợp" in words(page("officer", "reference:rules", q="zzz"))

    def test_one_rule_shows_its_versions_and_how_far_it_was_checked(self, page):
        text = words(page("officer", "reference:rule", "complaint.accept"))
        assert "01/07/2012 – 30/06/2026" in text
        assert "từ 01/07/2026" in text
        assert "đã đối chiếu" in text
        assert "việc bắt đầu trước giữ quy định cũ" in text
        text = words(page("officer", "reference:rule", "petition.answer"))
        assert "đề xuất, chưa phải quy định" in text
        assert "1 lần, mỗi lần thêm không quá 15" in text

    def test_what_is_no_rule(self, page):
        assert page("officer", "reference:rule", "petition.nothing").status_code == 404

    def test_queries_do_not_grow(self, page, django_assert_max_num_queries):
        page("officer", "reference:rules")
        with django_assert_max_num_queries(14):
            page("officer", "reference:rules")


class TestCalculator:
    def ask(self, page, who="officer", **asked):
        return words(page(who, "reference:reckon", **{"rule": "petition.notice", "on": "2026-04-28"} | asked))

    def test_in_words_and_day_by_day(self, page, loaded):
        text = self.ask(page, unit=str(loaded.commune.pk))
        assert "hết hạn 14/05/2026." in text
        assert "Ngày Chiến thắng 30/4" in text
        assert "Luật Tiếp công dân 42/2013/QH13, Điều 28 khoản 1" in text
        assert not Clock.unscoped.exists()

    def test_the_hours_of_the_unit_count(self, page, loaded):
        WorkingHours.objects.create(
            unit=loaded.commune, starts_on=date(2026, 1, 1), morning_from=time(7), morning_to=time(15)
        )
        asked = {"rule": "petition.receive", "on": "2026-04-28", "moment": "07:00"}
        assert "hết hạn 15:00 ngày 28/04/2026" in self.ask(page, **asked, unit=str(loaded.commune.pk))

    def test_remote_units_have_longer(self, page, loaded):
        OrgUnit.objects.filter(pk=loaded.commune.pk).update(remote_area=True)
        text = self.ask(page, rule="complaint.resolve_first", unit=str(loaded.commune.pk))
        assert "45 ngày kể từ ngày 28/04/2026" in text
        assert "Đơn vị thuộc vùng sâu, vùng xa." in text

    def test_before_the_rule_there_was_none(self, page):
        text = self.ask(page, on="2010-01-04")
        assert "không có quy định thời hạn" in text
        assert "hết hạn" not in text

    def test_what_makes_no_sense(self, page, loaded):
        assert "hết hạn" not in self.ask(page, on="khi nào")
        assert "hết hạn" not in self.ask(page, rule="dialogue.yearly")
        # The choice of units is one's own.
        assert "hết hạn" not in self.ask(page, unit=str(loaded.units["HN-02-01"].pk))

    def test_the_way_here_from_a_rule(self, page):
        text = words(page("officer", "reference:reckon", rule="petition.answer"))
        assert '<option value="petition.answer" selected>' in text

    def test_queries_do_not_grow(self, page, django_assert_max_num_queries):
        self.ask(page)
        with django_assert_max_num_queries(18):
            self.ask(page)


class TestHours:
    def test_everybody_sees_only_some_set(self, page, loaded):
        assert "08:00–11:30 · 13:30–17:00" in words(page("officer", "reference:hours"))
        text = words(page("officer", "reference:hours_of_unit", "HN-01-01"))
        assert "Đặt giờ làm việc" not in text
        assert "Đặt giờ làm việc" in words(page("administrator", "reference:hours_of_unit", "HN-01-01"))
        assert page("officer", "reference:hours_of_unit", "HN-02-01").status_code == 404
        assert page("officer", "reference:hours_of_unit", "XX").status_code == 404

    def test_summer_hours_move_an_hour_clock(self, client, loaded):
        clock = start(loaded, code="petition.receive")
        client.force_login(loaded["administrator"])
        typed = {
            "starts_on": "2026-04-16", "morning_from": "07:00", "morning_to": "11:00", "afternoon_from": "13:30",
            "afternoon_to": "16:00", "source": "Thông báo 12/TB-UBND",
        }  # fmt: skip
        where = reverse("reference:hours_of_unit", args=["HN"])
        assert client.post(where, typed).status_code == 302
        clock.refresh_from_db()
        # From 09:00: 2 h and 2 h 30, then 3 h 30 the next morning; by the usual hours it was due at 10:00.
        assert f"{clock.told.due_at:%H:%M %d/%m}" == "10:30 29/04"
        assert queries.events_of(clock).last().what == "reckoned"
        assert AuditEntry.objects.filter(action="reference.hours_set").count() == 1
        assert "07:00–11:00" in words(client.get(where))

    @pytest.mark.parametrize(
        "times",
        [
            {"morning_from": "11:00", "morning_to": "08:00"},
            {
                "morning_from": "07:00",
                "morning_to": "11:00",
                "afternoon_from": "10:00",
                "afternoon_to": "12:00",
            },
            {"morning_from": "07:00", "morning_to": "11:00", "afternoon_from": "13:00"},
        ],
    )
    def test_hours_out_of_order_are_refused(self, client, loaded, times):
        client.force_login(loaded["administrator"])
        where = reverse("reference:hours_of_unit", args=["HN"])
        answer = client.post(where, {"starts_on": "2026-04-16", "source": "x"} | times)
        assert answer.status_code == 422
        assert "không nối tiếp nhau" in answer.content.decode()
        assert not WorkingHours.objects.exists()

    def test_remote_from_a_day_on(self, client, loaded):
        client.force_login(loaded["administrator"])
        where = reverse("reference:hours_of_unit", args=["HN-01-01"])
        typed = {"starts_on": "2026-05-01", "remote": "on", "source": "QĐ 1", "remote_form": "1"}
        assert client.post(where, typed).status_code == 302
        assert RemoteArea.objects.get().remote
        assert not queries.remote_on(loaded.commune.pk, date(2026, 4, 30))
        assert queries.remote_on(loaded.commune.pk, date(2026, 5, 1))

    @pytest.mark.parametrize(("who", "status"), [("officer", 403), ("leader", 403), ("outsider", 404)])
    def test_others_set_nothing(self, client, loaded, who, status):
        client.force_login(loaded[who])
        where = reverse("reference:hours_of_unit", args=["HN-01-01"])
        typed = {"starts_on": "2026-05-01", "remote": "on", "source": "QĐ 1", "remote_form": "1"}
        assert client.post(where, typed).status_code == status
        assert not RemoteArea.objects.exists()

    def test_queries_do_not_grow(self, page, django_assert_max_num_queries):
        page("administrator", "reference:hours")
        with django_assert_max_num_queries(20):
            page("administrator", "reference:hours")


class TestPreview:
    typed = {"day": "06/05/2026", "kind": "off", "name": "Nghỉ bão", "source": "Công điện 1"}

    def test_a_day_off_shows_first_what_it_moves(self, client, loaded):
        clock = start(loaded)
        client.force_login(loaded["administrator"])
        answer = client.post(reverse("reference:add_day"), self.typed | {"preview": "1"})
        text = words(answer)
        assert "1 thời hạn đang chạy sẽ có ngày hết hạn khác." in text
        assert "15/05/2026" in text
        assert "Phường Phúc Xá" in text
        assert 'value="Nghỉ bão"' in text
        assert not CalendarDay.objects.filter(day=STORM).exists()
        answer = client.post(reverse("reference:add_day"), self.typed, follow=True)
        assert "1 thời hạn đang chạy đã dời ngày." in words(answer)
        clock.refresh_from_db()
        assert clock.due_on == date(2026, 5, 15)

    def test_a_day_that_moves_nothing(self, client, loaded):
        start(loaded)
        client.force_login(loaded["administrator"])
        answer = client.post(reverse("reference:add_day"), self.typed | {"day": "2026-08-03", "preview": "1"})
        assert "Không có thời hạn nào phải dời." in words(answer)

    def test_taking_a_day_away_shows_it_at_once(self, client, loaded):
        start(loaded)
        client.force_login(loaded["administrator"])
        text = words(client.get(reverse("reference:remove_day", args=[date(2026, 4, 30)])))
        assert "1 thời hạn đang chạy sẽ có ngày hết hạn khác." in text
        assert "13/05/2026" in text

    def test_changing_a_day_can_be_looked_at_too(self, client, loaded):
        start(loaded)
        client.force_login(loaded["administrator"])
        CalendarDay.objects.create(day=date(2026, 5, 9), kind="off", name="Nghỉ", source="x")
        typed = {"kind": "worked", "name": "Làm bù", "source": "x", "version": "1", "preview": "1"}
        text = words(client.post(reverse("reference:change_day", args=[date(2026, 5, 9)]), typed))
        assert "1 thời hạn đang chạy sẽ có ngày hết hạn khác." in text
        assert CalendarDay.objects.get(day=date(2026, 5, 9)).kind == "off"


def test_the_year_at_a_glance(page):
    text = words(page("officer", "reference:calendar", nam="2026"))
    assert text.count('<table class="month">') == 12
    assert 'title="Làm bù cho ngày 31/08/2026"' in text
    assert "day--worked" in text


def test_the_rail_leads_here_for_whoever_holds_a_post(page):
    assert reverse("reference:reckon") in page("officer", "reference:rules").content.decode()
