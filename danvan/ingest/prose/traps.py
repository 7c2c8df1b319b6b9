"""
Numbers that are no statistics: what stands before or behind them says so.

One rule per line, with the reason beside it; each has its passage in tests/ingest/passages. Spans of documents, dates and
periods are set aside before (`references`, `moments`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from danvan.ingest.prose import lexicon
from danvan.ingest.prose.text import Text

ORDINAL = (
    r"lần(?:\s+thứ)?|thứ|khóa|khoá|số|điều|khoản|điểm|mục|chương|phần|phụ lục|phụ biểu|biểu|bảng|mẫu(?:\s+số)?|trang|tập|quyển|"
    r"quận|phường|khu|khu vực|khu phố|tổ|tổ dân phố|tổ dân cư|thôn|xóm|ấp|đội|cụm|ngõ|ngách|hẻm|kiệt|số nhà|quốc lộ|tỉnh lộ|"
    r"đường|phố|km|vòng|lớp|cấp|cấp độ|mức độ|giai đoạn|đợt|kỳ họp thứ|tiểu khu|lô|tầng|phòng|kênh|chi bộ|quý|thế kỷ|hạng|loại|"
    r"tháng|năm|mũi|mũi tiêm|liều|đề án|chương trình|dự án|công nghệ|cách mạng công nghiệp(?:\s+lần thứ)?|lớp học|khối|tuyến|bãi|hồ sơ số|mã số|"
    r"cỡ chữ|giãn dòng|tổng đài|đầu số|thang điểm|vành đai|cao tốc|trung ương|bậc|nhóm|tiêu chí|tài khoản|phân khu|đại đội|tiểu đoàn|trung đoàn|sư đoàn|đại đoàn|nhà máy|hội trường|hội trường số"
)
# What follows an ordinal number must not be something counted: "phường 12 tổ" is Phường 12; "tổ chức 12" has no ordinal word.
_BEFORE = [
    ("ordinal", rf"(?:^|[\s(\"'])(?<!thành )(?:{ORDINAL})\s+$"),
    ("covid", r"(?:covid|sars-cov|ncov|euro|asean|g|wto|apec|sea games|u|m|t|ba|h1n|f)\s?-\s?$"),
    ("label", r"(?:công nghiệp|công nghệ|chính quyền|web)\s+$"),
    ("phone", r"(?:điện thoại|đt|tel|hotline|đường dây nóng|fax|số máy|zalo|liên hệ)[^.\n]{0,18}$"),
    ("updated", r"(?:cập nhật|đăng lúc|lúc)\s*:?\s*$"),
    ("views", r"(?:lượt (?:xem|truy cập|đọc|thích|tải|chia sẻ)|đã xem|đang (?:xem|truy cập|trực tuyến)|views?|online|truy cập hôm nay)\s*:?\s*$"),
    ("rating", r"(?:đánh giá bài viết|bình luận|lượt thích)\s*\(?\s*:?\s*$"),
    ("anniversary", r"(?:kỷ niệm|mừng|chào mừng|tròn)\s+$"),
    ("page", r"(?:trang|tr\.)\s*$"),
    ("age", r"tuổi (?:từ|dưới|trên|đủ)\s+$"),
]  # fmt: skip
_AFTER = [
    ("views", r"\s*(?:lượt\s+(?:xem|đọc|truy cập|thích|chia sẻ|tải|bình luận)|views?\b|bình luận)"),
    ("age", r"\s*tuổi\b"),
    ("clock", r"\s?(?:h\d{0,2}\b|giờ\b(?!\s+công)|:\d\d|phút\b|giây\b)"),
    ("slogan", r"\s+(?:tại chỗ|không\b|có\b|rõ\b|biết\b|sẵn sàng|chủ động|nhất\b|xin\b|xóa\b|sạch\b|an toàn\b|văn minh\b|dám\b|cùng\b|hơn\b|bám\b)"),
    ("programme", r"\s+(?:khâu đột phá|nhiệm vụ (?:trọng tâm|chủ yếu|lớn|trọng điểm|cơ bản|đột phá)|nhóm\s+(?:nhiệm vụ|giải pháp|vấn đề|nội dung)|"
                  r"giải pháp|trụ cột|phương châm|quan điểm|chủ đề (?:năm|lớn|trọng tâm)|mục tiêu|bài học|nguyên tắc|lĩnh vực (?:trọng tâm|đột phá)|"
                  r"chương trình (?:công tác|mục tiêu|trọng tâm|lớn)|đột phá|khâu\b|mũi\b|bước\b|yêu cầu\b|tiêu chí\b|tiêu chuẩn\b|chuẩn mực\b|"
                  r"nội dung(?:\s*:|\s+(?:trọng tâm|chính|cơ bản|lớn|chủ yếu|quan trọng|sau|đột phá|gồm|là|nêu trên))|vấn đề(?:\s*:|\s+(?:lớn|trọng tâm|cơ bản|cấp bách)))"),
    ("anniversary", r"\s+năm\s+(?:ngày\b|thành lập|truyền thống|thực hiện|triển khai|đổi mới|xây dựng|qua\b|nay\b|liền|liên tục|tới\b|trước\b|sau\b|gần đây|công tác|tuổi)"),
    ("duration", r"\s*(?:năm|tháng|tuần|ngày|đêm)\b(?!\s*(?:công\b|/|tiếp\b|theo quy định|một lần))"),
    ("party_level", r"\s*(?:cấp chính quyền|cấp ủy\b(?! viên)|nhà\b\s*:)"),
    ("money_rate", r"\s*(?:triệu\s+|nghìn\s+|ngàn\s+)?(?:đồng|vnđ)\s*/\s*\w"),
    ("degree", r"\s*(?:°|độ\b|dpi|gb\b|mb\b|g\b(?!\w))"),
]  # fmt: skip
_RULES_BEFORE = [(name, re.compile(rule)) for name, rule in _BEFORE]
_RULES_AFTER = [(name, re.compile(rule)) for name, rule in _AFTER]
_ANY_BEFORE = re.compile("|".join(f"(?:{rule})" for _name, rule in _BEFORE))
_ANY_AFTER = re.compile("|".join(f"(?:{rule})" for _name, rule in _AFTER))
_PHONE = re.compile(
    r"\(0\d{1,3}\)\s*\d{3,4}[\s.-]?\d{3,4}|0\d{2,3}[ .-]\d{3,4}[ .-]\d{3,4}(?!\d)|0\d{9,10}(?!\d)|1[89]00[ .-]?\d{4}(?!\d)|0\d{3}[ .-]\d{2,3}[ .-]\d{2,3}[ .-]?\d{2}(?!\d)"
)
_QUOTED = re.compile(r"\"([^\"\n]{2,90})\"")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|@\S+\.\w+|\.(?:vn|com|org|net)(?!\w)(?:/\S*)?")
_CLOCK = re.compile(r"\d{1,2}(?::\d\d){1,2}(?!\d)|\d{1,2}\s?h\s?\d{0,2}(?!\w)|24/(?:24|7)(?!\d)")
_LIST_ITEM = re.compile(r"^[ \t]*(?:\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.?|[IVX]+\.)(?=\s)", re.MULTILINE)
# "dịp 27/7", "Quốc tế Phụ nữ 8/3": days that have a name.
_NAMED = re.compile(
    r"(?:dịp|lễ|mừng|quốc khánh|liệt sĩ|phụ nữ|lao động|nhà giáo|thiếu nhi|giải phóng|công nhân viên|thanh niên xung phong|cách mạng|pháp luật)"
    r"(?:\s+[^\W\d]+){0,8}\s*\(?\d{1,2}\s?[/-]\s?\d{1,2}(?!\d|\s?(?:[/-]|xã|phường|quận|huyện|đơn vị|thôn|chi bộ|cơ quan|sở))"
)


def whole_spans(text: Text) -> list[tuple[int, int]]:
    """Spans in which no number is read: telephone numbers, addresses of the web, slogans in quotes, list numbers."""
    low = text.low
    found = [
        match.span()
        for match in _PHONE.finditer(low)
        if not match.start() or low[match.start() - 1] not in "0123456789.,"
    ]
    found += [(_word_start(low, match.start()), match.end()) for match in _ADDRESS.finditer(low)]
    for match in _CLOCK.finditer(low):
        if not match.start() or low[match.start() - 1] not in "0123456789.,/":
            found.append(match.span())
    found += [match.span() for match in _LIST_ITEM.finditer(text.plain)]
    found += [match.span() for match in _NAMED.finditer(low)]
    for match in _QUOTED.finditer(text.low):
        if len(match.group(1).split()) <= 12:
            found.append(match.span())
    return found


def _word_start(low: str, place: int) -> int:
    floor = max(0, place - 120)
    while place > floor and not low[place - 1].isspace():
        place -= 1
    return place


def reason(text: Text, start: int, end: int) -> str:
    """Why the number in this span is no statistic, by the name of the rule; "" when nothing speaks against it."""
    before = text.low[max(0, start - 34) : start]
    if _ANY_BEFORE.search(before) and not before.endswith(_NOT_NUMBERED):
        for name, rule in _RULES_BEFORE:
            counts = name == "ordinal" and (
                "." in text.low[start:end]
                or "," in text.low[start:end]
                or _ALL_OF.search(before) is not None
                or _counts_all_the_same(text, before, start, end)
            )
            counts = counts or (name == "label" and _GROUPED.fullmatch(text.low[start:end]) is not None)
            # "đường dây nóng tiếp nhận 312 phản ánh", "qua Zalo 1.520 phản ánh".
            counts = counts or (
                name == "phone"
                and not _LINE.fullmatch(text.low[start:end])
                and lexicon.unit_pattern().match(text.low, end + 1) is not None
            )
            if rule.search(before) and not counts:
                return name
    if text.low[end - 1] != "%" and _ANY_AFTER.match(text.low, end):
        for name, rule in _RULES_AFTER:
            if name == "slogan" and not _MAY_BE_SLOGAN.fullmatch(text.low[start:end]):
                continue
            if rule.match(text.low, end) and not _is_rate(text, end):
                return name
    return ""


# "khu công nghiệp 10.000 túi" counts, "công nghiệp 4.0" does not.
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{3,}")
# "4 có", "5 không"; "13 có thiếu sót" is told of thirteen.
_MAY_BE_SLOGAN = re.compile(r"[1-9]|10|[^\d]+")


def _is_rate(text: Text, end: int) -> bool:
    """ "2 ngày/tháng" is a rate and says something; a rate of money is left out."""
    return bool(re.match(r"\s*(?:ngày|lần|buổi|giờ)\s*/\s*(?:tháng|tuần|năm|quý)", text.low[end : end + 24]))


# A short number that is dialled: 1022.
_LINE = re.compile(r"\d{4,}")
_COUNTABLE = re.compile(
    r"\s*(?:%|/\d|cuộc|hội nghị|lượt|buổi|đơn|vụ|ý kiến|kiến nghị|mô hình|lớp|tập thể|cá nhân|văn bản|người|hộ|xã|phường|quận|huyện|trường hợp|công trình|tin|bài|phiếu|triệu|tỷ|nghìn|đồng|lượt|suất|km|m2|m²|ha|căn|công trình|đại biểu|hội viên|đoàn viên|đảng viên|học viên)"
)
# Words that stand before an ordinal and before a count alike: "năm 12 cuộc" no, "cấp xã 208" yes, "điểm 12" no.
_BOTH = re.compile(
    r"(?:^|[\s(])(?:xã|phường|quận|huyện|khu|thôn|tổ|cấp|tháng|năm|đợt|quý|khối|loại|chương trình|đề án|dự án|phần|giai đoạn|lớp|tuyến|lần|kỳ|cụm|đội|chi bộ|đường|biểu|số|điểm|mục|phố)\s+$"
)


# "kiểm điểm 49", "trung cấp 40": the words end like one that numbers things.
_NOT_NUMBERED = tuple(
    f"{word} "
    for word in (
        *(
            "kiểm điểm",
            "ưu điểm",
            "địa điểm",
            "trọng điểm",
            "thí điểm",
            "quan điểm",
            "chấm điểm",
            "thời điểm",
            "nhược điểm",
        ),
        *(
            "trung cấp",
            "sơ cấp",
            "cao cấp",
            "trợ cấp",
            "cung cấp",
            "nâng cấp",
            "giai cấp",
            "cùng cấp",
            "các cấp",
        ),
        *(
            "học tập",
            "trung tập",
            "huấn luyện tập",
            "thực tập",
            "luyện tập",
            "trực tuyến",
            "tiền tuyến",
            "bán trú",
            "nội trú",
        ),
        *(
            "quốc phòng",
            "hải phòng",
            "văn phòng",
            "dự phòng",
            "hạ tầng",
            "cao tầng",
            "nông thôn",
            "tầng lớp",
            "con đường",
            "bản đồ",
        ),
        *(
            "phân loại",
            "xếp loại",
            "các loại",
            "thể loại",
            "thành phần",
            "cổ phần",
            "chuyên mục",
            "danh mục",
            "hạng mục",
        ),
        *(
            "huân chương",
            "huy chương",
            "kỷ niệm chương",
            "đại biểu",
            "phát biểu",
            "tiêu biểu",
            "kiểu mẫu",
            "gương mẫu",
        ),
        *("quân đội", "bộ đội", "thiểu số", "đa số", "dân số", "nội đường", "hệ số", "chỉ số"),
    )  # fmt: skip
)
# "trong tổng số 95 chỉ tiêu": counted, whatever it is.
_TOTAL_OF = re.compile(r"(?:^|\s)(?:tổng|trong) số\s+$")
_MOST_QUARTERS = 30
_NEVER_SO_HIGH = re.compile(r"(?<!\w)(?:quận|phường|cấp|trung ương|loại|hạng|nhóm|bậc)\s+$")
_ALL_OF = re.compile(
    r"(?:các|những|ở|khối)\s+(?:xã|phường|thôn|bản|ấp|khu phố|tổ|huyện|quận|lớp|chi bộ|khu|khối|cụm|tổ dân phố)\s+$"
)


def _counts_all_the_same(text: Text, before: str, start: int, end: int) -> bool:
    """ "trong năm 8.597 cuộc" and "khối phường 80 cuộc" count, although a word that numbers things stands before."""
    if _TOTAL_OF.search(before) and lexicon.unit_pattern().match(text.low, end + 1):
        return True
    if not _COUNTABLE.match(text.low, end):
        # No quarter or ward bears so high a number.
        high = text.low[start:end].isdigit() and int(text.low[start:end]) > _MOST_QUARTERS
        if not high:
            return False
        if _NEVER_SO_HIGH.search(before):
            return True
        named = re.search(r"(?:khu|khối)\s+$", before)
        return bool(named) and lexicon.unit_pattern().match(text.low, end + 1) is not None
    word = before.split()[-1] if before.split() else ""
    if word in ("thứ", "khóa", "khoá", "điều", "khoản", "mẫu", "trang", "ngõ", "ngách", "lần"):
        return False
    if word == "số":
        return bool(re.search(r"(?:tổng|con|với|trong|thiểu|đa|dân|nhân|nam|nữ)\s+số\s+$", before))
    if word == "năm":
        return True
    return bool(_BOTH.search(before)) and text.low[start:end].strip() != "" and word not in ("tháng",)


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
