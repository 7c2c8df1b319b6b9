"""Numbers nobody bound, and text nobody rewrote."""

import pytest

from danvan.briefings.prose import loose_numbers, repeated


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("có 37 ý kiến, đạt 95,2 %", ["37", "95,2 %"]),
        ("tổ chức 1.113 hội nghị", ["1.113"]),
        ("Kết luận số 71-KL/TW, Nghị định 30/2020/NĐ-CP", []),
        ("ngày 05 tháng 3 năm 2019; 05/3/2026; quý 1/2019; nhiệm kỳ 2015 - 2020", []),
        ("6 tháng đầu năm", []),
        ("Báo cáo 15-BC/BDVTU nêu 12 việc", ["12"]),
        ("không có số nào", []),
    ],
)
def test_loose_numbers(text, found):
    assert [one.text for one in loose_numbers(text)] == found
    assert all(text[one.start : one.end] == one.text for one in loose_numbers(text))


OLD = "Tình hình Nhân dân cơ bản ổn định, Nhân dân tin tưởng vào sự lãnh đạo của Đảng và sự điều hành của chính quyền các cấp."


def test_text_carried_over_is_marked():
    found = repeated(
        OLD.replace("cơ bản", "tiếp tục")
        + "\nMột đoạn mới hoàn toàn, nói về việc khác của quý này, dài vừa đủ để so.",
        OLD,
    )
    assert [one.text[:9] for one in found] == ["Tình hình"]
    assert found[0].share > 0.9


def test_short_or_new_text_is_not_marked():
    assert repeated("Không có.", "Không có.") == []
    assert repeated(OLD, "") == []
