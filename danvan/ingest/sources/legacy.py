"""
Vietnamese from before Unicode: TCVN3 (ABC) and VNI fonts and VISCII, recognised by their words and turned into letters.

In TCVN3 and VISCII one sign of the upper half of a code page is one letter; in VNI a letter is followed by a sign for its
marks. Read without their font they look like "C«ng t¸c d©n vËn" and "Coâng taùc daân vaän". Capitals with tones were set with
a font of capitals in TCVN3 and come back small: the reader is told. UTF-8 that a program took for Western text and saved so
("CÃ´ng tÃ¡c") is turned back as well.
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
_SIGNS = re.compile("[" + re.escape("".join(_TCVN3)) + "ïåÃÂÄÆ\x80-\x9f]")
# The upper half of VISCII (RFC 1456) from 0x80 on, and its six letters among the control signs.
_VISCII = dict(
    zip(
        map(chr, range(0x80, 0x100)),
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
        strict=True,
    )
) | dict(zip("\x02\x05\x06\x14\x19\x1e", "ẲẴẪỶỸỴ", strict=True))


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


def from_viscii(text: str) -> str:
    """`text` is what the bytes are in Latin-1."""
    return "".join(_VISCII.get(sign, sign) for sign in text)


def from_doubled(text: str) -> str:
    """UTF-8 taken for Western text: back to its bytes and read again; as it was where that makes no text."""
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except (UnicodeError, ValueError):
        return text


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        # Five bytes have no sign in that code page; programs let them through.
        return bytes([ord(sign)])


def common_words(text: str) -> int:
    """How many words of a text are everyday Vietnamese; tells which reading is the right one."""
    return sum(1 for word in _WORD.findall(text) if word.lower() in _COMMON)


_FONTS = {"TCVN3": from_tcvn3, "VNI": from_vni, "UTF-8": from_doubled}


def converted(text: str) -> tuple[str, str]:
    """
    The text in Unicode, and what it was: ``""``, ``"TCVN3"``, ``"VNI"`` or ``"UTF-8"`` (taken for Western text). Only a
    reading that makes many more everyday words is taken, so a text in another language stays as it is; and only the lines
    that are written so, for a document may have both.
    """
    name = font_of(text)
    return in_font(text, name), name


def font_of(text: str) -> str:
    """The old font a text, or a good part of it, was set in; "" for none."""
    if text.isascii():
        return ""
    lines = "\n".join(_old_lines(text))
    if not _SIGNS.search(lines):
        return ""
    plain = common_words(lines)
    found = {name: common_words(convert(lines)) for name, convert in _FONTS.items()}
    name = max(found, key=lambda one: found[one])
    return name if found[name] >= max(3, 1.5 * plain + 2) else ""


def in_font(text: str, name: str) -> str:
    """A text set in an old font (see `font_of`) in Unicode, line by line: lines that are in Unicode already stay."""
    if not name:
        return text
    convert = _FONTS[name]
    return "".join(
        line if _UNICODE.search(line) else convert(line) for line in text.splitlines(keepends=True)
    )


# Letters that no old font and no mistaken code page has: the line is in Unicode.
_UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0-\u01b0\u1ea0-\u1ef9\u0300-\u0323]"
)


def _old_lines(text: str, most: int = 20_000) -> list[str]:
    """Lines that may be set in an old font, from the beginning until there are enough of them."""
    found, left = [], most
    for line in text.splitlines():
        if not line.isascii() and not _UNICODE.search(line):
            found.append(line[:most])
            left -= len(line)
            if left < 0:
                break
    return found
