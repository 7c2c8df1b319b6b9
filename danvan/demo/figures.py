"""A plausible year of one level's units: every stored indicator, four quarters, consistent with the rules of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from danvan.demo.splitting import QUARTERS, Figures, at_least_one_each, growing, scattered, sizes, within

Totals = Mapping[str, Mapping[str, int]]


def year(rng: np.random.Generator, level: str, units: int, totals: Totals, carried: np.ndarray) -> Figures:
    """
    Figures by indicator, each of shape (units, 4), for units of one level. `totals` are kept to the digit where they
    name the level; `carried` (shape units) is what was pending when the year began.
    """
    weights = sizes(rng, units) * np.array([[0.85, 1.05, 1.0, 1.1]])
    figures: Figures = {}
    _dialogues(rng, level, units, totals, weights, figures)
    _supervision(rng, level, totals, weights, figures)
    _criticism(rng, level, totals, weights, figures)
    _models(rng, level, totals, weights, figures)
    _petitions(rng, level, weights, carried, figures)
    _reception(rng, level, weights, figures)
    _direction(rng, level, units, weights, figures)
    _consultation(rng, level, weights, figures)
    _democracy(rng, level, units, weights, figures)
    _training(rng, level, units, weights, figures)
    _awards(level, units, totals, figures)
    _inspection(rng, level, units, totals, figures)
    _some(rng, "situation.notes.submitted", weights, 3, figures)
    figures["situation.topics.open"] = rng.integers(
        1, {"city": 9, "district": 6}.get(level, 4), (units, QUARTERS)
    )
    return figures


def _some(
    rng: np.random.Generator, code: str, weights: np.ndarray, mean: float, figures: Figures
) -> np.ndarray:
    figures[code] = rng.poisson(mean * weights)
    return figures[code]


def _dialogues(rng, level: str, units: int, totals: Totals, weights, figures: Figures) -> None:
    if level == "city":
        # The published review does not split the city's dialogues: the total stands without its parts.
        held = scattered(rng, totals["dialogue.held.total"]["city"] - QUARTERS, weights) + 1
    else:
        periodic = totals["dialogue.held.periodic"][level]
        figures["dialogue.held.periodic"] = at_least_one_each(rng, periodic, units, weights)
        figures["dialogue.held.adhoc"] = scattered(rng, totals["dialogue.held.adhoc"][level], weights)
        held = figures["dialogue.held.periodic"] + figures["dialogue.held.adhoc"]
    figures["dialogue.held.total"] = held
    figures["dialogue.units.held"] = (held > 0).astype(np.int64)
    figures["dialogue.participants"] = held * rng.integers(45, 180, held.shape)
    raised = rng.poisson(held * 8)
    figures["dialogue.opinions.raised"] = raised
    at_once = within(rng, raised, 0.78)
    resolved = at_once + within(rng, raised - at_once, 0.6)
    figures["dialogue.opinions.answered_at_event"], figures["dialogue.opinions.resolved"] = at_once, resolved
    figures["dialogue.opinions.pending"] = raised - resolved
    figures["dialogue.conclusions.issued"] = held
    figures["dialogue.conclusions.on_time"] = within(rng, held, 0.93)


def _supervision(rng, level: str, totals: Totals, weights, figures: Figures) -> None:
    kinds = {"document": 0.32, "team": 0.33, "joint": 0.15} | (
        {"community": 0.2} if level == "commune" else {}
    )
    _by_kind(rng, totals["supervision.sessions.total"][level], "supervision.form", kinds, weights, figures)
    held = _added(figures[f"supervision.form.{kind}"] for kind in kinds)
    figures["supervision.sessions.total"] = held
    made = rng.poisson(held * 1.4)
    figures["supervision.recommendations.made"] = made
    figures["supervision.recommendations.answered"] = within(rng, made, 0.84)


def _added(parts: Iterable[np.ndarray]) -> np.ndarray:
    return np.sum(list(parts), axis=0)


def _by_kind(rng, total: int, prefix: str, kinds: Mapping[str, float], weights, figures: Figures) -> None:
    cube = np.stack([weights * share for share in kinds.values()])
    for kind, part in zip(kinds, scattered(rng, total, cube), strict=True):
        figures[f"{prefix}.{kind}"] = part


def _criticism(rng, level: str, totals: Totals, weights, figures: Figures) -> None:
    kinds = {"conference": 0.55, "written": 0.33, "dialogue": 0.12}
    _by_kind(rng, totals["criticism.sessions.total"][level], "criticism.form", kinds, weights, figures)
    held = _added(figures[f"criticism.form.{kind}"] for kind in kinds)
    figures["criticism.sessions.total"] = held
    made = rng.poisson(held * 5)
    figures["criticism.opinions.made"] = made
    figures["criticism.opinions.accepted"] = within(rng, made, 0.7)


def _models(rng, level: str, totals: Totals, weights, figures: Figures) -> None:
    last = scattered(rng, totals["model.active.total"][level], weights[:, -1])
    collective = within(rng, last, 0.62)
    figures["model.active.collective"] = growing(rng, collective)
    figures["model.active.individual"] = growing(rng, last - collective)
    active = figures["model.active.collective"] + figures["model.active.individual"]
    figures["model.active.total"] = active
    figures["model.registered"] = np.diff(active, axis=1, prepend=active[:, :1]).clip(0) + rng.poisson(
        0.4 * weights
    )
    figures["model.recognised"] = rng.poisson(active * 0.05)
    figures["contest.held"] = rng.poisson(0.12 * weights)


def _petitions(rng, level: str, weights, carried: np.ndarray, figures: Figures) -> None:
    mean = {"city": 120.0, "district": 34.0}.get(level, 7.0)
    _some(rng, "petition.received.complaint", weights, mean * 0.22, figures)
    _some(rng, "petition.received.denunciation", weights, mean * 0.05, figures)
    _some(rng, "petition.received.recommendation", weights, mean * 0.73, figures)
    received = _added(
        figures[f"petition.received.{kind}"] for kind in ("complaint", "denunciation", "recommendation")
    )
    figures["petition.received.total"] = received
    own = within(rng, received, 0.68)
    figures["petition.within_authority"], figures["petition.transferred"] = own, received - own
    opening = np.zeros_like(received)
    resolved, pending = np.zeros_like(received), np.zeros_like(received)
    for quarter in range(QUARTERS):
        opening[:, quarter] = carried if quarter == 0 else pending[:, quarter - 1]
        resolved[:, quarter] = within(rng, opening[:, quarter] + own[:, quarter], 0.86)
        pending[:, quarter] = opening[:, quarter] + own[:, quarter] - resolved[:, quarter]
    figures["petition.carried_over"], figures["petition.resolved"], figures["petition.pending"] = (
        opening,
        resolved,
        pending,
    )
    figures["petition.resolved.on_time"] = within(rng, resolved, 0.94)
    figures["petition.overdue"] = within(rng, pending, 0.15)


def _reception(rng, level: str, weights, figures: Figures) -> None:
    # Days a head must receive people in a quarter: monthly at the city, twice a month in a district, weekly in a commune.
    required = np.full(weights.shape, {"city": 3, "district": 6}.get(level, 13), np.int64)
    figures["reception.head.days_required"] = required
    figures["reception.head.days_held"] = within(rng, required, 0.95)
    mean = {"city": 210.0, "district": 60.0}.get(level, 12.0)
    for kind, share in (("regular", 0.72), ("periodic", 0.23), ("adhoc", 0.05)):
        _some(rng, f"reception.visits.{kind}", weights, mean * share, figures)
    visits = _added(figures[f"reception.visits.{kind}"] for kind in ("regular", "periodic", "adhoc"))
    figures["reception.visits.total"] = visits
    figures["reception.persons"] = visits + rng.poisson(visits * 0.18)
    figures["reception.groups"] = rng.poisson({"city": 3.0, "district": 0.8}.get(level, 0.05), visits.shape)


def _direction(rng, level: str, units: int, weights, figures: Figures) -> None:
    _some(
        rng, "direction.documents.issued", weights, {"city": 24.0, "district": 9.0}.get(level, 2.0), figures
    )
    assigned = np.repeat(
        rng.integers(*{"city": (6, 10), "district": (6, 12)}.get(level, (2, 6)), (units, 1)), QUARTERS, 1
    )
    figures["direction.units.assigned"] = assigned
    figures["direction.units.with_plan"] = np.maximum.accumulate(within(rng, assigned, 0.95), axis=1)
    due = _some(rng, "direction.tasks.due", weights, {"city": 12.0, "district": 5.0}.get(level, 1.6), figures)
    figures["direction.tasks.done_on_time"] = within(rng, due, 0.91)
    figures["direction.briefings.held"] = np.ones_like(due)


def _consultation(rng, level: str, weights, figures: Figures) -> None:
    opened = _some(
        rng, "consultation.drafts.opened", weights, {"city": 4.0, "district": 2.0}.get(level, 0.7), figures
    )
    figures["consultation.opinions.conference"] = rng.poisson(opened * 26)
    figures["consultation.opinions.written"] = rng.poisson(opened * 11)
    figures["consultation.opinions.online"] = rng.poisson(opened * 3)
    parts = ("conference", "written", "online")
    figures["consultation.opinions.total"] = _added(
        figures[f"consultation.opinions.{part}"] for part in parts
    )
    figures["consultation.feedback_published"] = within(rng, opened, 0.85)


def _democracy(rng, level: str, units: int, weights, figures: Figures) -> None:
    if level != "commune":
        return
    figures["gd.regulations.issued"] = np.ones((units, QUARTERS), np.int64)
    required = np.full((units, QUARTERS), 11, np.int64)
    figures["gd.disclosure.required"] = required
    figures["gd.disclosure.on_time"] = within(rng, required, 0.94)
    _some(rng, "gd.community.decisions", weights, 2.2, figures)
    _some(rng, "gd.pib.supervisions", weights, 1.6, figures)
    _some(rng, "gd.cisb.projects", weights, 1.9, figures)
    responses = _some(rng, "gd.satisfaction.responses", weights, 60, figures)
    figures["gd.satisfaction.satisfied"] = within(rng, responses, 0.92)


def _training(rng, level: str, units: int, weights, figures: Figures) -> None:
    classes = _some(rng, "training.classes", weights, {"city": 3.0, "district": 1.5}.get(level, 0.4), figures)
    figures["training.attendances"] = rng.poisson(classes * 55)
    target = np.repeat(
        rng.integers(*{"city": (80, 120), "district": (60, 110)}.get(level, (14, 36)), (units, 1)),
        QUARTERS,
        1,
    )
    figures["training.staff.target"] = target
    done = np.maximum.accumulate(within(rng, target, 0.9), axis=1)
    figures["training.staff.trained"] = done


def _awards(level: str, units: int, totals: Totals, figures: Figures) -> None:
    codes = ["award.flag.collectives", "award.certificate.collectives", "award.certificate.individuals"]
    for code in codes + (["award.pm_certificate.individuals"] if level == "city" else []):
        given = np.zeros((units, QUARTERS), np.int64)
        given[0, -1] = totals[code].get(level, 0)
        figures[code] = given
    figures["award.collectives.total"] = figures[codes[0]] + figures[codes[1]]
    figures["award.individuals.total"] = figures[codes[2]] + figures.get(
        "award.pm_certificate.individuals", 0
    )


def _inspection(rng, level: str, units: int, totals: Totals, figures: Figures) -> None:
    held = rng.poisson({"city": 3.0, "district": 1.5}.get(level, 0.3), (units, QUARTERS))
    figures["inspection.held"] = held
    figures["inspection.units.inspected"] = held * rng.integers(1, 4, held.shape)
    visited = np.zeros((units, QUARTERS), np.int64)
    if surveyed := totals["survey.units.surveyed"].get(level, 0):
        visited = scattered(rng, surveyed, np.ones((units, QUARTERS)))
    figures["survey.units.surveyed"] = visited
    figures["survey.held"] = (visited > 0).astype(np.int64)
