"""Receipt codes: 130 random bits, every slip of the pen caught, nothing of them stored."""

import secrets
from collections import Counter

import pytest

from danvan.petitions import receipts, vault
from danvan.petitions.keyfile import KeyMissing
from tests.petitions.conftest import fresh

# The secret behind the codes is made with the first of them, after a look whether any case depends on a lost one.
pytestmark = pytest.mark.django_db


def codes(count):
    return [receipts.code_for(secrets.token_urlsafe(32)) for _number in range(count)]


def test_a_code_is_seven_groups_of_four():
    code = codes(1)[0]
    assert len(code) == 28
    assert receipts.shown(code).split(" ") == [code[at : at + 4] for at in range(0, 28, 4)]


def test_the_same_request_has_the_same_code_and_another_one_another():
    assert receipts.code_for("k" * 43) == receipts.code_for("k" * 43)
    assert receipts.code_for("k" * 43) != receipts.code_for("k" * 42 + "l")


def test_codes_do_not_repeat_and_all_signs_come_equally_often():
    many = codes(4000)
    assert len(set(many)) == len(many)
    for place in range(26):
        counted = Counter(code[place] for code in many)
        assert set(counted) <= set(receipts.SIGNS)
        # Chi-square with 31 degrees of freedom: above 80 by chance once in about 300,000.
        assert sum((counted[sign] - 125) ** 2 / 125 for sign in receipts.SIGNS) < 80


@pytest.mark.long
def test_a_million_codes_do_not_repeat():
    seen = {receipts.lookup(receipts.code_for(f"{number:044d}")) for number in range(1_000_000)}
    assert len(seen) == 1_000_000


def test_every_single_wrong_sign_and_every_swap_of_neighbours_is_caught():
    for code in codes(12):
        for place, sign in enumerate(code):
            for other in receipts.SIGNS:
                if other != sign:
                    assert receipts.normalised(code[:place] + other + code[place + 1 :]) is None
        for place in range(27):
            if code[place] != code[place + 1]:
                swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
                assert receipts.normalised(swapped) is None


def test_a_code_is_known_however_it_is_typed():
    code = codes(1)[0]
    assert receipts.normalised(receipts.shown(code).lower()) == code
    assert receipts.normalised(code.replace("0", "O").replace("1", "l")) == code
    assert receipts.normalised("-".join(code)) == code


@pytest.mark.parametrize(
    "typed", ["", " ", "A" * 28, "é" * 28, "0" * 10_000, "x\x00y", "' OR 1=1 --", "🙂" * 28]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert receipts.normalised(typed) is None


def test_the_qr_picture_holds_the_code_and_is_an_image_address():
    assert receipts.qr(codes(1)[0]).startswith("data:image/svg+xml;base64,")


def test_a_lost_key_is_named_and_never_made_anew_beside_cases(case, settings, tmp_path):
    """A fresh key would open none of them, and every later case would be closed with it."""
    row = fresh(case)
    settings.KEYS_ROOT = tmp_path
    with pytest.raises(KeyMissing, match=r"petitions\.key"):
        vault.of(row)
    with pytest.raises(KeyMissing, match=r"petitions-receipts\.key"):
        receipts.code_for("k" * 43)
    assert list(tmp_path.iterdir()) == []
