"""Talking to the person at the terminal, or to the program behind it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TextIO, TypeVar

Item = TypeVar("Item")


def say(*lines: object) -> None:
    """Lines for a person, on standard output."""
    for line in lines:
        print(line, flush=True)


def note(*lines: object) -> None:
    """Lines beside the answer, on standard error: they never mix with what another program reads."""
    for line in lines:
        print(line, file=sys.stderr, flush=True)


def answer(args: Any, data: Any, lines: Iterable[object]) -> None:
    """The answer of a command: `data` as JSON when ``--json`` was asked, else `lines` for a person."""
    if args.json:
        say(json.dumps(data, ensure_ascii=False, indent=2, default=_plain))
    else:
        say(*lines)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


class Progress:
    """
    A bar for long work on standard error: ``bar.show(120, 615, "Quý I/2019")``.

    Redraws in place at most ten times a second on a terminal; in a log it writes a line each tenth of the way.
    """

    WIDTH = 30

    def __init__(self, stream: TextIO | None = None):
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self.last_drawn = 0.0
        self.last_tenth = -1

    def show(self, done: int, total: int, what: object = "") -> None:
        share = done / total if total else 1.0
        if self.live:
            if done < total and time.monotonic() - self.last_drawn < 0.1:
                return
            self.last_drawn = time.monotonic()
            filled = round(share * self.WIDTH)
            bar = "█" * filled + "░" * (self.WIDTH - filled)
            self.stream.write(f"\r\x1b[K{bar} {share:4.0%}  {what}")
        elif int(share * 10) != self.last_tenth:
            self.last_tenth = int(share * 10)
            self.stream.write(f"{share:4.0%}  {what}\n")
        self.stream.flush()

    def end(self) -> None:
        """Leave the cursor on a line of its own."""
        if self.live:
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def over(self, items: Iterable[Item], total: int, what: object = "") -> Iterator[Item]:
        """Hand the items on, moving the bar with each."""
        for done, item in enumerate(items):
            self.show(done, total, what)
            yield item
        self.show(total, total, what)
        self.end()
