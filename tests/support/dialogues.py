"""One dialogue, question, opinion, class, note and followed topic of the commune HN-01-01, for doors that need a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from danvan.engagement.models import AdvanceQuestion
from danvan.engagement.services import planning, recording, situation, trainings
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit


def stand(
    unit: OrgUnit, text: Callable[[str, str], str], by: Actor, above: Actor, top: OrgUnit, at: datetime
) -> dict[str, int]:
    """Ids by what they are: dialogue, question, opinion, training, note, topic."""

    def say(name: str) -> str:
        return text(name, unit.code)

    values = {
        "kind": "periodic", "bases": ["law_2015"], "title": say("dialogue"), "content": say("content"), "chair": say("chair"),
        "scheduled_at": at, "place": say("place"), "mode": "in_person", "how_to_attend": say("attending"),
        "questions_until": None,
    }  # fmt: skip
    dialogue = planning.plan(unit=unit, values=values, by=by, at=at)
    said = recording.Said("a-key-of-22-signs-or-more", say("opinion"))
    opinion, _new = recording.record(dialogue_id=dialogue.pk, said=said, by=by, at=at + timedelta(hours=1))
    question = AdvanceQuestion.unscoped.create(
        dialogue=dialogue, unit=unit, client_key="q" * 24, text=say("question"), sent_at=at
    )
    lesson = {
        "title": say("class"),
        "content": say("lesson"),
        "scheduled_on": at.date(),
        "days": 1,
        "place": "",
    }
    training = trainings.plan(unit=unit, values=lesson, by=by, at=at)
    told = {
        "topic": "environment", "period_name": "2020-M03", "kind": "regular", "extent": "some", "count": 1,
        "text": say("note"), "cause": say("cause"), "responsible_body": "", "proposal": say("proposal"),
    }  # fmt: skip
    note = situation.write(unit=unit, values=told, by=by, at=at)
    situation.submit(note_id=note.pk, version=0, by=by, at=at)
    merged = situation.write(unit=unit, values=told, by=by, at=at)
    situation.submit(note_id=merged.pk, version=0, by=by, at=at)
    situation.review(note_id=merged.pk, version=1, remark="", by=above, at=at)
    topic = situation.merge(note_id=merged.pk, version=2, unit=top, by=above, at=at)
    return {
        "dialogue_id": dialogue.pk, "opinion_id": opinion.pk, "question_id": question.pk, "training_id": training.pk,
        "note_id": note.pk, "topic_id": topic.pk,
    }  # fmt: skip
