"""
Merkle trees as in RFC 9162, section 2: one hash that stands for a whole log, and short proofs about it. Pure.

An inclusion proof shows that an entry is in the log a root stands for; a consistency proof shows that a
longer log begins with a shorter one. A receiver needs only roots and proofs, never the log.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from hmac import compare_digest


def leaf(entry: bytes) -> bytes:
    """The hash of an entry. Its first byte differs from a node's, so that neither can pass for the other."""
    return sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash of the whole tree over leaf hashes; SHA-256 of nothing when there are none."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


class Frontier:
    """
    A growing tree that remembers only what later roots need: one hash per full subtree, log2(size) of them.
    """

    def __init__(self) -> None:
        self.size = 0
        self._full: list[bytes] = []

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes at the end."""
        full, size = self._full, self.size
        for right in leaves:
            merged = size
            # Each low 1-bit of the size is a full subtree that the new leaf completes.
            while merged & 1:
                right = sha256(b"\x01" + full.pop() + right).digest()
                merged >>= 1
            full.append(right)
            size += 1
        self.size = size

    def root(self) -> bytes:
        if not self._full:
            return sha256(b"").digest()
        above = self._full[-1]
        for left in reversed(self._full[:-1]):
            above = node(left, above)
        return above


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """
    The hashes that lead from leaf `index` (from 0) to the root.

    :raises IndexError: if there is no such leaf
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return []
    cut = _split(len(leaves))
    if index < cut:
        return [*inclusion_proof(leaves[:cut], index), root(leaves[cut:])]
    return [*inclusion_proof(leaves[cut:], index - cut), root(leaves[:cut])]


def proves_inclusion(proof: Sequence[bytes], *, index: int, size: int, leaf: bytes, root: bytes) -> bool:
    """
    Whether `proof` leads from this leaf, at this place of a log of this size, to this root (RFC 9162,
    2.1.3.2).
    """
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node(sibling, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node(reached, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and compare_digest(reached, root)


def consistency_proof(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """
    The hashes that show that the log of the first `first` leaves is the beginning of this one.

    :raises IndexError: if `first` is not between 1 and the size of the log
    """
    if not 1 <= first <= len(leaves):
        raise IndexError(f"no log of {first} in a log of {len(leaves)}")
    return _subproof(leaves, first, whole=True)


def _subproof(leaves: Sequence[bytes], first: int, *, whole: bool) -> list[bytes]:
    """`whole`: the subtree still is the entire first log, whose root the receiver already holds."""
    if first == len(leaves):
        return [] if whole else [root(leaves)]
    cut = _split(len(leaves))
    if first <= cut:
        return [*_subproof(leaves[:cut], first, whole=whole), root(leaves[cut:])]
    return [*_subproof(leaves[cut:], first - cut, whole=False), root(leaves[:cut])]


def proves_consistency(
    proof: Sequence[bytes], *, first: int, second: int, first_root: bytes, second_root: bytes
) -> bool:
    """
    Whether `proof` shows that the log of size `second` begins with the log of size `first` (RFC 9162,
    2.1.4.2).
    """
    if not 1 <= first <= second:
        return False
    if first == second:
        return not proof and compare_digest(first_root, second_root)
    # A full first tree is a subtree of the second, its own root is where the walk starts.
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    reached_first = reached_second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached_first, reached_second = node(sibling, reached_first), node(sibling, reached_second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached_second = node(reached_second, sibling)
        place, last = place >> 1, last >> 1
    return (
        last == 0
        and compare_digest(reached_first, first_root)
        and compare_digest(reached_second, second_root)
    )


def _split(size: int) -> int:
    """The largest power of two smaller than `size`: where RFC 9162 cuts a tree in two."""
    return 1 << (size - 1).bit_length() - 1
