"""
The documents of the demo city: a quarterly briefing issued before a supplement changed its figures, and the annual
review, ready to be signed. All narrative is invented for the demo.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from danvan.accounts.models import User
from danvan.briefings import services as briefings
from danvan.briefings.models import ReportDocument
from danvan.common.periods import Period
from danvan.demo.people import acting
from danvan.organizations.models import OrgUnit

SIGNATORY = {"signatory": "Phạm Văn Dũng"}

THIRD_QUARTER = {
    "situation": (
        "Tình hình tư tưởng Nhân dân cơ bản ổn định. Nhân dân quan tâm nhiều đến chất lượng nước sạch, thu gom rác thải "
        "sinh hoạt, tiến độ cải tạo chung cư cũ và việc thu chi đầu năm học mới."
    ),
    "assessment": (
        "Công tác phối hợp giữa cấp ủy, chính quyền và Mặt trận Tổ quốc được giữ vững. Hạn chế: một số đơn vị gửi báo cáo "
        "chậm, việc theo dõi kết quả giải quyết kiến nghị sau đối thoại chưa thường xuyên."
    ),
    "tasks": (
        "Hoàn thành chỉ tiêu đối thoại của năm tại tất cả các xã, phường, thị trấn.\n"
        "Rà soát, chấm điểm mô hình “Dân vận khéo” để biểu dương dịp tổng kết năm."
    ),
}

YEAR = {
    "situation": (
        "Kinh tế - xã hội của Thành phố phát triển ổn định, đời sống Nhân dân được cải thiện. Nhân dân quan tâm đến môi "
        "trường, đất đai, trật tự xây dựng, chất lượng dịch vụ công và giá cả thị trường."
    ),
    "direction": (
        "Các cấp ủy tập trung lãnh đạo thực hiện “Năm dân vận chính quyền”, gắn với trách nhiệm tiếp dân, đối thoại của "
        "người đứng đầu."
    ),
    "government": (
        "Chính quyền các cấp đẩy mạnh cải cách hành chính, công khai quy trình, thời hạn giải quyết công việc; duy trì lịch "
        "tiếp công dân và trả lời kiến nghị của Nhân dân."
    ),
    "oversight": "Nội dung giám sát, phản biện bám sát những việc Nhân dân quan tâm; kiến nghị được theo dõi đến cùng.",
    "models": "Nhiều mô hình về giữ gìn vệ sinh môi trường, hỗ trợ hộ khó khăn, tuyến đường tự quản được nhân rộng.",
    "assessment": (
        "Ưu điểm: công tác dân vận có chuyển biến rõ, nhất là ở cơ sở. Hạn chế: chất lượng đối thoại chưa đồng đều, một số "
        "kiến nghị giải quyết còn chậm. Bài học: gần dân, nói đi đôi với làm, việc gì đã hứa phải có người theo dõi."
    ),
    "orientation": (
        "Tiếp tục đổi mới nội dung, phương thức công tác dân vận; nâng cao chất lượng đối thoại và giám sát, phản biện; "
        "chuẩn bị tốt cho đại hội đảng bộ các cấp."
    ),
    "tasks": (
        "Quý I: hướng dẫn kế hoạch công tác dân vận năm 2020.\n"
        "Quý II: tập huấn nghiệp vụ cho cán bộ dân vận cơ sở.\n"
        "Quý III: kiểm tra việc thực hiện quy chế dân chủ ở cơ sở.\n"
        "Quý IV: tổng kết, biểu dương mô hình “Dân vận khéo”."
    ),
}


def issue_third_quarter(users: dict[str, User], at: datetime) -> None:
    """Issued while the figures stood as they then were; the supplement that follows marks it as affected."""
    document = _write(users, Period("quarter", 2019, 3), "quarterly", THIRD_QUARTER, at)
    later = at + timedelta(hours=2)
    briefings.issue(document=document, signed_on=at.date(), by=acting(users, "thanhpho", later), at=later)


def draft_annual_review(users: dict[str, User], at: datetime) -> None:
    """Everything is written; what remains is to read it once more and sign."""
    _write(users, Period("year", 2019), "annual", YEAR, at)


def _write(
    users: dict[str, User], period: Period, kind: str, texts: Mapping[str, str], at: datetime
) -> ReportDocument:
    by = acting(users, "thanhpho", at)
    city = OrgUnit.objects.get(code="HN")
    document = briefings.create_draft(unit=city, period=period, kind=kind, fmt="party", by=by, at=at)
    for key, text in texts.items():
        briefings.save_narrative(document=document, key=key, text=text, version=0, by=by, at=at)
    return briefings.save_details(document=document, values=SIGNATORY, version=document.version, by=by, at=at)
