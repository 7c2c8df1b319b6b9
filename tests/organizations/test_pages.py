"""Pages of units over HTTP: who gets what, what stands on them, how many queries they cost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from danvan.audit.models import AuditEntry
from danvan.audit.once import new_key
from danvan.organizations import hooks, services
from danvan.organizations.models import OrgUnit, OrgUnitVersion, PendingGrant, Post, StructureChange
from tests.organizations.conftest import BASIS
from tests.support.factories import PostFactory, UserFactory

PEOPLE = ["officer", "consolidator", "city_consolidator", "leader", "administrator", "auditor", "outsider"]


@pytest.fixture
def city(cast):
    services.rebuild_links()
    return cast


@pytest.fixture
def admin(city, client_for):
    return client_for(city["administrator"])


def merger(**words):
    return {
        "day": "2020-06-01", "legal_basis": BASIS, "duoi": "HN-01", "units": ["HN-01-01", "HN-01-02"], "into": "",
        "name": "Phường Trúc Xá", "code": "HN-01-09", "step": "preview",
    } | words  # fmt: skip


# name of the page, its arguments, who may open it; everybody else gets the status at the end.
GETS = [
    ("tree", [], PEOPLE, 200),
    ("compare", [], PEOPLE, 200),
    ("unit", ["HN-02-01"], PEOPLE, 200),
    ("changes", [], ["administrator"], 403),
    ("change", ["merge"], ["administrator"], 403),
    ("change", ["resolution"], ["administrator"], 403),
    ("people", [], ["administrator"], 403),
    ("invite", [], ["administrator"], 403),
    ("waiting", [], ["administrator"], 403),
    ("give_post", ["HN-01-01"], ["administrator"], None),
]


@pytest.mark.parametrize(("page", "args", "open_to", "otherwise"), GETS)
def test_who_gets_which_page(city, client_for, client, page, args, open_to, otherwise):
    address = reverse(f"organizations:{page}", args=args)
    assert client.get(address).status_code == 302
    for name in PEOPLE:
        status = client_for(city[name]).get(address).status_code
        if name in open_to:
            assert status == 200, name
        else:
            # Posts of a unit are out of sight for a stranger and closed for those who see them.
            assert status == (otherwise or (404 if name == "outsider" else 403)), name


@pytest.mark.parametrize(
    "kind", ["open", "close", "rename", "move", "merge", "split", "abolish", "resolution"]
)
def test_every_wizard_opens(admin, kind):
    assert admin.get(reverse("organizations:change", args=[kind])).status_code == 200


@pytest.mark.parametrize(
    "path", ["nonsense/", "HN-99/", "thay-doi/moi/nonsense/", "thay-doi/999/", "nguoi-dung/9999/"]
)
def test_what_does_not_exist_is_not_found(admin, path):
    assert admin.get(f"/don-vi/{path}").status_code == 404


class TestTree:
    def test_it_shows_the_units_of_the_day(self, city, client_for):
        OrgUnitVersion.objects.create(
            unit=city.commune,
            starts_on=date(2020, 6, 1),
            name="x",
            level="commune",
            parent=city.district,
            closed=True,
        )
        services.rebuild_links()
        page = client_for(city["officer"])
        assert "Phường Phúc Xá" in page.get("/don-vi/?ngay=2020-05-31").content.decode()
        assert "Phường Phúc Xá" not in page.get("/don-vi/?ngay=2020-06-01").content.decode()

    def test_a_day_that_is_none_is_said_and_today_is_shown(self, city, client_for):
        text = client_for(city["officer"]).get("/don-vi/?ngay=31-02-2020").content.decode()
        assert "31-02-2020" in text
        assert "05/03/2020" in text

    @pytest.mark.parametrize("typed", ["phuc xa", "Phúc Xá", "HN-01-01", "ten xua"])
    def test_search_finds_with_and_without_marks_and_by_former_names(self, city, client_for, typed):
        OrgUnitVersion.objects.create(
            unit=city.commune,
            starts_on=date(2001, 1, 1),
            name="Phường Tên Xưa",
            level="commune",
            parent=city.district,
        )
        text = client_for(city["officer"]).get("/don-vi/", {"tim": typed}).content.decode()
        assert reverse("organizations:unit", args=["HN-01-01"]) in text
        assert "Phường Hàng Bồ" not in text

    def test_a_search_without_result_says_what_to_do(self, city, client_for):
        text = client_for(city["officer"]).get("/don-vi/?tim=khongco").content.decode()
        assert reverse("organizations:unit", args=["HN-01-01"]) not in text

    def test_it_is_escaped(self, city, client_for):
        text = (
            client_for(city["officer"])
            .get("/don-vi/?tim=<script>alert(1)</script>&ngay=<b>")
            .content.decode()
        )
        assert "<script>alert" not in text
        assert "“<b>”" not in text

    def test_a_whole_city_costs_no_more_queries_than_a_village(
        self, city, client_for, django_assert_max_num_queries
    ):
        units = OrgUnit.objects.bulk_create(OrgUnit(code=f"HN-X{n}") for n in range(600))
        OrgUnitVersion.objects.bulk_create(
            OrgUnitVersion(
                unit=u, starts_on=date(2008, 8, 1), name=u.code, level="commune", parent=city.district
            )
            for u in units
        )
        services.rebuild_links()
        page = client_for(city["officer"])
        page.get("/don-vi/")
        with django_assert_max_num_queries(8):
            text = page.get("/don-vi/").content.decode()
        assert text.count("HN-X") >= 600

    def test_what_changed_between_two_days(self, city, admin):
        _apply(admin, merger())
        text = admin.get("/don-vi/so-sanh/?tu=2020-05-31&den=2020-06-01").content.decode()
        assert "Phường Trúc Xá" in text
        assert "Phường Phúc Xá" in text
        assert "Phường Hàng Bồ" not in text


class TestUnit:
    def test_people_are_shown_within_ones_own_part_only(self, city, client_for):
        address = reverse("organizations:unit", args=["HN-01-01"])
        for name in ("officer", "consolidator", "leader", "administrator", "auditor"):
            assert "Nguyễn Thị An" in client_for(city[name]).get(address).content.decode(), name
        assert "Nguyễn Thị An" not in client_for(city["outsider"]).get(address).content.decode()

    def test_queries_do_not_grow(self, city, client_for, django_assert_max_num_queries):
        for _n in range(10):
            PostFactory(unit=city.commune)
        page = client_for(city["administrator"])
        page.get("/don-vi/HN-01-01/")
        with django_assert_max_num_queries(21):
            assert page.get("/don-vi/HN-01-01/").status_code == 200

    def test_a_context_above_adds_a_panel(self, city, client_for, monkeypatch):
        panel = hooks.Panel("Còn nợ", "organizations/branch.html", {})
        monkeypatch.setattr(hooks.panels, "functions", [lambda request, unit: None])
        assert "Còn nợ" not in client_for(city["officer"]).get("/don-vi/HN-01-01/").content.decode()
        seen = []
        monkeypatch.setattr(hooks.panels, "functions", [lambda request, unit: seen.append(unit) or None])
        client_for(city["officer"]).get("/don-vi/HN-01-01/")
        assert seen == [city.commune]
        assert hooks.panels_of(None, city.commune) == []
        assert panel.order == 100

    def test_an_ended_unit_keeps_its_page(self, city, admin):
        _apply(admin, merger())
        text = admin.get("/don-vi/HN-01-01/?ngay=2020-06-01").content.decode()
        assert reverse("organizations:unit", args=["HN-01-09"]) in text
        assert BASIS in text


def _apply(browser, words, kind="merge"):
    address = reverse("organizations:change", args=[kind])
    preview = browser.post(address, words | {"step": "preview"})
    assert preview.status_code == 200
    return browser.post(address, words | {"step": "apply", "digest": preview.context["plan"].digest})


class TestWizard:
    def test_preview_apply_undo(self, city, admin):
        preview = admin.post(reverse("organizations:change", args=["merge"]), merger())
        text = preview.content.decode()
        assert preview.status_code == 200
        assert "Nguyễn Thị An" in text
        assert not StructureChange.objects.exists()
        done = _apply(admin, merger())
        change = StructureChange.objects.get()
        assert done.headers["Location"] == reverse("organizations:change_made", args=[change.pk])
        assert admin.get(done.headers["Location"]).status_code == 200
        admin.post(reverse("organizations:undo", args=[change.pk]))
        change.refresh_from_db()
        assert change.undone_at
        assert not OrgUnit.objects.filter(code="HN-01-09").exists()
        assert admin.get(done.headers["Location"]).status_code == 200

    def test_an_obstacle_is_shown_and_what_was_typed_stays(self, city, admin):
        words = merger(into="HN-01-02", name="Phường Hoàn toàn Khác", units=["HN-01-02"])
        text = admin.post(reverse("organizations:change", args=["merge"]), words).content.decode()
        assert "Phường Hoàn toàn Khác" in text
        assert 'value="apply"' not in text

    def test_apply_without_a_preview_writes_nothing(self, city, admin):
        answer = admin.post(
            reverse("organizations:change", args=["merge"]), merger(step="apply", digest="made up")
        )
        assert answer.status_code == 200
        assert not StructureChange.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_sending_twice_writes_once(self, city, admin):
        _apply(admin, merger())
        answer = admin.post(reverse("organizations:change", args=["merge"]), merger(step="apply", digest="x"))
        assert answer.status_code == 200
        assert StructureChange.objects.count() == 1

    def test_a_district_administrator_cannot_reach_outside(self, city, client_for):
        PostFactory(unit=city.district, role="administrator", holder=city["consolidator"])
        local = client_for(city["consolidator"])
        assert local.post(reverse("organizations:change", args=["merge"]), merger()).status_code == 200
        address = reverse("organizations:change", args=["rename"])
        words = {"day": "2020-06-01", "legal_basis": BASIS, "unit": "HN-01", "name": "Khác"}
        assert local.post(address, words).status_code == 403
        table = {"day": "2020-06-01", "legal_basis": BASIS, "table": "HN-02-01,HN-02-02"}
        assert local.post(reverse("organizations:change", args=["resolution"]), table).status_code == 403

    def test_changes_of_another_part_are_out_of_sight(self, city, admin, client_for):
        _apply(admin, merger())
        PostFactory(unit=city.units["HN-02"], role="administrator", holder=city["outsider"])
        change = StructureChange.objects.get()
        for page in ("change_made", "undo"):
            address = reverse(f"organizations:{page}", args=[change.pk])
            browser = client_for(city["outsider"])
            answer = browser.get(address) if page == "change_made" else browser.post(address)
            assert answer.status_code == 404
        change.refresh_from_db()
        assert not change.undone_at

    def test_a_resolution_table_names_the_line_that_is_wrong(self, city, admin):
        address = reverse("organizations:change", args=["resolution"])
        table = "mã cũ\tmã mới\ttên\tphần\nHN-01-01\tHN-N\tPhường Mới\tnửa\nHN-01-02\t\t\t"
        text = admin.post(
            address, {"day": "2020-06-01", "legal_basis": BASIS, "table": table}
        ).content.decode()
        assert "nửa" in text
        assert "2" in text
        table = "mã cũ\tmã mới\ttên\tphần\nHN-01-01\tHN-N\tPhường Mới\ttoàn bộ\nHN-01-02\tHN-N\t\tmột phần\nHN-01-02\tHN-02-01\t\tpart"
        words = {"day": "2020-06-01", "legal_basis": BASIS, "table": table}
        assert _apply(admin, words, "resolution").status_code == 302


class TestPeople:
    def test_invite_gives_a_link_once_and_a_post(self, city, admin):
        words = {
            "full_name": "Bùi Thị Lan", "username": "bui-lan", "email": "", "unit": "HN-01-02", "role": "officer",
            "title": "Cán bộ dân vận", "starts_on": "2020-03-05", "ends_on": "",
        }  # fmt: skip
        answer = admin.post(reverse("organizations:invite"), words)
        assert answer.status_code == 200
        assert "/loi-moi/" in answer.content.decode()
        assert Post.objects.get(unit__code="HN-01-02").holder.username == "bui-lan"
        again = admin.post(reverse("organizations:invite"), words)
        assert "Bùi Thị Lan" in again.content.decode()
        assert Post.objects.filter(unit__code="HN-01-02").count() == 1

    def test_give_end_and_deputise_over_http(self, city, admin):
        person = UserFactory(full_name="Bùi Thị Lan")
        words = {
            "holder": person.pk,
            "role": "officer",
            "title": "Cán bộ",
            "starts_on": "2020-03-05",
            "ends_on": "",
        }
        assert (
            admin.post(
                reverse("organizations:give_post", args=["HN-01-02"]), words | {"once": new_key()}
            ).status_code
            == 302
        )
        post = Post.objects.get(holder=person)
        deputy = {
            "deputy": city["officer"].pk,
            "first_day": "2020-03-06",
            "last_day": "2020-03-07",
            "reason": "Ốm",
        }
        assert (
            admin.post(
                reverse("organizations:deputise", args=[post.pk]), deputy | {"once": new_key()}
            ).status_code
            == 302
        )
        assert "Ốm" in admin.get("/don-vi/HN-01-02/").content.decode()
        end = {"ends_on": "2020-03-10", "reason": "Chuyển công tác"}
        assert admin.post(reverse("organizations:end_post", args=[post.pk]), end).status_code == 302
        post.refresh_from_db()
        assert post.ends_on == date(2020, 3, 10)
        wrong = {"ends_on": "2001-01-01", "reason": "Nhầm"}
        assert "Nhầm" in admin.post(reverse("organizations:end_post", args=[post.pk]), wrong).content.decode()

    def test_a_post_outside_is_out_of_sight(self, city, client_for):
        PostFactory(unit=city.district, role="administrator", holder=city["consolidator"])
        foreign = Post.objects.get(holder=city["outsider"])
        browser = client_for(city["consolidator"])
        for page in ("end_post", "deputise"):
            assert browser.get(reverse(f"organizations:{page}", args=[foreign.pk])).status_code == 404
        assert browser.get(reverse("organizations:person", args=[city["outsider"].pk])).status_code == 404
        # Somebody with a post above is not looked after from below.
        PostFactory(unit=city.commune, holder=city["leader"])
        assert browser.get(reverse("organizations:person", args=[city["leader"].pk])).status_code == 404

    @pytest.mark.parametrize(("verb", "active"), [("khoa", False), ("mo-khoa", True)])
    def test_disable_and_enable_need_a_reason(self, city, admin, verb, active):
        person = city["officer"]
        person.is_active = not active
        person.save()
        address = reverse("organizations:person_act", args=[person.pk, verb])
        assert admin.post(address, {"reason": ""}).status_code == 200
        person.refresh_from_db()
        assert person.is_active is not active
        assert admin.post(address, {"reason": "Chuyển công tác"}).status_code == 302
        person.refresh_from_db()
        assert person.is_active is active

    def test_a_reset_shows_a_link_and_nobody_resets_oneself(self, city, admin):
        address = reverse("organizations:person_act", args=[city["officer"].pk, "dat-lai"])
        assert "/dat-lai-mat-khau/" in admin.post(address).content.decode()
        own = reverse("organizations:person_act", args=[city["administrator"].pk, "dat-lai"])
        assert admin.post(own).status_code == 302
        assert admin.get(reverse("organizations:person", args=[city["administrator"].pk])).status_code == 200

    def test_a_post_of_power_waits_and_a_second_person_confirms(self, city, admin, client_for):
        person = UserFactory()
        words = {
            "holder": person.pk,
            "role": "auditor",
            "title": "Kiểm tra",
            "starts_on": "2020-03-05",
            "ends_on": "",
        }
        admin.post(reverse("organizations:give_post", args=["HN"]), words | {"once": new_key()})
        pending = PendingGrant.objects.get()
        address = reverse("organizations:decide", args=[pending.pk])
        admin.post(address, {"decision": "confirm"})
        assert not Post.objects.filter(holder=person).exists()
        PostFactory(unit=city.city, role="administrator", holder=city["leader"])
        second = client_for(city["leader"])
        assert person.full_name in second.get(reverse("organizations:waiting")).content.decode()
        second.post(address, {"decision": "confirm"})
        assert Post.objects.get(holder=person).role == "auditor"
        assert second.post(address, {"decision": "confirm"}).status_code == 404

    def test_the_list_pages_and_searches_in_few_queries(self, city, admin, django_assert_max_num_queries):
        for _n in range(60):
            PostFactory(unit=city.commune)
        with django_assert_max_num_queries(14):
            assert admin.get(reverse("organizations:people")).status_code == 200
        assert (
            "Nguyễn Thị An"
            in admin.get(reverse("organizations:people"), {"tim": "nguyen an"}).content.decode()
        )
        assert admin.get(reverse("organizations:people"), {"trang": "2"}).status_code == 200


def test_days_before_everything_show_an_empty_tree(city, client_for):
    early = date(2008, 8, 1) - timedelta(days=1)
    answer = client_for(city["officer"]).get(f"/don-vi/?ngay={early.isoformat()}")
    assert answer.status_code == 200
