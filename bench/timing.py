"""Taking turns: ours and its peers are measured round by round, so that a busy minute hits all of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 7


@dataclass(frozen=True)
class Result:
    """Medians in seconds by name; `ours` is compared with each peer."""

    what: str
    medians: dict[str, float]
    goals: dict[str, str]

    def lines(self) -> list[str]:
        ours = self.medians["ours"]
        found = [f"{self.what}: ours {ours * 1000:.2f} ms"]
        for name, seconds in self.medians.items():
            if name != "ours":
                ratio = (
                    f"{seconds / ours:.1f} times faster than"
                    if seconds >= ours
                    else f"{ours / seconds:.2f} times"
                )
                found.append(
                    f"    {ratio} {name} ({seconds * 1000:.2f} ms); goal {self.goals.get(name, '–')}"
                )
        return found


def measure(what: str, goals: dict[str, str], rounds: int = ROUNDS, **runs: Callable[[], object]) -> Result:
    """Median of `rounds` interleaved rounds after one to warm up; every callable runs once a round."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds + 1):
        for name, run in runs.items():
            began = time.perf_counter()
            run()
            taken = time.perf_counter() - began
            if number:
                seconds[name].append(taken)
    return Result(what, {name.replace("_", " "): median(times) for name, times in seconds.items()}, goals)
