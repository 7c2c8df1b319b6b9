"""How the work is led: direction, inspection, training, reports, the people's mood."""

from danvan.briefings.patterns.shapes import Count, Group, Share

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
