"""The life of a model: what starts where, who may, what counts when, and what a bulk step leaves behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from danvan.common.errors import Conflict, Incomplete, NotAllowed, OutOfSight, StaleVersion, WrongState
from danvan.exemplars import measures
from danvan.exemplars.models import ActiveSpell, ModelCheck, ModelEvent, Recognition, SkilledModel
from danvan.exemplars.queries import lineage, turnover
from danvan.exemplars.services import bulk, checking, inheriting, living, registering, steps_at_once
from danvan.organizations.models import OrgUnitVersion, UnitSuccession
from danvan.organizations.services.links import rebuild_links
from tests.exemplars.conftest import CHECK, DAY

NEXT = timedelta(days=1)
MODELS = [name for name in measures.MEASURES if name.startswith("Skilled")]


def counts(stage, starts_on, ends_on, unit=None):
    unit = unit or stage.cast.commune
    return {
        name.removeprefix("SkilledModel."): sum(n for _ref, _label, n in measures.MEASURES[name]([unit.pk], starts_on, ends_on).get(unit.pk, []))
        for name in MODELS
    }  # fmt: skip


def test_registered_active_and_recognised_are_three_numbers(stage):
    stage.register(date(2019, 2, 1), holder="individual")
    stage.active(date(2019, 5, 2))
    model = stage.recognised(date(2019, 9, 3))
    year = counts(stage, date(2019, 1, 1), DAY)
    assert year == {
        "active": 2, "active[holder=collective]": 2, "active[holder=individual]": 0, "registered": 3, "recognised": 1,
    }  # fmt: skip
    quarter = counts(stage, date(2019, 4, 1), date(2019, 6, 30))
    assert (quarter["active"], quarter["registered"], quarter["recognised"]) == (1, 1, 0)
    reference, label, _n = measures.recognised([stage.cast.commune.pk], date(2019, 9, 1), DAY)[
        stage.cast.commune.pk
    ][0]
    assert reference == model.ref and label == "03/09/2019: Tuyến phố không rác"


def test_a_stock_stays_what_it_was_on_every_past_day(stage):
    model = stage.active(date(2019, 3, 1))
    living.stop(
        model_id=model.pk, version=1, on=date(2019, 8, 1), reason="Xong", by=stage.officer, at=stage.at()
    )
    found = [
        counts(stage, day, day)["active"] for day in (date(2019, 2, 28), date(2019, 3, 1), date(2019, 7, 31), date(2019, 8, 1))
    ]  # fmt: skip
    assert found == [0, 1, 1, 0]


def test_what_is_not_verified_again_lapses_and_may_come_back(stage):
    model = stage.active(date(2018, 6, 1))
    assert model.verified_until == date(2019, 12, 31)
    after = date(2020, 2, 3)
    assert living.lapse(on=date(2019, 12, 31), at=stage.at()) == 0
    assert living.lapse(on=after, at=stage.at(after)) == 1
    assert living.lapse(on=after, at=stage.at(after)) == 0
    model.refresh_from_db()
    assert (model.state, counts(stage, date(2019, 12, 31), date(2019, 12, 31))["active"]) == ("lapsed", 1)
    assert counts(stage, after, after)["active"] == 0
    with pytest.raises(Incomplete):
        stage.take(model, "reverified", on=date(2019, 12, 1))
    with pytest.raises(Incomplete):
        stage.take(model, "reverified", on=after, verdict="poor")
    stage.take(model, "reverified", on=after)
    model.refresh_from_db()
    assert (model.state, model.verified_until) == ("active", date(2021, 12, 31))
    assert [counts(stage, day, day)["active"] for day in (after - NEXT, after)] == [0, 1]


@pytest.mark.parametrize(
    ("what", "on", "refusal"),
    [
        ("recognised", DAY, WrongState),
        ("assessed", DAY + NEXT, Incomplete),
        ("assessed", DAY - NEXT, Incomplete),
    ],
)
def test_steps_start_where_they_start(stage, what, on, refusal):
    model, at = stage.active(), stage.at()
    values = {"on": on, **CHECK, "grade": "district", "number": "1"}
    with pytest.raises(refusal):
        checking.take(
            model_id=model.pk, version=model.version, what=what, values=values, by=stage.district, at=at
        )


def test_the_level_above_checks_and_each_level_recognises_its_own(stage):
    model = stage.active()
    with pytest.raises(NotAllowed):
        stage.take(model, "assessed", by=stage.officer)
    with pytest.raises(OutOfSight):
        stage.take(model, "assessed", by=stage.actor("outsider"))
    own = stage.active(unit=stage.cast.district, by=stage.district)
    with pytest.raises(NotAllowed):
        stage.take(own, "assessed", by=stage.district)
    stage.take(own, "assessed", by=stage.city)
    with pytest.raises(NotAllowed):
        stage.take(own, "recognised", by=stage.district, grade="city")
    stage.take(own, "recognised", by=stage.district)
    with pytest.raises(Conflict):
        stage.take(own, "recognised", by=stage.district)
    stage.take(own, "recognised", by=stage.city, grade="city")
    assert own.recognitions.count() == 2


def test_a_page_opened_too_long_ago_changes_nothing(stage):
    model = stage.active()
    with pytest.raises(StaleVersion):
        living.stop(model_id=model.pk, version=0, on=DAY, reason="x", by=stage.officer, at=stage.at())


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "stopped", "ended_reason": ""},
        {"state": "active", "verified_until": None},
    ],
)
def test_the_database_refuses_what_cannot_be(stage, wrong):
    model = stage.active()
    with pytest.raises(IntegrityError), transaction.atomic():
        SkilledModel.unscoped.filter(pk=model.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActiveSpell.objects.create(model=model, begins_on=DAY)


def test_a_bulk_step_is_all_or_none_and_can_be_taken_back(stage):
    models = [stage.active(), stage.active(), stage.register()]
    items = [(model.pk, model.version) for model in models]
    values = {"on": DAY, **CHECK}
    with pytest.raises(WrongState):
        steps_at_once.take_all(what="assessed", items=items, values=values, by=stage.district, at=stage.at())
    assert not ModelCheck.objects.exists()
    made = steps_at_once.take_all(
        what="assessed", items=items[:2], values=values, by=stage.district, at=stage.at()
    )
    assert steps_at_once.last_of(stage.district) == made
    assert {row.state for row in SkilledModel.unscoped.filter(pk__in=[models[0].pk, models[1].pk])} == {
        "assessed"
    }
    steps_at_once.take_back(bulk_id=made.pk, by=stage.district, at=stage.at())
    assert not ModelCheck.objects.exists()
    assert SkilledModel.unscoped.filter(state="active").count() == 2
    with pytest.raises(WrongState):
        steps_at_once.take_back(bulk_id=made.pk, by=stage.district, at=stage.at())


def test_a_bulk_step_that_was_followed_stays(stage):
    model = stage.active()
    stage.take(model, "assessed")
    model.refresh_from_db()
    values = {"on": DAY, "grade": "commune", "number": "7-QĐ"}
    made = steps_at_once.take_all(
        what="recognised", items=[(model.pk, model.version)], values=values, by=stage.district, at=stage.at()
    )
    stage.take(model, "reverified")
    assert steps_at_once.last_of(stage.district) is None
    with pytest.raises(WrongState):
        steps_at_once.take_back(bulk_id=made.pk, by=stage.district, at=stage.at())
    assert Recognition.objects.get().taken_back is False


def test_a_copy_tells_its_source_and_stands_in_the_tree(stage):
    source = stage.recognised()
    copy = stage.active(unit=stage.cast.units["HN-02-01"], by=stage.actor("outsider"), source=source.pk)
    source.refresh_from_db()
    assert source.state == "replicated"
    assert [event.data["copy"] for event in source.events.filter(what="copied")] == [copy.pk]
    seen = {node.model.pk: (node.depth, node.seen) for node in lineage.tree(stage.officer, source, DAY)}
    assert seen == {source.pk: (0, True)}, "the copy is not recognised, and out of sight"
    assert [(node.model.pk, node.depth) for node in lineage.tree(stage.city, copy, DAY)] == [
        (source.pk, 0),
        (copy.pk, 1),
    ]
    assert [(node.model.pk, node.seen) for node in lineage.tree(stage.actor("outsider"), copy, DAY)] == [
        (source.pk, False), (copy.pk, True),
    ]  # fmt: skip


def test_nobody_copies_what_is_not_there_for_everybody(stage):
    hidden = stage.active()
    with pytest.raises(OutOfSight):
        registering.source(stage.actor("outsider"), hidden.pk)
    with pytest.raises(Incomplete):
        stage.register(source=hidden.pk, adapted=" ")


def test_new_kept_and_lapsed_make_the_sum(stage):
    kept, gone = stage.active(date(2018, 5, 1)), stage.active(date(2018, 6, 1), field="economy")
    stage.active(date(2019, 4, 1), field="economy")
    living.stop(model_id=gone.pk, version=1, on=date(2019, 7, 1), reason="x", by=stage.officer, at=stage.at())
    found = turnover.of(stage.officer, date(2019, 1, 1), DAY)
    assert (found.all.new, found.all.kept, found.all.lapsed, found.all.active, found.all.before) == (
        1,
        1,
        1,
        2,
        2,
    )
    by_field = {row.value: (row.new, row.kept, row.lapsed) for row in found.by_field}
    assert by_field["economy"] == (1, 0, 1) and by_field["culture_society"] == (0, 1, 0)
    assert turnover.of(stage.actor("outsider"), date(2019, 1, 1), DAY).all.active == 0
    assert kept.pk


def close(unit, heirs, day):
    OrgUnitVersion.objects.create(unit=unit, starts_on=day, closed=True, name="x", level="commune")
    for heir in heirs:
        UnitSuccession.objects.create(old=unit, new=heir, on=day, share="whole", kind="merge")
    rebuild_links()


def test_models_go_on_in_the_one_heir_and_the_past_stays(stage):
    old, heir = stage.cast.commune, stage.cast.units["HN-01-02"]
    model, waiting = stage.active(date(2019, 3, 1)), stage.register()
    day = date(2019, 11, 1)
    close(old, [heir], day)
    assert inheriting.pass_to_heirs(on=day, at=stage.at(day)) == 2
    assert inheriting.pass_to_heirs(on=day, at=stage.at(day)) == 0
    model.refresh_from_db()
    assert (model.state, model.continued_by.unit, model.continued_by.state) == ("stopped", heir, "active")
    assert counts(stage, DAY, DAY, old)["active"] == 1 and counts(stage, DAY, DAY, heir)["active"] == 0
    assert counts(stage, day, day, old)["active"] == 0
    assert counts(stage, date(2019, 1, 1), day, heir) | {} == {
        "active": 1, "active[holder=collective]": 1, "active[holder=individual]": 0, "registered": 0, "recognised": 0,
    }  # fmt: skip
    found = turnover.of(stage.actor("city_consolidator", day), date(2019, 11, 1), date(2019, 12, 1)).all
    assert (found.new, found.kept, found.lapsed) == (0, 1, 0)
    OrgUnitVersion.objects.filter(unit=old, closed=True).delete()
    UnitSuccession.objects.all().delete()
    assert inheriting.pass_to_heirs(on=day, at=stage.at(day)) == 2
    waiting.refresh_from_db()
    assert (waiting.state, counts(stage, day, day, old)["active"]) == ("registered", 1)


def test_without_one_heir_models_are_stopped(stage):
    model = stage.active()
    close(stage.cast.commune, [stage.cast.units["HN-01-02"], stage.cast.units["HN-02-01"]], DAY + NEXT)
    inheriting.pass_to_heirs(on=DAY + NEXT, at=stage.at(DAY + NEXT))
    model.refresh_from_db()
    assert model.state == "stopped" and model.ended_reason
    assert model.events.order_by("-pk").first().what == "passed"


def test_what_was_taken_over_is_no_event_of_the_time_before(stage):
    past = bulk.PastModel(
        stage.cast.commune.pk,
        "commune",
        "Cũ",
        "economy",
        "individual",
        date(2016, 5, 1),
        date(2019, 1, 1),
        date(2016, 6, 1),
    )
    bulk.take_over(models=[past], unit=stage.cast.city, by=stage.city, at=stage.at())
    assert counts(stage, date(2016, 1, 1), date(2016, 12, 31))["registered"] == 0
    assert counts(stage, DAY, DAY)["active[holder=individual]"] == 1
    assert ModelEvent.objects.count() == 2
    with pytest.raises((NotAllowed, OutOfSight)):
        bulk.take_over(models=[past], unit=stage.cast.city, by=stage.officer, at=stage.at())
