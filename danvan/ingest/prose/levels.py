"""
Where a figure belongs: the level told with it, that of the units counted, or that of the territory reported for.

A city governed from the centre is `city`, one of a province `district`; a department or a force is `agency`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from danvan.ingest.prose import labels, lexicon
from danvan.ingest.prose.figures import Figure, past_share
from danvan.ingest.prose.text import CAPITALS, Text

# How far before a figure a level may stand, in signs.
REACH = 110
_NEAR = re.compile(
    r"(?:ở|tại|của|khối|do)\s+(?:các\s+)?(xã|phường|thị trấn|quận|huyện|thị xã|tỉnh)(?!\w| hội| viên)[^.;)]{0,30}$"
)
_PLACES = r"thành phố|tp|tỉnh|quận|huyện|thị xã|thị trấn|xã|phường|đặc khu"
_VERB = re.compile(r"\s*(?:cũng\s+)?(?:đã|tổ chức|có|tiến hành|mở|thực hiện)(?!\w)")
_COMMITTEES = {
    "tỉnh ủy": "province", "thành ủy": "city", "quận ủy": "district", "huyện ủy": "district", "thị ủy": "district",
    "thủ đô": "city", "tỉnh đoàn": "province", "thành đoàn": "city", "huyện đoàn": "district", "quận đoàn": "district",
}  # fmt: skip
_AGENCIES = r"sở|công an|thanh tra|tòa án nhân dân|viện kiểm sát nhân dân|kho bạc nhà nước|bảo hiểm xã hội|chi cục|cục|đảng ủy khối|khối các cơ quan|bộ chỉ huy|bộ đội biên phòng|ngân hàng|bệnh viện|trung tâm|đảng ủy công ty"
_NAMES = (
    "an giang|bà rịa|bạc liêu|bắc giang|bắc kạn|bắc ninh|bến tre|bình định|bình dương|bình phước|"
    "bình thuận|cà mau|cao bằng|đắk lắk|đắk nông|điện biên|đồng nai|đồng tháp|gia lai|hà giang|hà nam|"
    "hà tĩnh|hải dương|hậu giang|hòa bình|hưng yên|khánh hòa|kiên giang|kon tum|lai châu|lâm đồng|"
    "lạng sơn|lào cai|long an|nam định|nghệ an|ninh bình|ninh thuận|phú thọ|phú yên|quảng bình|quảng nam|"
    "quảng ngãi|quảng ninh|quảng trị|sóc trăng|sơn la|tây ninh|thái bình|thái nguyên|thanh hóa|tiền giang|"
    "trà vinh|tuyên quang|vĩnh long|vĩnh phúc|yên bái|hà nội|hải phòng|đà nẵng|cần thơ"
)
_GROUND = re.compile(
    rf"(?:(?P<agency>{_AGENCIES})|(?P<committee>{'|'.join(_COMMITTEES)})|(?P<place>{_PLACES})|(?P<name>{_NAMES}))(?!\w)"
)
# What may follow an agency's name up to its place: "Sở Giao thông vận tải thành phố Đà Nẵng".
_AGENCY_NAME = re.compile(rf"[^,;.()\d]{{0,48}}?(?=\s(?:{_PLACES})\s(?!hội|viên))")
_AGENCY_OF = re.compile(rf"\s(?:{_PLACES})(?!\w)|\s[{CAPITALS}]")
# "Thanh tra tỉnh cùng thanh tra huyện": several levels.
_TOGETHER = re.compile(r"[^,;.()\d]{0,40}?\s(?:cùng|và|phối hợp|nhân dân)(?!\w)")
_LISTED_BEFORE = re.compile(rf"(?:{_PLACES}),? (?:và )?$|(?:cấp|các|mỗi|từng|do|khối|cơ|trụ) $")
_LISTED_BEHIND = re.compile(rf",? (?:và )?(?:{_PLACES})(?!\w)| (?:hội|viên|đội)(?!\w)")
_PROPER = re.compile(rf"\.?\s?(?:[{CAPITALS}]\w*\s?)+|\s?\d{{1,2}}(?!\d)")
_CENTRAL = re.compile(r"hà nội|hồ chí minh|hcm|hải phòng|đà nẵng|cần thơ|huế(?!\w)", re.IGNORECASE)
_LISTED_COMMITTEE = re.compile(r"(?:quận|huyện|thị)(?: ủy)?,? (?:và )?$")
_IS_NAME = re.compile(rf"[{CAPITALS}]\w*\s[{CAPITALS}]")
_IN_LABEL = re.compile(
    r"(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|(?:ở|tại|cấp|từ) cơ sở|(?<!cơ )(?<!trụ )sở|quận ủy|huyện ủy|tỉnh ủy|thành ủy)(?!\w| hội| viên| đội)"
)
_LABEL_LEVELS = {
    **lexicon.PLACE_WORDS, "cơ sở": "commune", "sở": "agency", "quận ủy": "district", "huyện ủy": "district",
    "tỉnh ủy": "province", "thành ủy": "city",
}  # fmt: skip
_CLAUSE_END = re.compile(r"[,;.()\n]|\s-\s")
_TOLD_LEVEL = re.compile(
    r"cấp (?:(?P<city>thành phố|tp)|(?P<province>tỉnh)|(?P<district>quận|huyện|thị xã)|(?P<commune>xã|phường|thị trấn|cơ sở))(?!\w)"
)


# "còn lại 4 tỷ đồng là của xã, phường".
_THEIRS = re.compile(
    r"\s*là (?:của|do) (?:các )?(xã|phường|thị trấn|quận|huyện|thị xã|tỉnh)(?!\w| hội| viên)"
)
# "mỗi huyện chọn từ 3 đến 5 mô hình".
_EACH = re.compile(r"(?:mỗi|từng) (xã|phường|thị trấn|quận|huyện|thị xã|tỉnh)(?!\w| hội| viên)")


def told(text: Text, figures: list[Figure]) -> None:
    """Set the level of figures that have one said with them."""
    earlier: Figure | None = None
    for place, figure in enumerate(figures):
        _own(text, figure, earlier, figures[place + 1] if place + 1 < len(figures) else None)
        earlier = figure


def _own(text: Text, figure: Figure, earlier: Figure | None, later: Figure | None) -> None:
    low = text.low
    if not figure.percent:
        if behind := lexicon.LEVEL_BEHIND.match(low, _after_what(text, figure)):
            named = next(name for name, said in behind.groupdict().items() if said)
            figure.level, figure.own_level = "agency" if named == "attached" else named, True
            return
        start = past_share(text, figure)
        end = _CLAUSE_END.search(low, start, start + 60)
        stop = end.start() if end else start + 60
        if later is not None and later.start >= start:
            stop = min(stop, later.start)
        if behind := _TOLD_LEVEL.search(low, start, stop):
            figure.level, figure.own_level = behind.lastgroup or "", True
            return
        if theirs := _THEIRS.match(low, figure.reach):
            figure.level, figure.own_level = lexicon.PLACE_WORDS[theirs.group(1)], True
            return
    if figure.own_level:
        return
    start, _end = text.sentences[figure.sentence]
    if figure.role == "rate":
        clause = max(
            start, low.rfind(";", start, figure.start) + 1, earlier.reach if earlier is not None else 0
        )
        if each := _EACH.search(low, clause, figure.start):
            figure.level, figure.own_level = lexicon.PLACE_WORDS[each.group(1)], True
            return
    neighbour = earlier if earlier is not None and earlier.sentence == figure.sentence else None
    floor = start if neighbour is None else _past_level(low, neighbour)
    # A semicolon or the end of a bracket ends what a level was said for; far away it was said of something else.
    floor = max(
        floor,
        low.rfind(";", floor, figure.start) + 1,
        low.rfind(")", floor, figure.start) + 1,
        figure.start - REACH,
    )
    if said := list(lexicon.LEVEL.finditer(low, floor, figure.start)):
        figure.level, figure.own_level, figure.level_before = said[-1].lastgroup or "", True, True
    elif near := _NEAR.search(low, floor, figure.start):
        figure.level, figure.own_level = lexicon.PLACE_WORDS[near.group(1)], True
    elif neighbour is not None and neighbour.kind.startswith("place:"):
        # "30/30 quận, huyện đã tổ chức 145 hội nghị": held by those that are counted.
        gap = low[neighbour.reach : figure.start]
        if ";" not in gap and (neighbour.ratio_of is not None or _VERB.match(gap)):
            figure.level, figure.own_level = neighbour.level, True
    elif (
        neighbour is not None
        and neighbour.level_before
        and _SAME_DOER.fullmatch(low, neighbour.reach, figure.start)
    ):
        # "cấp xã giám sát 66 cuộc, phát hiện 23 vụ việc": done by the same.
        figure.level, figure.own_level, figure.level_before = neighbour.level, True, True


# Up to the next figure: no end of a clause, nobody else, no sum of what was told.
_SAME_DOER = re.compile(
    r"[^;.()\n]{0,30}?,\s*(?!.*(?:cộng|tổng|như vậy|toàn|các cấp|trong đó|gồm|riêng|còn))[^;.()\n,]{3,40}",
    re.DOTALL,
)


def _past_level(low: str, figure: Figure) -> int:
    """Behind a figure and the level that is said of it there."""
    if figure.own_level and (behind := lexicon.LEVEL_BEHIND.match(low, figure.reach)):
        return behind.end()
    return figure.reach


def _after_what(text: Text, figure: Figure) -> int:
    """Where the level may stand: right behind the unit, or behind the words that say what is counted."""
    place = figure.reach
    if figure.own_what and figure.what:
        words = figure.what.split()
        if text.plain[figure.reach : figure.reach + 100].split()[: len(words)] == words:
            for word in words:
                place = text.plain.index(word, place) + len(word)
    return place


def of_parts(text: Text, figures: list[Figure]) -> None:
    """ "tỉnh 8; huyện 96; xã 638": in a list of parts the place in a label is a level."""
    earlier: Figure | None = None
    for figure in figures:
        if figure.whole is not None and not figure.own_level:
            label = text.low[max(labels.begins(text, figure, earlier), figure.start - 60) : figure.start]
            cut = max(label.rfind(sign) for sign in ":;(")
            if cut >= 0 and label[cut + 1 :].strip(" -,"):
                label = label[cut + 1 :]
            end = _CLAUSE_END.search(text.low, figure.reach, figure.reach + 40)
            behind = text.low[figure.reach : end.start() if end else figure.reach]
            said = [one.group(1) for one in _words(label)] or [
                one.group(1) for one in _words(behind) if behind.lstrip().startswith("do ")
            ]
            if said:
                figure.level, figure.own_level = _LABEL_LEVELS.get(said[-1], "commune"), True
        earlier = figure


def _words(said: str) -> Iterable[re.Match[str]]:
    return (one for one in _IN_LABEL.finditer(said) if not one.start() or not said[one.start() - 1].isalnum())


class Ground:
    """Territories a text speaks of, looked up as they are needed: where, and which level."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._first: str | None = None
        # Sentence -> places outside of brackets and their levels.
        self._told: dict[int, list[tuple[int, str]]] = {}

    def before(self, place: int, sentence: int) -> str:
        """The last one spoken of in a sentence before a place, outside of brackets."""
        if (told := self._told.get(sentence)) is None:
            begin, end = self._text.sentences[sentence]
            plain = self._text.plain
            told = self._told[sentence] = [
                (start, level)
                for start, level in self._found(begin, end)
                if plain.count("(", begin, start) <= plain.count(")", begin, start)
            ]
        return next((level for start, level in reversed(told) if start < place), "")

    @property
    def first(self) -> str:
        if self._first is None:
            self._first = next((level for _start, level in self._found(0, len(self._text.low))), "")
        return self._first

    def _found(self, start: int, stop: int) -> Iterable[tuple[int, str]]:
        low, plain = self._text.low, self._text.plain
        place = start
        while match := _GROUND.search(low, place, stop):
            place = match.end()
            begin = match.start()
            if begin and low[begin - 1].isalnum():
                continue
            if match.group("agency"):
                if (
                    _LISTED_BEFORE.search(low, max(0, begin - 16), begin)
                    or low[max(0, begin - 5) : begin].endswith(("với ", "của ", "cho ", "gửi ", "theo "))
                    or not _AGENCY_OF.match(plain, place)
                    # "thanh tra xã …" is what is done there.
                    or match.group() == "thanh tra"
                    and (plain[begin].islower() or _TOGETHER.match(low, place))
                ):
                    continue
                if name := _AGENCY_NAME.match(low, place):
                    place = name.end()
                yield begin, "agency"
                place = _past_place(self._text, place)
            elif match.group("name"):
                if plain[begin].isupper() and _IS_NAME.match(plain, begin):
                    yield begin, "city" if _CENTRAL.match(match.group()) else "province"
            elif match.group("committee"):
                if _LISTED_COMMITTEE.search(low, max(0, begin - 16), begin):
                    continue
                yield begin, _COMMITTEES[match.group("committee")]
            else:
                listed = _LISTED_BEFORE.search(low, max(0, begin - 16), begin) or _LISTED_BEHIND.match(
                    low, place
                )
                if listed:
                    continue
                if level := _place_level(match.group("place"), plain[place : place + 30], plain[begin]):
                    yield begin, level
                    place = _past_chain(self._text, place)


def _past_place(text: Text, place: int) -> int:
    """Behind the place an agency is of."""
    match = _GROUND.match(text.low, place + 1)
    if match is None or not match.group("place"):
        return place
    name = _PROPER.match(text.plain, match.end())
    return name.end() if name else match.end()


def _past_chain(text: Text, place: int) -> int:
    """Behind "xã Tân Hưng, huyện Yên Phong, tỉnh Bắc Ninh": the first is reported for."""
    while name := _PROPER.match(text.plain, place):
        more = re.compile(rf",?\s*(?:thuộc\s+)?(?:{_PLACES})(?!\w)").match(
            text.low, len(text.plain[: name.end()].rstrip())
        )
        if more is None or more.end() - name.end() > 14:
            return name.end()
        place = more.end()
    return place


def _place_level(place: str, name: str, first: str) -> str:
    if place in ("thành phố", "tp"):
        proper = _PROPER.match(name)
        if proper is not None and proper.group().strip(" .") and not proper.group().strip()[0].isdigit():
            return "city" if _CENTRAL.search(proper.group()) else "district"
        return "city" if first.isupper() or name[:1] in " .,;:)" else ""
    return lexicon.PLACE_WORDS.get(place, "")
