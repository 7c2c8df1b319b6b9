"""R-01: weak passwords are refused however they are lengthened; good ones need no strange signs."""

import itertools
import random

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from danvan.accounts.models import User
from danvan.accounts.passwords import NotCommon, context_words, ideas

pytestmark = pytest.mark.one_engine

CONTEXT = [
    "danvan",
    "matkhau",
    "hanoi",
    "thudo",
    "uyban",
    "dangbo",
    "quanuy",
    "hoankiem",
    "mattran",
    "bandanvan",
]
NAMES = ["Nguyễn", "Trần", "Lan", "Hùng", "Minh", "Hương", "Dũng", "Thảo", "Phương", "Quang"]
WALKS = [
    "qwerty",
    "qwertyuiop",
    "asdfgh",
    "zxcvbnm",
    "1qaz2wsx",
    "qazwsx",
    "123456",
    "987654",
    "abcdef",
    "1q2w3e",
]
TAILS = ["", "1", "123", "2026", "1990", "@2026", "!", "123456", "!@#", "01011990", "...", "$$$"]
LEET = str.maketrans("aeios", "4310$")
ENOUGH = 12


def lengthened(word, rng):
    """The ways people bring a word to twelve signs."""
    year = str(rng.randint(1950, 2030))
    yield (word * 12)[: max(ENOUGH, len(word) * 2)]
    yield word + "1234567890"[: max(4, ENOUGH - len(word))]
    yield word + year + year + year[: max(0, ENOUGH - len(word) - 8)]
    yield word + "!" * max(1, ENOUGH - len(word))
    yield word.capitalize() + "@" + year + "0" * max(0, ENOUGH - len(word) - 5)
    yield word.translate(LEET) + year + "1" * max(0, ENOUGH - len(word) - 4)


def weak_corpus(size=10_000):
    """Ten thousand different passwords of twelve signs and more that follow habits."""
    rng = random.Random(2026)
    common = sorted(
        word for word in CommonPasswordValidator().passwords if 4 <= len(word) <= 11 and word.isalnum()
    )
    words = rng.sample(common, 900) + CONTEXT + NAMES + WALKS
    made = dict.fromkeys(weak for word in words for weak in lengthened(word, rng))
    pieces = CONTEXT + NAMES + WALKS
    for one, two, tail in itertools.product(pieces, pieces, TAILS):
        for joint in ("", ".", "_", " "):
            made[f"{one}{joint}{two}{tail}"] = None
            made[f"{one}{joint}{two}{tail}".translate(LEET)] = None
    long_enough = [weak for weak in made if len(weak) >= ENOUGH]
    return rng.sample(long_enough, size)


def accepted(password, user=None):
    try:
        NotCommon().validate(password, user)
    except ValidationError:
        return False
    return True


@pytest.mark.slow
def test_ten_thousand_weak_passwords_are_all_refused():
    corpus = weak_corpus()
    assert len(set(corpus)) == 10_000
    assert min(map(len, corpus)) >= ENOUGH
    let_through = [weak for weak in corpus if accepted(weak)]
    assert let_through == []


@pytest.mark.parametrize(
    "weak",
    [
        "Matkhau@123456", "mậtkhẩuhànội", "HaNoi@20102026", "uybannhandan123", "aaaaaaaaaaaaaaaa", "abababababababab",
        "abcdefghijklmnop", "qwertyuiopasdf", "1qaz2wsx3edc4rfv", "123456789012345", "0912345678901", "P@ssw0rdP@ssw0rd",
        "p4ssw0rd!!2026", "nguyenvanminh1985", "19082019081920", "iloveyou3000iloveyou", "ionahionahiona2026",
        "QuanUyHoanKiem2026", "Dangbothanhpho!1", "m@tkh@u@h@n0i", "654321654321654", "zzzzzzxxxxxxcccccc",
        "letmeinletmein1", "danvankheo2026!!", "          a  b  ",
    ],
)  # fmt: skip
def test_habits(weak):
    assert not accepted(weak)


@pytest.mark.parametrize(
    "good",
    [
        "con mèo trèo cây cau hỏi thăm", "bốn mùa thay lá vườn sau", "correct horse battery staple", "x8#kQ2v9!mPz",
        "giàn mướp rụng hoa tím", "vRt7-pLq2-xWz9", "chiếc cặp cũ màu rêu", "tàu chở gạo qua phà Bính",
    ],
)  # fmt: skip
def test_unrelated_words_and_random_signs_pass(good):
    validate_password(good, User(username="lan.nt", full_name="Nguyễn Thị Lan"))


def test_random_passwords_of_twelve_signs_pass():
    rng = random.Random(7)
    signs = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    made = ["".join(rng.choices(signs, k=14)) for _number in range(300)]
    assert sum(map(accepted, made)) >= 297


def test_own_names_count_for_one_idea():
    user = User(username="trinhxuanbach", full_name="Trịnh Xuân Bách", email="bachtx@example.org")
    assert not accepted("TrinhXuanBach-TXB-85", user)
    assert not accepted("bachtx.trinhxuanbach", user)


@pytest.mark.parametrize("short", ["", "a", "vườn sau", "x8#kQ2v9!mP"])
def test_twelve_signs_are_the_least(short):
    with pytest.raises(ValidationError):
        validate_password(short)


def test_no_rule_asks_for_kinds_of_signs():
    validate_password("giàn mướp rụng hoa tím")
    validate_password("tuihnrgcmvzkewlq")


def test_words_are_folded_and_read_once():
    assert all(word == word.lower() and word.isascii() and word.isalnum() for word in context_words())
    assert context_words() is context_words()


def test_the_longest_allowed_password_is_read_in_reasonable_work():
    rng = random.Random(1)
    assert ideas("".join(rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=256))) > 100
