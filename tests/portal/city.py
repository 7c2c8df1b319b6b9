"""A small city with something on every public page, made through the services where that is short."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

from danvan.briefings.models import ReportDocument
from danvan.commitments import services as commitments
from danvan.common.periods import Period
from danvan.directives.models import NumberBook
from danvan.engagement.models import DialogueConference
from danvan.organizations.models import OrgUnitVersion, Role
from danvan.organizations.queries import actor_of
from danvan.petitions import public as petitions
from danvan.petitions.models import Petition, Publication
from danvan.petitions.models.reception import ReceptionSchedule
from danvan.portal import services
from danvan.portal.models import Article
from danvan.reporting.services.catalogue import starter_form
from tests.engagement.conftest import Stage
from tests.portal.conftest import TEXT
from tests.support.factories import PostFactory, UserFactory

POINTS = {
    "HN-01": (21.0358, 105.8261), "HN-02": (21.0287, 105.8524), "HN-01-01": (21.0464, 105.8461),
    "HN-01-02": (21.0459, 105.8404), "HN-02-01": (21.0333, 105.8540), "HN-02-02": (21.0356, 105.8484),
}  # fmt: skip
FIGURES = {
    ("dialogue.held.total", "HN", "all"): "145", ("dialogue.held.total", "HN", "city"): "4",
    ("dialogue.held.total", "HN", "district"): "47", ("dialogue.held.total", "HN", "commune"): "94",
    ("dialogue.held.total", "HN-01", "all"): "80", ("dialogue.held.total", "HN-02", "all"): "61",
    ("petition.received.total", "HN", "all"): "3012", ("petition.received.total", "HN-01", "all"): "3",
    ("petition.received.total", "HN-02", "all"): "3009", ("dialogue.opinions.raised", "HN", "all"): "964",
}  # fmt: skip


@dataclass
class PublicCity:
    cast: Any
    matter: Petition
    code: str
    ahead: DialogueConference
    held: DialogueConference
    notice: Article
    draft: Article
    gone: Article
    promise: Any


def with_points(cast) -> None:
    for code, (latitude, longitude) in POINTS.items():
        OrgUnitVersion.objects.filter(unit=cast.units[code]).update(
            latitude=Decimal(str(latitude)), longitude=Decimal(str(longitude))
        )


def seeded() -> None:
    """Topics and rules of time come with the migrations; a transactional test before this one has emptied their tables."""
    from django.apps import apps

    for model, name in (("Topic", "0006_load_topics"), ("DeadlineRule", "0003_load_rules")):
        if not apps.get_model("reference", model).objects.exists():
            import_module(f"danvan.reference.migrations.{name}").load(apps, None)


def build(cast, now: datetime, say=lambda words: words) -> PublicCity:
    """`say` may plant something of its own in every text that people write."""
    seeded()
    with_points(cast)
    receipt = petitions.send(
        gate="feedback", kind="feedback", text=say(TEXT), topic="drainage", place="HN-01-01", wants_public=True,
        key=secrets.token_urlsafe(32), at=now,
    )  # fmt: skip
    matter = Petition.unscoped.get(reference=receipt.reference)
    Publication.objects.create(
        petition=matter, title=say("Rãnh thoát nước bị tắc"), text=say(TEXT), answer="", published_at=now,
        removed="số điện thoại", published_by=cast["officer"], latitude=Decimal("21.04640"), longitude=Decimal("105.84610"),
    )  # fmt: skip
    stage = _stage(cast)
    held, promise = _held(stage, now, say)
    ahead = stage.announced(
        (now + timedelta(days=9)).date(), title=say("Đối thoại về môi trường"),
        questions_until=(now + timedelta(days=6)).date(),
    )  # fmt: skip
    by = actor_of(cast["consolidator"], now.date())
    notice, gone = (_notice(cast, by, now, say) for _n in range(2))
    gone = services.take_back(
        article_id=gone.pk, version=gone.version, reason=say("Ngày ghi sai."), by=by, at=now
    )
    draft = services.write(
        unit=cast.district, title=say("Bản nháp"), summary="", text=say("Chưa đăng."), by=by, at=now
    )
    for day in (3, 4):
        ReceptionSchedule.unscoped.create(
            unit=cast.commune, head="commune_chair", day=(now + timedelta(days=day)).date(), starts_at=time(8),
            ends_at=time(11, 30), place=say("Trụ sở phường"), state="posted", posted_on=now.date(),
        )  # fmt: skip
    issue(cast, now)
    return PublicCity(cast, matter, receipt.code, ahead, held, notice, draft, gone, promise)


def _stage(cast) -> Stage:
    head = UserFactory(username="dung-dau", full_name="Đỗ Thị Khánh")
    PostFactory(unit=cast.commune, holder=head, role=Role.LEADER)
    return Stage(cast, cast["officer"], head)


def _held(stage, now, say):
    day = (now - timedelta(days=40)).date()
    dialogue = stage.held(day, title=say("Đối thoại về thoát nước"))
    opinion = stage.say(dialogue, text=say("Đường ngập khi mưa to"))
    stage.promise(opinion, text=say("Nạo vét cống trước mùa mưa"), due_on=day + timedelta(days=20))
    stage.say(dialogue, text=say("Thiếu đèn đường"), answer=say("Đã lắp đèn hôm 10/01."))
    stage.conclude(dialogue)
    stage.publish(dialogue)
    given = commitments.give(
        text=say("Sửa xong đường ngõ 12"), unit=stage.cast.units["HN-02-01"], asked_by=stage.cast.units["HN-02"],
        origin="directive", origin_ref="", origin_label=say("Công văn 12"), due_on=(now + timedelta(days=9)).date(),
        by=actor_of(stage.cast["outsider"], now.date()), at=now,
    )  # fmt: skip
    return dialogue, given


def _notice(cast, by, now, say) -> Article:
    row = services.write(
        unit=cast.district, title=say("Cấp nước tạm dừng"), summary=say("Từ 22 giờ ngày 18/03."), by=by, at=now,
        text=say("## Vì sao\n\nSửa đường ống ở phố Phúc Xá.\n\n- Từ 22 giờ\n- [Lịch](https://example.org/lich)"),
    )  # fmt: skip
    return services.publish(article_id=row.pk, version=row.version, by=by, at=now)


def issue(cast, now: datetime, period: str = "2019", number: int = 1) -> ReportDocument:
    """An issued report of the city with a few sealed numbers."""
    starter_form(at=now)
    book, _made = NumberBook.objects.get_or_create(
        unit=cast.city, document_type="BC", format="party", name="2020"
    )
    numbers = [
        {"place": "mục I", "indicator": code, "unit": unit, "level": level, "period": period, "measure": "value",
         "against": "", "value": value, "text": value}
        for (code, unit, level), value in FIGURES.items()
    ]  # fmt: skip
    when = Period.parse(period)
    return ReportDocument.unscoped.create(
        unit=cast.city, period_name=period, starts_on=when.starts_on, ends_on=when.ends_on, kind="annual", format="party",
        state="issued", body="Ban Dân vận", sign="BDVTU", place="Hà Nội", signatory_title="Trưởng ban", book=book,
        number=number, signed_on=date(2020, 1, 15), issued_at=now, sealed=json.dumps({"numbers": numbers}),
        seal=secrets.token_hex(32), right_until=now, made_at=now,
    )  # fmt: skip
