"""What the Front and its members do: supervision, social criticism, consultation."""

from danvan.briefings.patterns.shapes import Count, Group, Part, Several, Share

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
