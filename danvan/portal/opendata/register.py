# ruff: noqa: E501 - a table of names in two languages.
"""
The release register (R-91): every table that is published, fixed in advance.

Place tree by topic tree by quarter and year; no other grouping exists, and none is computed on request.
"""

from __future__ import annotations

from dataclasses import dataclass

VERSION = 1
THRESHOLD = 5
DELICATE = 10


@dataclass(frozen=True)
class Topic:
    """A column of a table: the sum of some indicators less others."""

    code: str
    vi: str
    en: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()

    @property
    def indicators(self) -> tuple[str, ...]:
        return (*self.plus, *self.minus)


@dataclass(frozen=True)
class Table:
    """
    `topics` add up to `total`, when there is one. `over_time`: a year is the "sum" of its quarters, or its "last" one.

    `people`: counts about people, small ones are hidden. `delicate`: threshold 10, zeros hidden, whole city and year only.
    """

    code: str
    vi: str
    en: str
    unit: str
    topics: tuple[Topic, ...]
    total: Topic | None = None
    people: bool = True
    delicate: bool = False
    over_time: str = "sum"

    @property
    def threshold(self) -> int:
        return DELICATE if self.delicate else THRESHOLD if self.people else 0

    @property
    def columns(self) -> tuple[Topic, ...]:
        return (self.total, *self.topics) if self.total else self.topics


def _one(code: str, vi: str, en: str, indicator: str = "") -> Topic:
    return Topic(code, vi, en, (indicator or code,))


def _single(code: str, vi: str, en: str, unit: str, **more: object) -> Table:
    return Table(code, vi, en, unit, (_one(code, vi, en),), **more)  # type: ignore[arg-type]


_D, _R, _P = "dialogue.opinions.", "reception.visits.", "petition."

TABLES = (
    Table(
        "dialogue.opinions", "Ý kiến tại hội nghị đối thoại", "Opinions raised at dialogues", "ý kiến",
        (
            _one("at_event", "Được trả lời tại hội nghị", "Answered at the event", _D + "answered_at_event"),
            Topic("later", "Chưa trả lời tại hội nghị", "Not answered at the event", (_D + "raised",), (_D + "answered_at_event",)),
        ),
        _one("all", "Tổng số", "In all", _D + "raised"),
    ),
    _single("dialogue.participants", "Lượt người dự đối thoại", "Attendances at dialogues", "lượt người"),
    Table(
        "reception.visits", "Lượt tiếp công dân", "Visits of citizens received", "lượt",
        (
            _one("regular", "Thường xuyên", "Regular", _R + "regular"),
            _one("periodic", "Định kỳ", "Periodic", _R + "periodic"),
            _one("adhoc", "Đột xuất", "Ad hoc", _R + "adhoc"),
        ),
        _one("all", "Tổng số", "In all", _R + "total"),
    ),
    _single("reception.persons", "Số người được tiếp", "Persons received", "người"),
    _single("reception.groups", "Đoàn đông người được tiếp", "Groups received", "đoàn"),
    Table(
        "petition.received", "Khiếu nại, kiến nghị, phản ánh tiếp nhận (không gồm tố cáo)",
        "Complaints, recommendations and feedback received (without denunciations)", "đơn",
        (
            _one("complaint", "Khiếu nại", "Complaints", _P + "received.complaint"),
            _one("recommendation", "Kiến nghị, phản ánh", "Recommendations and feedback", _P + "received.recommendation"),
        ),
        Topic("all", "Tổng số", "In all", (_P + "received.complaint", _P + "received.recommendation")),
    ),
    Table(
        "petition.denunciations", "Tố cáo tiếp nhận (toàn thành phố, cả năm)",
        "Denunciations received (whole city, full year)", "đơn",
        (_one("all", "Tổng số", "In all", _P + "received.denunciation"),), delicate=True,
    ),
    Table(
        "consultation.opinions", "Ý kiến góp ý dự thảo", "Opinions on drafts", "ý kiến",
        tuple(
            _one(code, vi, en, f"consultation.opinions.{code}")
            for code, vi, en in (
                ("conference", "Tại hội nghị", "At conferences"), ("written", "Bằng văn bản, báo", "In writing"),
                ("online", "Trực tuyến", "Online"),
            )
        ),
        _one("all", "Tổng số", "In all", "consultation.opinions.total"),
    ),
    Table(
        "gd.satisfaction", "Phiếu khảo sát hài lòng", "Answers on satisfaction", "phiếu",
        (
            _one("satisfied", "Hài lòng", "Satisfied", "gd.satisfaction.satisfied"),
            Topic("not", "Chưa hài lòng", "Not satisfied", ("gd.satisfaction.responses",), ("gd.satisfaction.satisfied",)),
        ),
        _one("all", "Tổng số", "In all", "gd.satisfaction.responses"),
    ),
    _single("situation.notes.submitted", "Báo cáo tình hình nhân dân", "Notes on the situation of the people", "báo cáo"),
    _single("training.attendances", "Lượt người dự tập huấn", "Attendances at trainings", "lượt người"),
    Table(
        "award.individuals", "Cá nhân được khen thưởng", "Individuals given awards", "cá nhân",
        (
            _one("certificate", "Bằng khen, giấy khen của Thành phố, cấp ủy", "City or Party certificate", "award.certificate.individuals"),
            _one("pm", "Bằng khen của Thủ tướng Chính phủ", "Certificate of the Prime Minister", "award.pm_certificate.individuals"),
        ),
        _one("all", "Tổng số", "In all", "award.individuals.total"),
    ),
    *(
        _single(code, vi, en, unit, people=False)
        for code, vi, en, unit in (
            ("dialogue.held.total", "Hội nghị đối thoại đã tổ chức", "Dialogue conferences held", "hội nghị"),
            ("dialogue.held.periodic", "Hội nghị đối thoại định kỳ", "Periodic dialogue conferences", "hội nghị"),
            ("dialogue.held.adhoc", "Hội nghị đối thoại đột xuất", "Ad hoc dialogue conferences", "hội nghị"),
            ("supervision.sessions.total", "Cuộc giám sát", "Supervision sessions", "cuộc"),
            ("criticism.sessions.total", "Cuộc phản biện xã hội", "Social criticism sessions", "cuộc"),
            ("inspection.held", "Cuộc kiểm tra", "Inspections held", "cuộc"),
            ("gd.community.decisions", "Quyết định của cộng đồng", "Community decisions", "quyết định"),
            ("gd.cisb.projects", "Dự án được giám sát đầu tư cộng đồng", "Projects under community supervision", "dự án"),
            ("training.classes", "Lớp tập huấn", "Training classes held", "lớp"),
        )
    ),
)  # fmt: skip

BY_CODE = {table.code: table for table in TABLES}
INDICATORS = frozenset(code for table in TABLES for topic in table.columns for code in topic.indicators)
