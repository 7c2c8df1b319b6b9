"""Letters: fixed words only, digests, back-off, leases; nothing lost, nothing twice."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from danvan.notifications import channels, pacing
from danvan.notifications.channels import NoAddress
from danvan.notifications.models import Delivery, Letter, Message
from danvan.notifications.services import sending

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def soon():
    return timezone.now() + timedelta(seconds=1)


def letters(home):
    return sorted(home.glob("*.txt")) if home.exists() else []


def test_a_letter_says_kind_number_and_link_and_nothing_else(tell, home, settings):
    settings.SITE_ADDRESS = "https://dan-van.example"
    tell(title="Bà Nguyễn Thị Bưởi, ngõ 12", text="Chuyện riêng của bà")
    assert sending.deliver("w") == 1
    (path,) = letters(home)
    said = path.read_text("utf-8")
    made = Message.objects.get()
    assert "Bưởi" not in said and "riêng" not in said and "/cam-ket/" not in said
    assert (
        "Tin khẩn" in said
        and made.reference in said
        and f"https://dan-van.example/thong-bao/{made.pk}/" in said
    )
    assert "vì bạn thử" in said


def test_sent_once_however_often_workers_look(tell, home):
    tell()
    assert [sending.deliver("a"), sending.deliver("b"), sending.deliver("a")] == [1, 0, 0]
    assert len(letters(home)) == 1


def test_mail_bears_the_letters_own_number_at_every_attempt(tell, home, settings, cast):
    settings.NOTIFICATION_CHANNELS = {"mail": "danvan.notifications.channels.mail.Mail"}
    tell()
    assert not Delivery.objects.exists()  # no address, no letter
    cast["officer"].email = "can-bo@example.vn"
    cast["officer"].save()
    tell(event="test:2")
    sending.deliver("w")
    letter = Letter.objects.get()
    (sent,) = mail.outbox
    assert sent.to == ["can-bo@example.vn"]
    assert str(letter.reference) in sent.extra_headers["Message-ID"]


def test_a_digest_waits_and_leaves_out_what_was_read(tell, home):
    for number in range(3):
        tell(event=f"test:{number}", kind="test.slow")
    assert sending.deliver("w") == 0
    Message.objects.filter(event="test:0").update(read_at=timezone.now())
    Delivery.objects.update(due_at=timezone.now())
    assert sending.deliver("w") == 1
    (path,) = letters(home)
    text = path.read_text("utf-8")
    assert text.count("Tin thường (") == 2 and "2 thông báo" in text


@pytest.mark.parametrize(
    ("pace", "now", "due"),
    [
        ("now", (2026, 3, 2, 12), (2026, 3, 2, 12)),
        ("daily", (2026, 3, 2, 6), (2026, 3, 2, 7)),
        ("daily", (2026, 3, 2, 7), (2026, 3, 3, 7)),
        ("weekly", (2026, 3, 2, 6), (2026, 3, 2, 7)),
        ("weekly", (2026, 3, 2, 8), (2026, 3, 9, 7)),
        ("weekly", (2026, 3, 8, 23), (2026, 3, 9, 7)),
    ],
)
def test_when_a_digest_leaves(pace, now, due):
    assert pacing.due(pace, datetime(*now, tzinfo=ZONE)) == datetime(*due, tzinfo=ZONE)


class Failing:
    """A channel that is away."""

    error: type[Exception] = ConnectionError

    def __init__(self, name):
        self.name = name

    def reaches(self, recipient):
        return True

    def send(self, outgoing):
        raise self.error(f"550 no such user {outgoing.recipient.email}")


def test_a_failure_is_tried_again_later_and_given_up_at_last(tell, home, monkeypatch, caplog):
    tell()
    monkeypatch.setattr(channels, "opened", lambda: {"mail": Failing("mail")})
    pauses = []
    for _try in range(len(sending.BACK_OFF)):
        before = timezone.now()
        assert sending.deliver("w") == 0
        letter = Letter.objects.get()
        assert letter.state == "waiting"
        pauses.append(round((letter.next_at - before).total_seconds() / 60))
        assert sending.deliver("w") == 0 and Letter.objects.get().tries == letter.tries
        Letter.objects.update(next_at=timezone.now())
    assert pauses == [1, 5, 30, 120, 720, 720, 720]
    sending.deliver("w")
    letter = Letter.objects.get()
    assert (letter.state, letter.problem) == ("failed", "ConnectionError")
    # The log names the kind of failure and no address.
    assert "ConnectionError" in caplog.text and "550" not in caplog.text


def test_no_address_is_given_up_at_once(tell, home, monkeypatch):
    tell()
    monkeypatch.setattr(Failing, "error", NoAddress)
    monkeypatch.setattr(channels, "opened", lambda: {"mail": Failing("mail")})
    sending.deliver("w")
    assert Letter.objects.get().state == "failed"


def test_a_dead_workers_letter_goes_again_as_the_same_letter(tell, home):
    tell()
    sending.gather(soon())
    held = sending.claim(soon(), "dead")
    assert held is not None
    assert sending.claim(soon(), "other") is None
    assert sending.reap(soon()) == 0
    later = timezone.now() + sending.LEASE + timedelta(minutes=1)
    assert sending.reap(later) == 1
    again = sending.claim(later + timedelta(seconds=1), "other")
    assert again is not None
    assert (again.pk, again.reference, again.tries) == (held.pk, held.reference, 2)
    # The dead one comes back to life: what it says does not count any more, and its file is the same file.
    open_channels = channels.opened()
    sending.send(held, open_channels)
    assert Letter.objects.get().state == "sending"
    sending.send(again, open_channels)
    assert Letter.objects.get().state == "sent"
    assert len(letters(home)) == 1


def test_old_messages_go_with_their_letters(tell, home):
    tell()
    sending.deliver("w")
    assert sending.forget(soon()) == 1
    assert not Message.objects.exists() and not Letter.objects.exists() and not Delivery.objects.exists()


def test_sms_and_zalo_are_closed_until_somebody_opens_them(settings):
    assert set(settings.NOTIFICATION_CHANNELS) == {"mail"}
