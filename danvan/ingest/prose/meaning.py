"""
What a figure is about: the words behind its unit, the activity told before it, the level and the period it stands in.

`what` is at most six words, as printed. Levels come from the words with the figure, else from the units counted, else from
the territory the text reports for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from danvan.ingest.prose import lexicon
from danvan.ingest.prose.figures import PREVIOUS, Figure
from danvan.ingest.prose.moments import Span
from danvan.ingest.prose.text import CAPITALS, Text

MOST_WORDS = 6
_STOP = re.compile(
    r"\s*(?:[(),.;:\n\"/%]|$|\d|(?<!\w)(?:cấp|của|ở|tại|do|với|cho|được|đã|có|trong|và|so|tăng|giảm|đạt|chiếm|bằng nhau|gồm|bao gồm|thuộc|để|nhằm|từ|theo|"
    r"đến|là|thì|mà|nên|về|trên|khi|giữa|cùng|hoặc|vào|những|các|này|nêu|đối với|thu hút|qua đó|toàn|trực thuộc|chưa|đang|còn|đều|cũng|như|vì|bởi|do đó|ra|lên|xuống|năm|quý|tháng|/)(?!\w))"
)
_WORD = re.compile(r"\s+([^\W\d_]+(?:\s?-\s?[^\W\d_]+)*)")
_QUOTE = re.compile(r"\s*\"[^\"\n]{2,40}\"")
_STOP_LOOSE = re.compile(
    r"\s*(?:[();:\n\"/%]|[,.](?:\s|$)|$|\d|(?<!\w)(?:so với|và|trong đó|gồm|tăng|giảm|với|trong năm|trong quý|từ ngày)(?!\w))"
)
_STOP_PERCENT = re.compile(
    r"\s*(?:[();:\n/%]|[,.](?:\s|$)|$|\d|(?<!\w)(?:so với|trên tổng|tổng số|và)(?!\w))"
)
# Phrases that belong together although a stop word or a comma stands in them.
_WHOLE = re.compile(
    r"\s+(tiếp xúc,? đối thoại|đối thoại,? tiếp xúc|kiến nghị,? phản ánh|phản ánh,? kiến nghị|đề xuất,? kiến nghị|khiếu nại,? tố cáo|mô hình, điển hình|giám sát,? phản biện(?: xã hội)?|bồi dưỡng,? tập huấn|tập huấn,? bồi dưỡng|"
    r"góp ý|tiếp công dân|dự|tham dự|tham gia|bằng hội nghị|bằng (?:gửi )?văn bản|bằng đoàn giám sát|trực tuyến|tại hội nghị|đã gửi|được tiếp thu|lấy ý kiến)(?!\w)"
)
_ACTIVITY = re.compile(
    r"(?<!\w)(?:giám sát|phản biện(?: xã hội)?|kiểm tra|khảo sát|thanh tra|tiếp xúc,? đối thoại|đối thoại|tập huấn|bồi dưỡng|tuyên truyền|tiếp công dân|tiếp dân|tiếp(?= \d)|"
    r"tiếp nhận|giải quyết|hòa giải|góp ý|lấy ý kiến|vận động|trao tặng|tặng quà|hỗ trợ|hiến đất|hiến máu|xây dựng|sửa chữa|ban hành|đăng tải|phát hành|cấp phát|biểu dương|khen thưởng|"
    r"tham mưu|nắm tình hình|giao ban|công nhận|đăng ký|nhân rộng|triển khai|phối hợp|trả lời|kiến nghị|thăm hỏi|tiếp xúc cử tri|tổng kết|sơ kết)(?!\w)"
)
_GENERAL = {"triển khai", "phối hợp", "vận động", "xây dựng", "tổng kết", "sơ kết"}
_AWARD = re.compile(
    r"(?:cờ\s+(?:thi đua|đơn vị xuất sắc|đơn vị dẫn đầu)|bằng khen|giấy khen|huân chương[^,.;()\n]{0,20}|danh hiệu[^,.;()\n]{0,30}|kỷ niệm chương|khen thưởng|biểu dương|tuyên dương|tôn vinh)"
)
_NEAR = re.compile(
    r"(?:ở|tại|của|khối)\s+(?:các\s+)?(xã|phường|thị trấn|quận|huyện|thị xã|tỉnh)(?!\w)[^.;]{0,30}$"
)
# How far before a figure a level may stand, in signs.
REACH = 110
_ADJECTIVE = {"định kỳ", "đột xuất", "thường xuyên", "trực tiếp", "trực tuyến", "chuyên đề", "theo kế hoạch"}
_PLACES = r"thành phố|tp|tỉnh|quận|huyện|thị xã|thị trấn|xã|phường|đặc khu"
# Who is spoken of: "huyện có", "các xã đã", "Đảng bộ phường"; never one of a list ("xã, phường").
_SUBJECT = re.compile(
    rf"(?<!\w)(?P<place>{_PLACES})(?!\w)(?! hội(?!\w))(?! viên(?!\w))(?!,? (?:và )?(?:{_PLACES})(?!\w))"
)
_LISTED = re.compile(rf"(?:{_PLACES}),? (?:và )?$")
_COMMITTEES = re.compile(
    r"(?<!\w)(?P<committee>tỉnh ủy|thành ủy|quận ủy|huyện ủy|thị ủy|thủ đô|khối các cơ quan|tỉnh đoàn|thành đoàn|huyện đoàn|quận đoàn|sở)(?!\w)"
)
_COMMITTEE_LEVEL = {
    "tỉnh ủy": "province", "thành ủy": "city", "quận ủy": "district", "huyện ủy": "district", "thị ủy": "district",
    "thủ đô": "city", "khối các cơ quan": "agency", "tỉnh đoàn": "province", "thành đoàn": "city", "huyện đoàn": "district",
    "quận đoàn": "district", "sở": "agency",
}  # fmt: skip
_PROPER = re.compile(rf"\.?\s?(?:[{CAPITALS}]\w*\s?)+")
_CENTRAL = re.compile(r"hà nội|hồ chí minh|hcm|hải phòng|đà nẵng|cần thơ|huế", re.IGNORECASE)


def explain(text: Text, figures: list[Figure], spans: list[Span], where: Ground) -> None:
    """Fill in `what`, `level` and `period` of figures from the words around each."""
    told: dict[str, Figure] = {}
    for place, figure in enumerate(figures):
        earlier = figures[place - 1] if place else None
        _what(text, figure, earlier, figures[place + 1] if place + 1 < len(figures) else None)
        _level(text, figure, earlier)
        if figure.kind in ("event", "thing", "generic"):
            if (
                not figure.what
                and (before := told.get(figure.unit.lower()))
                and figure.sentence - before.sentence <= 2
            ):
                # "4 hội nghị đối thoại … 30/30 huyện cũng đã tổ chức 145 hội nghị": of the same thing.
                figure.what = before.what
            elif figure.what and not figure.what.lower().endswith(tuple(_ADJECTIVE)):
                told[figure.unit.lower()] = figure
    _periods(text, figures, spans)


# Verbs that say only that there was something.
_WEAK = frozenset(
    {"tổ chức", "thu hút", "mở", "tiến hành", "thực hiện", "triển khai", "nhận", "phối hợp", "cấp"}
)


def _what(text: Text, figure: Figure, earlier: Figure | None, later: Figure | None) -> None:
    if (
        "joined" in figure.flags
        and earlier is not None
        and "joined" in earlier.flags
        and earlier.reach + 4 > figure.start
    ):
        figure.what = earlier.what
        return
    own = _behind(text, figure)
    kind = figure.kind.partition(":")[0]
    if kind == "holder" and (award := _award(text, figure)):
        figure.what, figure.own_what = award, True
        return
    if own:
        figure.what, figure.own_what = own, True
        return
    loose = _behind(text, figure, loose=True)
    lead = _lead(text, figure, earlier)
    if kind in ("place", "body", "person", "household", "") and loose:
        figure.what, figure.own_what = loose, True
    elif lead and lead not in _WEAK:
        figure.what, figure.own_what = lead, True
    elif activity := _activity(text, figure, earlier):
        figure.what = activity
    elif loose or lead:
        figure.what, figure.own_what = loose or lead, bool(loose)


_LEAD_START = re.compile(
    r"[;:()\"\n.]|(?<!\d),(?!\d)|(?<!\w)(?:và|trong đó|gồm|bao gồm|cụ thể|riêng|còn|như vậy|qua đó|theo đó|đồng thời)(?!\w)"
)
_LEAD_TAIL = re.compile(
    r"(?:^|\s+)(?:là|có|được|đã|đạt|hơn|gần|trên|khoảng|xấp xỉ|ước|với|cho|tới|lên|còn|chỉ|tổng số|tổng cộng|tổng|số|thêm|tăng|giảm|ở|tại|của|từ|đến|gồm|trong|"
    r"lại|qua|ít nhất|tối thiểu|tối đa|không quá|phấn đấu|khoảng chừng|hiện|sẽ|cả|đều|ghi nhận|con số tương ứng|do|này|quá|các|những|:)$"
)
_LEAD_HEAD = re.compile(
    r"^(?:có|là|đã|được|sẽ|cũng|còn lại|còn|tiếp tục|đến nay|hiện nay|hiện|trong kỳ|trong năm|cả năm|năm|quý|tháng|trong|tại|ở|cùng|toàn|các|mỗi|bình quân|trung bình|kết quả|hằng năm|"
    r"cấp|xã|phường|thị trấn|quận|huyện|thị xã|tỉnh|thành phố|tp|và|,)(?:\s+|$)"
)


def _lead(text: Text, figure: Figure, earlier: Figure | None) -> str:
    """The words right before the number, as printed: a verb ("thành lập") or a label ("đất đai"); never a level alone."""
    start, _end = text.sentences[figure.sentence]
    floor = earlier.reach if earlier is not None and earlier.sentence == figure.sentence else start
    floor = max(floor, figure.start - 60)
    for stop in _LEAD_START.finditer(text.low, floor, figure.start):
        floor = stop.end()
    for committee in _COMMITTEES.finditer(text.low, floor, figure.start):
        floor = committee.end()
    for place in _SUBJECT.finditer(text.low, floor, figure.start):
        behind = _PROPER.match(text.plain[place.end() : figure.start])
        floor = place.end() + (behind.end() if behind else 0)
    said = text.low[floor : figure.start].strip(" -+,/")
    if re.search(r"\d", said):
        said = re.split(r"\d[\d./-]*", said)[-1].strip(" -+,")
    while cut := _LEAD_TAIL.search(said):
        said = said[: cut.start()].strip()
    while cut := _LEAD_HEAD.match(said):
        said = said[cut.end() :].strip()
    if not said or lexicon.LEVEL.fullmatch(said) or not re.search(r"[^\W\d_]", said):
        return ""
    acts = list(_ACTIVITY.finditer(said))
    if acts and len(said.split()) > 3:
        said = said[acts[-1].start() :]
    return " ".join(said.split()[-MOST_WORDS:])


def _behind(text: Text, figure: Figure, *, loose: bool = False) -> str:
    """The words right behind the unit, as printed; with `loose` verbs and prepositions as well."""
    place, words, low = figure.reach, 0, text.low
    stop = _STOP_PERCENT if figure.percent else _STOP_LOOSE if loose else _STOP
    if loose and lexicon.LEVEL_BEHIND.match(low, place):
        return ""
    while words < MOST_WORDS:
        if quote := _QUOTE.match(low, place):
            place, words = quote.end(), words + len(quote.group().split())
            continue
        if whole := _WHOLE.match(low, place):
            place, words = whole.end(), words + len(whole.group(1).split())
            continue
        if stop.match(low, place):
            break
        word = _WORD.match(low, place)
        if word is None or "\n" in low[place : word.end()]:
            break
        place, words = word.end(), words + 1
    said = " ".join(
        text.plain[figure.reach : place]
        .replace('"', "")
        .replace("“", "")
        .replace("”", "")
        .split()[:MOST_WORDS]
    ).strip(" ,")
    return "" if said == "nào" else said


def _activity(text: Text, figure: Figure, earlier: Figure | None) -> str:
    """The activity told last before the figure in its sentence, behind the figure before it if it has one of its own."""
    start, _end = text.sentences[figure.sentence]
    clause = text.low.rfind(";", start, figure.start) + 1
    floor = start = max(start, clause)
    if earlier is not None and earlier.sentence == figure.sentence:
        floor = max(start, earlier.reach)
    for low_bound in (floor, start):
        found = [match for match in _ACTIVITY.finditer(text.low, low_bound, figure.start)]
        specific = [match for match in found if match.group() not in _GENERAL]
        if chosen := (specific or found):
            last = chosen[-1]
            if last.group() == "tiếp":
                return "tiếp công dân"
            return text.plain[last.start() : last.end()]
    return ""


def _award(text: Text, figure: Figure) -> str:
    """What is awarded: told before ("trao Bằng khen cho 7 tập thể") or behind, whichever belongs to this clause."""
    start, end = text.sentences[figure.sentence]
    clause = max(start, text.low.rfind(";", start, figure.start) + 1)
    before = list(_AWARD.finditer(text.low, clause, figure.start))
    if before and re.search(r"(?:trao|tặng|nhận|khen|biểu dương|tôn vinh)", text.low[clause : figure.start]):
        return " ".join(text.plain[before[-1].start() : before[-1].end()].split()[:MOST_WORDS])
    stop = text.low.find(";", figure.reach, end)
    match = _AWARD.search(text.low, figure.reach, min(stop if stop > 0 else end, figure.reach + 220))
    if match is None:
        return ""
    return " ".join(text.plain[match.start() : match.end()].split()[:MOST_WORDS])


def _level(text: Text, figure: Figure, earlier: Figure | None) -> None:
    if figure.unit and (behind := lexicon.LEVEL_BEHIND.match(text.low, _after_what(text, figure))):
        named = next(name for name, said in behind.groupdict().items() if said)
        figure.level = "agency" if named == "attached" else named
        figure.own_level = True
        return
    if figure.own_level:
        return
    start, _end = text.sentences[figure.sentence]
    neighbour = earlier if earlier is not None and earlier.sentence == figure.sentence else None
    floor = start if neighbour is None else neighbour.reach
    # A semicolon ends what a level was said for; what stands far away was said of something else.
    floor = max(floor, text.low.rfind(";", floor, figure.start) + 1, figure.start - REACH)
    found = list(lexicon.LEVEL.finditer(text.low, floor, figure.start))
    if found:
        figure.level, figure.own_level = found[-1].lastgroup or "", True
        return
    if near := _NEAR.search(text.low, floor, figure.start):
        figure.level, figure.own_level = lexicon.PLACE_WORDS[near.group(1)], True
        return
    if neighbour is not None and ";" not in text.low[neighbour.reach : figure.start]:
        # "30/30 quận, huyện đã tổ chức 145 hội nghị": held by those that are counted.
        verb = re.match(
            r"\s*(?:cũng\s+)?(?:đã|tổ chức|có|tiến hành|mở|thực hiện)(?!\w)",
            text.low[neighbour.reach : neighbour.reach + 24],
        )
        if neighbour.kind.startswith("place:") and (neighbour.ratio_of is not None or verb):
            figure.level, figure.own_level = neighbour.level, True


def _after_what(text: Text, figure: Figure) -> int:
    """Where the level may stand: right behind the unit, or behind the words that say what is counted."""
    place = figure.reach
    if figure.own_what and figure.what:
        words = figure.what.split()
        if text.plain[figure.reach : figure.reach + 100].split()[: len(words)] == words:
            for word in words:
                place = text.plain.index(word, place) + len(word)
    return place


@dataclass(frozen=True)
class Ground:
    """Territories in the order they are spoken of: where, and which level."""

    starts: list[int]
    levels: list[str]

    def before(self, place: int, floor: int) -> str:
        """The last one spoken of before a place, not further back than `floor`."""
        index = bisect_right(self.starts, place) - 1
        return self.levels[index] if index >= 0 and self.starts[index] >= floor else ""

    @property
    def first(self) -> str:
        return self.levels[0] if self.levels else ""


def ground(text: Text) -> Ground:
    """What territories the text speaks of. A city governed from the centre is `city`, one of a province `district`."""
    found: list[tuple[int, str]] = []
    for match in _SUBJECT.finditer(text.low):
        if _LISTED.search(text.low, max(0, match.start() - 16), match.start()):
            continue
        name = text.plain[match.end("place") : match.end("place") + 30]
        level = _place_level(match.group("place"), name, text.plain[match.start("place")])
        if level:
            found.append((match.start("place"), level))
    found += [
        (match.start(), _COMMITTEE_LEVEL[match.group("committee")])
        for match in _COMMITTEES.finditer(text.low)
    ]
    found.sort()
    return Ground([start for start, _level in found], [level for _start, level in found])


def _place_level(place: str, name: str, first: str) -> str:
    if place in ("thành phố", "tp"):
        proper = _PROPER.match(name)
        if proper is not None:
            return "city" if _CENTRAL.search(proper.group()) else "district"
        return "city" if first.isupper() or name[:1] in " .,;:)" else ""
    return lexicon.PLACE_WORDS.get(place, "")


_PLANNED = re.compile(
    r"(?:nhiệm vụ|kế hoạch|phương hướng|mục tiêu|chỉ tiêu|chương trình|triển khai|hướng tới|chuẩn bị)(?!\w)[^.;\n]{0,40}$"
)
_WILL = re.compile(r"\s*,?[^.;\n]{0,30}(?:cần|sẽ|phấn đấu)(?!\w)")
_SAME = re.compile(r"(?:so với|cùng kỳ|bằng)[^.;\n]{0,20}$")


def _periods(text: Text, figures: list[Figure], spans: list[Span]) -> None:
    told = [span for span in spans if not _is_plan(text, span) and not span.is_term]
    compared = [span for span in told if _SAME.search(text.low, max(0, span.start - 30), span.start)]
    plain = _named([span for span in told if span not in compared])
    starts = [span.start for span, _name in plain]
    for figure in figures:
        begin, end = text.sentences[figure.sentence]
        if figure.role == PREVIOUS:
            own = next((span for span in compared if begin <= span.start < figure.start), None)
            figure.period = own.name if own else ""
            continue
        index = bisect_right(starts, figure.start) - 1
        if index >= 0:
            span, name = plain[index]
            if span.start < begin:
                # Nothing is said before the figure in its own sentence; it may be said behind it.
                later = next((one for one in plain if figure.reach <= one[0].start < end), None)
                name = later[1] if later else name
            figure.period = name
        elif later := next((one for one in plain if figure.reach <= one[0].start < end), None):
            figure.period = later[1]


def _is_plan(text: Text, span: Span) -> bool:
    if _PLANNED.search(text.low, max(0, span.start - 60), span.start):
        return True
    return bool(_WILL.match(text.low, span.end))


def _named(spans: list[Span]) -> list[tuple[Span, str]]:
    """A quarter without its year takes the year told nearest: before it, else behind it."""
    named: list[tuple[Span, str]] = []
    years = [(span.start, span.name[:4]) for span in spans if span.name and "/" not in span.name]
    for span in spans:
        if span.name:
            named.append((span, span.name))
            continue
        before = [year for start, year in years if start < span.start]
        after = [year for start, year in years if start > span.start]
        if year := (before[-1] if before else after[0] if after else ""):
            named.append((span, f"{year}-{span.shape}"))
    return named
