"""Splitting published totals over units, quarters and kinds, to the digit, with a fixed seed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

import numpy as np

SEED = 20191227
QUARTERS = 4
Figures = dict[str, np.ndarray]


def published() -> dict[str, Any]:
    """The city's totals of 2019 as stated at the annual review."""
    return json.loads(resources.files("danvan.demo").joinpath("hanoi-2019.json").read_text("utf-8"))


def scattered(rng: np.random.Generator, total: int, weights: np.ndarray) -> np.ndarray:
    """`total` things dealt out along `weights` (any shape, need not add up to 1); the result adds up to `total`."""
    flat = weights.ravel() / weights.sum()
    return rng.multinomial(total, flat).reshape(weights.shape)


def sizes(rng: np.random.Generator, units: int) -> np.ndarray:
    """How busy each unit is: some twice as busy as others, none idle. Shape (units, 1)."""
    return np.clip(rng.lognormal(0, 0.35, (units, 1)), 0.4, 2.5)


def within(rng: np.random.Generator, whole: np.ndarray, share: float) -> np.ndarray:
    """A part of `whole`: about `share` of it, never more than all."""
    return rng.binomial(whole, share)


def growing(rng: np.random.Generator, last: np.ndarray) -> np.ndarray:
    """A stock over four quarters that ends at `last` (shape units): never falling. Shape (units, 4)."""
    start = rng.binomial(last, 0.86)
    steps = np.sort(rng.integers(0, 101, (len(last), 2)), axis=1) / 100
    middle = start[:, None] + np.floor((last - start)[:, None] * steps).astype(np.int64)
    return np.column_stack([start, middle, last])


def at_least_one_each(rng: np.random.Generator, total: int, units: int, weights: np.ndarray) -> np.ndarray:
    """`total` events over units and quarters so that every unit has one before any has two. Shape (units, 4)."""
    first = rng.permutation(units)[: min(total, units)]
    events = np.zeros((units, QUARTERS), np.int64)
    events[first, rng.integers(0, QUARTERS, len(first))] = 1
    return events + scattered(rng, total - len(first), weights)


def scaled(totals: Mapping[str, Mapping[str, int]], factor: float) -> dict[str, dict[str, int]]:
    """The published totals times a factor, for a year that is illustrative as a whole."""
    # Coverage stays what it is: the number of units does not shrink with the work they do.
    return {
        code: {
            level: value if code.endswith(".units.held") else max(1, round(value * factor))
            for level, value in levels.items()
        }
        for code, levels in totals.items()
    }
