"""Taking turns: ours and its peers are measured round by round, so that a busy minute hits all of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 7


@dataclass(frozen=True)
class Result:
    """
    Medians in seconds by name; `ours` is compared with each peer. `cpu` holds the same in time this process computed:
    what a busy machine cannot spoil, and all there is where the work is done here (SQLite, NumPy, pages).
    """

    what: str
    medians: dict[str, float]
    goals: dict[str, str]
    cpu: dict[str, float]

    def lines(self) -> list[str]:
        ours = self.medians["ours"]
        found = [f"{self.what}: ours {ours * 1000:.2f} ms, computing {self.cpu['ours'] * 1000:.2f}"]
        for name, seconds in self.medians.items():
            if name != "ours":
                took = f"{seconds * 1000:.2f} ms, computing {self.cpu[name] * 1000:.2f}"
                computing = _ratio(self.cpu["ours"], self.cpu[name])
                found.append(
                    f"    {_ratio(ours, seconds)} {name} ({took}: {computing}); goal {self.goals.get(name, '–')}"
                )
        return found


def _ratio(ours: float, theirs: float) -> str:
    if theirs >= ours > 0:
        return f"{theirs / ours:.1f} times faster than"
    return f"{ours / theirs:.2f} times" if theirs else "–"


def measure(what: str, goals: dict[str, str], rounds: int = ROUNDS, **runs: Callable[[], object]) -> Result:
    """Median of `rounds` interleaved rounds after one to warm up; every callable runs once a round."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    cpu: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds + 1):
        for name, run in runs.items():
            began, computing = time.perf_counter(), time.process_time()
            run()
            taken, computed = time.perf_counter() - began, time.process_time() - computing
            if number:
                seconds[name].append(taken)
                cpu[name].append(computed)
    return Result(what, _medians(seconds), goals, _medians(cpu))


def _medians(times: dict[str, list[float]]) -> dict[str, float]:
    return {name.replace("_", " "): median(taken) for name, taken in times.items()}
