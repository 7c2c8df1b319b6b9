"""Indicators and report forms without code: everybody reads, the administrator at the top writes, history stays."""

import json

import pytest
from django.urls import reverse

from danvan.audit.models import AuditEntry
from danvan.common.errors import Conflict, NotAllowed, OutOfSight
from danvan.common.periods import Period
from danvan.reporting.formulas import BadFormula
from danvan.reporting.models import FormCell, FormVersion, Indicator, ReportForm
from danvan.reporting.queries import forms, indicators
from danvan.reporting.services import forms as form_services
from danvan.reporting.services import indicators as services
from danvan.reporting.services import rounds
from danvan.reporting.vectors import Presence, Vector
from tests.reporting.conftest import MEASURED

TYPED = "direction.documents.issued"
CODE = "direction.visits.made"


def words(answer):
    return answer.content.decode()


def definition(**instead):
    """A new indicator as the form posts it."""
    return {
        "code": CODE, "name_vi": "Lượt xuống cơ sở", "name_en": "Visits made", "unit": "lượt", "group": "direction",
        "kind": "input", "formula": "", "levels": ["city", "commune"], "over_units": "sum", "over_time": "sum",
        "small_cells_below": "", "note": "", "starts_on": "", "ends_on": "",
    } | instead  # fmt: skip


def values(**instead):
    posted = definition(**instead)
    code = posted.pop("code")
    return code, posted | {
        "levels": "|".join(posted["levels"]), "small_cells_below": 0, "starts_on": None, "ends_on": None,
    }  # fmt: skip


@pytest.fixture
def add(actors, now, form):
    def do(**instead):
        code, fields = values(**instead)
        return services.add_indicator(code=code, values=fields, by=actors["administrator"], at=now)

    return do


@pytest.fixture
def publish(actors, now, form):
    """``publish("2020-Q2", add={…}, drop={…})``"""

    def do(period, add=(), drop=(), base=1, who="administrator"):
        asked, _gone = form_services.asked(form)
        return form_services.publish(
            form_code=form.code, codes=(asked | set(add)) - set(drop), period=Period.parse(period), base=base,
            by=actors[who], at=now,
        )  # fmt: skip

    return do


@pytest.fixture
def accepted(first_quarter, send, accept):
    return accept(send(first_quarter))


def url(name, *args):
    return reverse(f"reporting:{name}", args=args)


PAGES = [("indicators",), ("indicator", TYPED), ("report_forms",), ("report_form", "DV-QUY")]
DOORS = [("indicator_edit", TYPED), ("indicator_new",), ("report_form_new",), ("publish_form", "DV-QUY")]


@pytest.mark.parametrize("page", PAGES)
def test_everybody_with_a_post_reads(browser, form, page, client_for):
    from tests.support.factories import UserFactory

    for who in ("officer", "outsider", "leader", "auditor", "administrator"):
        assert browser(who).get(url(*page)).status_code == 200
    assert client_for(UserFactory(username="khach")).get(url(*page)).status_code == 404


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", ["officer", "city_consolidator", "leader", "auditor"])
def test_only_the_administrator_writes(browser, form, door, who):
    assert browser(who).get(url(*door)).status_code == 403
    assert browser(who).post(url(*door), definition()).status_code == 403
    assert browser("administrator").get(url(*door)).status_code == 200
    assert url(*door) not in words(browser(who).get(url("indicators")))


def test_services_ask_too(actors, now, form, publish, cast):
    code, fields = values()
    for who in ("officer", "leader", "city_consolidator"):
        with pytest.raises(NotAllowed):
            services.add_indicator(code=code, values=fields, by=actors[who], at=now)
        with pytest.raises(NotAllowed):
            publish("2020-Q2", drop={TYPED}, who=who)
    assert not Indicator.objects.filter(code=code).exists()
    assert FormVersion.objects.count() == 1


def test_an_administrator_below_the_top_reads_only(actors, now, cast, client_for, form):
    from danvan.organizations.models import Role
    from tests.support.factories import PostFactory, UserFactory

    person = UserFactory(username="quan-tri-quan")
    PostFactory(unit=cast.district, holder=person, role=Role.ADMINISTRATOR)
    assert client_for(person).get(url("indicators")).status_code == 200
    assert client_for(person).get(url("indicator_new")).status_code == 403


def test_the_catalogue_has_every_indicator_once(browser, form):
    html = words(browser("officer").get(url("indicators")))
    assert html.count('<th scope="row">') == Indicator.objects.count() == 120
    assert "100 × “" in html, "formulas are told in words"
    assert ">DV-QUY</a>" in html


@pytest.mark.parametrize(
    ("asked", "found"),
    [("giam sat", True), ("giám sát", True), ("supervision.form.team", True), ("khongcogi", False)],
)
def test_search_with_and_without_diacritics(browser, form, asked, found):
    html = words(browser("officer").get(url("indicators"), {"q": asked}))
    assert ("supervision.form.team" in html) is found
    assert ("Không có chỉ tiêu nào phù hợp" in html) is not found


def test_pages_ask_the_database_little(browser, form, django_assert_max_num_queries):
    page = browser("administrator")
    page.get(url("indicators"))
    for name, most in [(PAGES[0], 14), (PAGES[1], 15), (PAGES[2], 14), (PAGES[3], 16), (DOORS[3], 16)]:
        with django_assert_max_num_queries(most):
            assert page.get(url(*name)).status_code == 200


# --- indicators -------------------------------------------------------------------------------------------------------


def test_adding_an_indicator(browser, form):
    answer = browser("administrator").post(url("indicator_new"), definition())
    assert answer.status_code == 302
    row = Indicator.objects.get(code=CODE)
    assert (row.levels, row.position) == ("city|commune", 120)
    entry = AuditEntry.objects.filter(action="reporting.indicator_added")
    assert [one.target_id for one in entry] == [CODE]
    assert "Hiện không biểu mẫu nào hỏi" in words(browser("officer").get(url("indicator", CODE)))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": TYPED}, "không bao giờ dùng lại"),
        ({"code": "Direction Visits"}, "không dùng làm mã được"),
        ({"kind": "total", "formula": "a ++ b"}, "Không đọc được"),
        ({"kind": "total", "formula": f"{TYPED} + khong.co"}, "khong.co"),
        ({"kind": "total"}, "cần công thức"),
        ({"formula": f"{TYPED} + {TYPED}"}, "không có công thức"),
        ({"kind": "ratio", "formula": f"100 * {TYPED} / {TYPED}"}, "Chỉ tỷ lệ"),
        ({"over_time": "ratio"}, "Chỉ tỷ lệ"),
        ({"levels": []}, "Chọn ít nhất một cấp"),
        ({"starts_on": "01/02/2020", "ends_on": "01/01/2020"}, "Không thể kết thúc"),
    ],
)
def test_what_cannot_stand_is_refused_and_kept(browser, form, wrong, said):
    answer = browser("administrator").post(url("indicator_new"), definition(**wrong))
    assert answer.status_code == 422
    html = words(answer)
    assert said in html
    assert 'value="Lượt xuống cơ sở"' in html
    assert Indicator.objects.count() == 120
    if "formula" in wrong and wrong["formula"] and wrong.get("kind") == "total":
        assert 'id="id_formula_error"' in html


def test_renaming_shows_at_once_in_a_process_that_remembers(browser, accepted, form):
    layout = forms.layout(ReportForm.objects.get(pk=form.pk))
    page = url("indicator_edit", TYPED)
    seen = indicators.stamp(Indicator.objects.get(code=TYPED))
    posted = {"name_vi": "Văn bản mới", "name_en": "New", "unit": "bản", "seen": seen,
              "note": Indicator.objects.get(code=TYPED).note}  # fmt: skip
    assert browser("administrator").post(page, posted).status_code == 302
    now_read = forms.layout(ReportForm.objects.get(pk=form.pk))
    assert layout.catalogue[TYPED].name_vi != "Văn bản mới"
    assert now_read.catalogue[TYPED].name_vi == "Văn bản mới"
    assert "Văn bản mới" in words(browser("officer").get(reverse("reporting:entry", args=[accepted.pk])))
    entry = AuditEntry.objects.get(action="reporting.indicator_edited")
    after = json.loads(bytes(entry.body))["after"]
    assert after["name_vi"] == "Văn bản mới"
    assert set(after) == {"name_vi", "name_en", "unit"}


def test_nothing_changed_writes_nothing(actors, now, form):
    row = Indicator.objects.get(code=TYPED)
    args = {"code": TYPED, "seen": indicators.stamp(row), "by": actors["administrator"], "at": now}
    services.edit_indicator(changes={"name_vi": row.name_vi}, **args)
    assert not AuditEntry.objects.filter(action="reporting.indicator_edited").exists()


@pytest.mark.parametrize(
    "change", [{"kind": "stock"}, {"levels": "city"}, {"over_time": "last"}, {"over_units": "none"}]
)
def test_what_accepted_figures_rest_on_stays(accepted, actors, now, change):
    row = Indicator.objects.get(code=TYPED)
    with pytest.raises(services.InUse, match="mã mới"):
        services.edit_indicator(
            code=TYPED, changes=change, seen=indicators.stamp(row), by=actors["administrator"], at=now
        )
    assert indicators.stamp(Indicator.objects.get(code=TYPED)) == indicators.stamp(row)


def test_the_page_of_one_in_use_offers_words_only(browser, form, first_quarter, send, accept):
    page = browser("administrator")
    assert 'name="kind"' in words(page.get(url("indicator_edit", TYPED)))
    seen = indicators.stamp(Indicator.objects.get(code=TYPED))
    accept(send(first_quarter))
    assert 'name="kind"' not in words(page.get(url("indicator_edit", TYPED)))
    late = page.post(url("indicator_edit", TYPED), definition(kind="stock", name_vi="Khác hẳn", seen=seen))
    assert late.status_code == 422
    assert "mã mới" in words(late)
    assert 'value="Khác hẳn"' in words(late)


def test_a_cell_of_a_published_form_stays_typed(form, actors, now):
    row = Indicator.objects.get(code=TYPED)
    ratio = {"kind": "ratio", "formula": "100 * direction.units.with_plan / direction.units.assigned",
             "over_units": "ratio", "over_time": "ratio"}  # fmt: skip
    with pytest.raises(services.InUse):
        services.edit_indicator(
            code=TYPED, changes=ratio, seen=indicators.stamp(row), by=actors["administrator"], at=now
        )


def test_a_part_of_others_cannot_become_computed(add, actors, now):
    add(unit="văn bản")
    total, fields = values(
        code="direction.visits.total", kind="total", unit="văn bản", formula=f"{CODE} + {TYPED}"
    )
    services.add_indicator(code=total, values=fields, by=actors["administrator"], at=now)
    seen = indicators.stamp(Indicator.objects.get(code=CODE))
    with pytest.raises(BadFormula):
        services.edit_indicator(
            code=CODE, changes={"kind": "slice", "formula": f"slice({TYPED}, level=city)"}, seen=seen,
            by=actors["administrator"], at=now,
        )  # fmt: skip


def test_two_who_change_the_same_do_not_overwrite_each_other(actors, now, form):
    seen = indicators.stamp(Indicator.objects.get(code=TYPED))
    args = {"code": TYPED, "seen": seen, "by": actors["administrator"], "at": now}
    services.edit_indicator(changes={"note": "một"}, **args)
    with pytest.raises(Conflict):
        services.edit_indicator(changes={"note": "hai"}, **args)
    assert Indicator.objects.get(code=TYPED).note == "một"


def test_codes_that_are_none(browser, form):
    assert browser("administrator").get(url("indicator", "khong.co")).status_code == 404
    assert browser("administrator").get(url("indicator", "A\0")).status_code == 404
    assert browser("administrator").get(url("report_form", "khong")).status_code == 404


# --- forms ------------------------------------------------------------------------------------------------------------


def test_a_new_form_and_its_first_version(browser, form):
    page = browser("administrator")
    posted = {"code": "DV-THANG", "name": "Báo cáo tháng", "periodicity": "month", "levels": ["commune"],
              "cutoff_day": "", "due_days": "3"}  # fmt: skip
    assert page.post(url("report_form_new"), posted).url == url("publish_form", "DV-THANG")
    again = page.post(url("report_form_new"), posted)
    assert (again.status_code, "đã có" in words(again)) == (422, True)
    assert "Chưa hỏi gì" in words(page.get(url("report_form", "DV-THANG")))
    choice = {"period": "2020-M04", "codes": [TYPED], "step": "preview"}
    preview = page.post(url("publish_form", "DV-THANG"), choice)
    assert "Thay đổi từ tháng 4/2020" in words(preview)
    assert not FormVersion.objects.filter(form__code="DV-THANG").exists(), "a preview writes nothing"
    assert (
        page.post(url("publish_form", "DV-THANG"), choice | {"step": "publish", "base": "0"}).status_code
        == 302
    )
    assert "phiên bản 1, từ 01/04/2020" in words(page.get(url("report_forms")))
    actions = list(
        AuditEntry.objects.filter(target_id="DV-THANG").order_by("seq").values_list("action", flat=True)
    )
    assert actions == ["reporting.form_created", "reporting.form_published"]


def test_the_preview_says_the_burden(add, form, actors):
    add()
    asked, _gone = form_services.asked(form)
    plan = form_services.preview(
        form=form,
        codes=(asked | {CODE}) - {TYPED},
        period=Period.parse("2020-Q2"),
        by=actors["administrator"],
    )
    assert [spec.code for spec in plan.added] == [CODE]
    assert [spec.code for spec in plan.ended] == [TYPED]
    # The new one is asked of city and communes, the ended one of everybody.
    assert {row.level: row.change for row in plan.burden} == {
        "city": 0,
        "district": -1,
        "commune": 0,
        "agency": -1,
    }


def test_what_is_published_stands_at_the_end_and_old_figures_stay(
    add, publish, accepted, form, browser, cast, actors, now
):
    before = forms.layout(form, 1)
    add()
    publish("2020-Q2", add={CODE}, drop={TYPED})
    after = forms.layout(form, 2)
    assert after.codes == (*before.codes, CODE)
    shown = [code for part in after.sections for code in part.codes]
    assert CODE in shown and TYPED not in shown
    assert TYPED in [code for part in forms.layout(form, 1).sections for code in part.codes]
    page = browser("city_consolidator")
    assert page.get(url("totals"), {"ky": "2020-Q1"}).status_code == 200
    assert page.get(reverse("reporting:trace", args=["HN", "2020-Q1", TYPED])).status_code == 200
    round_ = rounds.open_round(form=form, period=Period.parse("2020-Q2"), unit=cast.city, by=None, at=now)
    assert round_.form_version.number == 2
    assert "phien-ban=1" in words(page.get(url("report_form", "DV-QUY")))
    assert TYPED in words(page.get(url("report_form", "DV-QUY") + "?phien-ban=1"))
    assert TYPED not in words(page.get(url("report_form", "DV-QUY")))


def test_a_report_is_not_told_that_an_ended_cell_is_blank(publish, cast, form, now, actors, submission_of):
    from danvan.reporting.services import entry, sending
    from danvan.reporting.services.entry import Typed

    publish("2020-Q2", drop={TYPED})
    round_ = rounds.open_round(form=form, period=Period.parse("2020-Q2"), unit=cast.city, by=None, at=now)
    layout = forms.layout(form, 2)
    totals = {total for total, _parts in layout.totals}
    typed = {
        code: Typed("0", 0) for index, code in enumerate(layout.codes)
        if layout.applies("commune")[index] and index not in totals and code not in MEASURED
    }  # fmt: skip
    assert TYPED not in typed
    submission = submission_of(round_)
    entry.save_cells(submission_id=submission.pk, typed=typed, by=actors["officer"], at=now)
    version = sending.submit(submission_id=submission.pk, by=actors["officer"], at=now)
    assert Vector.unpack(version.cells)[layout.index[TYPED]].presence == Presence.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("period", "add_", "drop", "said"),
    [
        ("2020-Q2", (), (), "Không có gì thay đổi"),
        ("2020-Q1", (), {TYPED}, "giữ phiên bản"),
        ("2020-M04", (), {TYPED}, "loại"),
        ("2017-Q4", (), {TYPED}, "muộn hơn"),
        ("2020-Q2", (), {"dialogue.held.periodic"}, "được tính từ"),
    ],
)
def test_versions_that_cannot_stand(publish, first_quarter, form, period, add_, drop, said):
    with pytest.raises(form_services.BadForm, match=said):
        publish(period, add=add_, drop=drop)
    assert FormVersion.objects.count() == 1
    assert not FormCell.objects.exclude(to_version=None).exists()


def test_what_ended_is_not_asked_again(publish):
    publish("2020-Q2", drop={TYPED})
    with pytest.raises(form_services.BadForm, match="chỉ tiêu mới"):
        publish("2020-Q3", add={TYPED}, base=2)


def test_validity_binds_forms(add, publish, actors, now):
    row = add()
    services.edit_indicator(
        code=CODE,
        changes={"ends_on": now.date()},
        seen=indicators.stamp(row),
        by=actors["administrator"],
        at=now,
    )
    with pytest.raises(form_services.BadForm, match="hiệu lực"):
        publish("2020-Q2", add={CODE})


def test_an_old_preview_publishes_nothing(publish, browser, form):
    publish("2020-Q2", drop={TYPED})
    asked, _gone = form_services.asked(form)
    posted = {
        "period": "2020-Q3",
        "codes": sorted(asked - {"direction.tasks.on_time.rate"}),
        "step": "publish",
        "base": "1",
    }
    answer = browser("administrator").post(url("publish_form", "DV-QUY"), posted)
    assert (answer.status_code, "Phiên bản 2" in words(answer)) == (422, True)
    assert FormVersion.objects.count() == 2


def test_bad_input_keeps_the_ticks(browser, form):
    answer = browser("administrator").post(
        url("publish_form", "DV-QUY"), {"period": "hôm nay", "codes": [TYPED]}
    )
    assert answer.status_code == 422
    html = words(answer)
    assert html.count(" checked") == 1 and f'value="{TYPED}" checked' in html
    assert 'value="hôm nay"' in html
    unknown = browser("administrator").post(
        url("publish_form", "DV-QUY"), {"period": "2020-Q2", "codes": ["khong.co"]}
    )
    assert unknown.status_code == 422


def test_without_a_post_services_see_nothing(now, form):
    from danvan.organizations.actors import Actor

    with pytest.raises(OutOfSight):
        form_services.preview(
            form=form, codes=[TYPED], period=Period.parse("2020-Q2"), by=Actor(0, "", now.date(), ())
        )
