"""
What a figure is about: the words behind its unit, the label or verb before it, else the activity told before.

`what` is at most six words, as printed; `labels` looks again at parts, which are mostly told by their label.
"""

from __future__ import annotations

import re

from danvan.ingest.prose import lexicon
from danvan.ingest.prose.figures import CHANGE, PREVIOUS, Figure, past_share
from danvan.ingest.prose.text import CAPITALS, Text

MOST_WORDS = 6
_STOP = re.compile(
    r"\s*(?:[(),.;:\n\"/%]|$|\d|(?<!\w)(?:cấp|của|ở|tại|do|với|cho|được|đã|có|trong|và|so|tăng|giảm|đạt|chiếm|bằng nhau|gồm|bao gồm|thuộc|để|nhằm|từ|theo|"
    r"đến|là|thì|mà|nên|về|trên|khi|chuyển sang|giữa|cùng|hoặc|vào|những|các|này|nêu|đối với|thu hút|qua đó|toàn|trực thuộc|chưa|đang|còn|đều|cũng|như|vì|bởi|do đó|ra|lên|xuống|năm|quý|tháng|dọc|dài|rộng|trị giá|tính|hiện|sáu tháng|ba tháng|chín tháng|trên địa bàn|/)(?!\w))"
)
_WORD = re.compile(r"\s+([^\W\d_]+(?:\s?-\s?[^\W\d_]+)*)")
_QUOTE = re.compile(r"\s*\"[^\"\n]{2,40}\"")
_STOP_LOOSE = re.compile(
    r"\s*(?:[();:\n\"/%]|[,.](?:\s|$)|$|\d|(?<!\w)(?:so với|xuống|lên|và|trong đó|gồm|tăng|giảm|với|trong năm|trong quý|từ ngày|trong cả năm|năm(?= \d)|quý(?= [iv\d])|tính đến)(?!\w))"
)
_STOP_PERCENT = re.compile(
    r"\s*(?:[();:\n/%]|[,.](?:\s|$)|$|\d|(?<!\w)(?:so với|trên tổng|tổng số|và)(?!\w))"
)
# Phrases that belong together although a stop word or a comma stands in them.
_WHOLE = re.compile(
    r"\s+(tiếp xúc,? đối thoại|đối thoại,? tiếp xúc|kiến nghị,? phản ánh|phản ánh,? kiến nghị|đề xuất,? kiến nghị|khiếu nại,? tố cáo|mô hình, điển hình|giám sát,? phản biện(?: xã hội)?|bồi dưỡng,? tập huấn|tập huấn,? bồi dưỡng|"
    r"của (?:cử tri|nhân dân|người dân|công dân)|phòng,? chống|góp ý|tiếp công dân|không có ý kiến|không đồng ý|dự|tham dự|tham gia|bằng hội nghị|bằng (?:gửi )?văn bản|bằng đoàn giám sát|trực tuyến|tại hội nghị|đã gửi|được tiếp thu|lấy ý kiến)(?!\w)"
)
ACTIVITY = re.compile(
    r"(?<!\w)(?:giám sát|phản biện(?: xã hội)?|kiểm tra|khảo sát|thanh tra|tiếp xúc,? đối thoại|đối thoại|tập huấn|bồi dưỡng|tuyên truyền|tiếp công dân|tiếp dân|tiếp(?= \d)|"
    r"tiếp nhận|giải quyết|hòa giải|góp ý|lấy ý kiến|vận động|trao tặng|tặng quà|hỗ trợ|hiến đất|hiến máu|xây dựng|sửa chữa|ban hành|đăng tải|phát hành|cấp phát|biểu dương|khen thưởng|"
    r"tham mưu|nắm tình hình|giao ban|công nhận|đăng ký|nhân rộng|triển khai|phối hợp|trả lời|kiến nghị|thăm hỏi|tiếp xúc cử tri|tổng kết|sơ kết)(?!\w)"
)
_GENERAL = {"triển khai", "phối hợp", "vận động", "xây dựng", "tổng kết", "sơ kết"}
_AWARD = re.compile(
    r"(?:cờ\s+(?:thi đua|đơn vị xuất sắc|đơn vị dẫn đầu)|bằng khen|giấy khen|huân chương[^,.;()\n]{0,20}|danh hiệu[^,.;()\n]{0,30}|kỷ niệm chương|khen thưởng|biểu dương|tuyên dương|tôn vinh)"
)
_ADJECTIVE = {"định kỳ", "đột xuất", "thường xuyên", "trực tiếp", "trực tuyến", "chuyên đề", "theo kế hoạch"}
# Who it is of is no part of what it is: "của tỉnh Phú Thọ", "trên địa bàn huyện".
_OF_PLACE = re.compile(
    rf"\s*(?:(?:của|ở|tại|trong|thuộc|trên địa bàn|do)\s+)?(?:(?:các\s+)?(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)(?:\s+[{CAPITALS}]\w*)+|(?:toàn\s+)?(?:tỉnh|huyện|quận|thành phố|Thành phố)(?=\s+(?:đã|tổ chức|có|tiếp|ban hành|được|hoàn thành|tiến hành)))"
)
_CITY_NAME = re.compile(
    rf"\s*(?:của|ở|tại|trong)\s+(?!Hội|Ban|Đảng|Sở|Ủy|Đoàn|Mặt|Liên|Bộ|Công|Thường)[{CAPITALS}]\w*(?:\s+[{CAPITALS}]\w*)+"
)


_EMPTY = frozenset(
    {
        "khi",
        "trong khi",
        "so",
        "năm",
        "quý",
        "tháng",
        "cho",
        "này",
        "đó",
        "dài",
        "có",
        "là",
        "đã",
        "trên",
        "và",
        "thì",
        "được",
        "của",
        "trong",
        "ngày",
        "thực",
        "cuối",
        "tại",
        "số",
        "ở",
        "đầu",
        "hết",
    }
)


def explain(text: Text, figures: list[Figure]) -> None:
    """Fill in `what` of figures from the words around each."""
    told: dict[str, Figure] = {}
    for place, figure in enumerate(figures):
        earlier = figures[place - 1] if place else None
        _what(text, figure, earlier)
        if _is_second(figure, earlier) and (said := behind(text, figure, loose=True)) and earlier is not None:
            # "03 đoàn/42 người kiến nghị về đền bù": of both.
            figure.what = earlier.what = said
            figure.own_what = earlier.own_what = True
        if figure.what.lower() in _EMPTY:
            figure.what = ""
        if figure.kind in ("event", "thing", "generic", "household", "person"):
            if (
                not figure.what
                and (before := told.get(figure.unit.lower()))
                and figure.sentence - before.sentence <= 2
            ):
                # "4 hội nghị đối thoại … 30/30 huyện cũng đã tổ chức 145 hội nghị": of the same thing.
                figure.what = before.what
            elif figure.what and not figure.what.lower().endswith(tuple(_ADJECTIVE)):
                told[figure.unit.lower()] = figure
            if not figure.what:
                shared = earlier.what if earlier is not None and _beside(text, earlier, figure) else ""
                figure.what = figure.lead or _headed(text, figure) or shared
        elif not figure.what and earlier is not None and _beside(text, earlier, figure):
            # "góp 3,2 tỷ đồng và 12.740 ngày công": one verb for both.
            figure.what = earlier.what
        elif figure.kind.startswith("place:") and _HELD.fullmatch(figure.what):
            # "30/30 huyện đã tổ chức 145 hội nghị": what was held is told nearby.
            topic = _activity(text, figure, earlier) or _told_near(figure, told)
            figure.what = " ".join(f"tổ chức {topic}".split()[:MOST_WORDS]) if topic else figure.what


def _beside(text: Text, earlier: Figure, figure: Figure) -> bool:
    return earlier.sentence == figure.sentence and bool(
        _BESIDE.fullmatch(text.low, earlier.reach, figure.start)
    )


_BESIDE = re.compile(
    r"[^;.()\d:]{0,40}?(?:,|\svà|,? thu hút|\svới|\scho)\s+(?:hơn|gần|khoảng|trên|với|và|thu hút)?\s*"
)
# Verbs that say only that there was something.
WEAK = frozenset(
    {"tổ chức", "thu hút", "mở", "tiến hành", "thực hiện", "triển khai", "phối hợp", "cấp", "chủ trì", "đạt", "bằng", "chiếm",
     "ghi nhận", "tổ chức được", "đã tổ chức", "đưa ra", "nâng", "huy động"}
)  # fmt: skip
_PASSIVE = re.compile(r"(?:được|đã được|bị|đang được|chưa được)\s")
_COMPARES = re.compile(
    r"so với|cùng kỳ|kỳ năm|năm trước|quý trước|kỳ trước|năm ngoái|^so$|^kỳ$|^trước$|^ngoái$|^khi$"
)


def _is_second(figure: Figure, earlier: Figure | None) -> bool:
    """Whether it is the second of two counts with a slash."""
    return (
        "joined" in figure.flags
        and earlier is not None
        and "joined" in earlier.flags
        and earlier.reach + 4 > figure.start
    )


_PERCENT_LEAD = frozenset({"đạt", "bằng", "chiếm", "tỷ lệ", "tương ứng", "đạt tỷ lệ", "chiếm tỷ lệ", ""})


def _what(text: Text, figure: Figure, earlier: Figure | None) -> None:
    if earlier is not None and _is_second(figure, earlier):
        figure.what, figure.own_what = earlier.what, earlier.own_what
        return
    own = behind(text, figure)
    kind = figure.kind.partition(":")[0]
    if kind == "holder" and (award := _award(text, figure)):
        figure.what, figure.own_what = award, True
        return
    if own:
        verb = "" if kind == "place" or len(own.split()) > 3 else _verb(_lead(text, figure, earlier))
        figure.what, figure.own_what = f"{verb} {own}".strip(), True
        return
    lead = _lead(text, figure, earlier)
    peopled = kind in ("place", "body", "person", "household", "")
    loose = (
        behind(text, figure, loose=True)
        if peopled or figure.percent or not lead or lead.lower() in WEAK
        else ""
    )
    if (
        figure.role in (PREVIOUS, CHANGE)
        and earlier is not None
        and earlier.sentence == figure.sentence
        and (not lead or _COMPARES.search(lead.lower()))
    ) or (
        figure.percent
        and lead.lower() in _PERCENT_LEAD
        and not loose
        and earlier is not None
        and earlier.sentence == figure.sentence
    ):
        figure.what = earlier.what
    elif lead.lower() in ("", "trong", *WEAK) and (done := _done_by(text, figure)):
        figure.what, figure.own_what = done, True
    elif peopled and loose or _PASSIVE.match(loose) and not lead:
        figure.what, figure.own_what = loose, True
    elif lead and lead.lower() not in WEAK:
        figure.what, figure.own_what = lead, True
    elif (activity := _activity(text, figure, earlier)) and not (loose and activity.lower() in _GENERAL):
        figure.what = activity
    elif loose:
        figure.what, figure.own_what = loose, True
    else:
        figure.lead = lead


# "918 đơn mà tỉnh Bình Phước tiếp nhận", "3.318 đoàn viên được Đoàn Thanh niên tỉnh kết nạp": what its doer did.
_BY = re.compile(
    rf"\s(?:mà|được|do|của)\s(?:các\s)?(?:tỉnh|thành phố|huyện|quận|xã|phường|thị xã|[{CAPITALS}]\w*)(?:\s[^\W\d_]+){{0,8}}?\s(?P<did>kết nạp|trao tặng|trao|tặng|tiếp nhận|giải quyết|thu|công nhận|hỗ trợ|khảo sát|kiểm tra|giám sát|tổ chức|ban hành|vận động|thành lập|phát)(?!\w)"
)


def _done_by(text: Text, figure: Figure) -> str:
    by = _BY.match(text.plain, past_share(text, figure))
    return by.group("did") if by else ""


_HELD = re.compile(r"(?:cũng\s+)?(?:đã\s+)?(?:tổ chức|thực hiện|triển khai|tiến hành|có)$", re.IGNORECASE)


def _verb(lead: str) -> str:
    """A verb of one or two words in front ("kết nạp 4.310 hội viên nông dân"); it says as much as the words behind."""
    words = lead.lower().split()
    return lead if 0 < len(words) < 3 and " ".join(words) in _VERBS else ""


_VERBS = frozenset(
    ["kết nạp", "phát", "phát ra", "trao", "trao tặng", "tặng", "nhận", "huy động", "nhắn", "đăng", "thành lập", "lập", "củng cố", "kiện toàn",
     "khảo sát", "kiểm tra", "giám sát", "tiếp nhận", "giải quyết", "xử lý", "thu", "thu về", "gửi", "vận động", "hỗ trợ", "biểu dương",
     "khen thưởng", "công nhận", "nhân rộng", "ra mắt", "xây mới", "sửa chữa", "hiến", "góp", "đóng góp", "trồng", "trồng mới", "phát hiện",
     "kiến nghị", "quản lý", "giúp đỡ", "treo", "cấp phát", "thẩm định", "góp ý", "thu hút", "tiếp", "duy trì", "giới thiệu", "phê bình"]
)  # fmt: skip


def _headed(text: Text, figure: Figure) -> str:
    """What the sentence told before its clause, or the line above: "Bảng 1. Kết quả đối thoại"."""
    begin, _end = text.sentences[figure.sentence]
    above = text.sentences[figure.sentence - 1][0] if figure.sentence else begin
    for floor, stop in ((begin, figure.start), (max(above, begin - 160), begin)):
        last = None
        for found in ACTIVITY.finditer(text.low, floor, stop):
            if found.group() not in _GENERAL:
                last = found
        if last is not None:
            return text.plain[last.start() : last.end()]
    return ""


def _told_near(figure: Figure, told: dict[str, Figure]) -> str:
    near = [one for one in told.values() if figure.sentence - one.sentence <= 2]
    return max(near, key=lambda one: one.start).what if near else ""


_LEAD_START = re.compile(
    r"[;:()\"\n.]|,(?=\s)|(?<!\d),(?!\d)|(?<!\w)(?:và|trong đó|gồm|bao gồm|cụ thể|riêng|còn|như vậy|qua đó|theo đó|đồng thời)(?!\w)"
)
_LEAD_TAIL = re.compile(
    r"(?:^|\s+)(?:là|có|được|đã|đạt|hơn|gần|trên|khoảng|xấp xỉ|ước|với|cho|tới|lên|còn|chỉ|tổng số|tổng cộng|tổng|(?<!dân )(?<!thiểu )số|thêm|tăng|giảm|ở|tại|của|từ|đến|gồm|trong|"
    r"lại|gấp|vượt|dọc|qua|ngót|non|chừng|xuống|ít nhất|tối thiểu|tối đa|không quá|phấn đấu|khoảng chừng|(?<!thực )(?<!phát )hiện|sẽ|cả|đều|ghi nhận|con số tương ứng|do|này|quá|các|những|:)$"
)
_LEAD_HEAD = re.compile(
    r"^(?:cơ sở(?= tổ chức)|đến (?:cuối|hết) (?:năm|nhiệm kỳ|tháng|quý)|tỷ lệ|số lượng|tổng số|số|có|là|đã|được|sẽ|cũng|còn lại|còn|tiếp tục|đến nay|hiện nay|hiện|trong kỳ|trong năm|cả năm|năm|quý|tháng|trong|tại|ở|cùng|toàn|các|mỗi|bình quân|trung bình|kết quả|hằng năm|"
    r"cấp|xã|phường|thị trấn|quận|huyện|thị xã|tỉnh|thành phố|tp|và|,)(?:\s+|$)"
)


_TIME = re.compile(
    r"\s*(?:(?:trong|của|cả)\s+)?(?:năm|quý\s+[ivx\d]+\s?(?:/|-|năm)|tháng\s+\d+\s?(?:/|-|năm))\s?(?:19|20)\d\d(?!\d)|\s*(?:tính\s+)?(?:đến\s+)(?:hết\s+)?(?:ngày\s+)?\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?|(?:^|\s+)quý\s+[ivx]+(?!\w)|(?:lũy kế\s+)?từ đầu (?:năm|nhiệm kỳ|quý)(?:\s+đến nay)?"
)


def _as_printed(text: Text, said: str, floor: int) -> str:
    """Words found in small letters, as they stand in the text: names keep their capitals and are known by them."""
    words, place = [], floor
    for word in said.split():
        at = text.low.find(word, place)
        words.append(text.plain[at : at + len(word)])
        place = at + len(word)
    return " ".join(words)


_WHO = re.compile(
    rf"(?:(?:[Tt]ỉnh|[Tt]hành|[Qq]uận|[Hh]uyện|[Tt]hị) (?:ủy|đoàn)(?:\s+[{CAPITALS}]\w*)*|(?:[Tt]ỉnh|[Tt]hành phố|TP|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã(?! hội| viên)|[Pp]hường(?! hội)|[Tt]hị trấn|[Bb]ản|[Tt]hôn)(?:\.?\s+(?:[{CAPITALS}]\w*\s?)+|(?=\s)))(?!\w)"
)


# "mũi 1", "đợt 2": what is told of each.
_NUMBERED = re.compile(r"(?:mũi(?: tiêm)?|đợt|vòng|giai đoạn|nhóm|loại|hạng) \d{1,2}")
# Whose it is, at the end of what stands before a number.
_OF_WHOM = re.compile(
    rf"\scủa\s(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)(?:\s+[{CAPITALS}]\w*)+(?:\s+(?:đạt|là|có))?$"
)


def _lead(text: Text, figure: Figure, earlier: Figure | None) -> str:
    """The words right before the number, as printed: a verb ("thành lập") or a label ("đất đai"); never a level alone."""
    start, _end = text.sentences[figure.sentence]
    floor = earlier.reach if earlier is not None and earlier.sentence == figure.sentence else start
    floor = max(floor, figure.start - 60)
    stop_at = figure.start
    while stop_at > floor and text.low[stop_at - 1] in " :":
        stop_at -= 1
    while tail := _LEAD_TAIL.search(text.low[floor:stop_at]):
        stop_at = floor + tail.start()
    for stop in _LEAD_START.finditer(text.low, floor, stop_at):
        floor = stop.end()
    if (at := text.low.find(" của ", floor, stop_at)) >= 0 and (
        of := _OF_WHOM.search(text.plain, at, stop_at)
    ):
        # "số lượt hồ sơ của thành phố Đà Nẵng đạt": what is told before whose it is.
        stop_at = of.start()
    for who in _WHO.finditer(text.plain, floor, stop_at):
        floor = who.end()
    said = _TIME.sub("", text.low[floor:stop_at]).strip(" -+,/*•")
    if re.search(r"\d", said) and not _NUMBERED.fullmatch(said):
        said = re.split(r"\d[\d./-]*", said)[-1].strip(" -+,")
    while cut := _LEAD_TAIL.search(said):
        said = said[: cut.start()].strip()
    while cut := _LEAD_HEAD.match(said):
        said = said[cut.end() :].strip()
    if _NUMBERED.fullmatch(said):
        return said
    if not said or lexicon.LEVEL.fullmatch(said) or not re.search(r"[^\W\d_]", said):
        return ""
    said = _as_printed(text, said, floor)
    acts = list(ACTIVITY.finditer(said.lower()))
    if acts and len(said.split()) > 3:
        said = said[acts[-1].start() :]
    return " ".join(said.split()[-MOST_WORDS:])


def behind(text: Text, figure: Figure, *, loose: bool = False) -> str:
    """The words right behind the unit, as printed; with `loose` verbs and prepositions as well."""
    place = skipped = past_share(text, figure)
    words, low = 0, text.low
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
        if (gone := _OF_PLACE.match(text.plain, place)) or (gone := _CITY_NAME.match(text.plain, place)):
            if not loose or words:
                break
            # The predicate goes on behind the name of the place.
            place, skipped = gone.end(), gone.end()
            continue
        word = _WORD.match(low, place)
        if word is None or "\n" in low[place : word.end()]:
            break
        place, words = word.end(), words + 1
    said = " ".join(
        text.plain[skipped:place].replace('"', "").replace("“", "").replace("”", "").split()[:MOST_WORDS]
    ).strip(" ,")
    return said.removesuffix("nào").strip()


def _activity(text: Text, figure: Figure, earlier: Figure | None) -> str:
    """The activity told last before the figure in its sentence, behind the figure before it if it has one of its own."""
    start, _end = text.sentences[figure.sentence]
    clause = text.low.rfind(";", start, figure.start) + 1
    floor = start = max(start, clause)
    if earlier is not None and earlier.sentence == figure.sentence:
        floor = max(start, earlier.reach)
    for low_bound in (floor, start):
        found = [match for match in ACTIVITY.finditer(text.low, low_bound, figure.start)]
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
