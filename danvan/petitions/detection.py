"""
Personal data in a text: phone, identity number, e-mail, bank or house address, honorific and name, with and without marks.

It warns and redacts; it never decides. Known limit: a name without an honorific is not found, and a street name after
"bà" or "ông" (Bà Triệu, Ông Ích Khiêm) is let through by a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from danvan.common.vietnamese import fold, nfc

LABELS = {
    "phone": _("telephone number"),
    "identity": _("identity number"),
    "email": _("e-mail address"),
    "account": _("account number"),
    "house": _("house number"),
    "plate": _("number plate"),
    "name": _("name of a person"),
}
SIGN = "[…]"

_GAP = r"[ .\-–]?"
_PHONE = re.compile(rf"(?<![\d])(?:\+?84|0){_GAP}(?:\d{_GAP}){{8,9}}\d?(?!\d)")
_IDENTITY = re.compile(rf"(?<!\d)(?:\d{_GAP}){{8}}\d(?:{_GAP}\d{{3}})?(?!{_GAP}\d)")
_ACCOUNT = re.compile(r"(?<!\d)(?:\d[ .\-]?){12,18}\d(?!\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{2,24}){1,4}", re.I)
_HOUSE = re.compile(
    r"(?:số nhà|so nha|nhà số|nha so)\s*(?:\d{1,4}[A-Za-z]?(?:[/\-]\d{1,4}[A-Za-z]?){0,4})", re.I
)
_PLATE = re.compile(r"(?<![\w])\d{2}[A-Za-z]{1,2}\d?[ .\-]\d{3}\.?\d{2}(?!\d)")

_TITLES = (
    "ông", "bà", "anh", "chị", "cô", "chú", "bác", "cậu", "dì", "thầy", "em", "cụ", "cháu",
    "đồng chí", "đ/c", "mr", "ms", "mrs",
)  # fmt: skip
_ROLES = "giám đốc|chủ tịch|bí thư|phó chủ tịch|tổ trưởng|trưởng thôn|công an viên|cán bộ|bác sĩ|giáo viên"
_WORD = r"[^\W\d_]+"
_CAPITAL = r"[A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ][^\W\d_]*"
_TITLE = "|".join(re.escape(title) for title in sorted(_TITLES, key=len, reverse=True))
_NAMED = re.compile(
    rf"(?<!\w)(?i:{_TITLE}|{_ROLES})\.?\s+(?:(?i:tên là|tên|là)\s+)?(?P<name>{_CAPITAL}(?:\s+{_CAPITAL}){{0,4}})"
)
# Written without capitals: only after a title and beginning with a family name.
_FAMILIES = (
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương", "lý",
    "đinh", "mai", "trịnh", "đào", "đoàn", "lương", "trương", "cao", "tạ",
)  # fmt: skip
# As written, with its marks or without any: "đoạn ống" is no Đoàn.
_FAMILY_WORDS = {*_FAMILIES, *map(fold, _FAMILIES)}
_LOOSE = re.compile(
    rf"(?<!\w)(?i:{_TITLE}|ong|ba|chi|co|chu|bac|cau|di|thay|cu)\.?\s+(?P<name>{_WORD}(?:\s+{_WORD}){{1,3}})"
)
_SELF = re.compile(
    rf"(?i:tôi tên là|toi ten la|tên tôi là|ten toi la|họ tên|ho ten|họ và tên|ho va ten)\s*:?\s*"
    rf"(?P<name>{_WORD}(?:\s+{_WORD}){{1,4}})"
)
# Streets and places that begin like a person.
_NO_PERSONS = {
    fold(name)
    for name in ("Triệu", "Huyện Thanh Quan", "Rịa", "Vì", "Nà", "Ích Khiêm", "Đình", "Trưng", "Chủ Nhật")
}
_NO_NAMES = {
    fold(word)
    for word in (
        "Ủy", "Ban", "Phường", "Quận", "Xã", "Huyện", "Thành", "Tổ", "Khu", "Đảng", "Công", "Sở", "Nhà", "Việt", "Hà", "Tôi",
        "Em", "Và", "Ở", "Đã", "Có",
    )
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A piece of personal data: what kind, and where it stands in the composed (NFC) text."""

    kind: str
    start: int
    end: int
    text: str


def find(text: str) -> list[Found]:
    """Every piece, in order, without overlaps; of two that overlap the one found first in order of certainty stays."""
    text = nfc(text)
    taken: list[Found] = []
    for found in _candidates(text):
        if not any(found.start < other.end and other.start < found.end for other in taken):
            taken.append(found)
    return sorted(taken, key=lambda piece: piece.start)


def redact(text: str, also: Iterable[str] = ()) -> tuple[str, list[str]]:
    """The text with every piece replaced by a sign, and the kinds that were removed. `also`: words to remove as well."""
    text = nfc(text)
    pieces = [(piece.start, piece.end, piece.kind) for piece in find(text)]
    for word in filter(None, (nfc(word).strip() for word in also)):
        pieces += [(hit.start(), hit.end(), "name") for hit in re.finditer(re.escape(word), text, re.I)]
    out, at = [], 0
    for start, end, _kind in sorted(pieces):
        if start >= at:
            out += [text[at:start], SIGN]
            at = end
    kinds = list(dict.fromkeys(kind for _s, _e, kind in sorted(pieces)))
    return "".join(out) + text[at:], kinds


def removed_words(kinds: Iterable[str]) -> str:
    """ "Đã bỏ: số điện thoại, tên người"; empty when nothing was."""
    return ", ".join(str(LABELS[kind]) for kind in kinds)


def _candidates(text: str) -> Iterator[Found]:
    for kind, pattern in (("email", _EMAIL), ("plate", _PLATE)):
        for hit in pattern.finditer(text):
            yield Found(kind, hit.start(), hit.end(), hit[0])
    for hit in _PHONE.finditer(text):
        if len(_digits(hit[0])) in (10, 11, 12):
            yield _trimmed("phone", hit)
    for hit in _IDENTITY.finditer(text):
        if len(_digits(hit[0])) in (9, 12):
            yield _trimmed("identity", hit)
    for hit in _ACCOUNT.finditer(text):
        yield _trimmed("account", hit)
    for hit in _HOUSE.finditer(text):
        yield Found("house", hit.start(), hit.end(), hit[0])
    yield from _names(text)


def _names(text: str) -> Iterator[Found]:
    for hit in _SELF.finditer(text):
        yield Found("name", hit.start("name"), hit.end("name"), hit["name"])
    for hit in _NAMED.finditer(text):
        first = fold(hit["name"]).split()[0]
        if first not in _NO_NAMES and not any(fold(hit["name"]).startswith(place) for place in _NO_PERSONS):
            yield Found("name", hit.start("name"), hit.end("name"), hit["name"])
    for hit in _LOOSE.finditer(text):
        name = hit["name"].lower()
        if name.split()[0] not in _FAMILY_WORDS or fold(name) in _NO_PERSONS:
            continue
        # Who writes marks writes them on the title too: "thay đoàn", "chi đoàn" are no persons.
        title = text[hit.start() : hit.start("name")].strip(" .").lower()
        if title in _TITLES or fold(name) == name:
            yield Found("name", hit.start("name"), hit.end("name"), hit["name"])


def _trimmed(kind: str, hit: re.Match[str]) -> Found:
    piece = hit[0].rstrip(" .-–")
    return Found(kind, hit.start(), hit.start() + len(piece), piece)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
