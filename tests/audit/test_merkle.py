"""Merkle trees against RFC 9162: its own definition, its proofs for every size to 64, and every altered proof refused."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.audit import merkle

LEAVES = [merkle.leaf(f"entry {n}".encode()) for n in range(64)]
SIZES = range(1, 65)


def by_definition(entries):
    """MTH of RFC 9162, section 2.1.1, word for word."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = max(2**power for power in range(7) if 2**power < len(entries))
    return hashlib.sha256(b"\x01" + by_definition(entries[:k]) + by_definition(entries[k:])).digest()


def altered(proof):
    """Every proof that differs a little: a bit of each hash, one too few, one too many, two swapped."""
    for place, step in enumerate(proof):
        yield [*proof[:place], bytes([step[0] ^ 1]) + step[1:], *proof[place + 1 :]]
        yield [*proof[:place], *proof[place + 1 :]]
        if place and proof[place - 1] != step:
            yield [*proof[: place - 1], step, proof[place - 1], *proof[place + 1 :]]
    yield [*proof, bytes(32)]
    if proof:
        yield [*proof, proof[-1]]


def test_an_empty_log():
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", SIZES)
def test_roots(size):
    assert merkle.root(LEAVES[:size]) == by_definition([f"entry {n}".encode() for n in range(size)])


@given(st.lists(st.integers(1, 20), max_size=8))
def test_a_tree_grows_in_any_steps(steps):
    frontier, size = merkle.Frontier(), 0
    for step in steps:
        leaves = LEAVES[size : size + step]
        frontier.extend(leaves)
        size += len(leaves)
        assert frontier.size == size
        assert frontier.root() == merkle.root(LEAVES[:size])


@pytest.mark.parametrize("size", SIZES)
def test_inclusion(size):
    leaves, root = LEAVES[:size], merkle.root(LEAVES[:size])
    for index in range(size):
        proof = merkle.inclusion_proof(leaves, index)
        assert merkle.proves_inclusion(proof, index=index, size=size, leaf=leaves[index], root=root)
        for forged in altered(proof):
            assert not merkle.proves_inclusion(forged, index=index, size=size, leaf=leaves[index], root=root)
        assert not merkle.proves_inclusion(proof, index=index, size=size, leaf=bytes(32), root=root)
        assert not merkle.proves_inclusion(proof, index=index, size=size, leaf=leaves[index], root=bytes(32))
        for elsewhere in {index + 1, index - 1, (index + size // 2) % size} - {index}:
            assert not merkle.proves_inclusion(
                proof, index=elsewhere, size=size, leaf=leaves[index], root=root
            )


@pytest.mark.parametrize("second", SIZES)
def test_consistency(second):
    leaves, second_root = LEAVES[:second], merkle.root(LEAVES[:second])
    for first in range(1, second + 1):
        first_root = merkle.root(leaves[:first])
        roots = {"first_root": first_root, "second_root": second_root}
        proof = merkle.consistency_proof(leaves, first)
        assert merkle.proves_consistency(proof, first=first, second=second, **roots)
        for forged in altered(proof):
            assert not merkle.proves_consistency(forged, first=first, second=second, **roots)
        for wrong in (roots | {"first_root": bytes(32)}, roots | {"second_root": bytes(32)}):
            assert not merkle.proves_consistency(proof, first=first, second=second, **wrong)


def test_a_log_that_was_rewritten_is_not_consistent():
    rewritten = [*LEAVES[:10], merkle.leaf(b"other"), *LEAVES[11:40]]
    proof = merkle.consistency_proof(rewritten, 20)
    assert not merkle.proves_consistency(
        proof, first=20, second=40, first_root=merkle.root(LEAVES[:20]), second_root=merkle.root(rewritten)
    )


def test_there_are_no_proofs_about_nothing():
    for index in (-1, 3):
        with pytest.raises(IndexError):
            merkle.inclusion_proof(LEAVES[:3], index)
    for first in (0, 4):
        with pytest.raises(IndexError):
            merkle.consistency_proof(LEAVES[:3], first)
    assert not merkle.proves_inclusion([], index=0, size=0, leaf=LEAVES[0], root=LEAVES[0])
    assert not merkle.proves_consistency([], first=0, second=3, first_root=bytes(32), second_root=bytes(32))
    assert not merkle.proves_consistency([], first=2, second=3, first_root=bytes(32), second_root=bytes(32))
