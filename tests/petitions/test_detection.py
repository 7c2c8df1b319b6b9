"""Personal data is found as people write it, and ordinary words of officials are let through."""

import pytest

from danvan.petitions.detection import find, redact, removed_words

FOUND = [
    ("Gọi 0912 345 678 giúp tôi", "phone", "0912 345 678"),
    ("gọi +84 24.3829.3333", "phone", "+84 24.3829.3333"),
    ("CCCD 001 080 012 345", "identity", "001 080 012 345"),
    ("chứng minh thư 012345678", "identity", "012345678"),
    ("viết cho lan.pham@thu.example.vn", "email", "lan.pham@thu.example.vn"),
    ("lan(at)thu.example", "email", "lan(at)thu.example"),
    ("tài khoản 1903 4567 8901 23", "account", "1903 4567 8901 23"),
    ("ở số nhà 12A/5-7 ngõ chợ", "house", "số nhà 12A/5-7"),
    ("xe 29C1 - 123.45 đỗ chắn cổng", "plate", None),
    ("xe 30A-123.45 đỗ chắn cổng", "plate", "30A-123.45"),
    ("do ông Lê Văn Tám đổ rác", "name", "Lê Văn Tám"),
    ("đồng chí Nguyễn Thị Hoa", "name", "Nguyễn Thị Hoa"),
    ("bà nguyễn thị hoa bán hàng", "name", "nguyễn thị hoa bán"),
    ("ong le van tam do rac", "name", "le van tam do"),
    ("Tôi tên là trần bình", "name", "trần bình"),
    ("chủ tịch Trần Bình", "name", "Trần Bình"),
]
LET_THROUGH = [
    "Thay đoạn ống gang cũ trước ngõ",
    "chi đoàn phường tổ chức dọn vệ sinh",
    "chi đoạn đường đầu ngõ 30 triệu đồng",
    "đường Bà Triệu, quận Hai Bà Trưng",
    "Ông Chủ Nhật",
    "bà con tổ dân phố số 5 đề nghị",
    "anh em công nhân làm việc ban đêm",
    "cán bộ phường trả lời chậm",
    "ngày 12/03/2020, hạn 30 ngày làm việc",
    "Quyết định số 1234/QĐ-UBND",
    "1.250.000 đồng",
]


@pytest.mark.parametrize(("text", "kind", "piece"), FOUND)
def test_what_points_to_a_person_is_found(text, kind, piece):
    pieces = [(one.kind, one.text) for one in find(text)]
    if piece is None:
        assert pieces == [], "spaces around the dash are not how a plate is written"
    else:
        assert pieces == [(kind, piece)]


@pytest.mark.parametrize("text", LET_THROUGH)
def test_what_offices_write_every_day_is_let_through(text):
    assert find(text) == []


def test_decomposed_letters_are_read_too():
    import unicodedata

    (one,) = find(unicodedata.normalize("NFD", "ông Lê Văn Tám"))
    assert one.text == "Lê Văn Tám"


def test_redaction_takes_the_piece_and_what_else_is_named():
    text, kinds = redact("Ông Lê Văn Tám, 0912345678, nhà cạnh hiệu Hoa Sen", also=["hiệu hoa sen", " "])
    assert text == "Ông […], […], nhà cạnh […]"
    assert kinds == ["name", "phone"]
    assert removed_words(kinds) == "tên người, số điện thoại"


def test_nothing_found_changes_nothing():
    assert redact("Đường hỏng") == ("Đường hỏng", [])
    assert removed_words([]) == ""
