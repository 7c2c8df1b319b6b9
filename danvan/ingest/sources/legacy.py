"""
Vietnamese from before Unicode: TCVN3 (ABC) and VNI fonts, recognised by their words and turned into letters.

In TCVN3 one sign of the upper half of a code page is one letter; in VNI a letter is followed by a sign for its marks. Read
without their font they look like "C«ng t¸c d©n vËn" and "Coâng taùc daân vaän". Capitals with tones were set with a font of
capitals in TCVN3 and come back small: the reader is told.
"""

from __future__ import annotations

import re
from functools import cache

_TCVN3 = dict(
    zip(
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦",
        "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_MARKS = {
    "a": {"ù": "á", "ø": "à", "û": "ả", "õ": "ã", "ï": "ạ", "ê": "ă", "é": "ắ", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ",
          "â": "â", "á": "ấ", "à": "ầ", "å": "ẩ", "ã": "ẫ", "ä": "ậ"},
    "e": {"ù": "é", "ø": "è", "û": "ẻ", "õ": "ẽ", "ï": "ẹ", "â": "ê", "á": "ế", "à": "ề", "å": "ể", "ã": "ễ", "ä": "ệ"},
    "o": {"ù": "ó", "ø": "ò", "û": "ỏ", "õ": "õ", "ï": "ọ", "â": "ô", "á": "ố", "à": "ồ", "å": "ổ", "ã": "ỗ", "ä": "ộ"},
    "u": {"ù": "ú", "ø": "ù", "û": "ủ", "õ": "ũ", "ï": "ụ"},
    "y": {"ù": "ý", "ø": "ỳ", "û": "ỷ", "õ": "ỹ"},
    "ô": {"ù": "ớ", "ø": "ờ", "û": "ở", "õ": "ỡ", "ï": "ợ"},
    "ö": {"ù": "ứ", "ø": "ừ", "û": "ử", "õ": "ữ", "ï": "ự"},
}  # fmt: skip
_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
# Small words that no longer text does without.
_COMMON = frozenset(
    [
        "của",
        "và",
        "các",
        "được",
        "trong",
        "cho",
        "với",
        "những",
        "một",
        "là",
        "có",
        "đã",
        "đến",
        "này",
        "người",
        "công",
        "tác",
        "dân",
        "nhân",
        "thành",
        "phố",
        "đảng",
        "nhà",
        "nước",
        "hội",
        "nghị",
        "tổ",
        "chức",
        "thực",
        "hiện",
        "cấp",
        "xã",
        "phường",
        "quận",
        "huyện",
        "cuộc",
        "giám",
        "sát",
        "năm",
        "về",
        "từ",
        "theo",
        "trên",
        "không",
        "chính",
        "quyền",
        "vận",
        "động",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = re.compile("[" + re.escape("".join(_TCVN3)) + "]")


@cache
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {base + sign: letter for base, marks in _MARKS.items() for sign, letter in marks.items()} | _ALONE
    table |= {old.upper(): new.upper() for old, new in table.items()}
    table |= {
        old[0].upper() + old[1:]: new.upper()
        for old, new in list(table.items())
        if len(old) == 2 and old[0].islower()
    }
    body = "|".join(re.escape(old) for old in sorted(table, key=len, reverse=True))
    return re.compile(body), table


def from_tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(sign, sign) for sign in text)


def from_vni(text: str) -> str:
    pattern, table = _vni()
    return pattern.sub(lambda match: table[match.group()], text)


def common_words(text: str) -> int:
    """How many words of a text are everyday Vietnamese; tells which reading is the right one."""
    return sum(1 for word in _WORD.findall(text) if word.lower() in _COMMON)


def converted(text: str) -> tuple[str, str]:
    """
    The text in Unicode, and what it was: ``""``, ``"TCVN3"`` or ``"VNI"``. Only a reading that makes many more everyday
    words is taken, so a text in another language stays as it is.
    """
    sample = text[:20_000]
    if sample.isascii() or not _SIGNS.search(sample) and not re.search("[ùøûõïäåöñ]", sample):
        return text, ""
    plain = common_words(sample)
    best, name, convert = plain, "", from_tcvn3
    for said, attempt in (("TCVN3", from_tcvn3), ("VNI", from_vni)):
        found = common_words(attempt(sample))
        if found > best:
            best, name, convert = found, said, attempt
    if not name or best < 3 or best < 1.5 * plain + 2:
        return text, ""
    return convert(text), name
