"""Guided changes: every consequence first, then exactly that, then back again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from danvan.audit.models import AuditEntry
from danvan.common.errors import NotAllowed
from danvan.organizations import hooks, queries, services
from danvan.organizations.changes import Row
from danvan.organizations.errors import CannotUndo, PlanBlocked, PlanOutdated
from danvan.organizations.models import (
    OrgUnit,
    OrgUnitVersion,
    Post,
    StructureChange,
    UnitLink,
    UnitSuccession,
)
from tests.organizations.conftest import BASIS, REFORM, ask
from tests.support.factories import PostFactory, make_unit

BEFORE = REFORM - timedelta(days=1)


def rows_of_tree():
    """Everything a change may write, to compare before and after."""
    return (
        set(OrgUnit.objects.values_list("code", flat=True)),
        set(
            OrgUnitVersion.objects.values_list(
                "unit__code", "starts_on", "name", "parent__code", "closed", "level"
            )
        ),
        set(UnitSuccession.objects.values_list("old__code", "new__code", "on", "share", "kind")),
        set(Post.objects.values_list("pk", "ends_on")),
        set(
            UnitLink.objects.values_list(
                "ancestor__code", "descendant__code", "depth", "starts_on", "ends_on"
            )
        ),
    )


@pytest.fixture
def admin(cast, actor):
    services.rebuild_links()
    return actor(cast["administrator"])


@pytest.fixture
def do(admin, at):
    """Preview, then apply what the preview showed."""

    def apply(asked, by=None):
        plan, _told = services.preview(ask=asked, by=by or admin)
        return services.apply_change(ask=asked, digest=plan.digest, by=by or admin, at=at(2020, 3, 5))

    return apply


def blocking(asked, by):
    plan, _told = services.preview(ask=asked, by=by)
    return " | ".join(finding.text for finding in plan.blocking)


MERGER = ask("merge", units=("HN-01-01", "HN-01-02"), code="HN-01-09", name="Phường Trúc Xá")


def test_a_preview_of_a_merger_names_every_consequence_and_writes_nothing(cast, admin):
    before = rows_of_tree()
    plan, _told = services.preview(ask=MERGER, by=admin)
    assert [(change.kind, change.code) for change in plan.changes] == [
        ("closed", "HN-01-01"),
        ("closed", "HN-01-02"),
        ("opened", "HN-01-09"),
    ]
    assert [(row.old, row.new, row.share, row.kind) for row in plan.passings] == [
        ("HN-01-01", "HN-01-09", "whole", "merge"),
        ("HN-01-02", "HN-01-09", "whole", "merge"),
    ]
    assert [post.holder for post in plan.ended_posts] == ["Nguyễn Thị An"]
    assert plan.without_unit == ("Nguyễn Thị An",)
    assert not plan.findings
    assert rows_of_tree() == before
    assert not AuditEntry.objects.exists()


def test_applying_writes_what_the_preview_showed_and_undoing_takes_all_of_it_back(cast, admin, do, at):
    before = rows_of_tree()
    change = do(MERGER)
    city, day = cast.city, REFORM
    assert "HN-01-09" in {unit.code for unit in queries.names_on(day).values()}
    assert {unit.code for unit in queries.names_on(BEFORE).values()} >= {"HN-01-01", "HN-01-02"}
    new = queries.unit_by_code("HN-01-09")
    assert queries.path_ids(new.pk, day) == [city.pk, cast.district.pk, new.pk]
    assert queries.path_ids(cast.commune.pk, day) == []
    assert Post.objects.get(unit=cast.commune).ends_on == REFORM
    # Three versions, two successions, one post, and the change itself.
    assert AuditEntry.objects.count() == 7
    assert change.within == cast.district

    services.undo_change(change=change, by=admin, at=at(2020, 3, 8))
    assert rows_of_tree() == before
    assert StructureChange.objects.get().undone_by == cast["administrator"]
    assert AuditEntry.objects.count() == 14


def test_a_merger_into_one_of_the_old_units_keeps_it_and_may_rename_it(cast, admin, do):
    do(ask("merge", units=("HN-01-01", "HN-01-02"), into="HN-01-02", name="Phường Trúc Bạch Mới"))
    names = {unit.code: unit.name for unit in queries.names_on(REFORM).values()}
    assert "HN-01-01" not in names
    assert names["HN-01-02"] == "Phường Trúc Bạch Mới"
    (row,) = UnitSuccession.objects.all()
    assert (row.old.code, row.new.code) == ("HN-01-01", "HN-01-02")


def test_a_merger_of_districts_takes_their_communes_along(cast, admin, do):
    do(ask("merge", units=("HN-01", "HN-02"), code="HN-09", name="Quận Mới"))
    new = queries.unit_by_code("HN-09")
    below = set(
        OrgUnit.objects.filter(pk__in=queries.child_ids(new.pk, REFORM)).values_list("code", flat=True)
    )
    assert below == {"HN-01-01", "HN-01-02", "HN-02-01", "HN-02-02"}


def test_a_split_into_parts_ends_the_unit_unless_it_keeps_one(cast, admin, do):
    parts = (
        Row("HN-01-01", "HN-01-11", "Phường Một", "part"),
        Row("HN-01-01", "HN-01-12", "Phường Hai", "part"),
    )
    do(ask("split", unit="HN-01-01", rows=parts))
    codes = {unit.code for unit in queries.names_on(REFORM).values()}
    assert {"HN-01-11", "HN-01-12"} <= codes
    assert "HN-01-01" not in codes
    do(ask("split", unit="HN-01-02", rows=(Row("HN-01-02", "HN-01-13", "Phường Ba", "part"),), keeps=True))
    codes = {unit.code for unit in queries.names_on(REFORM).values()}
    assert {"HN-01-02", "HN-01-13"} <= codes
    assert set(UnitSuccession.objects.values_list("share", "kind")) == {("part", "split")}


def test_abolishing_a_level_hands_its_units_up(cast, admin, do):
    change = do(ask("abolish", unit="HN", level="district"))
    tree = queries.tree_on(REFORM)
    assert [unit.code for unit in tree.roots] == ["HN"]
    assert {unit.level for unit in tree.below(cast.city.pk)} == {"commune"}
    assert len(tree.below(cast.city.pk)) == 4
    assert set(UnitSuccession.objects.values_list("old__code", "new__code", "kind")) == {
        ("HN-01", "HN", "abolished"),
        ("HN-02", "HN", "abolished"),
    }
    assert change.within == cast.city


def test_opening_closing_renaming_and_moving(cast, admin, do):
    do(ask("open", parent="HN-01", code="HN-01-20", name="Phường Mới", level="commune"))
    do(ask("rename", unit="HN-01-01", name="Phường Phúc Xá Mới"))
    do(ask("move", unit="HN-01-02", parent="HN-02"))
    do(ask("close", unit="HN-02-02"))
    names = {unit.code: unit for unit in queries.names_on(REFORM).values()}
    assert names["HN-01-20"].parent_id == cast.district.pk
    assert names["HN-01-01"].name == "Phường Phúc Xá Mới"
    assert names["HN-01-02"].parent_id == cast.units["HN-02"].pk
    assert "HN-02-02" not in names
    assert queries.names_on(BEFORE)[cast.commune.pk].name == "Phường Phúc Xá"
    assert not UnitSuccession.objects.exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (ask("close", unit="HN-01"), "HN-01-01"),
        (ask("close", unit="HN-99"), "HN-99"),
        (ask("rename", unit="HN-01-01", name="Phường Trúc Bạch"), "HN-01-02"),
        (ask("rename", unit="HN-01-01", name="Phường Phúc Xá"), "Phường Phúc Xá"),
        (ask("move", unit="HN-01", parent="HN-01-01"), "Quận Ba Đình"),
        (ask("move", unit="HN-01-01", parent="HN-01"), "Phường Phúc Xá"),
        (ask("open", parent="HN-01", code="HN-01-01", name="Khác", level="commune"), "HN-01-01"),
        (ask("open", parent="HN-99", code="HN-01-21", name="Khác", level="commune"), "HN-99"),
        (ask("merge", units=("HN-01-01",), code="X", name="Y"), ""),
        (ask("merge", units=("HN-01-01", "HN-01-01"), code="X", name="Y"), "Phường Phúc Xá"),
        (ask("split", unit="HN-01-01", rows=(Row("HN-01-01", "X", "Y", "part"),)), ""),
        (ask("abolish", unit="HN", level="village"), "Thành phố Hà Nội"),
        (ask("rename", unit="HN-01-01", name="Sớm quá", day=date(2001, 1, 1)), "Phường Phúc Xá"),
        (ask("rename", unit="HN-01-01", name="Cùng ngày", day=date(2008, 8, 1)), "Phường Phúc Xá"),
    ],
)
def test_what_makes_no_sense_is_named_and_never_applied(cast, admin, at, asked, told):
    before = rows_of_tree()
    plan, _told = services.preview(ask=asked, by=admin)
    assert plan.blocking
    assert any(told in finding.text or told == finding.unit for finding in plan.blocking)
    with pytest.raises(PlanBlocked):
        services.apply_change(ask=asked, digest=plan.digest, by=admin, at=at(2020, 3, 5))
    assert rows_of_tree() == before
    assert not AuditEntry.objects.exists()


def test_a_unit_that_changes_again_later_cannot_change_before_that(cast, admin, do):
    do(ask("rename", unit="HN-01-01", name="Tên sau", day=date(2021, 1, 1)))
    assert "01/01/2021" in blocking(ask("rename", unit="HN-01-01", name="Tên giữa"), admin)


def test_a_closed_unit_is_not_closed_twice(cast, admin, do):
    do(ask("close", unit="HN-01-01"))
    assert "Phường Phúc Xá" in blocking(ask("close", unit="HN-01-01", day=date(2020, 7, 1)), admin)


def test_a_post_that_begins_after_the_closing_stands_in_the_way(cast, admin):
    PostFactory(unit=cast.commune, starts_on=date(2020, 8, 1))
    assert "01/08/2020" in blocking(ask("close", unit="HN-01-01"), admin)


def test_a_unit_passed_whole_is_not_passed_again(cast, admin):
    rows = (Row("HN-01-01", "HN-01-02", "", "whole"), Row("HN-01-01", "HN-02-01", "", "part"))
    assert "Phường Phúc Xá" in blocking(ask("resolution", rows=rows), admin)


def test_a_stale_preview_is_not_applied(cast, admin, do, at):
    plan, _told = services.preview(ask=MERGER, by=admin)
    PostFactory(unit=cast.units["HN-01-02"])
    with pytest.raises(PlanOutdated):
        services.apply_change(ask=MERGER, digest=plan.digest, by=admin, at=at(2020, 3, 5))
    assert not StructureChange.objects.exists()


@pytest.mark.parametrize("name", ["officer", "consolidator", "leader", "auditor", "outsider"])
def test_only_those_who_manage_units_may_even_preview(cast, admin, actor, name):
    with pytest.raises(NotAllowed):
        services.preview(ask=MERGER, by=actor(cast[name]))


def test_an_administrator_of_a_district_stays_inside_it(cast, admin, actor, do):
    PostFactory(unit=cast.district, role="administrator", holder=cast["consolidator"])
    local = actor(cast["consolidator"])
    assert do(MERGER, by=local).within == cast.district
    for asked in (
        ask("move", unit="HN-01-09", parent="HN-02", day=date(2020, 7, 1)),
        ask("rename", unit="HN-01", name="Quận Khác"),
        ask("merge", units=("HN-02-01", "HN-02-02"), code="X", name="Y"),
        ask("close", unit="HN-02-01"),
    ):
        with pytest.raises(NotAllowed):
            services.preview(ask=asked, by=local)


def test_the_contexts_above_are_asked_and_can_forbid(cast, admin, at, monkeypatch):
    told = hooks.Consequence("Kỳ báo cáo quý II/2020 còn mở ở 2 đơn vị.", "blocking")
    monkeypatch.setattr(
        hooks.consequences, "functions", [lambda plan: [told] if plan.by_kind("closed") else []]
    )
    plan, consequences = services.preview(ask=MERGER, by=admin)
    assert consequences == [told]
    with pytest.raises(PlanBlocked):
        services.apply_change(ask=MERGER, digest=plan.digest, by=admin, at=at(2020, 3, 5))
    assert not StructureChange.objects.exists()


class TestUndo:
    def test_not_after_a_week(self, cast, admin, do, at):
        change = do(MERGER)
        with pytest.raises(CannotUndo):
            services.undo_change(change=change, by=admin, at=at(2020, 3, 13))
        assert "HN-01-09" in {unit.code for unit in queries.names_on(REFORM).values()}

    def test_not_twice(self, cast, admin, do, at):
        change = services.undo_change(change=do(MERGER), by=admin, at=at(2020, 3, 6))
        with pytest.raises(CannotUndo):
            services.undo_change(change=change, by=admin, at=at(2020, 3, 6))

    @pytest.mark.parametrize(
        "later",
        [
            ask("rename", unit="HN-01-09", name="Tên nữa", day=date(2020, 9, 1)),
            ask(
                "open",
                parent="HN-01-09",
                code="HN-V",
                name="Tổ dân phố 1",
                level="village",
                day=date(2020, 9, 1),
            ),
            ask("merge", units=("HN-02-01", "HN-01-09"), into="HN-01-09", day=date(2020, 9, 1)),
        ],
    )
    def test_not_while_a_later_change_rests_on_it(self, cast, admin, do, at, later):
        change = do(MERGER)
        do(later)
        with pytest.raises(CannotUndo):
            services.undo_change(change=change, by=admin, at=at(2020, 3, 6))
        assert StructureChange.objects.filter(undone_at=None).count() == 2

    def test_not_while_somebody_holds_a_post_in_the_new_unit(self, cast, admin, do, at):
        change = do(MERGER)
        PostFactory(unit=queries.unit_by_code("HN-01-09"), starts_on=REFORM)
        with pytest.raises(CannotUndo):
            services.undo_change(change=change, by=admin, at=at(2020, 3, 6))

    def test_not_by_somebody_who_does_not_manage_the_unit(self, cast, admin, do, at, actor):
        change = do(MERGER)
        with pytest.raises(NotAllowed):
            services.undo_change(change=change, by=actor(cast["consolidator"]), at=at(2020, 3, 6))


def test_a_reform_in_one_table_with_a_level_that_ends(cast, admin, do):
    """Like 1 July 2025: communes merge and split across old district lines while the districts end."""
    rows = (
        Row("HN-01-01", "HN-N1", "Phường Ba Đình", "whole"),
        Row("HN-01-02", "HN-N1", "Phường Ba Đình", "part"),
        Row("HN-01-02", "HN-N2", "Phường Hoàn Kiếm", "part"),
        Row("HN-02-01", "HN-N2", "Phường Hoàn Kiếm", "whole"),
        Row("HN-02-02", "HN-N2", "Phường Hoàn Kiếm", "whole"),
    )
    asked = ask("resolution", unit="HN", level="district", parent="HN", rows=rows)
    do(asked)
    tree = queries.tree_on(REFORM)
    assert [(depth, unit.code) for depth, unit in tree.walk()] == [(0, "HN"), (1, "HN-N1"), (1, "HN-N2")]
    assert UnitSuccession.objects.filter(kind="merge").count() == 3
    assert UnitSuccession.objects.filter(kind="split").count() == 2
    assert UnitSuccession.objects.filter(kind="abolished").count() == 2
    assert OrgUnitVersion.objects.filter(starts_on=REFORM, legal_basis=BASIS).count() == 8


def test_moving_across_districts_in_a_resolution_keeps_the_row_names(cast, admin):
    rows = (Row("HN-01-01", "X", "", "whole", line=3),)
    assert "3" in blocking(ask("resolution", rows=rows), admin)
    rows = (Row("HN-01-01", "X", "Một", line=1), Row("HN-01-02", "X", "Hai", line=2))
    assert "2" in blocking(replace(ask("resolution"), rows=rows), admin)


def test_a_unit_below_one_that_ends_needs_somewhere_to_go(cast, admin, do):
    make_unit("HN-01-01-A", "Tổ dân phố 1", level="village", parent=cast.commune)
    services.rebuild_links()
    assert "Tổ dân phố 1" in blocking(ask("close", unit="HN-01-01"), admin)
    do(ask("close", unit="HN-01-01", children_to="HN-01-02"))
    assert (
        queries.names_on(REFORM)[queries.unit_by_code("HN-01-01-A").pk].parent_id == cast.units["HN-01-02"].pk
    )
