"""Where people and authorities meet: dialogue, reception, petitions."""

from danvan.briefings.patterns.shapes import Count, Coverage, Group, Part, Several, Share

_DIALOGUE_KINDS = (
    Part("dialogue.held.periodic", "định kỳ"),
    Part("dialogue.held.adhoc", "đột xuất"),
)


DIALOGUE = Group(
    "dialogue",
    "tiếp xúc, đối thoại với Nhân dân",
    (
        Count("dialogue.held.total", "đã tổ chức", "tiếp xúc, đối thoại", "hội nghị tiếp xúc, đối thoại"),
        Coverage(
            "dialogue.held.total",
            "dialogue.units.held",
            "dialogue.units.expected",
            "đã tổ chức",
            "",
            _DIALOGUE_KINDS,
        ),
        Share(
            "dialogue.units.held",
            "dialogue.units.expected",
            "dialogue.units.coverage",
            "tính chung các cấp có",
            "đơn vị đã tổ chức tiếp xúc, đối thoại",
            "đơn vị tổ chức tiếp xúc, đối thoại",
        ),
        Count(
            "dialogue.participants",
            "các hội nghị thu hút",
            "tham dự",
            "lượt người tham dự đối thoại",
            by_level=False,
        ),
        Count(
            "dialogue.opinions.raised",
            "đã tiếp nhận",
            "nêu tại đối thoại",
            "ý kiến nêu tại đối thoại",
            by_level=False,
        ),
        Share(
            "dialogue.opinions.answered_at_event",
            "dialogue.opinions.raised",
            "dialogue.opinions.answered_at_event.rate",
            "đã giải đáp ngay tại hội nghị",
            "ý kiến",
            "ý kiến được giải đáp ngay tại hội nghị",
        ),
        Share(
            "dialogue.opinions.resolved",
            "dialogue.opinions.raised",
            "dialogue.opinions.resolved.rate",
            "đã giải quyết xong",
            "ý kiến",
            "ý kiến đã giải quyết xong",
        ),
        Count(
            "dialogue.opinions.pending",
            "đang giải quyết",
            "",
            "ý kiến đang giải quyết",
            by_level=False,
            compare=False,
            as_of=True,
        ),
        Count(
            "dialogue.conclusions.issued",
            "đã ban hành",
            "kết luận đối thoại",
            "thông báo kết luận đối thoại",
            by_level=False,
        ),
        Share(
            "dialogue.conclusions.on_time",
            "dialogue.held.total",
            "dialogue.conclusions.on_time.rate",
            "đã công bố kết quả đúng hạn",
            "hội nghị",
            "kết quả đối thoại công bố đúng hạn",
        ),
    ),
)


RECEPTION = Group(
    "reception",
    "công tác tiếp công dân",
    (
        Share(
            "reception.head.days_held",
            "reception.head.days_required",
            "reception.head.days.rate",
            "người đứng đầu cấp ủy, chính quyền các cấp đã tiếp công dân",
            "ngày theo quy định",
            "ngày tiếp công dân của người đứng đầu",
        ),
        Count(
            "reception.visits.total",
            "đã tiếp",
            "công dân",
            "lượt tiếp công dân",
            (
                Part("reception.visits.regular", "thường xuyên"),
                Part("reception.visits.periodic", "định kỳ của người đứng đầu"),
                Part("reception.visits.adhoc", "đột xuất của người đứng đầu"),
            ),
        ),
        Several(
            "số công dân được tiếp gồm",
            (Part("reception.persons", ""), Part("reception.groups", "đông người")),
            "số người và đoàn đông người được tiếp",
        ),
    ),
)


PETITION = Group(
    "petition",
    "tiếp nhận, xử lý, giải quyết đơn",
    (
        Count(
            "petition.received.total",
            "đã tiếp nhận",
            "trong kỳ",
            "đơn tiếp nhận trong kỳ",
            (
                Part("petition.received.complaint", "khiếu nại"),
                Part("petition.received.denunciation", "tố cáo"),
                Part("petition.received.recommendation", "kiến nghị, phản ánh"),
            ),
        ),
        Several(
            "kết quả phân loại, xử lý gồm",
            (
                Part("petition.carried_over", "kỳ trước chuyển sang"),
                Part("petition.within_authority", "thuộc thẩm quyền"),
                Part("petition.transferred", "chuyển cơ quan có thẩm quyền"),
            ),
            "kết quả phân loại, xử lý đơn",
        ),
        Count(
            "petition.resolved",
            "đã giải quyết",
            "thuộc thẩm quyền",
            "đơn thuộc thẩm quyền được giải quyết",
            by_level=False,
        ),
        Count(
            "petition.resolved.rate",
            "tỷ lệ giải quyết đơn đạt",
            "",
            "tỷ lệ giải quyết đơn",
            by_level=False,
            compare=False,
        ),
        Share(
            "petition.resolved.on_time",
            "petition.resolved",
            "petition.on_time.rate",
            "đã giải quyết đúng hạn",
            "đơn",
            "đơn giải quyết đúng hạn",
        ),
        Count(
            "petition.pending",
            "còn",
            "chưa giải quyết",
            "đơn chưa giải quyết",
            (Part("petition.overdue", "quá hạn"),),
            by_level=False,
            compare=False,
            as_of=True,
        ),
    ),
)
