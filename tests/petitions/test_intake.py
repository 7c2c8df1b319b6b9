"""Taking in: one case for each request, nothing of the sender in clear."""

import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.audit.models import AuditEntry
from danvan.common.errors import DomainError
from danvan.files.refusals import Refused
from danvan.petitions import public, receipts, vault
from danvan.petitions.errors import Incomplete, NotTaken, TooManyTries
from danvan.petitions.models import Attachment, CaseKey, Petition
from danvan.petitions.shapes import Contact
from tests.files.samples import png
from tests.petitions.conftest import TEXT, fresh

pytestmark = pytest.mark.django_db


def test_a_matter_goes_to_the_unit_of_its_place_with_both_clocks(sent, cast, now):
    told = sent()
    row = Petition.unscoped.get(reference=told.reference)
    assert row.unit == cast.commune and row.state == "received" and row.channel == "portal"
    assert told.unit == "Phường Phúc Xá" and told.due_at == row.clock.due_at
    # 30 calendar days from 16/03/2020; 8 working hours from Monday 09:00: 6 left that day, 2 on Tuesday.
    assert f"{told.due_at:%d/%m/%Y}" == "15/04/2020"
    assert f"{told.take_up_by.astimezone(now.tzinfo):%H:%M %d/%m/%Y}" == "10:00 17/03/2020"


def test_the_code_opens_the_matter_however_it_is_typed_and_is_stored_nowhere(sent, now):
    told = sent()
    row = Petition.unscoped.get(reference=told.reference)
    bare = told.code.replace(" ", "")
    for typed in (told.code, bare, bare.lower(), " - ".join(bare)):
        assert public.follow(typed, at=now).reference == told.reference
    assert bytes(row.lookup) == receipts.lookup(bare)
    columns = [getattr(row, field.attname) for field in Petition._meta.concrete_fields]
    assert not any(bare in str(value) for value in columns)


def test_what_was_written_and_who_wrote_are_sealed_apart(case):
    assert TEXT.encode() not in bytes(case.content) and b"0912" not in bytes(case.contact)
    opened = vault.of(case)
    assert opened.open_json(vault.CONTENT, "text", case.content)["text"] == TEXT
    assert opened.open_json(vault.CONTACT, "contact", case.contact)["phone"] == "0912 345 678"
    with pytest.raises(vault.Altered):
        opened.open_json(vault.CONTENT, "text", case.contact)


def test_pieces_of_one_case_open_in_no_other(sent):
    one, other = (Petition.unscoped.get(reference=sent().reference) for _n in range(2))
    with pytest.raises(vault.Altered):
        vault.of(other).open_json(vault.CONTENT, "text", one.content)


@pytest.mark.parametrize("at_byte", [0, 1, 30, -1])
def test_an_altered_piece_is_refused(case, at_byte):
    broken = bytearray(case.content)
    broken[at_byte] ^= 1
    with pytest.raises(vault.Altered):
        vault.of(case).open_json(vault.CONTENT, "text", bytes(broken))


def test_the_same_form_sent_again_gives_the_same_receipt(sent):
    key = secrets.token_urlsafe(32)
    first, second = sent(key=key), sent(key=key)
    assert first.code == second.code and first.reference == second.reference
    assert Petition.unscoped.count() == 1
    with pytest.raises(DomainError) as refusal:
        sent(key=key, text="Một việc khác hẳn.")
    assert refusal.value.code == "key-reused" and Petition.unscoped.count() == 1


@pytest.mark.parametrize("door", ["complaint", "denunciation", "secret"])
def test_the_gate_leads_elsewhere_and_nothing_is_kept(sent, door):
    with pytest.raises(NotTaken):
        sent(gate=door)
    assert (
        not Petition.unscoped.exists()
        and not AuditEntry.objects.filter(action__startswith="petitions.").exists()
    )


def test_every_closed_door_says_where_the_lawful_one_is():
    doors = public.gate().doors
    assert [door.code for door in doors if door.open] == ["feedback", "recommendation"]
    assert all(door.title and door.text and door.source for door in doors if not door.open)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "   "}, "text"),
        ({"text": "x" * 100_000}, "text"),
        ({"kind": "complaint"}, "kind"),
        ({"kind": "x"}, "kind"),
        ({"topic": "khong-co"}, "topic"),
        ({"place": "HN-99"}, "place"),
        ({"urgency": "x"}, "urgency"),
        ({"gate": "x"}, "gate"),
        ({"where": "x" * 301}, "where"),
        ({"contact": Contact(phone="9" * 41)}, "phone"),
        ({"channel": "counter"}, "channel"),
    ],
)
def test_what_is_missing_or_too_long_is_named(sent, wrong, field):
    with pytest.raises(Incomplete) as refusal:
        sent(**wrong)
    assert refusal.value.detail["field"] == field and not Petition.unscoped.exists()


def test_pictures_are_made_anew(sent, now):
    marker = b"GPS-21.0378-105.8342-Tran-Thi-Man"
    told = sent(files=[SimpleUploadedFile("nha-ba-Man.jpg", _photo(marker), "image/jpeg")])
    kept = Attachment.objects.get()
    view = public.follow(told.code, at=now)
    name, kind, content = public.attachment(told.code, str(kept.pk))
    assert kind == "image/jpeg" and content.startswith(b"\xff\xd8\xff") and marker not in content
    assert "Man" not in name and [picture.id for picture in view.pictures] == [str(kept.pk)]
    assert content not in bytes(kept.box)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("anh.jpg", png(), "mismatch"),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64, None),
        ("anh.svg", b"<svg onload=alert(1)>", "kind"),
        ("anh.exe", b"MZ", "kind"),
        ("to.pdf", b"x" * (10 * 1024 * 1024 + 1), "too-large"),
        ("trong.png", b"", "empty"),
    ],
)
def test_disguised_and_oversize_files_are_refused_and_nothing_is_kept(sent, name, content, code):
    with pytest.raises(Refused) as refusal:
        sent(files=[SimpleUploadedFile(name, content)])
    assert code in (None, refusal.value.code) and not Petition.unscoped.exists()


def test_at_most_five_files(sent):
    with pytest.raises(Refused):
        sent(files=[SimpleUploadedFile(f"{n}.png", png(), "image/png") for n in range(6)])


@pytest.mark.parametrize("times", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_a_wrong_code_says_the_same_until_it_is_slowed(times, sent, now):
    told = sent()
    answers = []
    for number in range(times):
        wrong = receipts.shown(receipts.code_for(f"{number:040d}")) if number % 2 else "khong phai ma"
        try:
            answers.append(public.follow(wrong, at=now))
        except TooManyTries as slow:
            answers.append(slow.message)
    assert answers[0] is None and set(answers) == {None, answers[-1]} and isinstance(answers[-1], str)
    # Whoever has a code is never locked out.
    assert public.follow(told.code, at=now).reference == told.reference


def test_the_code_of_another_case_opens_only_that_case(sent, now):
    one, other = sent(), sent(text="Đèn đường ngõ 12 không sáng đã hai tuần, đi lại rất nguy hiểm.")
    picture = SimpleUploadedFile("a.png", png(), "image/png")
    third = sent(files=[picture])
    attachment = str(Attachment.objects.get().pk)
    assert public.follow(other.code, at=now).reference == other.reference != one.reference
    assert public.attachment(one.code, attachment) is None
    assert public.attachment(third.code, attachment) is not None


def test_the_log_holds_nothing_of_the_sender(sent):
    sent(
        text="Chị Nguyễn Thị MARKER ở số nhà 12, điện thoại 0987654321.",
        contact=Contact(name="MARKER", phone="0911222333"),
    )
    bodies = b"".join(bytes(entry.body) for entry in AuditEntry.objects.all())
    for marker in (b"MARKER", b"0987654321", b"0911222333"):
        assert marker not in bodies


def test_both_keys_are_there_and_wrapped_by_the_file(case, settings):
    rows = CaseKey.objects.filter(petition=case)
    assert {row.part for row in rows} == {"contact", "content"}
    assert (settings.KEYS_ROOT / "petitions.key").stat().st_mode & 0o777 == 0o600


def test_the_preview_tells_what_would_be_public_and_writes_nothing(cast, now, django_assert_num_queries):
    told = public.preview(
        text="Tôi là Nguyễn Văn Bình, số 0912345678. Ông Lê Văn Tám đổ rác.",
        topic="environment",
        place="HN-01-01",
        at=now,
    )
    assert "0912345678" not in told.text and "Tám" not in told.text and "đổ rác" in told.text
    assert {warned.kind for warned in told.warnings} >= {"phone", "name"}
    assert told.unit == "Phường Phúc Xá" and f"{told.due_on:%d/%m}" == "15/04"
    assert not Petition.unscoped.exists()


def test_markup_stays_words(sent, now):
    told = sent(
        text="<script>alert(1)</script> {{ 7*7 }}", where="<b>x</b>", contact=Contact(name="<img src=x>")
    )
    assert public.follow(told.code, at=now).text == "<script>alert(1)</script> {{ 7*7 }}"


def test_a_case_taken_in_stays_without_the_receipt_file(case):
    assert fresh(case).reference == case.reference


def _photo(marker):
    """A real photograph as a phone makes it, with a comment and a place in it."""
    import io

    from PIL import Image

    picture, out = Image.new("RGB", (64, 48), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = marker.decode()
    picture.save(out, "JPEG", exif=exif, comment=marker)
    assert marker in out.getvalue()
    return out.getvalue()
