"""Doing a thing once, however often it is asked (R-40)."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.template import Context, Template
from django.utils import timezone

from danvan.audit.models import OnceKey
from danvan.audit.once import BadKey, KeyReused, forget, new_key, once

KEY = "0123456789abcdef0123456789abcdef"


def do(effects, *, actor=1, key=KEY, purpose="test.done", content=None, result=7):
    with once(actor_id=actor, key=key, purpose=purpose, content=content) as attempt:
        if attempt.fresh:
            effects.append(result)
            attempt.result = result
    return attempt.result


def test_the_second_time_nothing_is_done(db):
    effects = []
    assert [do(effects), do(effects)] == [7, 7]
    assert effects == [7]


@pytest.mark.parametrize("result", [None, 0, "", [], {"version": 1, "late": False}])
def test_any_result_comes_back_as_it_was(db, result):
    effects = []
    assert [do(effects, result=result), do(effects, result=result)] == [result, result]
    assert len(effects) == 1


@pytest.mark.parametrize("other", [{"purpose": "test.other"}, {"content": {"cell": 5}}])
def test_the_same_key_for_something_else_is_refused(db, other):
    effects = []
    do(effects, content={"cell": 4})
    with pytest.raises(KeyReused):
        do(effects, **({"content": {"cell": 4}} | other))
    assert effects == [7]


def test_the_order_of_members_is_no_other_content(db):
    effects = []
    do(effects, content={"a": 1, "b": 2})
    do(effects, content={"b": 2, "a": 1})
    assert effects == [7]


def test_another_person_may_use_the_same_key(db):
    effects = []
    do(effects, actor=1)
    do(effects, actor=2)
    assert effects == [7, 7]


def test_what_fails_leaves_no_key(db):
    with pytest.raises(ZeroDivisionError), once(actor_id=1, key=KEY, purpose="test.done", content=None):
        raise ZeroDivisionError
    assert not OnceKey.objects.exists()


@pytest.mark.parametrize("key", ["", "x" * 21, "x" * 65, "ô" * 30, "a b" * 10, "0" * 32 + "\n"])
def test_only_random_keys_are_taken(db, key):
    with pytest.raises(BadKey):
        do([], key=key)


def test_new_keys_are_random_and_fit(db):
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    for key in keys:
        do([], key=key)


def test_neither_key_nor_content_can_be_read_back(db):
    do([], content={"note": "nội dung riêng"})
    row = OnceKey.objects.values().get()
    assert KEY not in str(row)
    assert KEY.encode() not in bytes(row["key"])
    assert "riêng" not in str(row)


def test_a_key_stands_once_per_person(db):
    do([])
    row = OnceKey.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        OnceKey.objects.create(actor_id=1, key=row.key, purpose="x", content=b"x", at=row.at)


def test_old_keys_are_forgotten(db):
    do([])
    assert forget() == 0
    OnceKey.objects.update(at=timezone.now() - timedelta(days=8))
    assert forget() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor == 'sqlite' and connection.is_in_memory_db()", reason="one connection only"
)
def test_two_at_the_same_moment_do_it_once():
    effects, answers, ready = [], [], Barrier(2)

    def run():
        try:
            ready.wait()
            answers.append(do(effects))
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (effects, answers) == ([7], [7, 7])


def test_forms_carry_a_key_of_their_own(db):
    template = Template("{% once_key %}{% once_key %}")
    keys = re.findall(r'name="once" value="([^"]+)"', template.render(Context()))
    assert len(set(keys)) == 2
    for key in keys:
        do([], key=key)
