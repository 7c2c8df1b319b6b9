"""A kind of news, and a folder for what leaves the house."""

import pytest
from django.core.cache import cache

from danvan.notifications import kinds
from danvan.notifications.kinds import Kind


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    """The number beside the bell is kept in the cache; another test's people bear the same ids."""
    cache.clear()


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(Kind("test.slow", "Tin thường", why="bạn thử"))
    kinds.register(Kind("test.fast", "Tin khẩn", urgent=True, why="bạn thử"))


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.NOTIFICATION_CHANNELS = {"mail": settings.FOLDER_CHANNEL}
    return tmp_path / "outbox" / "mail"


@pytest.fixture
def tell(cast, moment):
    """Tell the officer of something; every part can be said otherwise."""
    from django.db import transaction

    from danvan.notifications import services

    def say(event="test:1", kind="test.fast", recipients=None, **other):
        with transaction.atomic():
            return services.notify(
                event=event, kind=kind, recipients=recipients or [cast["officer"].pk],
                **{"title": "Tiêu đề", "text": "Nội dung", "url": "/cam-ket/", "unit_id": None, "at": moment, **other},
            )  # fmt: skip

    return say


@pytest.fixture
def moment(at):
    return at(2020, 3, 16)
