"""What stands of exemplars in the commune HN-01-01 and the units above it, for doors that need a record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from danvan.exemplars.services import commending, contesting, living, registering, steps_at_once

# Url name -> function of the standing city that gives the arguments of its address.
DOORS: dict[str, Callable[[Any], dict[str, Any]]] = {
    **{
        f"exemplars:{name}": lambda here: {"model_id": here.rooms["exemplars"]["model"]}
        for name in ("model", "edit", "tree")
    },
    "exemplars:step": lambda here: {"model_id": here.rooms["exemplars"]["model"], "step": "kiem-tra"},
    "exemplars:at_once": lambda here: {"step": "kiem-tra"},
    "exemplars:take_back": lambda here: {"bulk_id": here.rooms["exemplars"]["bulk"]},
    **{
        f"exemplars:{name}": lambda here: {"contest_id": here.rooms["exemplars"]["contest"]}
        for name in ("contest", "contest_edit", "enter", "contest_excel")
    },
    "exemplars:contest_step": lambda here: {
        "contest_id": here.rooms["exemplars"]["judged"],
        "step": "dong-vong",
    },
    "exemplars:judge": lambda here: {"contest_id": here.rooms["exemplars"]["judged"], "seat": 1},
    "exemplars:withdraw": lambda here: {"entry_id": here.rooms["exemplars"]["entry"]},
    **{
        f"exemplars:{name}": lambda here: {"award_id": here.rooms["exemplars"]["award"]}
        for name in ("award", "award_edit")
    },
    "exemplars:award_step": lambda here: {"award_id": here.rooms["exemplars"]["award"], "step": "hoi-dong"},
}
# Url name -> what is posted there.
BODIES: dict[str, dict[str, Any]] = {}


def stand(made: Any, text: Callable[[str, str], str]) -> dict[str, Any]:
    code, at = "HN-01-01", made.at
    commune, district = made.unit_itself(code), made.unit_itself("HN-01")
    on = at.date()

    def say(what: str) -> str:
        return text(what, code)

    model = registering.register(
        unit=made.cast.commune, by=commune, at=at,
        values={
            "title": say("model")[:200], "field": "economy", "holder": "collective", "summary": say("summary"),
            "conditions": say("conditions"), "registered_on": on,
        },
    )  # fmt: skip
    living.activate(model_id=model.pk, version=0, on=on, by=commune, at=at)
    registering.add_effect(
        model_id=model.pk, version=1, what=say("effect")[:200], measure=say("measure")[:40], before=1, after=2, by=commune,
        at=at,
    )  # fmt: skip
    check = {"on": on, "verdict": "good", "findings": say("findings"), "residents": say("residents")}
    bulk = steps_at_once.take_all(what="assessed", items=[(model.pk, 2)], values=check, by=district, at=at)
    # Another one, so that no later step follows the bulk step: it ended with a reason.
    other = registering.register(
        unit=made.cast.commune, by=commune, at=at,
        values={"title": say("model")[:200], "field": "economy", "holder": "individual", "registered_on": on},
    )  # fmt: skip
    living.stop(model_id=other.pk, version=0, on=on, reason=say("ended")[:300], by=commune, at=at)
    contest, entry = _contest(made, say, judged=False)
    judged, _entry = _contest(made, say, judged=True)
    return {
        "model": model.pk, "ended": other.pk, "bulk": bulk.pk, "contest": contest, "entry": entry, "judged": judged,
        "award": _award(made, say),
    }  # fmt: skip


def _contest(made: Any, say: Callable[[str], str], *, judged: bool) -> tuple[int, int]:
    """Held by the district, with an entry of the commune; the one judged has its first round open."""
    at, district = made.at, made.unit_itself("HN-01")
    values = {"title": "Hội thi", "about": "Thể lệ", "entries_until": at.date()}
    shape = contesting.Shape([("Hiệu quả", 60)], [("Vòng 1", 1), ("Vòng 2", None)], [None])
    contest = contesting.plan(unit=made.cast.units["HN-01"], values=values, shape=shape, by=district, at=at)
    contesting.open_entries(contest_id=contest.pk, version=0, by=district, at=at)
    entry = contesting.enter(
        contest_id=contest.pk, unit=made.cast.commune, title=say("entry")[:200], text=say("entrytext"),
        by=made.unit_itself("HN-01-01"), at=at,
    )  # fmt: skip
    if judged:
        contesting.begin(contest_id=contest.pk, version=1, by=district, at=at)
    return contest.pk, entry.pk


def _award(made: Any, say: Callable[[str], str]) -> int:
    at, commune = made.at, made.unit_itself("HN-01-01")
    award = commending.draft(
        unit=made.cast.commune, holder_unit=made.cast.commune, by=commune, at=at,
        values={
            "movement": say("movement")[:200], "launched_on": at.date(), "year": 2020, "form": "letter", "authority": "district",
            "holder": "collective", "achievement": say("achievement"), "dossier": ["report"],
        },
    )  # fmt: skip
    commending.propose(award_id=award.pk, version=0, by=commune, at=at)
    return award.pk
