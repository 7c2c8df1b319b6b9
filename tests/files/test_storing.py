"""A stored file is on disk before its row, is handed out to the right people only, and orphans go."""

import os
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from danvan.audit.models import AuditEntry
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.files import disk, services
from danvan.files.models import StoredFile
from danvan.files.refusals import Refused
from danvan.organizations.queries import actor_of
from tests.files import samples

AT = datetime(2020, 3, 5, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, at):
    at(2020, 3, 5)
    settings.FILES_ROOT = tmp_path / "files"


def store(cast, who="officer", unit=None, name="Báo cáo.docx", content=None):
    upload = SimpleUploadedFile(name, samples.word() if content is None else content)
    actor = actor_of(cast[who], date(2020, 3, 5))
    return services.store(upload=upload, unit_id=(unit or cast.commune).pk, by=actor, at=AT)


def on_disk(settings):
    root = settings.FILES_ROOT
    return sorted(path.name for path in root.rglob("*") if path.is_file()) if root.exists() else []


def test_the_row_tells_what_is_on_disk(cast, settings):
    stored = store(cast)
    assert disk.path_of(stored.pk).read_bytes() == samples.word()
    assert on_disk(settings) == [stored.pk.hex]
    assert (stored.original_name, stored.kind, stored.size) == ("Báo cáo.docx", "docx", len(samples.word()))
    assert disk.path_of(stored.pk).stat().st_mode & 0o777 == 0o600
    entry = AuditEntry.objects.get(action="files.stored")
    assert (entry.unit, entry.target_id) == ("HN-01-01", str(stored.pk))
    assert b"B\xc3\xa1o" not in bytes(entry.body)


def test_the_name_never_touches_the_disk(cast, settings):
    stored = store(cast, name="..\\..\\evil.docx")
    assert stored.original_name == "evil.docx"
    assert on_disk(settings) == [stored.pk.hex]


def test_what_hangs_behind_a_picture_is_not_stored(cast):
    stored = store(cast, name="a.png", content=samples.png() + b"<?php")
    assert disk.path_of(stored.pk).read_bytes() == samples.png()


def test_a_refused_file_leaves_nothing(cast, settings):
    with pytest.raises(Refused):
        store(cast, content=b"MZ")
    assert on_disk(settings) == []
    assert not StoredFile.objects.exists()


def test_a_large_file_is_refused_while_it_is_read(cast, settings):
    upload = SimpleUploadedFile("a.txt", b"a" * (10 * 1024 * 1024 + 1))
    upload.size = 10
    with pytest.raises(Refused, match="10 MB"):
        services.store(
            upload=upload, unit_id=cast.commune.pk, by=actor_of(cast["officer"], date(2020, 3, 5)), at=AT
        )
    assert on_disk(settings) == []


@pytest.mark.parametrize(
    ("who", "refusal"), [("outsider", OutOfSight), ("administrator", NotAllowed), ("leader", NotAllowed)]
)
def test_who_may_not_store(cast, settings, who, refusal):
    with pytest.raises(refusal):
        store(cast, who=who)
    assert on_disk(settings) == []


def test_a_write_that_fails_leaves_no_half_file(cast, settings, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store(cast)
    assert on_disk(settings) == []
    assert not StoredFile.objects.exists()


def test_the_file_is_in_place_and_synced_before_the_row(cast, monkeypatch):
    seen = []
    real = os.fsync

    def noting(handle):
        seen.append(StoredFile.objects.count())
        real(handle)

    monkeypatch.setattr(os, "fsync", noting)
    store(cast)
    assert seen == [0, 0, 0]


class TestSweeping:
    def aged(self, path, hours):
        moment = (timezone.now() - timedelta(hours=hours)).timestamp()
        os.utime(path, (moment, moment))

    def test_orphans_go_after_a_day_and_nothing_else_does(self, cast, settings):
        kept = store(cast)
        self.aged(disk.path_of(kept.pk), 100)
        young, old, half = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
        for file_id in (young, old):
            disk.write(file_id, b"orphan")
        self.aged(disk.path_of(young), 23)
        self.aged(disk.path_of(old), 25)
        aside = settings.FILES_ROOT / disk.ASIDE / half.hex
        aside.write_bytes(b"half")
        self.aged(aside, 25)
        assert services.sweep(timezone.now()) == 2
        assert on_disk(settings) == sorted([kept.pk.hex, young.hex])

    def test_many_orphans_in_several_batches(self, db, settings, monkeypatch):
        monkeypatch.setattr(services, "BATCH", 3)
        for _ in range(8):
            file_id = uuid.uuid4()
            disk.write(file_id, b"orphan")
            self.aged(disk.path_of(file_id), 48)
        assert services.sweep(timezone.now()) == 8
        assert on_disk(settings) == []

    def test_an_empty_house_has_nothing_to_sweep(self, db):
        assert services.sweep(timezone.now()) == 0


class TestDownloading:
    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("officer", 200),
            ("consolidator", 200),
            ("city_consolidator", 200),
            ("leader", 200),
            ("administrator", 200),
            ("auditor", 404),
            ("outsider", 404),
        ],
    )
    def test_who_gets_it(self, client, cast, who, status):
        stored = store(cast)
        client.force_login(cast[who])
        answer = client.get(reverse("files:download", args=[stored.pk]))
        assert answer.status_code == status
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert (body == samples.word()) == (status == 200)

    def test_no_session_no_file(self, client, cast):
        assert client.get(reverse("files:download", args=[store(cast).pk])).status_code == 302

    def test_a_link_is_worth_nothing_after_the_post_ends(self, client, cast, at):
        stored = store(cast)
        client.force_login(cast["officer"])
        page = reverse("files:download", args=[stored.pk])
        answer = client.get(page)
        assert answer.status_code == 200
        # Read to its end: closing it here would count as the end of the request and close the test's own connection.
        assert b"".join(answer.streaming_content)
        post = cast["officer"].posts.get()
        post.ends_on = date(2020, 3, 6)
        post.save()
        at(2020, 3, 6)
        assert client.get(page).status_code == 404

    def test_the_browser_saves_it_and_runs_nothing(self, client, cast):
        stored = store(cast, name='Báo cáo "quý I" <b>.pdf', content=samples.pdf())
        client.force_login(cast["officer"])
        answer = client.get(reverse("files:download", args=[stored.pk]))
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store"
        answer.close()

    def test_an_id_nobody_has(self, client, cast):
        client.force_login(cast["officer"])
        assert client.get(reverse("files:download", args=[uuid.uuid4()])).status_code == 404
        assert client.get("/tep/1/").status_code == 404

    def test_a_file_that_was_cut_on_disk_is_not_handed_out(self, client, cast):
        stored = store(cast)
        disk.path_of(stored.pk).write_bytes(b"cut")
        client.force_login(cast["officer"])
        answer = client.get(reverse("files:download", args=[stored.pk]))
        assert answer.status_code == 410
        assert "sao lưu" in answer.content.decode()

    def test_posting_to_a_file_is_no_way(self, client, cast):
        client.force_login(cast["officer"])
        assert client.post(reverse("files:download", args=[store(cast).pk])).status_code == 405


def test_an_empty_row_is_refused_by_the_table(cast):
    facts = {"unit": cast.commune, "original_name": "a.txt", "kind": "txt", "sha256": "", "uploaded_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(size=0, uploaded_by=cast["officer"], **facts)
