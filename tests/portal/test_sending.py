"""Sending: the question of the law first, nothing typed is lost, one matter for one form, a receipt shown once."""

import re
import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from danvan.petitions.models import Attachment, Petition
from danvan.portal import pressure
from tests.files.samples import jpeg
from tests.portal.conftest import TEXT, code_of

pytestmark = pytest.mark.django_db
SEND = reverse("portal:send")


def cases():
    return Petition.unscoped.count()


def test_the_question_of_the_law_comes_before_any_field(anybody, cast, now):
    page = anybody.get(SEND).content.decode()
    assert "cua=denunciation" in page and "<textarea" not in page


@pytest.mark.parametrize("door", ["denunciation", "complaint", "secret"])
def test_a_closed_door_leads_elsewhere_and_keeps_nothing(door, anybody, typed, now):
    page = anybody.get(SEND, {"cua": door})
    assert page.status_code == 200 and b"<textarea" not in page.content
    posted = anybody.post(SEND, typed(cua=door, text="Ông Nguyễn Văn Xấu nhận tiền"))
    assert cases() == 0 and "Nguyễn Văn Xấu" not in posted.content.decode()


def test_the_preview_shows_what_everybody_would_see_and_writes_nothing(send):
    page = send(step="preview", text=f"{TEXT} Gọi bà Trần Thị Mận số 0912 345 678.").content.decode()
    assert cases() == 0
    seen = re.search(r'<blockquote class="said">(.*?)</blockquote>', page, re.S)[1]
    assert "[…]" in seen and "Trần Thị Mận" not in seen and "0912" not in seen
    assert "Phường Phúc Xá" in page and "15/04/2020" in page


def test_personal_data_of_others_is_warned_of_until_somebody_insists(send):
    named = f"{TEXT} Hỏi ông Lê Văn Tám."
    refused = send(text=named)
    assert refused.status_code == 422 and cases() == 0 and "Lê Văn Tám" in refused.content.decode()
    assert send(text=named, sure="yes").status_code == 200 and cases() == 1


def test_nobody_publishes_by_forgetting_to_choose(send):
    assert send(public="").status_code == 422 and cases() == 0
    send(public="no")
    assert Petition.unscoped.get().wants_public is False


def test_the_receipt_stands_on_the_page_once_and_opens_the_matter(send, anybody, now):
    response = send()
    code = code_of(response)
    assert response.headers["Cache-Control"] == "no-store" and b"data:image/svg+xml" in response.content
    page = anybody.post(reverse("portal:follow"), {"code": code})
    assert Petition.unscoped.get().reference in page.content.decode()


def test_sending_asks_the_database_no_more_than_it_has_to(send, django_assert_max_num_queries):
    """Ten of them are savepoints; bench/intake.py measures what they cost."""
    send()
    with django_assert_max_num_queries(46):
        send()


def test_five_posts_of_one_form_are_one_matter_with_one_receipt(typed, now):
    form = typed()
    codes = {code_of(Client().post(SEND, form)) for _n in range(5)}
    assert len(codes) == 1 and cases() == 1


def test_a_form_changed_after_it_was_sent_is_asked_about(send):
    key = secrets.token_urlsafe(32)
    send(key=key)
    changed = send(key=key, text=f"{TEXT} Thêm nữa.")
    page = changed.content.decode()
    assert changed.status_code == 422 and cases() == 1 and "Thêm nữa" in page
    fresh = re.search(r'name="key" value="([^"]+)"', page)[1]
    assert fresh != key and send(key=fresh, text=f"{TEXT} Thêm nữa.").status_code == 200 and cases() == 2


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"text": ""}, "error"), ({"topic": "không có"}, "error"), ({"place": "HN-99"}, "error"),
     ({"text": "a" * 100_000}, "error"), ({"email": "không phải thư"}, "error"), ({"kind": "denunciation"}, "error")],
)  # fmt: skip
def test_what_was_typed_stays_when_something_is_wrong(wrong, told, send):
    response = send(**{"where": "Cổng trường mầm non", **wrong})
    page = response.content.decode()
    assert response.status_code == 422 and cases() == 0
    assert "Cổng trường mầm non" in page and "field__errors" in page
    if "text" not in wrong:
        assert "mỗi lần mưa" in page


def test_pictures_are_taken_and_a_disguised_file_is_refused_with_everything_kept(typed, anybody):
    picture = SimpleUploadedFile("anh.jpg", jpeg(), "image/jpeg")
    bad = SimpleUploadedFile("anh.jpg", b"MZ not a picture at all" * 20, "image/jpeg")
    refused = anybody.post(SEND, typed(files=[bad]))
    assert refused.status_code == 422 and cases() == 0 and "mỗi lần mưa" in refused.content.decode()
    assert anybody.post(SEND, typed(files=[picture])).status_code == 200
    assert Attachment.objects.count() == 1
    six = [SimpleUploadedFile(f"{n}.jpg", jpeg(), "image/jpeg") for n in range(6)]
    assert anybody.post(SEND, typed(files=six)).status_code == 422 and cases() == 1


def test_contact_is_taken_and_shown_nowhere_public(send, anybody):
    send(name="Trần Thị Mận", phone="0912 345 678", email="man@example.org")
    for page in ("home", "matters", "search"):
        assert "Trần Thị Mận" not in anybody.get(reverse(f"portal:{page}")).content.decode()


def test_a_place_is_found_with_and_without_marks_without_script(send):
    for words in ("truc bach", "Trúc Bạch"):
        page = send(step="find", find=words, place="").content.decode()
        assert '<option value="HN-01-02" selected>' in page and "HN-02-02" not in page
        assert "mỗi lần mưa" in page and cases() == 0
    assert "HN-02-02" in send(step="find", find="không đâu cả", place="").content.decode()


def test_a_flood_asks_one_sum_in_words_and_lets_the_honest_through(send, monkeypatch):
    monkeypatch.setattr(pressure.sending, "spend", lambda: False)
    asked = send()
    page = asked.content.decode()
    assert asked.status_code == 429 and cases() == 0 and "mỗi lần mưa" in page
    token = re.search(r'name="sum_token" value="([^"]+)"', page)[1]
    assert send(sum_token=token, sum="99").status_code == 429
    right = next(n for n in range(1, 20) if pressure._digest(_nonce(token), n) == _sealed(token))
    assert send(sum_token=token, sum=str(right)).status_code == 200 and cases() == 1
    # Each answer opens once.
    assert send(sum_token=token, sum=str(right)).status_code == 429 and cases() == 1


def _nonce(token):
    return pressure.signing.loads(token, salt=pressure.SALT)[0]


def _sealed(token):
    return pressure.signing.loads(token, salt=pressure.SALT)[1]


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_a_form_on_a_foreign_page_sends_nothing(headers, anybody, typed):
    assert anybody.post(SEND, typed(), headers=headers).status_code == 403 and cases() == 0


def test_a_sender_gets_no_cookie_and_no_session(send, anybody):
    from django.contrib.sessions.models import Session

    anybody.get(SEND)
    response = send()
    assert not response.cookies and not anybody.cookies and not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_five_parallel_posts_of_one_form_are_one_matter(transactional_db, at):
    from tests.portal.city import seeded
    from tests.security.test_once import together
    from tests.support.people import assemble

    at(2020, 3, 16)
    assemble()
    seeded()
    form = {
        "cua": "feedback", "kind": "feedback", "text": TEXT, "topic": "drainage", "place": "HN-01-01", "public": "no",
        "step": "send", "key": secrets.token_urlsafe(32),
    }  # fmt: skip
    answers = together(*[lambda: Client().post(SEND, form)] * 5)
    assert len({code_of(answer) for answer in answers}) == 1
    assert cases() == 1
