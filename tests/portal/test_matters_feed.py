"""Published matters as Atom, by place and topic: what the public page shows, and nothing else."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from danvan.petitions.models import Petition, Publication

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def shown(sent, cast, now):
    """A published matter of the commune HN-01-01 about drainage."""
    receipt = sent(wants_public=True)
    row = Petition.unscoped.get(reference=receipt.reference)
    return Publication.objects.create(
        petition=row, title="Rãnh tắc <trước> trường", text="Nước ngập mỗi khi mưa.", answer="Đã nạo vét.",
        published_at=now, published_by=cast["officer"],
    )  # fmt: skip


@pytest.fixture
def sent(cast, now):
    import secrets

    from danvan.petitions import public

    def send(**given):
        told = {
            "gate": "feedback", "kind": "feedback", "text": "Rãnh thoát nước tắc.", "topic": "drainage", "place": "HN-01-01",
            "key": secrets.token_urlsafe(32), "at": now, "contact": public.Contact(name="Trần Thị Mận", phone="0912345678"),
        }  # fmt: skip
        return public.send(**(told | given))

    return send


@pytest.fixture
def now(at):
    return at(2020, 3, 16)


def read(client, **asked):
    answer = client.get(reverse("portal:matters_feed"), asked)
    return answer, ElementTree.fromstring(answer.content) if answer.status_code == 200 else None


def test_it_holds_what_the_public_page_shows_and_nothing_of_the_sender(shown, client):
    answer, root = read(client)
    assert answer["Content-Type"].startswith("application/atom+xml")
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Rãnh tắc <trước> trường"
    assert "Đã nạo vét." in entry.find(f"{ATOM}summary").text
    page = client.get(entry.find(f"{ATOM}link").get("href"))
    assert page.status_code == 200
    for hidden in ("Mận", "0912", "thoát nước tắc"):
        assert hidden not in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"noi": "HN-01-01"}, 1), ({"noi": "HN-01"}, 1), ({"noi": "HN-02"}, 0), ({"chu-de": "drainage"}, 1),
        ({"chu-de": "land"}, 0), ({"chu-de": "drainage", "noi": "HN"}, 1),
    ],
)  # fmt: skip
def test_by_place_with_all_below_it_and_by_topic(shown, client, asked, count):
    answer, root = read(client, **asked)
    assert len(root.findall(f"{ATOM}entry")) == count
    assert root.find(f"{ATOM}updated").text and root.find(f"{ATOM}id").text.endswith(
        reverse("portal:matters_feed") + "?" + answer.wsgi_request.META["QUERY_STRING"]
    )


@pytest.mark.parametrize("asked", [{"noi": "XX-99"}, {"chu-de": "khong-co"}])
def test_a_place_or_topic_nobody_knows_is_not_found(shown, client, asked):
    assert read(client, **asked)[0].status_code == 404


def test_what_is_withdrawn_leaves_the_feed(shown, client, now):
    Publication.objects.update(withdrawn_at=now, title="", text="", answer="")
    assert read(client)[1].findall(f"{ATOM}entry") == []


def test_the_page_leads_to_the_feed_of_the_same_choice(shown, client):
    page = client.get(reverse("portal:matters"), {"noi": "HN-01-01", "chu-de": "drainage"}).content.decode()
    assert reverse("portal:matters_feed") + "?chu-de=drainage&amp;noi=HN-01-01" in page
