"""
What residents can do wrong or on purpose, through the real pages: each gets its clear words, nothing is lost of what was
typed, nothing of it or of anybody else is told, and the database is as before.
"""

import re
import secrets
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.audit.models import AuditEntry
from danvan.common.errors import DomainError
from danvan.organizations.queries import actor_of
from danvan.petitions import public, receipts, services
from danvan.petitions.errors import Ended
from danvan.petitions.models import Answer, Attachment, CaseKey, Event, Petition
from danvan.petitions.services import Draft
from danvan.reference.models import Clock
from tests.files.samples import jpeg, png
from tests.petitions.conftest import DONE, FOUND
from tests.portal.conftest import TEXT, code_of

pytestmark = pytest.mark.django_db
SEND, FOLLOW = reverse("portal:send"), reverse("portal:follow")
EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>{{ 7*7 }}{% now 'Y' %}\"'><svg/onload=x>"
TABLES = (
    Petition.unscoped,
    CaseKey.objects,
    Attachment.objects,
    Event.objects,
    Clock.unscoped,
    AuditEntry.objects,
)


def state():
    return [table.count() for table in TABLES]


def act(client, verb, **given):
    return client.post(
        reverse("portal:act", args=[verb]), {"once": secrets.token_urlsafe(16), "part": "", **given}
    )


def file(name, content, kind="image/jpeg"):
    return SimpleUploadedFile(name, content, kind)


HOSTILE_FILES = {
    "a program named as a picture": (file, "anh.jpg", b"MZ\x90\x00" + b"\0" * 4000, ""),
    "a picture of another kind": (file, "anh.jpg", png(), ""),
    "a page named as a picture": (file, "anh.png", b"<html><script>alert(1)</script></html>" * 9, ""),
    "a drawing with a script": (file, "anh.svg", b"<svg onload='alert(1)'/>", ""),
    "a cut-off picture": (file, "anh.jpg", jpeg()[:-40], ""),
    "nothing in it": (file, "anh.jpg", b"", ""),
    "eleven megabytes": (file, "anh.jpg", jpeg() + b"\0" * (11 * 1024 * 1024), "10"),
    "a way out of the folder": (file, "../../etc/passwd", b"root:x:0:0", ""),
}


@pytest.mark.parametrize("what", HOSTILE_FILES)
def test_a_bad_file_is_refused_with_words_and_the_text_stays(what, anybody, typed):
    make, name, content, word = HOSTILE_FILES[what]
    before = state()
    page = anybody.post(SEND, typed(where="Cổng trường", files=[make(name, content)]))
    said = page.content.decode()
    assert page.status_code == 422 and state() == before
    trouble = re.search(r'role="alert"[^>]*>(.*?)</div>', said, re.S)[1]
    words = re.sub(r"<[^>]+>", " ", trouble)
    assert len(words.split()) > 8 and word in words and "Ảnh phải chọn lại" not in words.split()
    assert "mỗi lần mưa" in said and 'name="where" value="Cổng trường"' in said
    assert "passwd" not in said and "alert(1)" not in said


def test_markup_in_every_field_is_only_words_for_the_sender_and_for_the_officer(
    anybody,
    typed,
    cast,
    client_for,
):
    evil = {"text": f"{TEXT} {EVIL}", "where": EVIL[:300], "name": EVIL[:120], "phone": EVIL[:40]}
    pages = [
        anybody.post(SEND, typed(**evil, step="preview", find=EVIL[:80])),
        anybody.post(SEND, typed(**evil, step="edit", find=EVIL[:80])),
        anybody.post(SEND, typed(**evil, topic=EVIL, kind=EVIL, place=EVIL, public=EVIL, key=EVIL)),
    ]
    receipt = anybody.post(SEND, typed(**evil, sure="yes", key=secrets.token_urlsafe(32)))
    code = code_of(receipt)
    pages += [
        receipt,
        act(anybody, "bo-sung", code=code, text=EVIL),
        act(anybody, "mo-lai", code=code, reason=EVIL),
    ]
    pages += [act(anybody, "danh-gia", code=code, score=EVIL, settled=EVIL, comment=EVIL, part=EVIL)]
    pages += [
        anybody.post(FOLLOW, {"code": EVIL}),
        anybody.post(reverse("portal:attachment"), {"code": EVIL, "id": EVIL}),
    ]
    officer, reference = client_for(cast["officer"]), Petition.unscoped.get().reference
    pages += [
        officer.get(reverse("petitions:case", args=[reference])),
        officer.get(reverse("petitions:inbox")),
    ]
    pages += [officer.post(reverse("petitions:contact", args=[reference]), follow=True)]
    for number, page in enumerate(pages):
        said = page.content.decode()
        assert page.status_code < 500, number
        assert "<script>alert" not in said and "<img src=x" not in said and "<svg/onload" not in said, number
        assert "{{ 7*7 }}49" not in said, number
    # The words themselves are all there.
    assert EVIL in public.follow(code, at=_at()).text


def _at():
    from danvan.common import clock

    return clock.now()


@pytest.mark.parametrize(
    "field", ["text", "where", "name", "phone", "email", "find", "sum", "sum_token", "key", "place"]
)
def test_a_hundred_kilobytes_in_any_field_end_in_words(field, anybody, typed):
    before = state()
    page = anybody.post(SEND, typed(**{field: "a" * 100_000}))
    said = page.content.decode()
    if page.status_code == 200:
        assert field in ("find", "sum", "sum_token"), "what nobody asked for changes nothing"
        return
    assert page.status_code == 422 and state() == before
    assert 'role="alert"' in said and (field == "text" or "mỗi lần mưa" in said)


@pytest.mark.parametrize("times", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_wrong_codes_tell_nothing_and_lock_nobody_out(times, anybody, send):
    code = code_of(send())
    before = state()
    told = set()
    for number in range(times):
        # Half of them have right check signs, so nothing but the code itself is wrong.
        wrong = receipts.code_for(f"{number:040d}") if number % 2 else f"{number:028d}"
        answer = anybody.post(FOLLOW, {"code": wrong})
        told.add((answer.status_code, answer.content))
    assert {status for status, _said in told} == {404, 429} and len(told) == 2
    assert all(b"m\xe1\xbb\x97i l\xe1\xba\xa7n m\xc6\xb0a" not in said for _status, said in told)
    assert anybody.post(FOLLOW, {"code": code}).status_code == 200 and state() == before


@pytest.mark.parametrize("verb", ["bo-sung", "danh-gia", "mo-lai", "cong-khai"])
def test_the_code_of_one_case_does_nothing_to_another(verb, anybody, typed):
    mine, other = (
        code_of(anybody.post(SEND, typed(text=f"{TEXT} Việc thứ {number}.", key=secrets.token_urlsafe(32))))
        for number in (1, 2)
    )
    theirs = Petition.unscoped.order_by("pk").last()
    before = (theirs.version, theirs.wants_public, theirs.events.count(), state())
    page = act(
        anybody,
        verb,
        code=mine,
        part=theirs.reference,
        text="x",
        reason="x",
        score="5",
        settled="yes",
        wanted="no",
    )
    theirs.refresh_from_db()
    assert (theirs.version, theirs.wants_public, theirs.events.count(), state()) == before
    assert page.status_code == 404 and "Việc thứ 2" not in page.content.decode()
    assert public.follow(other, at=_at()).text.endswith("Việc thứ 2.")


def test_an_answer_after_closing_is_refused_with_words_and_changes_nothing(send, cast, now, client_for):
    send()
    row, officer = Petition.unscoped.get(), actor_of(cast["officer"], now.date())
    draft = Draft("explained", FOUND, DONE, basis="Kế hoạch 12")
    services.answer(petition=row, version=1, draft=draft, by=officer, at=now)
    assert services.close_settled(at=now + timedelta(days=40)) == 1
    row.refresh_from_db()
    assert row.state == "closed"
    before = state()
    late = now + timedelta(days=41)
    again = Draft(
        "explained", FOUND + " Kiểm tra lần hai thấy đã khô.", DONE + " Hai hố ga nữa.", basis="Kế hoạch 13"
    )
    with pytest.raises(Ended) as refusal:
        services.answer(petition=row, version=row.version, draft=again, by=officer, at=late)
    assert len(refusal.value.message.split()) > 8
    page = client_for(cast["officer"]).post(
        reverse("petitions:answer", args=[row.reference]),
        {
            "version": row.version,
            "outcome": "explained",
            "found": again.found,
            "done": again.done,
            "basis": "KH 13",
        },
    )
    assert page.status_code in (409, 422) and "Hai hố ga nữa" in page.content.decode()
    assert Answer.objects.count() == 1 and state() == before


def test_a_case_handed_in_a_ring_stops_with_words_and_stays_where_it_is(send, cast, now):
    send()
    row = Petition.unscoped.get()
    officer, neighbour = actor_of(cast["officer"], now.date()), cast.units["HN-02-01"]
    services.hand_over(
        petition=row, version=1, to_unit=neighbour, reason="Thuộc địa bàn bạn", by=officer, at=now
    )
    row.refresh_from_db()
    before = state()
    with pytest.raises(DomainError) as refusal:
        services.hand_over(
            petition=row,
            version=row.version,
            to_unit=cast.commune,
            reason="Không phải",
            by=actor_of(cast["outsider"], now.date()),
            at=now,
        )
    row.refresh_from_db()
    assert row.unit_id == neighbour.pk and state() == before
    assert len(refusal.value.message.split()) > 8
