"""Five at once: one matter, one answer, one reopening; on both engines."""

import secrets
from importlib import import_module

import pytest
from django.apps import apps

from danvan.common.errors import DomainError
from danvan.organizations.queries import actor_of
from danvan.petitions import public, services
from danvan.petitions.models import Answer, Petition
from danvan.petitions.services import Draft
from danvan.reference.services import load_rules
from tests.petitions.conftest import DONE, FOUND, TEXT
from tests.support.parallel import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ready(cast, at):
    moment = at(2020, 3, 16)
    load_rules(at=moment)
    import_module("danvan.reference.migrations.0006_load_topics").load(apps, None)
    return moment


def five(act):
    """`act` five times at once: what each gave, or the refusal it got."""

    def told():
        try:
            return act()
        except DomainError as refusal:
            return refusal

    return together(*[told] * 5)


def send(key, now):
    return public.send(
        gate="feedback", kind="feedback", text=TEXT, topic="drainage", place="HN-01-01", key=key, at=now
    )


def test_five_parallel_posts_of_one_form_make_one_petition(cast, ready):
    key = secrets.token_urlsafe(32)
    told = five(lambda: send(key, ready))
    assert Petition.unscoped.count() == 1
    assert len({one.code for one in told}) == 1 and len({one.reference for one in told}) == 1


def test_five_officers_answer_and_one_answer_stands(cast, ready):
    row = Petition.unscoped.get(reference=send(secrets.token_urlsafe(32), ready).reference)
    officer = actor_of(cast["officer"], ready.date())
    draft = Draft("explained", FOUND, DONE, basis="KH 12")
    told = five(lambda: services.answer(petition=row, version=1, draft=draft, by=officer, at=ready))
    assert Answer.objects.count() == 1 and sum(isinstance(one, Answer) for one in told) == 1
    assert all(one.message for one in told if isinstance(one, DomainError))


def test_five_reopenings_are_one(cast, ready):
    receipt = send(secrets.token_urlsafe(32), ready)
    row = Petition.unscoped.get(reference=receipt.reference)
    officer = actor_of(cast["officer"], ready.date())
    services.answer(
        petition=row, version=1, draft=Draft("explained", FOUND, DONE, basis="KH"), by=officer, at=ready
    )
    told = five(
        lambda: public.reopen(receipt.code, reason="Vẫn tắc", key=secrets.token_urlsafe(32), at=ready)
    )
    assert sum(not isinstance(one, DomainError) for one in told) == 1
    assert Petition.unscoped.get().events.filter(kind="reopened").count() == 1
