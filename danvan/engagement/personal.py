"""
Finding personal data in free text, before it is stored or published.

Two strengths: *contacts* (identity numbers, telephone numbers, e-mail addresses) have no place in any of these texts;
*names* (a form of address with a name after it) may be an office holder's, so most texts only ask again. Known limit: a
name without a form of address is not recognised.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

_MAIL = re.compile(r"[^\s@,;:<>()]+\s?@\s?[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:\+?\s?84|0)(?:[\s.\-]?\d){9}(?![\s.\-]?\d)")
_ID = re.compile(r"(?<!\d)(?:\d[\s.\-]?){8}(?:(?:\d[\s.\-]?){3})?\d(?!\d)")
_TITLES = "ông|bà|anh|chị|cô|chú|bác|cụ|cháu|em|đồng chí|đ/c|mr|mrs|ms"
_FAMILIES = "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trịnh|đoàn|mai|tô|tạ|lương|chu|cao"
_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_NAME = re.compile(
    rf"(?<!\w)(?i:{_TITLES})\.?\s+(?P<name>[{_UPPER}][^\W\d_]*\.?(?:\s+[{_UPPER}][^\W\d_]*\.?){{0,4}})"
)
_SMALL_NAME = re.compile(rf"(?<!\w)(?:{_TITLES})\s+(?:{_FAMILIES})\s+(?:thị|văn)\s+[^\W\d_]+", re.IGNORECASE)
# "phố Bà Triệu", "quận Hai Bà Trưng": places named after somebody.
_PLACE_BEFORE = re.compile(
    r"(?:hai|phố|đường|ngõ|chợ|đền|chùa|tỉnh|phường|quận|xã|cầu|hồ|trường|bến|núi)\s*$", re.IGNORECASE
)
# A form of address before an office is nobody's name: "ông Chủ tịch", "đồng chí Bí thư".
_OFFICES = re.compile(
    r"(?:Chủ|Bí|Phó|Trưởng|Giám|Thủ|Bộ|Tổ|Đại|Thường|Ủy|Cán|Công|Lãnh|Ban|Hội|Đoàn|Mặt|Việt|Hiệu)(?![^\W\d_])"
)


@dataclass(frozen=True)
class Found:
    """`contacts` and `names` are the signs found, as typed, for showing them to whoever typed them and to nobody else."""

    contacts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.contacts or self.names)

    def words(self) -> list[str]:
        """One sentence for each kind of hit."""
        said = []
        if self.contacts:
            said.append(
                _("“%(what)s” looks like an identity number, telephone number or e-mail address.")
                % {"what": "”, “".join(self.contacts)}
            )
        if self.names:
            said.append(_("“%(what)s” looks like a person's name.") % {"what": "”, “".join(self.names)})
        return said


def scan(*texts: str) -> Found:
    """What looks like personal data in some texts; digits in other scripts and with gaps are read too."""
    contacts: list[str] = []
    names: list[str] = []
    for text in texts:
        plain = unicodedata.normalize("NFKC", text)
        for pattern in (_MAIL, _PHONE, _ID):
            contacts += [match.group().strip() for match in pattern.finditer(plain)]
        names += [match.group() for match in _NAME.finditer(plain) if not _harmless(match, plain)]
        names += [match.group() for match in _SMALL_NAME.finditer(plain)]
    return Found(tuple(dict.fromkeys(contacts)), tuple(dict.fromkeys(names)))


def _harmless(match: re.Match[str], text: str) -> bool:
    return bool(_PLACE_BEFORE.search(text[: match.start()]) or _OFFICES.match(match["name"]))
