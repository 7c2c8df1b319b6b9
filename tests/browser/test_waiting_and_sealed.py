"""What waits to be read, what was sealed, how long contacts are kept, the wall with refusals: looked at on both screens."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import nacl.public
import pytest
from django.conf import settings as house
from django.urls import reverse

from danvan.organizations.queries import actor_of
from danvan.petitions import public, services
from danvan.petitions.models import Petition
from tests.browser.conftest import both_screens

SHOTS = os.environ.get("DANVAN_SHOTS", "")


@pytest.fixture
def sealed_here(cast, at):
    """Two matters of the commune: one waits for publication, one was sealed for the city."""
    now = at(2020, 3, 16)
    key = base64.b64encode(bytes(nacl.public.PrivateKey.generate().public_key)).decode()
    path = Path(house.KEYS_ROOT) / "seal-recipients.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([{"unit": "HN", "name": "Thanh tra", "key": key}]), "utf-8")
    rows = []
    for number in range(2):
        told = public.send(
            gate="feedback", kind="feedback", text="Rãnh thoát nước tắc.", topic="drainage",
            place="HN-01" if number else "HN-01-01", key=f"{number}" * 24, at=now, wants_public=True,
        )  # fmt: skip
        rows.append(Petition.unscoped.get(reference=told.reference))
    by = actor_of(cast["officer"], now.date())
    record = services.seal(petition=rows[0], version=rows[0].version, accused=None, by=by, at=now)
    yield record
    path.unlink()
    (path.parent / "gate.key").unlink(missing_ok=True)


@both_screens
def test_the_pages_are_accessible(page, cast, sealed_here, sign_in, assert_accessible):
    looked = {
        "city_consolidator": {
            "sealed": reverse("petitions:sealed"), "take_out": reverse("petitions:take_out", args=[sealed_here.pk]),
            "retention": reverse("petitions:retention"), "wall": reverse("commitments:wall"),
        },
        "consolidator": {"moderation": reverse("engagement:moderation")},
    }  # fmt: skip
    for person, pages in looked.items():
        page.context.clear_cookies()
        sign_in(page, cast[person])
        for name, where in pages.items():
            page.goto(where)
            assert_accessible(page)
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{name} is wider than the screen"
            if SHOTS:
                screen = "phone" if page.viewport_size["width"] < 500 else "desktop"
                page.screenshot(path=Path(SHOTS) / f"{name}-{screen}.png", full_page=True)
