"""One's own messages, read and unread, and the choices about them."""

import pytest
from django.urls import reverse

from danvan.notifications import kinds
from danvan.notifications.models import Message, Preference

pytestmark = pytest.mark.django_db


def test_an_empty_list_teaches(client_for, cast, moment):
    assert 'class="empty' in client_for(cast["officer"]).get(reverse("notifications:list")).content.decode()


def test_the_rail_counts_what_is_new(tell, client_for, cast):
    client = client_for(cast["officer"])
    assert "rail__count" not in client.get("/").content.decode()
    tell()
    tell(event="test:2")
    # On the word itself, and on the one behind which it is folded away.
    assert client.get("/").content.decode().count('<b class="rail__count">2</b>') == 2
    client.post(reverse("notifications:open", args=[Message.objects.order_by("pk").first().pk]))
    assert '<b class="rail__count">1</b>' in client.get("/").content.decode()


def test_looking_reads_nothing_and_the_button_leads_on(tell, client_for, cast):
    tell()
    made, client = Message.objects.get(), client_for(cast["officer"])
    address = reverse("notifications:open", args=[made.pk])
    assert client.get(address).status_code == 200
    made.refresh_from_db()
    assert made.read_at is None
    answer = client.post(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cam-ket/")
    made.refresh_from_db()
    assert made.read_at is not None


def test_a_message_never_leads_out_of_the_house(tell, client_for, cast):
    for number, url in enumerate(
        ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)")
    ):
        tell(event=f"test:{number}", url=url)
    client = client_for(cast["officer"])
    for made in Message.objects.all():
        answer = client.post(reverse("notifications:open", args=[made.pk]))
        assert answer.headers["Location"] == reverse("notifications:list")


def test_messages_of_others_do_not_exist(tell, client_for, cast):
    tell()
    made, stranger = Message.objects.get(), client_for(cast["outsider"])
    for answer in (
        stranger.get(reverse("notifications:open", args=[made.pk])),
        stranger.post(reverse("notifications:open", args=[made.pk])),
        stranger.get(reverse("notifications:open", args=[made.pk + 99])),
    ):
        assert answer.status_code == 404
    stranger.post(reverse("notifications:all_read"), {"newest": made.pk})
    made.refresh_from_db()
    assert made.read_at is None


def test_all_read_means_what_was_on_the_page(tell, client_for, cast):
    tell()
    client = client_for(cast["officer"])
    newest = client.get(reverse("notifications:list")).context["newest"]
    tell(event="test:2")
    client.post(reverse("notifications:all_read"), {"newest": newest})
    assert [one.read_at is None for one in Message.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 40])
def test_nonsense_reads_nothing(newest, tell, client_for, cast):
    tell()
    assert (
        client_for(cast["officer"]).post(reverse("notifications:all_read"), {"newest": newest}).status_code
        == 302
    )
    assert Message.objects.get().read_at is None


def test_choices_are_kept_and_nonsense_is_refused(client_for, cast, home, moment):
    client, address = client_for(cast["officer"]), reverse("notifications:preferences")
    body = {f"{kind.code}|mail": "now" for kind in kinds.kinds()}
    assert client.post(address, {**body, "test.slow|mail": "weekly"}).status_code == 302
    assert Preference.objects.get(user=cast["officer"], kind="test.slow").pace == "weekly"
    assert client.post(address, {**body, "test.fast|mail": "weekly"}).status_code == 422
    assert client.post(address, {}).status_code == 422
    assert Preference.objects.get(user=cast["officer"], kind="test.fast").pace == "now"


def test_the_list_takes_few_queries(tell, client_for, cast, django_assert_max_num_queries):
    for number in range(40):
        tell(event=f"test:{number}")
    client = client_for(cast["officer"])
    client.get("/thong-bao/")
    with django_assert_max_num_queries(10):
        answer = client.get(reverse("notifications:list"))
    assert len(answer.context["page"]) == 30
    assert client.get("/thong-bao/?trang=2").content.decode().count("told__title") == 10


def test_markup_is_only_text(tell, client_for, cast):
    tell(title="<script>alert(1)</script>", text="<b>x</b>")
    said = client_for(cast["officer"]).get(reverse("notifications:list")).content.decode()
    assert "<script>alert(1)" not in said and "&lt;b&gt;x" in said
