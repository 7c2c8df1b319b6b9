"""
The parts of the two reports, in order.

Follows the outlines of the field: the quarterly briefing in five parts, the annual review in two. Parts are numbered as
the outline says; each holds generated sentences (from groups of indicators), a narrative typed by people, or both.
"""

from __future__ import annotations

from dataclasses import dataclass

QUARTERLY, ANNUAL = "quarterly", "annual"
KINDS = (QUARTERLY, ANNUAL)


@dataclass(frozen=True)
class Part:
    """
    One heading. `depth` 0 is a title over parts (PHẦN THỨ NHẤT), 1 a Roman heading, 2 an Arabic one.

    `narrative` says what people write there; empty when the part holds generated text only. `required` parts must be
    written before the document is complete (a warning, never a block).
    """

    key: str
    depth: int
    number: str
    title: str
    groups: tuple[str, ...] = ()
    narrative: str = ""
    required: bool = False


_NEXT = "Nhiệm vụ, thời hạn, đơn vị chủ trì."

_QUARTERLY = (
    Part(
        "situation", 1, "I", "Tình hình Nhân dân", ("situation",),
        "Tư tưởng, tâm trạng, vấn đề Nhân dân quan tâm theo chủ đề; thay đổi so với quý trước; vấn đề cấp bách và cơ"
        " quan xử lý.", True,
    ),
    Part("results", 1, "II", "Kết quả công tác dân vận"),
    Part("direction", 2, "1", "Công tác tham mưu, lãnh đạo, chỉ đạo", ("direction",), "Chủ trương, kế hoạch lớn trong kỳ."),
    Part("government", 2, "2", "Công tác dân vận của cơ quan nhà nước", ("reception", "petition"),
         "Cải cách hành chính, giải quyết kiến nghị của Nhân dân."),
    Part("dialogue", 2, "3", "Tiếp xúc, đối thoại với Nhân dân", ("dialogue",), "Nội dung nổi lên qua đối thoại."),
    Part("oversight", 2, "4", "Giám sát, phản biện xã hội, góp ý xây dựng Đảng, xây dựng chính quyền",
         ("supervision", "social_criticism", "consultation"), "Chuyên đề giám sát, kiến nghị đáng chú ý."),
    Part("democracy", 2, "5", "Thực hiện dân chủ ở cơ sở", ("grassroots_democracy",),
         "Công khai, bàn bạc, kiểm tra, giám sát."),
    Part("models", 2, "6", "Phong trào thi đua “Dân vận khéo”, khen thưởng", ("model", "award"), "Mô hình tiêu biểu."),
    Part("inspection", 2, "7", "Công tác kiểm tra, khảo sát", ("inspection",), "Nhóm vấn đề rút ra sau kiểm tra, khảo sát."),
    Part("training", 2, "8", "Công tác tập huấn, thông tin, báo cáo", ("training", "reporting"), "Nội dung tập huấn."),
    Part("assessment", 1, "III", "Đánh giá chung", (), "Ưu điểm; hạn chế, khuyết điểm; nguyên nhân.", True),
    Part("tasks", 1, "IV", "Nhiệm vụ trọng tâm kỳ tới", (), _NEXT, True),
    Part("proposals", 1, "V", "Kiến nghị, đề xuất", (), "Kiến nghị với cấp nào, nội dung gì."),
)  # fmt: skip

_ANNUAL = (
    Part("part_one", 0, "PHẦN THỨ NHẤT", "Đánh giá kết quả công tác dân vận"),
    Part("situation", 1, "I", "Khái quát tình hình", ("situation",),
         "Bối cảnh kinh tế - xã hội trong năm; tình hình Nhân dân theo chủ đề.", True),
    Part("system", 1, "II", "Công tác dân vận của hệ thống chính trị"),
    Part("direction", 2, "1", "Công tác lãnh đạo, chỉ đạo của cấp ủy", ("direction",),
         "Chủ đề công tác năm, chủ trương lớn."),
    Part("government", 2, "2", "Công tác dân vận của cơ quan nhà nước", ("reception", "petition", "dialogue"),
         "Cải cách hành chính; tiếp dân, giải quyết kiến nghị; đối thoại."),
    Part("oversight", 2, "3", "Hoạt động của Mặt trận Tổ quốc và các tổ chức chính trị - xã hội",
         ("supervision", "social_criticism", "consultation"), "Phong trào, cuộc vận động; giám sát, phản biện."),
    Part("forces", 2, "4", "Lực lượng vũ trang và các lực lượng khác", (), "Chỉ ghi khi có nội dung."),
    Part("board", 1, "III", "Hoạt động của ban tham mưu", ("inspection", "training", "reporting"),
         "Tham mưu; kiểm tra, khảo sát; tập huấn; thông tin; tổ chức bộ máy."),
    Part("democracy", 1, "IV", "Thực hiện dân chủ ở cơ sở", ("grassroots_democracy",), "Cơ quan, xã, phường, doanh nghiệp."),
    Part("models", 1, "V", "Phong trào thi đua “Dân vận khéo”, khen thưởng", ("model", "award"),
         "Mô hình tiêu biểu theo lĩnh vực."),
    Part("assessment", 1, "VI", "Đánh giá chung", (), "Ưu điểm; hạn chế; nguyên nhân; bài học kinh nghiệm.", True),
    Part("part_two", 0, "PHẦN THỨ HAI", "Phương hướng, nhiệm vụ"),
    Part("orientation", 1, "I", "Phương hướng", (), "Phương hướng chung của năm tới.", True),
    Part("tasks", 1, "II", "Nhiệm vụ trọng tâm, giải pháp", (), _NEXT, True),
    Part("proposals", 1, "III", "Kiến nghị, đề xuất", (), "Kiến nghị với cấp nào, nội dung gì."),
)  # fmt: skip

OUTLINES = {QUARTERLY: _QUARTERLY, ANNUAL: _ANNUAL}


def outline(kind: str) -> tuple[Part, ...]:
    """The parts of a kind of report, in order."""
    return OUTLINES[kind]


def narratives(kind: str) -> tuple[Part, ...]:
    """Parts in which people write."""
    return tuple(part for part in OUTLINES[kind] if part.narrative)
