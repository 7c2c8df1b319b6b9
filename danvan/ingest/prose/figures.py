"""One figure: what a number counts, at which level, in which role; what the words right around it say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from danvan.common import spoken
from danvan.common.spoken import Value
from danvan.ingest.prose import lexicon
from danvan.ingest.prose.numbers import Number
from danvan.ingest.prose.text import Text

RESULT, TARGET, CHANGE, PREVIOUS, RATE = "result", "target", "change", "previous", "rate"


@dataclass(eq=False)
class Figure:
    """
    A number understood. `end` is behind the number, `reach` behind its unit; `whole` the figure it is a part of. `what`
    and `unit` may come from there.
    """

    value: Value
    raw: str
    start: int
    end: int
    reach: int
    unit: str = ""
    kind: str = ""
    what: str = ""
    level: str = ""
    period: str = ""
    approx: str = ""
    role: str = RESULT
    percent: bool = False
    ratio_of: Value | None = None
    whole: Figure | None = None
    indicator: str = ""
    confidence: float = 0.0
    flags: list[str] = field(default_factory=list)
    others: list[tuple[Value, str]] = field(default_factory=list)
    own_level: bool = False
    # Told before the figure, of who did it: it holds for what else they did.
    level_before: bool = False
    own_what: bool = False
    # Its counting word was the name of a part: "9 tố cáo" of 73 đơn.
    is_labelled: bool = False
    # The last two figures before it.
    before: Sequence[Figure] = field(default=(), repr=False)
    is_zero_word: bool = False
    # Nought said of a whole period: a figure even without a counting word.
    is_told: bool = False
    # A word says that the value is not exact.
    hedged: bool = False
    # A verb before it that says little; taken for `what` when nothing better is told.
    lead: str = ""
    # "bằng 66,9% năm 2020": a share of what the year behind it had.
    says_share: bool = False
    sentence: int = 0

    def flag(self, name: str) -> None:
        if name not in self.flags:
            self.flags.append(name)


_SPACE = re.compile(r"\s+")
_MONEY = re.compile(
    r"(?<!\w)(?:kinh phí|ngân sách|số tiền|trị giá|giá trị|nguồn vốn|vốn|quỹ|xã hội hóa|đóng góp|ủng hộ|dư nợ)(?!\w)"
)
_LINK = re.compile(r"\s*/\s*")
_RECEPTION = re.compile(r"tiếp|thường xuyên|định kỳ|đột xuất")
_SHORT_VALUES = re.compile(r"\s+(?:trên\s+tổng\s+số|trong\s+tổng\s+số|trên|/)\s+(?:tổng\s+số\s+)?$")
# Words told in common by two counting words: "tin, bài", "cơ quan, doanh nghiệp".
_SECOND = re.compile(r",\s+")
_OF_ITS_OWN = re.compile(r"(?:(?!\s(?:với|có|và|cho)\s)[^\d,;.()\n]){0,40}\d")
_IN_COMMON = frozenset({"thing", "body", "event", "person"})
_NEXT_WORD = re.compile(r" ([^\W\d_]+)(?![\w-])")
_IN_LIST = re.compile(r"\d[^().]*\([^()]*$|\d[^.]*(?:gồm|trong đó|cụ thể)[^.]*$")
_COUNTING = re.compile(
    r"(?:^|\s)(?:có|được|tổ chức|mở|thành lập|xây dựng|trao|tặng|lắp đặt|lắp|phát|trồng|ra mắt|duy trì|hỗ trợ|vận động|công nhận|xây|làm|sửa|lập|quản lý|cấp|nhận|tiếp nhận|ký kết|ký|tiếp|gửi|đề xuất|tham mưu|ban hành|đăng|in|khám|phát hiện|xử lý|giải quyết|thu|thu giữ|khởi công|khánh thành|bàn giao|đầu tư|mua|mua sắm|bố trí|ghi nhận|nhân rộng|khai trương|di dời|tháo dỡ|cải tạo|nâng cấp|biên soạn|thẩm định|góp ý|giới thiệu|tiếp tục|kết nạp|đào tạo|cử|kiểm tra|giám sát|khảo sát|thêm|hơn|trên|gần|khoảng|đã|và|với)\s+$"
)
_CLAUSE = re.compile(r"[,;]\s+(?:[^\W\d_]+\s){1,3}$")
_ROMAN = re.compile(r"\s+[IVXL]+(?!\w)")


def understand(text: Text, numbers: list[Number]) -> list[Figure]:
    """Figures in the order of the text. A denominator is no figure of its own; two counts joined by a slash are two."""
    found: list[Figure] = []
    skip: set[int] = set()
    for place, number in enumerate(numbers):
        if place in skip:
            continue
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        figure = _figure(text, number)
        found.append(figure)
        if following is None:
            continue
        if _over(text, figure, number, following):
            skip.add(place + 1)
        elif joined := _joined(text, figure, number, following):
            found.append(joined)
            skip.add(place + 1)
    return [figure for figure in found if not _is_bare_year(figure)]


def name_units(text: Text, figures: list[Figure], *, alone: bool) -> None:
    """
    Counting words no table knows: words behind two numbers or more ("2 sới vật, 3 sới vật"); with `alone` also behind one that
    is clearly a count.
    """
    open_ones = [
        (figure, words) for figure in figures if _may_name(figure) and (words := _open_words(text, figure))
    ]
    for figure, words in open_ones:
        same = [other for one, other in open_ones if one is not figure and other[0] == words[0]]
        if same:
            both = any(other[:2] == words[:2] for other in same) and len(words) > 1
            _name(figure, words[: 2 if both else 1], text)
        elif alone and (_is_count(text, figure) or _in_a_row(text, figure, figures)):
            _name(figure, words[:2], text)


def _may_name(figure: Figure) -> bool:
    return (
        not figure.unit and not figure.percent and not figure.is_zero_word and "doubtful" not in figure.flags
    )


def _open_words(text: Text, figure: Figure) -> list[str]:
    """The one or two words behind a number that may be its counting word."""
    if figure.whole is not None:
        return []
    found: list[str] = []
    begin, _end = text.sentences[figure.sentence]
    if _IN_LIST.search(text.low, max(begin, figure.start - 90), figure.start):
        # "216 cán bộ (96 chuyên trách; 120 kiêm nhiệm)": labels of parts.
        return []
    place = figure.end
    while len(found) < 2 and (word := _NEXT_WORD.match(text.plain, place)):
        if (
            word.group(1) in lexicon.no_units()
            or not word.group(1)[0].islower()
            or spoken.is_number_word(word.group(1))
        ):
            break
        found.append(word.group(1))
        place = word.end()
    return found


def _is_count(text: Text, figure: Figure) -> bool:
    """A number written as counts are, behind a verb that counts."""
    before = text.low[max(0, figure.start - 24) : figure.start]
    return bool(_COUNTING.search(before)) and (
        figure.value >= 10 or figure.raw.startswith("0") or "." in figure.raw
    )


def _in_a_row(text: Text, figure: Figure, figures: list[Figure]) -> bool:
    """ "sửa 74 km đường, kéo 18 đường điện": behind another count, in a clause of its own that says what was done."""
    if figure.value < 10 or not (_CLAUSE.search(text.low, max(0, figure.start - 30), figure.start)):
        return False
    return any(
        one.sentence == figure.sentence and one.unit and not one.percent and 0 < figure.start - one.reach < 60
        for one in figures
    )


def _name(figure: Figure, words: list[str], text: Text) -> None:
    figure.unit, figure.kind = " ".join(words), "thing"
    place = figure.end
    for word in words:
        place = text.plain.index(word, place) + len(word)
    figure.reach = place


def _figure(text: Text, number: Number) -> Figure:
    figure = Figure(
        value=number.value,
        raw=number.printed or text.plain[number.start : number.end].strip(),
        start=number.start,
        end=number.end,
        reach=number.end,
        percent=number.percent,
        flags=list(number.flags),
        others=list(number.others),
        is_zero_word=number.is_zero_word,
        is_told=number.is_told,
        sentence=text.sentence_at(number.start),
    )
    if "twice" in figure.flags:
        figure.flags.remove("twice")
        figure.raw = re.split(r"\s*\(", figure.raw)[0]
    if number.percent:
        figure.unit, figure.kind = "%", "percent"
    else:
        _unit(text, figure, number.end, scaled=number.scaled)
    if number.scaled:
        figure.approx = "about"
    return figure


def _spelled(printed: str) -> str:
    return _SPACE.sub(" ", printed).replace(" ,", ",")


def _unit(text: Text, figure: Figure, place: int, *, scaled: bool = False) -> None:
    low = text.low
    while place < len(low) and low[place] == " ":
        place += 1
    if low[place : place + 1] == "\n" and text.plain[place + 1 : place + 2].islower():
        # A line broken by its width.
        place += 1
    match = lexicon.unit_pattern().match(low, place)
    if (
        match is None
        # Both begin with one of these.
        and (
            low.find("số", floor := max(0, figure.start - 80), figure.start) >= 0
            or low.find("tổng", floor, figure.start) >= 0
        )
        and (
            (named := _COUNT_OF.search(low, floor, figure.start))
            or _ENDS.match(low, figure.end)
            and (
                (named := _NUMBER_OF.search(low, max(0, figure.start - 60), figure.start))
                or (named := _NEXT_OF.search(low, max(0, figure.start - 30), figure.start))
            )
        )
    ):
        # "nâng tổng số mô hình lên 96".
        match = lexicon.unit_pattern().match(low, named.end("of"))
        if match is not None:
            word = _spelled(match.group())
            figure.unit, figure.kind = word, lexicon.units()[word]
            return
    if (
        match is None
        and scaled
        and _ENDS.match(low, place)
        and _MONEY.search(low, max(0, figure.start - 60), figure.start)
    ):
        # "ngân sách 400 triệu": nobody counts money otherwise.
        figure.unit, figure.kind = "đồng", "money"
        return
    if match is None or _ROMAN.match(text.plain, match.end()):
        return
    word = _spelled(match.group())
    kind, end = lexicon.units()[word], match.end()
    while kind in _IN_COMMON and (comma := _SECOND.match(low, end)):
        second = lexicon.unit_pattern().match(low, comma.end())
        # "người, công nhân 20 người" is a list.
        if (
            second is None
            or _OF_ITS_OWN.match(low, second.end())
            or lexicon.units()[_spelled(second.group())] != kind
        ):
            break
        end = second.end()
    figure.unit, figure.kind, figure.reach = _spelled(text.plain[place:end]), kind, end
    if word in _SQUARE:
        figure.unit = "m²"
    if kind.startswith("place:"):
        figure.level, figure.own_level = kind.partition(":")[2], True
        figure.unit = figure.unit.lower() if figure.unit[0].isupper() else figure.unit
    if kind not in ("money", "measure") and not float(figure.value).is_integer() and figure.others:
        # Nobody counts half a session: the dot stood in the wrong place.
        value, flag = figure.others.pop(0)
        figure.value = value
        figure.flags = [one for one in figure.flags if one not in ("style", "foreign")]
        figure.flag(flag)


_COUNT_OF = re.compile(
    r"(?P<of>(?<!\w)(?:tổng số|số lượng|tổng|số)\s+)[^,;.()\d]{3,50}?\s(?:lên|là|đạt|còn|xuống|có)(?:\s+(?:tới|hơn|gần|khoảng|đến|trên))?\s*$"
)
# "Số hồ sơ giải quyết trước hạn 640, đúng hạn 460".
_NUMBER_OF = re.compile(r"(?P<of>(?:^|[.;:\n]\s*|^\s*)(?:tổng số|số lượng|số)\s+)[^,;.()\d:\n]{3,44}\s$")
# "Số tập thể được khen là 64, cá nhân là 94".
_NEXT_OF = re.compile(r"(?P<of>\d(?:,\s+(?:và\s+)?|\s+và\s+)(?:số\s+)?)[^,;.()\d:\n]{2,24}\slà\s$")
_ENDS = re.compile(r"\s*(?:[,;.()\n]|$)")
_SQUARE = frozenset({"m2", "m²"})


def _over(text: Text, figure: Figure, number: Number, following: Number) -> bool:
    """ "118/126 xã": the second number is what the first is a share of."""
    between = text.low[figure.reach : following.start]
    linked = _LINK.fullmatch(between)
    if not linked and not (_SHORT_VALUES.fullmatch(between) and number.value <= following.value):
        return False
    if figure.unit and linked:
        return False
    behind = _figure(text, following)
    if not linked and not figure.unit and not behind.unit:
        return False
    if not figure.unit and linked:
        said = text.low[max(0, number.start - 40) : number.start]
        if (
            behind.unit in ("người", "lượt người")
            and number.value <= following.value
            and _RECEPTION.search(said)
        ):
            return False
    if not behind.unit and text.low[following.end : following.end + 1] == ")":
        # "87,5% (70/80) kiến nghị".
        _unit(text, behind, following.end + 1)
    figure.ratio_of = following.value
    if behind.unit:
        figure.unit, figure.kind, figure.reach = behind.unit, behind.kind, behind.reach
        figure.level, figure.own_level = behind.level or figure.level, behind.own_level or figure.own_level
    else:
        figure.reach = following.end
    if figure.value > following.value:
        figure.flag("more_than_all")
    return True


_SHARE = re.compile(r"\s*\((?:[^()\n]{0,24}%\s*|[\d.]+\s?/\s?[\d.]+)\)")


def past_share(text: Text, figure: Figure) -> int:
    """Behind the unit and a percentage in brackets: "3.118 ý kiến (74,1%) thuộc …"."""
    share = _SHARE.match(text.low, figure.reach)
    return share.end() if share else figure.reach


def _joined(text: Text, figure: Figure, number: Number, following: Number) -> Figure | None:
    """ "412 lượt/468 người" and, of a reception, "120/151 người": two counts, not a division."""
    between = text.low[figure.reach : following.start]
    if not _LINK.fullmatch(between):
        return None
    second = _figure(text, following)
    if not figure.unit:
        figure.unit, figure.kind = "lượt", "visits"
    figure.flag("joined")
    second.flag("joined")
    return second


def _is_bare_year(figure: Figure) -> bool:
    return (
        not figure.unit
        and not figure.percent
        and figure.ratio_of is None
        and isinstance(figure.value, int)
        and 1900 <= figure.value <= 2100
        and figure.raw.isdigit()
    )
