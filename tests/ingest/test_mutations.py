"""Spoilt inputs are read or refused, never anything else; the full number runs in `python -m tests.ingest.mutations`."""

import sys

import pytest

from danvan.ingest.prose import reading
from tests.ingest import mutations

TAKE = {"text": mutations.take_text, "docx": mutations.take_text, "xlsx": mutations.take_workbook}


@pytest.fixture(scope="module")
def sources():
    return {
        "text": mutations.good_texts(),
        "docx": mutations.good_documents(),
        "xlsx": mutations.good_workbooks(),
    }


@pytest.mark.parametrize("count", [240, pytest.param(20_000, marks=pytest.mark.long)])
def test_spoilt_inputs_are_read_or_refused(sources, count):
    *_before, told = mutations.run(5, range(count), mutations.KINDS, sources, TAKE)
    assert told.failures == []
    kinds = {answer for answer, times in told.answers.items() if times > count // 40}
    assert kinds >= {"text: read", "docx: read", "docx: damaged", "xlsx: read", "xlsx: refused"}


def test_the_run_tells_what_failed_and_is_the_same_again(sources):
    def fails(name: str, content: bytes) -> str:
        raise RuntimeError(f"{len(content)} bytes")

    one, two = (
        list(mutations.run(7, range(3, 6), ("text",), sources, {"text": fails}))[-1] for _time in range(2)
    )
    assert len(one.failures) == 3 and "3 (a." in one.failures[0] and "RuntimeError" in one.failures[0]
    assert [failure.rsplit("\n", 2)[1] for failure in one.failures] == [
        failure.rsplit("\n", 2)[1] for failure in two.failures
    ]


def calls(given: str) -> int:
    """How many functions reading a text calls."""
    made = 0

    def count(_frame, event, _argument):
        nonlocal made
        made += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        reading.read(given, "x")
    finally:
        sys.setprofile(None)
    return made


@pytest.mark.parametrize(
    "again",
    [
        "3 cuộc; ",
        "3.000 ",
        "1 tỷ ",
        "5% ",
        "1/",
        "cấp huyện 3 cuộc, cấp xã 4 cuộc, ",
        "số 217, ",
        "trong đó 3 cuộc, ",
    ],
)
def test_a_text_made_to_be_slow_costs_as_much_as_it_is_long(again):
    reading.read("Đã tổ chức 3 cuộc.", "x")
    short, long = (calls((again * size)[:size]) for size in (4_000, 12_000))
    assert long < 4 * short


def test_a_mark_that_no_letter_takes_leaves_the_digit_its_place(sources):
    """Found by the full run: a digit with a mark behind it was a figure of no length."""
    *_before, told = mutations.run(20, [480, 6951, 7197, 14358], mutations.KINDS, sources, TAKE)
    assert told.failures == []
