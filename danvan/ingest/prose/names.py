"""Names of people in the words of a figure: told by a family name and capital letters, with or without a title before."""

from __future__ import annotations

import re

from danvan.ingest.prose.text import CAPITALS

_FAMILIES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Mai|Trịnh|Đào|Đoàn|Lương|Trương|Cao|Tạ|"
    "Hà|Chu|Tống|Quách|Lưu|Tô|Thái|La|Vương|Điểu|Kiều|Từ|Phùng|Nông|Triệu|Giàng|Lò|Cầm|Sùng|Thào|Vàng|Rơ|Y|K"
)
_NAME = re.compile(rf"(?<!\w)(?:{_FAMILIES})['’]?(?:\s+[{CAPITALS}][\w'’]*){{1,4}}")
# Streets, cities and bodies that begin like a name.
_NO_PERSON = re.compile(
    r"(?:Hồ Chí Minh|Hà Nội|Hà Nam|Hà Giang|Hà Tĩnh|Hà Đông|Hà Tiên|Hoàng Mai|Cao Bằng|Cao Đài|Thái Bình|Thái Nguyên|Đoàn Thanh|Lai Châu|Lê Chân|Hoàng Sa|Mai Châu|Mai Sơn)(?!\w)"
)


def without(words: str) -> str:
    """The words without what looks like the name of a person, and what was joined to it."""
    found = next((one for one in _NAME.finditer(words) if not _NO_PERSON.match(one.group())), None)
    if found is None:
        return words
    kept = words[: found.start()].rstrip(" ,")
    return re.sub(r"(?:^|\s)(?:của|cho|do|với|là|và|đồng chí|ông|bà|anh|chị|cháu|em)$", "", kept).strip()
