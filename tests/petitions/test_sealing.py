"""A denunciation that came by mistake: sealed for the recipient, or handed over on paper and destroyed (R-20)."""

import base64
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import nacl.exceptions
import nacl.public
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from danvan.audit.models import AuditEntry
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.common.keyfiles import KeyMissing
from danvan.petitions import public, recipients, services
from danvan.petitions.errors import Incomplete, NoEmergencyCopy, NoRecipient, PersonalData
from danvan.petitions.models import CaseKey, Event, Petition, SealedRecord
from tests.petitions.conftest import fresh
from tests.security.test_durability import ROOT, own_settings

pytestmark = pytest.mark.django_db


def pair():
    private = nacl.public.PrivateKey.generate()
    return bytes(private), base64.b64encode(bytes(private.public_key)).decode()


@pytest.fixture
def named():
    """``named(…)`` writes who has a key."""
    path = Path(django_settings.KEYS_ROOT) / "seal-recipients.json"
    path.parent.mkdir(parents=True, exist_ok=True)

    def write(*rows):
        path.write_text(json.dumps(rows), "utf-8")

    yield write
    path.unlink(missing_ok=True)
    (path.parent / "gate.key").unlink(missing_ok=True)


@pytest.fixture
def recipient(named):
    """A recipient at the city whose private half is not in this system."""
    private, public_half = pair()
    named({"unit": "HN", "name": "Thanh tra", "key": public_half})
    return private


@pytest.fixture
def custodians(named):
    """A recipient and two custodians of two units: their three private halves."""
    keys = [pair() for _one in range(3)]
    named(
        {"unit": "HN", "name": "Thanh tra", "key": keys[0][1]},
        {"unit": "HN-01", "key": keys[1][1], "custodian": True},
        {"unit": "HN-02", "key": keys[2][1], "custodian": True},
    )
    return [private for private, _public in keys]


def sealed(misplaced, actors, now):
    return services.seal(
        petition=misplaced, version=misplaced.version, accused=None, by=actors["officer"], at=now
    )


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
    inside = json.loads(recipients.unseal(recipients.peel(bytes(record.box)), recipient))
    assert (
        inside["case"] == row.reference
        and MARK in inside["content"]["text"]
        and MARK in inside["contact"]["name"]
    )
    assert f"{MARK} chứng cứ" in base64.b64decode(inside["files"][0]["content"]).decode() and inside[
        "said"
    ] == [f"{MARK} ghi chú"]
    assert bytes(record.box)[:1] == b"\x02" and (len(bytes(record.box)) - 2 * 49) % 4096 == 0
    with pytest.raises(nacl.exceptions.CryptoError):
        recipients.unseal(bytes(record.box), recipient)  # the recipient's key alone, on a stolen table
    with pytest.raises(nacl.exceptions.CryptoError):
        recipients.unseal(
            recipients.peel(bytes(record.box)), (recipients.keyfile.gate())
        )  # the server's alone
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
        with pytest.raises(recipients.NotFromHere):
            recipients.peel(bytes(broken))


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


class TestOpening:
    @pytest.fixture
    def record(self, misplaced, recipient, actors, now):
        return sealed(misplaced, actors, now)

    def open(self, record, who, actors, now, reason="take_over", basis="Điều 24 Luật Tố cáo"):
        return services.open_sealed(record=record, reason=reason, basis=basis, by=actors[who], at=now)

    def test_is_entered_before_a_byte_leaves_and_told_to_the_sender(
        self, misplaced, record, recipient, actors, now
    ):
        box = self.open(record, "city_consolidator", actors, now)
        assert MARK in recipients.unseal(box, recipient).decode()
        entry = json.loads(bytes(AuditEntry.objects.order_by("-seq").first().body))
        assert entry["about"]["action"] == "petitions.sealed_opened" and entry["about"]["unit"] == "HN"
        assert entry["after"] == {
            "role": "consolidator", "why": "take_over", "basis": "Điều 24 Luật Tố cáo",
        }  # fmt: skip
        lines = public.follow(misplaced.code, at=now).lines
        assert [line.kind for line in lines] == ["sealed", "opened"]
        assert "người tổng hợp" in lines[1].title and actors["city_consolidator"].name not in str(lines)
        assert SealedRecord.objects.get().handed_over_on == now.date()

    def test_without_an_entry_nothing_is_released(self, record, recipient, actors, now, monkeypatch):
        released = []
        monkeypatch.setattr(recipients, "peel", lambda box: released.append(box) or b"")

        def broken(*given, **named):
            raise RuntimeError("the log does not answer")

        monkeypatch.setattr("danvan.petitions.services.shared.log", broken)
        with pytest.raises(RuntimeError):
            self.open(record, "city_consolidator", actors, now)
        assert released == [] and not Event.objects.filter(kind="opened").exists()

    def test_what_fails_after_the_entry_leaves_the_entry(self, record, recipient, actors, now, monkeypatch):
        def broken(box):
            raise recipients.NotFromHere("altered")

        monkeypatch.setattr(recipients, "peel", broken)
        with pytest.raises(recipients.NotFromHere):
            self.open(record, "city_consolidator", actors, now)
        assert Event.objects.filter(kind="opened").count() == 1

    @pytest.mark.parametrize("who", ["officer", "consolidator", "leader"])
    def test_is_for_the_recipients_own_unit(self, record, recipient, actors, now, who):
        with pytest.raises((NotAllowed, OutOfSight)):
            self.open(record, who, actors, now)
        assert not Event.objects.filter(kind="opened").exists()

    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"reason": "curious"}, Incomplete),
            ({"basis": " "}, Incomplete),
            ({"basis": "Theo yêu cầu của ông Lê Văn Tám"}, PersonalData),
            ({"reason": "emergency"}, NoEmergencyCopy),
        ],
    )
    def test_asks_for_reason_and_basis(self, record, recipient, actors, now, given, refusal):
        with pytest.raises(refusal):
            self.open(record, "city_consolidator", actors, now, **given)
        assert not Event.objects.filter(kind="opened").exists()

    def test_by_the_pages(self, record, recipient, client_for, cast):
        desk = client_for(cast["city_consolidator"])
        listed = desk.get(reverse("petitions:sealed")).content.decode()
        where = reverse("petitions:take_out", args=[record.pk])
        assert where in listed and MARK not in listed
        assert reverse("petitions:sealed") in desk.get(reverse("petitions:inbox")).content.decode()
        assert desk.post(where, {"reason": "take_over", "basis": ""}).status_code == 422
        answer = desk.post(where, {"reason": "examine", "basis": "Điều 24 Luật Tố cáo"})
        assert answer["Content-Disposition"].endswith('.danvan"') and answer["Cache-Control"] == "no-store"
        assert MARK in recipients.unseal(answer.content, recipient).decode()
        assert Event.objects.filter(kind="opened").count() == 1
        page = desk.get(where).content.decode()
        assert page.count("<li><p>") == 1 and MARK not in page
        assert client_for(cast["officer"]).get(where).status_code == 404
        assert (
            reverse("petitions:sealed")
            not in client_for(cast["officer"]).get(reverse("petitions:inbox")).content.decode()
        )

    def test_a_lost_gate_key_is_never_made_again(self, record, recipient, actors, now):
        (Path(django_settings.KEYS_ROOT) / "gate.key").unlink()
        with pytest.raises(KeyMissing):
            self.open(record, "city_consolidator", actors, now)


class TestEmergency:
    def test_both_custodians_open_it_and_neither_alone(self, misplaced, custodians, actors, now):
        record = sealed(misplaced, actors, now)
        box = services.open_sealed(
            record=record,
            reason="emergency",
            basis="Quyết định 12/QĐ",
            by=actors["city_consolidator"],
            at=now,
        )
        _recipient, first, second = custodians
        assert json.loads(recipients.unseal(box, first, second))["case"] == misplaced.reference
        for keys in (
            (first,),
            (second,),
            (second, first),
            (_recipient,),
            (_recipient, first),
            (first, first),
        ):
            with pytest.raises((nacl.exceptions.CryptoError, ValueError)):
                json.loads(recipients.unseal(box, *keys))

    @pytest.mark.parametrize("units", [["HN-01"], ["HN-01", "HN-01"], ["HN-01", "HN-02", "HN"]])
    def test_one_office_alone_is_refused(self, misplaced, named, actors, now, units):
        held = [{"unit": code, "key": pair()[1], "custodian": True} for code in units]
        named({"unit": "HN", "key": pair()[1]}, *held)
        with pytest.raises(recipients.BadKeys):
            sealed(misplaced, actors, now)
        assert fresh(misplaced).content is not None


@pytest.mark.slow
def test_the_tool_of_the_recipient_opens_what_was_released(
    misplaced, custodians, named, actors, now, tmp_path, monkeypatch, capsys
):
    spec = importlib.util.spec_from_file_location("unseal", "tools/unseal.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    monkeypatch.setattr(tool.getpass, "getpass", lambda _prompt: "một câu dài để mở khóa")
    keys = []
    for name in ("recipient", "first", "second"):
        tool.main(["new", str(tmp_path / name)])
        keys.append(capsys.readouterr().out.split()[0])
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    named(
        {"unit": "HN", "key": keys[0]},
        {"unit": "HN-01", "key": keys[1], "custodian": True},
        {"unit": "HN-02", "key": keys[2], "custodian": True},
    )
    record = sealed(misplaced, actors, now)
    box, spare = tmp_path / "box.danvan", tmp_path / "spare.danvan"
    by = actors["city_consolidator"]
    box.write_bytes(services.open_sealed(record=record, reason="examine", basis="Điều 24", by=by, at=now))
    spare.write_bytes(services.open_sealed(record=record, reason="emergency", basis="Điều 24", by=by, at=now))

    def opened(file, key, case, output):
        tool.main(["open", str(file), str(tmp_path / key), case, str(tmp_path / output)])
        return tmp_path / output

    out = opened(box, "recipient", misplaced.reference, "words")
    assert f"{MARK} nơi" in (out / "record.json").read_text("utf-8")
    assert (out / "01.txt").read_text("utf-8") == f"{MARK} chứng cứ"
    with pytest.raises(SystemExit, match="another case"):
        opened(box, "recipient", "AAAA-2222", "wrong")
    with pytest.raises(SystemExit, match="another key"):
        opened(spare, "second", misplaced.reference, "alone")
    half = opened(spare, "first", misplaced.reference, "half") / "spare.danvan"
    assert MARK.encode() not in half.read_bytes()
    out = opened(half, "second", misplaced.reference, "whole")
    assert f"{MARK} tên" in (out / "record.json").read_text("utf-8")
    assert MARK not in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.one_engine
@pytest.mark.parametrize("count", [5, pytest.param(200, marks=pytest.mark.long)])
def test_misfiled_cases_leave_nothing_in_any_file(tmp_path, count):
    """R-20 in its own words: database file, its journal, storage, cache and logs, and a backup brought back later."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.petitions.misfiled", str(tmp_path / "before"), str(count)],
        cwd=ROOT, env=own_settings(tmp_path / "home", TMPDIR=str(tmp_path)), capture_output=True, text=True, timeout=500,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["sealed"] == count and told["kept"] == 1
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and "before" not in path.parts]
    assert len(outside) > 5 and any(path.name == "danvan.sqlite3" for path in outside)
    assert any("restored" in path.parts for path in outside)
    needles = [told["mark"].encode(), *map(bytes.fromhex, told["keys"])]
    hits = {
        str(path) for path in outside for content in [path.read_bytes()] for one in needles if one in content
    }
    assert hits == set() and told["mark"] not in done.stderr
    # The search finds what is there: the wrapped keys stand in the copy made before, and one case was left alone.
    earlier = (tmp_path / "before" / "danvan.sqlite3").read_bytes()
    assert all(bytes.fromhex(key) in earlier for key in told["keys"])
