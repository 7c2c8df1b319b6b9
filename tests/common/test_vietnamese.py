"""Vietnamese order, folding, and search as people type it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.common.vietnamese import fold, matches, nfc, sort_key

ALPHABET = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]
VOWELS = "aăâeêioôơuưy"
letters = st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạầệộớữỵ ")
names = st.text(letters, max_size=20)


def in_order(words):
    return sorted(words, key=sort_key) == list(words)


def test_the_alphabet():
    assert in_order(ALPHABET)
    assert in_order([letter.upper() for letter in ALPHABET])


@pytest.mark.parametrize("vowel", VOWELS)
def test_tones_come_in_dictionary_order(vowel):
    marks = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    assert in_order([nfc(vowel + mark) for mark in marks])
    assert in_order(TONES)


@pytest.mark.parametrize(
    "words",
    [
        ["An", "Ánh", "Ăn", "Ân", "Bình", "Dung", "Đông", "Em"],
        ["ba", "ba ba", "ba bị", "bà", "bà con", "bả", "bã", "bá", "bạ", "bai"],
        [
            "Ba Đình",
            "Bắc Từ Liêm",
            "Cầu Giấy",
            "Đống Đa",
            "Hà Đông",
            "Hai Bà Trưng",
            "Hoàn Kiếm",
            "Hoàng Mai",
        ],
        ["Tổ 2", "Tổ 10", "Tổ dân phố"],
        ["1", "02", "3", "10", "A"],
        ["o", "oa", "ô", "ơ", "p"],
        ["thuê", "thủy", "thuý"],
    ],
)
def test_words_stand_as_in_a_dictionary(words):
    assert sorted(reversed(words), key=sort_key) == words


def test_both_spellings_stand_together():
    assert sort_key("thuỷ") == sort_key("Thủy")
    assert sorted(["thủ", "thuỷ lợi", "thuỵ", "thủy sản", "thùy"], key=sort_key) == [
        "thủ", "thùy", "thuỷ lợi", "thủy sản", "thuỵ",
    ]  # fmt: skip


@given(st.text(max_size=40))
def test_a_key_is_made_of_signs_that_every_collation_orders_alike(text):
    assert set(sort_key(text)) <= set("0123456789abcdefghijklmnopqrstuvwxyz")


@given(names, names)
def test_a_name_comes_before_all_that_go_on(name, more):
    assert sort_key(name) <= sort_key(f"{name} {more}")


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_in_names_sort_by_value(one, other):
    assert (sort_key(f"Tổ {one}") < sort_key(f"Tổ {other}")) == (one < other)


@given(names)
def test_the_way_of_storing_marks_changes_nothing(name):
    apart = unicodedata.normalize("NFD", name)
    assert sort_key(apart) == sort_key(name)
    assert fold(apart) == fold(name)
    assert nfc(apart) == nfc(name)
    assert matches(apart, name)
    assert matches(name, apart)


def test_a_number_of_any_length_sorts():
    assert sort_key("Tổ 2") < sort_key("Tổ " + "9" * 10_000) < sort_key("Tổ " + "9" * 10_001)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Đống Đa", "dong da"),
        ("Thuỷ", "thuy"),
        ("Thủy", "thuy"),
        ("ƯỚC", "uoc"),
        ("Nghị quyết 03-CTr/BDVTU", "nghi quyet 03-ctr/bdvtu"),
    ],
)
def test_folding(text, bare):
    assert fold(text) == bare


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("dong da", "Quận Đống Đa"), ("đống đa", "Quận Đống Đa"), ("ĐỐNG", "Quận Đống Đa"), ("da dong", "Quận Đống Đa"),
        ("đông đa", "Quận Đống Đa"), ("đ", "Quận Đống Đa"), ("", "Quận Đống Đa"), ("  ", "Quận Đống Đa"),
        ("thủy", "Thuỷ Khuê"), ("thuỷ", "Thủy Khuê"), ("thuy", "Thuỷ Khuê"), ("thuy", "Thủy Khuê"),
        ("hòa", "Hoà Bình"), ("hoà", "Hòa Bình"), ("hoà", "HÒA BÌNH"), ("khoẻ", "Sức khỏe"), ("uý", "Cấp úy"),
        ("thươ", "Thượng Cát"), ("thượn", "Thượng Cát"), ("p 12", "Phường 12"), ("chi minh", "Hồ Chí Minh"),
    ],
)  # fmt: skip
def test_found(query, text):
    assert matches(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("đọng", "Quận Đống Đa"), ("đồng", "Quận Đống Đa"), ("dống", "Tu Hoàng"), ("ống", "Đống Đa"), ("đa", "Phường Dân Hòa"),
        ("dong da x", "Đống Đa"), ("thúy", "Thuỷ Khuê"), ("ân", "An Khánh"), ("12", "Phường 2"), ("đống", "Đông Anh"),
        ("ơ", "Phường O"),
    ],
)  # fmt: skip
def test_not_found(query, text):
    assert not matches(query, text)


@given(names, names)
def test_a_name_is_found_by_itself_and_bare_and_inside_a_longer_one(name, other):
    assert matches(name, name)
    assert matches(fold(name), name)
    assert matches(name, f"{other} {name}")
