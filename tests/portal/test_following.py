"""Following by code: the code stands in forms only, wrong ones are answered alike, each act once."""

import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.petitions.models import Attachment, Petition
from tests.files.samples import jpeg
from tests.portal.conftest import TEXT, code_of

pytestmark = pytest.mark.django_db
FOLLOW = reverse("portal:follow")


def act(client, verb, **given):
    return client.post(
        reverse("portal:act", args=[verb]), {"once": secrets.token_urlsafe(16), "part": "", **given}
    )


def test_the_holder_sees_state_clock_story_and_words(anybody, receipt):
    page = anybody.post(FOLLOW, {"code": receipt.lower().replace(" ", "-")})
    said = page.content.decode()
    assert (
        page.status_code == 200
        and "mỗi lần mưa" in said
        and "15/04/2020" in said
        and "Phường Phúc Xá" in said
    )
    assert page.headers["Cache-Control"] == "no-store"


def test_wrong_codes_are_answered_alike(anybody, receipt):
    changed = ("7" if receipt[0] != "7" else "8") + receipt[1:]
    said = {
        (answer.status_code, answer.content)
        for answer in (
            anybody.post(FOLLOW, {"code": code}) for code in (changed, "x", "0" * 28, "' OR 1=1 --")
        )
    }
    assert len(said) == 1 and said.pop()[0] == 404


def test_a_thousand_wrong_codes_are_slowed_and_the_right_one_still_opens(anybody, receipt):
    answers = {anybody.post(FOLLOW, {"code": f"{n:028d}"}).status_code for n in range(120)}
    assert answers == {404, 429}
    assert anybody.post(FOLLOW, {"code": receipt}).status_code == 200


def test_a_code_in_an_address_opens_nothing(anybody, receipt):
    page = anybody.get(FOLLOW, {"code": receipt})
    assert "mỗi lần mưa" not in page.content.decode() and receipt not in page.content.decode()


def test_what_is_added_is_there_once_however_often_it_is_pressed(anybody, receipt):
    key = secrets.token_urlsafe(16)
    for _press in range(3):
        page = act(anybody, "bo-sung", code=receipt, text="Hôm qua lại ngập nữa.", once=key)
        assert page.status_code == 200
    row = Petition.unscoped.get()
    assert row.events.filter(kind="information").count() == 1
    assert "Hôm qua lại ngập nữa." in page.content.decode()


def test_nothing_typed_is_lost_when_an_act_is_refused(anybody, receipt):
    page = act(anybody, "mo-lai", code=receipt, reason="Chưa làm gì cả")
    assert page.status_code == 422
    bad = SimpleUploadedFile("x.jpg", b"MZ" * 50, "image/jpeg")
    page = act(anybody, "bo-sung", code=receipt, text="Lời này phải còn", files=[bad])
    assert page.status_code == 422 and "Lời này phải còn" in page.content.decode()
    assert act(anybody, "danh-gia", code=receipt, score="9", settled="yes").status_code == 422


@pytest.mark.parametrize("verb", ["bo-sung", "danh-gia", "mo-lai", "cong-khai", "khong-co"])
def test_a_wrong_code_does_nothing_by_any_verb(verb, anybody, receipt):
    before = Petition.unscoped.get().version
    page = act(anybody, verb, code="0" * 28, text="x", reason="x", score="5", settled="yes", wanted="no")
    assert page.status_code == 404 and Petition.unscoped.get().version == before


def test_consent_is_taken_back_at_once(anybody, receipt):
    assert Petition.unscoped.get().wants_public
    act(anybody, "cong-khai", code=receipt, wanted="no")
    assert not Petition.unscoped.get().wants_public
    act(anybody, "cong-khai", code=receipt, wanted="yes")
    assert Petition.unscoped.get().wants_public


def test_a_picture_opens_with_its_own_code_only(anybody, typed):
    mine, other = (
        code_of(
            anybody.post(
                reverse("portal:send"),
                typed(text=f"{TEXT} {n}", files=[SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")]),
            )
        )
        for n in range(2)
    )
    first = Attachment.objects.order_by("petition_id").first()
    address = reverse("portal:attachment")
    shown = anybody.post(address, {"code": mine, "id": str(first.pk)})
    assert shown.status_code == 200 and shown.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    for wrong in (
        {"code": other, "id": str(first.pk)},
        {"code": mine, "id": "../etc"},
        {"code": "x", "id": str(first.pk)},
    ):
        assert anybody.post(address, wrong).status_code == 404
