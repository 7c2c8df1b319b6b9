"""A commune's dialogue at each stage of its life, made through the services."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from danvan.engagement.models import DialogueConference, DialogueOpinion
from danvan.engagement.services import answering, concluding, planning, recording
from danvan.organizations.models import Role
from danvan.organizations.queries import actor_of
from tests.support.factories import PostFactory, UserFactory

DAY = date(2019, 10, 17)


@dataclass
class Stage:
    """``stage.officer``, ``stage.head`` are actors of the commune; ``stage.at(day)`` a moment."""

    cast: object
    officer_user: object
    head_user: object

    def actor(self, user, on=DAY):
        return actor_of(user, on)

    @property
    def officer(self):
        return self.actor(self.officer_user)

    @property
    def head(self):
        return self.actor(self.head_user)

    @property
    def unit(self):
        return self.cast.commune

    def at(self, day=DAY, hour=9):
        return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_current_timezone())

    def values(self, day=DAY, **changes):
        base = {
            "kind": "periodic", "bases": ["law_2015"], "title": "Đối thoại với Nhân dân", "content": "Môi trường",
            "chair": "Bí thư Đảng ủy phường", "scheduled_at": self.at(day, 8), "place": "Nhà văn hóa phường",
            "mode": "in_person", "how_to_attend": "Mọi người dân", "questions_until": None,
        }  # fmt: skip
        return {**base, **changes}

    def plan(self, day=DAY, hosts=(), unit=None, by=None, **changes) -> DialogueConference:
        return planning.plan(
            unit=unit or self.unit, values=self.values(day, **changes), hosts=hosts, by=by or self.officer,
            at=self.at(day - timedelta(days=30)),
        )  # fmt: skip

    def announce(self, dialogue, days_before=10, reason=""):
        return planning.announce(
            dialogue_id=dialogue.pk, version=dialogue.version, short_notice_reason=reason, by=self.head,
            at=self.at(dialogue.day - timedelta(days=days_before)),
        )  # fmt: skip

    def announced(self, day=DAY, **changes):
        return self.announce(self.plan(day, **changes))

    def say(self, dialogue, text="Đường ngập khi mưa", key=None, answer="", topic="") -> DialogueOpinion:
        said = recording.Said(key=key or secrets.token_urlsafe(18), text=text, topic=topic, answer=answer)
        return recording.record(
            dialogue_id=dialogue.pk, said=said, by=self.officer, at=self.at(dialogue.day, 10)
        )[0]

    def held(self, day=DAY, attended=120, **changes) -> DialogueConference:
        dialogue = self.announced(day, **changes)
        return self.hold(dialogue, attended)

    def hold(self, dialogue, attended=120):
        return concluding.hold_event(
            dialogue_id=dialogue.pk, version=dialogue.version, held_on=dialogue.day, attended=attended, by=self.officer,
            at=self.at(dialogue.day, 12),
        )  # fmt: skip

    def promise(self, opinion, text="Nạo vét cống trước mùa mưa", due_on=None, unit=None):
        opinion.refresh_from_db()
        return answering.promise(
            opinion_id=opinion.pk, version=opinion.version, unit=unit or self.unit, text=text, due_on=due_on,
            by=self.officer, at=self.at(opinion.dialogue.day, 13),
        )  # fmt: skip

    def conclude(self, dialogue, day=None):
        """Minutes, draft and issue."""
        same = {"dialogue_id": dialogue.pk, "by": self.officer, "at": self.at(day or dialogue.day, 15)}
        dialogue.refresh_from_db()
        dialogue = concluding.sign_minutes(
            version=dialogue.version, number="01/BB", signed_on=dialogue.day, **same
        )
        values = {"regime": "party", "opening": "Hội nghị thành công.", "demands": "", "answer_by": None,
                  "signer": "Bí thư"}  # fmt: skip
        concluding.draft_conclusion(version=dialogue.version, values=values, **same)
        dialogue.refresh_from_db()
        same["by"] = self.head
        return concluding.issue_conclusion(
            version=dialogue.version, number="12-TB/ĐU", issued_on=day or dialogue.day, **same
        )

    def publish(self, dialogue, day=None):
        dialogue.refresh_from_db()
        return concluding.publish_result(
            dialogue_id=dialogue.pk, version=dialogue.version, ways="niêm yết", by=self.head,
            at=self.at(day or dialogue.day, 16),
        )  # fmt: skip


@pytest.fixture
def stage(cast, at):
    at(DAY.isoformat())
    head = UserFactory(username="head", full_name="Đỗ Thị Khánh")
    PostFactory(unit=cast.commune, holder=head, role=Role.LEADER)
    return Stage(cast, cast["officer"], head)
