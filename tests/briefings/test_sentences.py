"""Sentences as an official would write them, each number bound to what it counts."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.briefings.patterns import GROUPS, codes_of
from danvan.briefings.runs import Bound
from danvan.briefings.sentences import Writer
from tests.briefings import fakes


def text(group, values=None, before=None, **changes):
    report = fakes.report(values, **changes)
    earlier = fakes.report(before, str(report.period.year_ago())) if before is not None else None
    return " ".join(paragraph.text for paragraph in Writer(report, earlier).group(group))


def test_a_total_is_followed_by_its_levels():
    assert text("supervision").startswith(
        "Toàn Thành phố đã giám sát 8.597 cuộc (434 cuộc cấp Thành phố; 2.054 cuộc cấp quận, huyện, thị xã;"
        " 6.109 cuộc cấp xã, phường, thị trấn)"
    )


def test_coverage_and_kinds_by_level():
    written = text("dialogue")
    assert (
        "30/30 quận, huyện, thị xã đã tổ chức 145 hội nghị (trong đó 47 hội nghị định kỳ, 98 hội nghị đột xuất);"
        " 584/584 xã, phường, thị trấn đã tổ chức 964 hội nghị (trong đó 594 hội nghị định kỳ, 370 hội nghị đột xuất)"
    ) in written
    assert "1.113 hội nghị tiếp xúc, đối thoại (4 hội nghị cấp Thành phố;" in written


def test_kinds_of_awards():
    assert "19 tập thể; trong đó 7 tập thể nhận Cờ thi đua, 12 tập thể nhận Bằng khen" in text("award")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (8477, "tăng 120 cuộc (1,4\u00a0%) so với cùng kỳ năm 2018"),
        (9000, "giảm 403 cuộc (4,5\u00a0%) so với cùng kỳ năm 2018"),
        (8597, "bằng cùng kỳ năm 2018"),
        (0, "tăng 8.597 cuộc so với cùng kỳ năm 2018"),
    ],
)
def test_comparison_with_the_same_period(before, expected):
    assert f", {expected}" in text("supervision", before={"supervision.sessions.total": {"city": before}})


def test_zero_and_absence_are_different_words():
    written = text("supervision", {"supervision.sessions.total": {"city": 0}})
    assert "không phát sinh cuộc giám sát" in written.lower()
    assert text("training") == "Chưa có số liệu về công tác tập huấn, bồi dưỡng nghiệp vụ."
    levels = text("supervision", {"supervision.sessions.total": {"city": 3, "district": 0, "all": 3}})
    assert "cấp quận, huyện, thị xã không phát sinh; cấp xã, phường, thị trấn chưa có số liệu" in levels


def test_a_stock_says_as_of_when():
    assert "Tính đến hết năm 2019, toàn Thành phố có 9.931 mô hình “Dân vận khéo” đang triển khai" in text(
        "model"
    )


def test_a_share_is_given_with_its_parts():
    values = {
        "supervision.recommendations.made": {"city": 200},
        "supervision.recommendations.answered": {"city": 190},
        "supervision.recommendations.answered.rate": {"all": Decimal("95.2381")},
    }
    assert (
        "đã được trả lời 190/200 kiến nghị sau giám sát, đạt 95,2\u00a0%"
        in text("supervision", values).lower()
    )


def test_districts_are_words_of_the_past_from_july_2025():
    units = {"city": 1, "commune": 126}
    written = text("supervision", period="2025", day=date(2025, 12, 31), expected=units, complete=units)
    assert "6.109 cuộc cấp xã, phường)" in written
    assert "huyện" not in written
    assert "thị trấn" not in written


def test_completeness_beside_the_figures():
    assert Writer(fakes.report()).completeness().text == (
        "Số liệu được tổng hợp từ báo cáo của các đơn vị: 615/615 đơn vị gửi báo cáo (1/1 Thành phố; 30/30 quận,"
        " huyện, thị xã; 584/584 xã, phường, thị trấn)."
    )


def test_a_small_cell_is_not_printed():
    values = {
        "petition.received.total": {"city": 100},
        "petition.received.complaint": {"city": 97},
        "petition.received.denunciation": {"city": 3},
    }
    assert "tố cáo" not in text("petition", values)
    assert "17 đơn tố cáo" in text("petition", {**values, "petition.received.denunciation": {"city": 17}})


def test_a_commune_speaks_in_its_own_name():
    unit = fakes.Name(code="HN.01.001", name="Phường Phúc Xá", level="commune")
    written = text(
        "supervision", {"supervision.sessions.total": {"commune": 5}}, unit=unit, expected={"commune": 1}
    )
    assert written.startswith("Phường Phúc Xá đã giám sát 5 cuộc.")


def test_every_indicator_that_is_not_a_slice_has_a_sentence():
    written = {code for group in GROUPS.values() for pattern in group.patterns for code in codes_of(pattern)}
    asked = {spec.code for spec in fakes.specs() if spec.kind != "slice"}
    assert asked - written == set()
    assert written - asked == set()


def test_groups_hold_their_own_indicators():
    groups = {spec.code: spec.group for spec in fakes.specs()}
    for group in GROUPS.values():
        for pattern in group.patterns:
            assert {groups[code] for code in codes_of(pattern)} == {group.code}


counts = st.one_of(st.none(), st.integers(0, 99_999))


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries({"city": counts, "district": counts, "commune": counts}),
    st.sampled_from(sorted(GROUPS)),
)
def test_every_digit_belongs_to_a_bound_number_or_the_period(values, group):
    figures = {spec.code: values for spec in fakes.specs()}
    for paragraph in Writer(fakes.report(figures), fakes.report(figures, "2018")).group(group):
        loose = "".join(run for run in paragraph.runs if not isinstance(run, Bound))
        assert not any(character.isdigit() for character in loose.replace("2019", "").replace("2018", ""))
        assert paragraph.text.endswith(".")
        assert ".." not in paragraph.text
        assert "  " not in paragraph.text
        for number in paragraph.bound:
            assert dataclasses.replace(number, text="").period == "2019"
