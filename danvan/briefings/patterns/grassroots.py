"""At the grassroots: democracy, models of the movement, awards."""

from danvan.briefings.patterns.shapes import Count, Group, Part, Several, Share

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
