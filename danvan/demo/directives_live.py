"""Directives as they stand in March 2020: one at each state, made by the people of the demo city through the services."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from danvan.accounts.models import User
from danvan.demo.people import acting
from danvan.directives.models import Directive, DirectiveAssignment
from danvan.directives.services import carrying, cascading, documents, relations
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids


def tell(users: dict[str, User], today: date) -> None:
    """A guidance given down the branch of Ba Đình, and drafts of the city."""
    at = _moment(today - timedelta(days=6))
    city, district = OrgUnit.objects.get(code="HN"), OrgUnit.objects.get(code="HN-001")
    office = acting(users, "thanhpho", at)
    ground = Directive.unscoped.get(unit=city, symbol="07-CT/TU")
    guidance = documents.draft(unit=city, values=_values(
        "HD", "Hướng dẫn công tác dân vận tham gia phòng, chống dịch Covid-19 tại khu dân cư",
        "Phát huy vai trò tổ dân phố, tổ dân vận trong nắm tình hình, tuyên truyền, vận động Nhân dân thực hiện khai báo"
        " y tế và giữ vệ sinh nơi ở.",
    ), by=office, at=at)  # fmt: skip
    relations.relate(source_id=guidance.pk, target_id=ground.pk, kind="implements", by=office, at=at)
    guidance.refresh_from_db()
    documents.sign(
        directive_id=guidance.pk, version=guidance.version, signer="Trưởng Ban Dân vận Thành ủy", signed_on=at.date(),
        by=office, at=at,
    )  # fmt: skip
    documents.issue(
        directive_id=guidance.pk,
        version=guidance.version + 1,
        issued_on=at.date(),
        in_force_from=None,
        by=office,
        at=at,
    )
    terms = cascading.Terms(
        "Tổ chức đến từng tổ dân phố, báo cáo kết quả về Thành phố.", today - timedelta(days=3),
        today + timedelta(days=8), today + timedelta(days=24),
    )  # fmt: skip
    branch = list(descendant_ids(district.pk, at.date()))
    cascading.give(directive_id=guidance.pk, giver=city, unit_ids=branch, terms=terms, by=office, at=at)
    _carry(users, guidance, at)
    _drafts(users, city, _moment(today - timedelta(days=1)))


def _carry(users: dict[str, User], guidance: Directive, at: datetime) -> None:
    """Ba Đình has reported and got it back, Phúc Xá has a plan and a task; Trúc Bạch has not looked yet."""
    quan, canbo = acting(users, "quan", at), acting(users, "canbo", at)
    district = DirectiveAssignment.unscoped.get(directive=guidance, unit__code="HN-001")
    commune = DirectiveAssignment.unscoped.get(directive=guidance, unit__code="HN-00001")
    later = at + timedelta(days=3)
    carrying.acknowledge(assignment_id=district.pk, version=0, by=quan, at=at)
    carrying.record_plan(
        assignment_id=district.pk,
        version=1,
        symbol="34-KH/QU",
        issued_on=at.date(),
        file=None,
        by=quan,
        at=at,
    )
    carrying.report(
        assignment_id=district.pk, version=2, text="Quận đã triển khai đến 14 phường.", reported_on=later.date(), by=quan,
        at=later,
    )  # fmt: skip
    carrying.return_(
        assignment_id=district.pk, version=3, reason="Bổ sung số tổ dân phố đã tổ chức và kiến nghị của phường.",
        by=acting(users, "thanhpho", at), at=later,
    )  # fmt: skip
    carrying.acknowledge(assignment_id=commune.pk, version=0, by=canbo, at=at)
    carrying.record_plan(
        assignment_id=commune.pk,
        version=1,
        symbol="12-KH/ĐU",
        issued_on=at.date(),
        file=None,
        by=canbo,
        at=at,
    )
    carrying.add_task(
        assignment_id=commune.pk, version=2, text="Phát tờ rơi và vận động khai báo y tế tại 21 tổ dân phố",
        unit=commune.unit, due_on=at.date() + timedelta(days=10), by=canbo, at=at,
    )  # fmt: skip


def _drafts(users: dict[str, User], city: OrgUnit, at: datetime) -> None:
    """One in work, one signed that waits for its number."""
    office = acting(users, "thanhpho", at)
    documents.draft(
        unit=city,
        values=_values("KH", "Kế hoạch tổ chức hội nghị giao ban công tác dân vận quý I/2020"),
        by=office,
        at=at,
    )
    signed = documents.draft(
        unit=city,
        values=_values("CV", "Đôn đốc ban hành kế hoạch công tác dân vận năm 2020"),
        by=office,
        at=at,
    )
    documents.sign(
        directive_id=signed.pk,
        version=0,
        signer="Phó Trưởng Ban Thường trực",
        signed_on=at.date(),
        by=office,
        at=at,
    )


def _values(kind: str, title: str, content: str = "") -> dict[str, object]:
    return {
        "kind": kind, "style": "party", "body": "BDVTU", "title": title, "content": content, "signer": "",
        "in_force_from": None, "in_force_to": None, "programmes": [],
    }  # fmt: skip


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=timezone.get_current_timezone())
