"""The thirty districts evaluated for 2019 by the city, from their reports; one appeals, one has not sent its own yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import numpy as np
from django.utils import timezone

from danvan.common.periods import Period
from danvan.demo.city import City
from danvan.demo.splitting import SEED
from danvan.evaluation.models import Criterion, EvaluationRound
from danvan.evaluation.queries.rounds import expected
from danvan.evaluation.services import bulk, rounds, starter
from danvan.organizations.models import OrgUnit

APPEALS, LATE, JUST_TOLD = "HN-003", "HN-020", "HN-001"
SHARES = (Decimal(1), Decimal("0.75"), Decimal("0.5"), Decimal("0.5"))
# Where next to nothing of the judged lines can be shown.
WEAK = "HN-277"
NOTES = (
    "Có hồ sơ minh chứng kèm theo báo cáo năm.",
    "Đã sơ kết 6 tháng và tổng kết năm; văn bản tham mưu được cấp ủy ban hành.",
    "Có số liệu và biên bản kiểm tra kèm theo.",
    "Thực hiện theo chương trình công tác năm.",
)
REASONS = (
    "Minh chứng chưa thể hiện được kết quả nhân rộng.",
    "Văn bản tham mưu ban hành chậm so với chương trình.",
    "Kiến nghị nêu còn chung, chưa rõ trách nhiệm và thời hạn.",
)


def judge(city: City, today: date) -> None:
    """After the year was closed: sets from 2019 on, a round in January 2020, and how far each district has come."""
    root = OrgUnit.objects.get(code="HN")
    for level in ("commune", "district"):
        criteria = starter.starter_set(unit=root, level=level, starts_on=date(2019, 1, 1), at=_at(2019, 1, 4))
    round_ = rounds.open_round(
        unit=root, criteria=criteria, period=Period.parse("2019"),
        title="Đánh giá công tác dân vận năm 2019 các quận, huyện",
        self_due_on=date(2020, 1, 20), review_due_on=date(2020, 2, 14), by=None, at=_at(2020, 1, 6),
    )  # fmt: skip
    bulk.take_over(round_=round_, evaluations=list(_past(round_)), at=_at(today.year, today.month, today.day))


def _past(round_: EvaluationRound) -> Iterator[bulk.PastEvaluation]:
    lines = list(Criterion.objects.filter(group__criteria=round_.criteria, kind=Criterion.Kind.JUDGED))
    for place, name in enumerate(expected(round_.unit_id, "district", date(2020, 1, 6))):
        rng = np.random.default_rng([SEED, place, 17])
        shares = (Decimal("0.25"),) if name.code == WEAK else SHARES
        judged = {
            line.pk: (
                line.points * shares[int(rng.integers(len(shares)))],
                NOTES[int(rng.integers(len(NOTES)))],
            )
            for line in lines
        }
        if name.code == LATE:
            yield bulk.PastEvaluation(name.id, dict(list(judged.items())[:2]))
            continue
        changed = lines[int(rng.integers(len(lines)))] if name.code == APPEALS or rng.random() < 0.5 else None
        review = {}
        if changed is not None and judged[changed.pk][0] >= 1:
            review[changed.pk] = (judged[changed.pk][0] - 1, REASONS[int(rng.integers(len(REASONS)))])
        told = _at(2020, 3, 18) if name.code in (APPEALS, JUST_TOLD) else _at(2020, 2, 20)
        appeals = name.code == APPEALS
        yield bulk.PastEvaluation(
            name.id, judged, submitted_at=_at(2020, 1, 9 + place % 10), reviewed_at=_at(2020, 2, 4 + place % 9),
            review=review, remark="Số liệu đo đếm khớp với báo cáo đã tiếp nhận.", published_at=told,
            appealed_at=_at(2020, 3, 20) if appeals else None,
            appeal_reason=(
                "Đề nghị xem lại tiêu chí bị trừ điểm: hồ sơ minh chứng đã gửi kèm báo cáo năm, có biên bản của đơn vị "
                "đến học tập." if appeals else ""
            ),
            final_at=None if name.code in (APPEALS, JUST_TOLD) else _at(2020, 3, 6),
        )  # fmt: skip


def _at(year: int, month: int, day: int) -> datetime:
    return datetime.combine(date(year, month, day), time(9), timezone.get_current_timezone())
