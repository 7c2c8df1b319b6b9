"""
The catalogue of generated sentences: one row per sentence, in the order they print.

To make the platform write about another indicator, add a row to its group. Words in the rows are the platform's
data (official Vietnamese); the grammar that joins them is in `danvan.briefings.sentences` and is kept regular, so that
what is written can be read back: total first, levels in brackets parted by ";", kinds after "trong đó" parted by ",".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One kind inside a total: ``47 hội nghị định kỳ``."""

    code: str
    noun: str


@dataclass(frozen=True)
class Count:
    """``Toàn Thành phố {lead} {n} {unit} {noun} (levels), trong đó kinds, tăng …``."""

    code: str
    lead: str
    noun: str
    thing: str
    parts: tuple[Part, ...] = ()
    by_level: bool = True
    compare: bool = True
    as_of: bool = False


@dataclass(frozen=True)
class Coverage:
    """``30/30 quận, huyện, thị xã {lead} 145 hội nghị (trong đó …)``, one clause per level."""

    code: str
    held: str
    expected: str
    lead: str
    noun: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Share:
    """``{lead} {part}/{whole} {noun}, đạt 95,2 %``."""

    part: str
    whole: str
    rate: str
    lead: str
    noun: str
    thing: str


@dataclass(frozen=True)
class Several:
    """Figures that belong in one sentence without being parts of each other: ``tiếp 412 lượt, 468 người, 3 đoàn``."""

    lead: str
    items: tuple[Part, ...]
    thing: str


Pattern = Count | Coverage | Share | Several


@dataclass(frozen=True)
class Group:
    code: str
    name: str
    patterns: tuple[Pattern, ...]


DIRECTION = Group(
    "direction",
    "công tác tham mưu, lãnh đạo, chỉ đạo",
    (
        Count(
            "direction.documents.issued",
            "đã ban hành",
            "lãnh đạo, chỉ đạo, hướng dẫn về công tác dân vận",
            "văn bản lãnh đạo, chỉ đạo về công tác dân vận",
        ),
        Share(
            "direction.units.with_plan",
            "direction.units.assigned",
            "direction.units.with_plan.rate",
            "có",
            "lượt đơn vị được giao đã ban hành kế hoạch cụ thể hóa",
            "đơn vị được giao ban hành kế hoạch cụ thể hóa",
        ),
        Share(
            "direction.tasks.done_on_time",
            "direction.tasks.due",
            "direction.tasks.on_time.rate",
            "đã hoàn thành đúng hạn",
            "nhiệm vụ đến hạn trong kỳ",
            "nhiệm vụ đến hạn trong kỳ",
        ),
        Count(
            "direction.briefings.held",
            "đã tổ chức",
            "giao ban, sơ kết, tổng kết công tác dân vận",
            "hội nghị giao ban, sơ kết, tổng kết công tác dân vận",
        ),
    ),
)

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

SUPERVISION = Group(
    "supervision",
    "công tác giám sát",
    (
        Count(
            "supervision.sessions.total",
            "đã giám sát",
            "",
            "cuộc giám sát",
            (
                Part("supervision.form.document", "qua nghiên cứu, xem xét văn bản"),
                Part("supervision.form.team", "bằng đoàn giám sát"),
                Part(
                    "supervision.form.community",
                    "qua Ban Thanh tra nhân dân và Ban Giám sát đầu tư của cộng đồng",
                ),
                Part("supervision.form.joint", "tham gia với cơ quan khác"),
            ),
        ),
        Count(
            "supervision.recommendations.made",
            "sau giám sát đã gửi",
            "đến cơ quan có thẩm quyền",
            "kiến nghị sau giám sát",
            by_level=False,
        ),
        Share(
            "supervision.recommendations.answered",
            "supervision.recommendations.made",
            "supervision.recommendations.answered.rate",
            "đã được trả lời",
            "kiến nghị sau giám sát",
            "kiến nghị sau giám sát được trả lời",
        ),
    ),
)

CRITICISM = Group(
    "social_criticism",
    "công tác phản biện xã hội",
    (
        Count(
            "criticism.sessions.total",
            "đã phản biện xã hội",
            "",
            "cuộc phản biện xã hội",
            (
                Part("criticism.form.conference", "bằng hội nghị"),
                Part("criticism.form.written", "bằng gửi văn bản lấy ý kiến"),
                Part("criticism.form.dialogue", "bằng đối thoại trực tiếp"),
            ),
        ),
        Several(
            "kết quả phản biện gồm",
            (Part("criticism.opinions.made", "đã gửi"), Part("criticism.opinions.accepted", "được tiếp thu")),
            "ý kiến phản biện",
        ),
    ),
)

CONSULTATION = Group(
    "consultation",
    "công tác góp ý xây dựng Đảng, xây dựng chính quyền",
    (
        Count(
            "consultation.drafts.opened",
            "đã đưa ra lấy ý kiến",
            "văn bản",
            "dự thảo văn bản được đưa ra lấy ý kiến",
        ),
        Count(
            "consultation.opinions.total",
            "đã tiếp nhận",
            "góp ý",
            "ý kiến góp ý vào dự thảo",
            (
                Part("consultation.opinions.conference", "tại hội nghị"),
                Part("consultation.opinions.written", "bằng văn bản"),
                Part("consultation.opinions.online", "trực tuyến"),
            ),
        ),
        Count(
            "consultation.feedback_published",
            "đã công khai việc tiếp thu, giải trình đối với",
            "",
            "dự thảo được công khai tiếp thu, giải trình",
            by_level=False,
        ),
    ),
)

DEMOCRACY = Group(
    "grassroots_democracy",
    "thực hiện dân chủ ở cơ sở",
    (
        Count(
            "gd.regulations.issued",
            "có",
            "cấp xã có quy chế thực hiện dân chủ đang hiệu lực",
            "đơn vị cấp xã có quy chế thực hiện dân chủ",
            by_level=False,
            compare=False,
        ),
        Share(
            "gd.disclosure.on_time",
            "gd.disclosure.required",
            "gd.disclosure.rate",
            "đã công khai đúng hạn",
            "nội dung phải công khai",
            "nội dung công khai đúng hạn",
        ),
        Count(
            "gd.community.decisions",
            "cộng đồng dân cư đã thông qua",
            "",
            "quyết định của cộng đồng dân cư",
            by_level=False,
        ),
        Several(
            "Ban Thanh tra nhân dân, Ban Giám sát đầu tư của cộng đồng đã giám sát",
            (Part("gd.pib.supervisions", ""), Part("gd.cisb.projects", "đầu tư")),
            "hoạt động giám sát của Nhân dân",
        ),
        Share(
            "gd.satisfaction.satisfied",
            "gd.satisfaction.responses",
            "gd.satisfaction.rate",
            "qua đánh giá mức độ hài lòng của người dân, có",
            "phiếu hài lòng trở lên",
            "mức độ hài lòng của người dân",
        ),
    ),
)

MODEL = Group(
    "model",
    "phong trào thi đua “Dân vận khéo”",
    (
        Count(
            "model.active.total",
            "có",
            "“Dân vận khéo” đang triển khai",
            "mô hình “Dân vận khéo” đang triển khai",
            (Part("model.active.collective", "tập thể"), Part("model.active.individual", "cá nhân")),
            as_of=True,
        ),
        Several(
            "trong kỳ có",
            (
                Part("model.registered", "đăng ký mới"),
                Part("model.recognised", "được công nhận, đánh giá hiệu quả"),
            ),
            "mô hình đăng ký mới và được công nhận",
        ),
        Count("contest.held", "đã tổ chức", "thi “Dân vận khéo”", "cuộc thi “Dân vận khéo”"),
    ),
)

AWARD = Group(
    "award",
    "công tác khen thưởng",
    (
        Count(
            "award.collectives.total",
            "đã khen thưởng",
            "",
            "tập thể được khen thưởng",
            (
                Part("award.flag.collectives", "nhận Cờ thi đua"),
                Part("award.certificate.collectives", "nhận Bằng khen"),
            ),
            by_level=False,
        ),
        Count(
            "award.individuals.total",
            "đã khen thưởng",
            "",
            "cá nhân được khen thưởng",
            (
                Part("award.certificate.individuals", "nhận Bằng khen cấp tỉnh, cấp ủy"),
                Part("award.pm_certificate.individuals", "nhận Bằng khen của Thủ tướng Chính phủ"),
            ),
            by_level=False,
        ),
    ),
)

INSPECTION = Group(
    "inspection",
    "công tác kiểm tra, khảo sát",
    (
        Count(
            "inspection.held",
            "đã kiểm tra",
            "về công tác dân vận, thực hiện quy chế dân chủ",
            "cuộc kiểm tra công tác dân vận",
        ),
        Count("inspection.units.inspected", "đã kiểm tra tại", "", "đơn vị được kiểm tra", by_level=False),
        Count("survey.held", "đã khảo sát", "", "cuộc khảo sát"),
        Count(
            "survey.units.surveyed",
            "đã khảo sát tại",
            "",
            "cơ quan, đơn vị được khảo sát",
            by_level=False,
        ),
    ),
)

TRAINING = Group(
    "training",
    "công tác tập huấn, bồi dưỡng nghiệp vụ",
    (
        Count(
            "training.classes", "đã mở", "tập huấn, bồi dưỡng nghiệp vụ", "lớp tập huấn, bồi dưỡng nghiệp vụ"
        ),
        Count("training.attendances", "các lớp có", "tham dự", "lượt người được tập huấn", by_level=False),
        Share(
            "training.staff.trained",
            "training.staff.target",
            "training.coverage",
            "đã tập huấn cho",
            "cán bộ thuộc diện phải tập huấn",
            "cán bộ được tập huấn",
        ),
    ),
)

SITUATION = Group(
    "situation",
    "nắm tình hình Nhân dân",
    (
        Count(
            "situation.notes.submitted",
            "đã gửi",
            "tình hình theo chủ đề",
            "báo cáo tình hình theo chủ đề",
            by_level=False,
        ),
        Count(
            "situation.topics.open",
            "đang theo dõi",
            "về đời sống dân sinh",
            "chủ đề dân sinh đang theo dõi",
            by_level=False,
            compare=False,
            as_of=True,
        ),
    ),
)

REPORTING = Group(
    "reporting",
    "chế độ thông tin, báo cáo",
    (
        Share(
            "reporting.units.on_time",
            "reporting.units.expected",
            "reporting.on_time.rate",
            "có",
            "lượt đơn vị gửi báo cáo đúng hạn",
            "báo cáo đúng hạn",
        ),
    ),
)

GROUPS: dict[str, Group] = {
    group.code: group
    for group in (
        DIRECTION, DIALOGUE, RECEPTION, PETITION, SUPERVISION, CRITICISM, CONSULTATION,
        DEMOCRACY, MODEL, AWARD, INSPECTION, TRAINING, SITUATION, REPORTING,
    )
}  # fmt: skip


def codes_of(pattern: Pattern) -> tuple[str, ...]:
    """Indicators a pattern prints."""
    if isinstance(pattern, Count):
        return (pattern.code, *(part.code for part in pattern.parts))
    if isinstance(pattern, Coverage):
        return (pattern.held, pattern.expected, pattern.code, *(part.code for part in pattern.parts))
    if isinstance(pattern, Share):
        return (pattern.part, pattern.whole, pattern.rate)
    return tuple(part.code for part in pattern.items)
