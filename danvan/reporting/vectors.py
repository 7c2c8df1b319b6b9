"""
The packed form of one unit's figures: one number and one presence code per cell, in the order of the form.

Bytes: format (1), number of cells (uint16), one presence code per cell, one int64 per cell; little-endian. Values are
whole numbers scaled by the indicator's decimals, so nothing is ever rounded. A vector made by an older form version is
shorter; what lies beyond its end was not asked and reads as not reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

FORMAT = 1
HEADER = 3
LARGEST = 10**15


class Presence(IntEnum):
    """Four different things. A reported zero is a `VALUE` of 0; a cell nobody asked for is `NOT_APPLICABLE`."""

    NOT_REPORTED = 0
    VALUE = 1
    BLANK = 2
    NOT_APPLICABLE = 3


@dataclass(frozen=True, slots=True)
class Cell:
    presence: Presence
    value: int | None = None


# Cells without a number, by the code of why.
_NUMBERLESS = {presence.value: Cell(presence) for presence in Presence if presence is not Presence.VALUE}


@dataclass(frozen=True, eq=False)
class Vector:
    """Immutable. `values` int64 and `presence` uint8, both of length n; values are 0 where presence is not VALUE."""

    values: np.ndarray
    presence: np.ndarray

    @classmethod
    def blank(cls, size: int) -> Vector:
        return cls(np.zeros(size, "<i8"), np.full(size, Presence.BLANK, np.uint8))

    @classmethod
    def of(cls, cells: Iterable[int | None | Presence]) -> Vector:
        """From numbers; None is blank, a Presence stands for itself. Raises ValueError beyond 10^15 either way."""
        given = list(cells)
        vector = cls.blank(len(given))
        for index, cell in enumerate(given):
            if isinstance(cell, Presence):
                vector.presence[index] = cell
            elif cell is not None:
                if abs(cell) > LARGEST:
                    raise ValueError(f"{cell} is too large for a cell")
                vector.values[index], vector.presence[index] = cell, Presence.VALUE
        return vector

    @classmethod
    def unpack(cls, data: bytes | memoryview) -> Vector:
        """The vector in `data`. Raises ValueError when the bytes are not a vector of a known format."""
        data = bytes(data)
        if len(data) < HEADER or data[0] != FORMAT:
            raise ValueError("not a packed vector")
        size = int.from_bytes(data[1:HEADER], "little")
        if len(data) != HEADER + 9 * size:
            raise ValueError("a packed vector of the wrong length")
        presence = np.frombuffer(data, np.uint8, size, HEADER)
        return cls(np.frombuffer(data, "<i8", size, HEADER + size), presence)

    def pack(self) -> bytes:
        size = len(self.presence)
        return bytes([FORMAT]) + size.to_bytes(2, "little") + self.presence.tobytes() + self.values.tobytes()

    def __len__(self) -> int:
        return len(self.presence)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vector) and self.pack() == other.pack()

    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, index: int) -> Cell:
        if index >= len(self.presence):
            return _NUMBERLESS[Presence.NOT_REPORTED]
        code = self.presence.item(index)
        if code == 1:
            return Cell(Presence.VALUE, self.values.item(index))
        return _NUMBERLESS.get(code) or Cell(Presence(code))

    def cells(self) -> list[Cell]:
        """All cells at once, for whoever asks for many."""
        return [
            Cell(Presence.VALUE, value) if code == 1 else _NUMBERLESS.get(code) or Cell(Presence(code))
            for code, value in zip(self.presence.tolist(), self.values.tolist(), strict=True)
        ]

    def value(self, index: int) -> int | None:
        """The number in a cell; None where there is none."""
        return self[index].value

    def replace(self, changes: Mapping[int, int | None | Presence]) -> Vector:
        """A copy with some cells changed."""
        changed = Vector(self.values.copy(), self.presence.copy())
        for index, cell in Vector.of(changes.values()).numbered(changes):
            changed.presence[index] = cell.presence
            changed.values[index] = cell.value or 0
        return changed

    def numbered(self, indexes: Iterable[int]) -> Iterable[tuple[int, Cell]]:
        return [(index, self[place]) for place, index in enumerate(indexes)]

    def resized(self, size: int) -> Vector:
        """The same cells in a longer form: what was not asked then is not reported."""
        if len(self) == size:
            return self
        if len(self) > size:
            raise ValueError("a vector cannot lose cells")
        more = size - len(self)
        return Vector(np.pad(self.values, (0, more)), np.pad(self.presence, (0, more)))

    @property
    def given(self) -> np.ndarray:
        """Where a number stands, as a mask."""
        return self.presence == Presence.VALUE

    def differences(self, other: Vector) -> list[int]:
        """Indexes of the cells in which the two differ."""
        size = max(len(self), len(other))
        mine, theirs = self.resized(size), other.resized(size)
        return np.flatnonzero((mine.values != theirs.values) | (mine.presence != theirs.presence)).tolist()


def pack_numbers(numbers: np.ndarray) -> bytes:
    """A row of totals: int64, little-endian."""
    return np.ascontiguousarray(numbers, "<i8").tobytes()


def unpack_numbers(data: bytes | memoryview, size: int) -> np.ndarray:
    """A row of totals as an int64 array of `size`, zero beyond what an older form asked."""
    found = np.frombuffer(bytes(data), "<i8")
    return found if len(found) == size else np.pad(found, (0, size - len(found)))
