"""A small city in which somebody wrote to the commune HN-01-01."""

import secrets

import pytest

from danvan.organizations.queries import actor_of
from danvan.petitions import public
from danvan.petitions.models import Petition
from danvan.petitions.services import Matter, take_in
from danvan.petitions.shapes import Contact
from danvan.petitions.throttle import wrong_codes

TEXT = (
    "Rãnh thoát nước trước cổng trường tiểu học bị tắc từ ba tuần nay, mỗi lần mưa nước tràn vào lớp học "
    "và các cháu phải nghỉ buổi chiều."
)
FOUND = "Tổ công tác kiểm tra rãnh trước cổng trường ngày 12/03: tấm đan gãy, bùn lấp kín 18 m rãnh."
DONE = "Ngày 14/03 đã nạo vét 18 m rãnh và thay 6 tấm đan gãy bằng tấm mới."


@pytest.fixture(autouse=True)
def _fresh_budget():
    wrong_codes.fill()
    yield
    wrong_codes.fill()


@pytest.fixture
def now(at):
    return at(2020, 3, 16)


@pytest.fixture
def actors(cast, now):
    return {name: actor_of(person, now.date()) for name, person in cast.people.items()}


@pytest.fixture
def sent(cast, now):
    """``sent(text=…)`` gives the receipt of a matter sent by the public door about the commune."""

    def send(**given):
        told = {
            "gate": "feedback", "kind": "feedback", "text": TEXT, "topic": "drainage", "place": "HN-01-01",
            "key": secrets.token_urlsafe(32), "at": now, "contact": Contact(name="Trần Thị Mận", phone="0912 345 678"),
        }  # fmt: skip
        return public.send(**(told | given))

    return send


@pytest.fixture
def case(sent):
    """A case in hand of the commune, with its code as ``case.code``."""
    receipt = sent()
    row = Petition.unscoped.get(reference=receipt.reference)
    row.code = receipt.code
    return row


@pytest.fixture
def entered(cast, actors, now):
    """``entered(text)`` takes a letter in at the commune."""

    def enter(text=TEXT, who="officer", code="HN-01-01", **given):
        matter = Matter(**({"kind": "feedback", "text": text, "topic": "drainage"} | given))
        receipt = take_in(
            matter=matter,
            channel="letter",
            key=secrets.token_urlsafe(32),
            at=now,
            by=actors[who],
            unit=cast.units[code],
        )
        return Petition.unscoped.get(reference=receipt.reference)

    return enter


def fresh(row):
    return Petition.unscoped.get(pk=row.pk)
