"""One queue for questions before a dialogue and matters whose senders agreed to publication."""

import secrets
from datetime import timedelta

import pytest
from django.urls import reverse

from danvan.engagement.queries import moderation
from danvan.engagement.services import questions
from danvan.organizations.models import Role
from danvan.organizations.queries import actor_of
from danvan.petitions import public, services
from danvan.petitions.models import Petition
from tests.engagement.conftest import DAY
from tests.support.factories import PostFactory

pytestmark = pytest.mark.django_db
WORDS = "Rãnh thoát nước tắc từ ba tuần nay."


@pytest.fixture
def reader(stage, cast):
    """A consolidator of the commune, who reads both kinds."""
    return PostFactory(unit=cast.commune, role=Role.CONSOLIDATOR).holder


@pytest.fixture
def asked(stage):
    row = stage.announced(questions_until=DAY - timedelta(days=1))
    return questions.ask(
        reference=row.reference, text="Bao giờ sửa đường?", topic="", key=secrets.token_urlsafe(18), confirmed=False,
        at=stage.at(DAY - timedelta(days=5)),
    )[0]  # fmt: skip


@pytest.fixture
def send(stage):
    def make(**given):
        told = {
            "gate": "feedback", "kind": "feedback", "text": WORDS, "topic": "drainage", "place": "HN-01-01",
            "key": secrets.token_urlsafe(32), "at": stage.at(DAY - timedelta(days=6)), "wants_public": True,
        }  # fmt: skip
        return Petition.unscoped.get(reference=public.send(**(told | given)).reference)

    return make


def queue(user):
    rows, count = moderation.waiting(actor_of(user, DAY))
    assert count == len(rows)
    return [(row.kind, row.what) for row in rows]


def test_both_kinds_stand_in_one_list_the_oldest_first(reader, asked, send):
    matter = send()
    assert queue(reader) == [("matter", matter.reference), ("question", asked.dialogue.title)]


def test_only_what_waits_for_this_person(reader, asked, send, cast):
    send()
    send(wants_public=False)
    assert len(queue(reader)) == 2
    assert queue(cast["outsider"]) == [] and queue(cast["leader"]) == []
    # Officers read questions; publishing is for those who consolidate.
    assert [kind for kind, _what in queue(cast["officer"])] == ["question"]


def test_what_is_decided_waits_no_more(reader, asked, send, stage):
    row, actor = send(), actor_of(reader, DAY)
    questions.refuse(
        question_id=asked.pk, version=asked.version, ground=list(type(asked).Ground.values)[0], reason="đã trả lời",
        by=actor, at=stage.at(),
    )  # fmt: skip
    services.publish(
        petition=row, version=row.version, title="Rãnh tắc", text="Rãnh tắc.", by=actor, at=stage.at()
    )
    assert queue(reader) == []
    row.refresh_from_db()
    services.withdraw(petition=row, version=row.version, by=actor, at=stage.at())
    assert queue(reader) == []


def test_the_page_opens_no_words_of_a_matter_and_leads_to_both(reader, asked, send, client_for):
    row = send()
    page = client_for(reader).get(reverse("engagement:moderation")).content.decode()
    assert WORDS not in page and "Bao giờ sửa đường?" in page
    assert reverse("petitions:publish", args=[row.reference]) in page
    assert reverse("engagement:question", args=[asked.pk]) in page


def test_an_empty_queue_says_so_and_others_are_refused(reader, client_for, cast):
    assert "empty" in client_for(reader).get(reverse("engagement:moderation")).content.decode()
    assert client_for(cast["leader"]).get(reverse("engagement:moderation")).status_code == 403


def test_it_costs_the_same_however_long(reader, asked, send, django_assert_max_num_queries):
    for _one in range(4):
        send()
    actor = actor_of(reader, DAY)
    with django_assert_max_num_queries(8):
        moderation.waiting(actor)
