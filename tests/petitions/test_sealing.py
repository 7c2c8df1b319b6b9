"""A denunciation that came by mistake: sealed for the recipient, or handed over on paper and destroyed (R-20)."""

import base64
import json
from pathlib import Path

import nacl.public
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from danvan.common.errors import NotAllowed
from danvan.petitions import public, recipients, services
from danvan.petitions.errors import (
    NoRecipient,
    PersonalData,
)
from danvan.petitions.models import CaseKey, Petition, SealedRecord
from tests.petitions.conftest import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def recipient(settings):
    """A recipient at the city whose private half is not in this system."""
    private = nacl.public.PrivateKey.generate()
    told = [{"unit": "HN", "name": "Thanh tra", "key": base64.b64encode(bytes(private.public_key)).decode()}]
    path = Path(django_settings.KEYS_ROOT) / "seal-recipients.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told), "utf-8")
    yield bytes(private)
    path.unlink()


MARK = "Zxqvjk"


@pytest.fixture
def misplaced(sent, actors, now):
    told = sent(
        text=f"Tôi tố cáo {MARK} nhận tiền.", where=f"{MARK} nơi", contact=public.Contact(name=f"{MARK} tên"),
        files=[SimpleUploadedFile(f"{MARK}.txt", f"{MARK} chứng cứ".encode(), "text/plain")],
    )  # fmt: skip
    row = Petition.unscoped.get(reference=told.reference)
    services.write(
        petition=row, version=1, text=f"{MARK} ghi chú", to_sender=False, by=actors["officer"], at=now
    )
    row = fresh(row)
    row.code = told.code
    return row


def dump():
    """The whole database as bytes, as somebody would steal it."""
    found = bytearray()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for record in cursor.fetchall():
                for value in record:
                    found += bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    return bytes(found)


def test_what_is_sealed_opens_for_the_recipient_only_and_is_gone_here(
    misplaced, recipient, actors, now, caplog
):
    services.seal(petition=misplaced, version=misplaced.version, accused=None, by=actors["officer"], at=now)
    row = fresh(misplaced)
    assert row.state == "sealed" and row.content is None and not row.attachments.exists()
    assert not CaseKey.objects.filter(petition=row, destroyed_at=None).exists()
    record = SealedRecord.objects.get()
    inside = json.loads(recipients.unseal(bytes(record.box), recipient))
    assert (
        inside["case"] == row.reference
        and MARK in inside["content"]["text"]
        and MARK in inside["contact"]["name"]
    )
    assert f"{MARK} chứng cứ" in base64.b64decode(inside["files"][0]["content"]).decode() and inside[
        "said"
    ] == [f"{MARK} ghi chú"]
    assert bytes(record.box)[:1] == b"\x01" and (len(bytes(record.box)) - 49) % 4096 == 0
    assert MARK.encode() not in dump() and MARK not in caplog.text
    view = public.follow(misplaced.code, at=now)
    assert (
        view.sealed
        and view.text == ""
        and len(view.lines) == 1
        and not (view.may_add or view.may_rate or view.may_reopen)
    )


def test_a_sealed_record_bears_no_flipped_bit(misplaced, recipient, actors, now):
    services.seal(petition=misplaced, version=misplaced.version, accused=None, by=actors["officer"], at=now)
    box = bytes(SealedRecord.objects.get().box)
    for place in range(1, len(box), 997):
        broken = bytearray(box)
        broken[place] ^= 1
        with pytest.raises(Exception, match="(?i)decrypt|error|crypt"):
            recipients.unseal(bytes(broken), recipient)


def test_it_never_goes_to_the_side_of_the_accused(misplaced, recipient, actors, cast, now):
    with pytest.raises(NoRecipient):
        services.seal(
            petition=misplaced, version=misplaced.version, accused=cast.city, by=actors["officer"], at=now
        )
    assert fresh(misplaced).content is not None


def test_without_a_recipient_it_is_handed_over_on_paper_and_destroyed(misplaced, actors, now):
    with pytest.raises(NoRecipient):
        services.seal(
            petition=misplaced, version=misplaced.version, accused=None, by=actors["officer"], at=now
        )
    with pytest.raises(PersonalData):
        services.destroy(
            petition=misplaced,
            version=misplaced.version,
            handed_to="Ông Lê Văn Tám",
            by=actors["officer"],
            at=now,
        )
    services.destroy(
        petition=misplaced,
        version=misplaced.version,
        handed_to="Thanh tra quận",
        by=actors["officer"],
        at=now,
    )
    assert (
        fresh(misplaced).state == "sealed"
        and not SealedRecord.objects.exists()
        and MARK.encode() not in dump()
    )


def test_who_is_not_in_charge_seals_nothing(misplaced, recipient, actors, now):
    with pytest.raises(NotAllowed):
        services.seal(
            petition=misplaced, version=misplaced.version, accused=None, by=actors["consolidator"], at=now
        )
    assert fresh(misplaced).content is not None
