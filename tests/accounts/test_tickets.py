"""R-05: links open one door, once, for a while, for one person; administrators never see or choose a password."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from danvan.accounts import services
from danvan.accounts.errors import BadName, MeaninglessNow, NameTaken, NotOneself, TicketSpent, WeakPassword
from danvan.accounts.models import Ticket, User
from danvan.accounts.services import tickets
from danvan.audit.models import AuditEntry

from .conftest import PASSWORD

NEW = "bốn mùa thay lá vườn sau"
TYPED = {"new": NEW, "again": NEW}
KINDS = ["invitation", "reset"]


@pytest.fixture
def issue(person, administrator):
    def issue(kind):
        if kind == "reset":
            return services.start_reset(user=person, by=administrator, at=timezone.now())
        return services.invite(username="moi.den", full_name="Mới Đến", by=administrator, at=timezone.now())

    return issue


def use(kind, secret, **options):
    return tickets.use(kind=kind, secret=secret, password=NEW, at=timezone.now(), **options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_sets_a_password_once(client, issue, sign_in, is_in, kind):
    issued = issue(kind)
    assert client.get(issued.path).status_code == 200
    assert client.get(issued.path).status_code == 200, "looking spends nothing"
    assert client.post(issued.path, TYPED)["Location"] == "/dang-nhap/"
    assert not is_in(client)
    assert sign_in(client, issued.user.username, NEW).status_code == 302
    assert is_in(client)
    for again in (Client().get(issued.path), Client().post(issued.path, TYPED)):
        assert again.status_code == 410


@pytest.mark.parametrize(
    ("kind", "life"), [("invitation", timedelta(hours=72)), ("reset", timedelta(minutes=15))]
)
def test_every_way_checks_the_expiry(client, issue, later, kind, life):
    issued = issue(kind)
    before = User.objects.get(pk=issued.user.pk).password
    later(seconds=life.total_seconds() - 5)
    assert client.get(issued.path).status_code == 200
    later(seconds=life.total_seconds() + 1)
    assert client.get(issued.path).status_code == 410
    assert client.post(issued.path, TYPED).status_code == 410
    with pytest.raises(TicketSpent):
        use(kind, issued.secret)
    assert User.objects.get(pk=issued.user.pk).password == before


def spoil_used(issued):
    Ticket.objects.filter(pk=issued.ticket.pk).update(used_at=timezone.now())


def spoil_expired(issued):
    Ticket.objects.filter(pk=issued.ticket.pk).update(expires_at=timezone.now())


def spoil_disabled(issued):
    User.objects.filter(pk=issued.user.pk).update(is_active=False)


def spoil_nothing(issued):
    pass


def own_secret(issued):
    return issued.secret


def altered(issued):
    return issued.secret[:-1] + ("A" if issued.secret[-1] != "A" else "B")


def stored_digest(issued):
    return issued.ticket.digest


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("spoil", "secret_of", "flow", "other"),
    [
        (spoil_used, own_secret, "same", False),
        (spoil_expired, own_secret, "same", False),
        (spoil_disabled, own_secret, "same", False),
        (spoil_nothing, own_secret, "same", True),
        (spoil_nothing, own_secret, "through the other flow", False),
        (spoil_nothing, altered, "same", False),
        (spoil_nothing, stored_digest, "same", False),
    ],
)
def test_refused_links(client, issue, make, is_in, kind, spoil, secret_of, flow, other):
    issued = issue(kind)
    spoil(issued)
    before = User.objects.get(pk=issued.user.pk).password
    through = kind if flow == "same" else next(name for name in KINDS if name != kind)
    path = issued.path.replace(issued.secret, secret_of(issued))
    if through != kind:
        first, second = "/loi-moi/", "/dat-lai-mat-khau/"
        path = path.replace(first, second) if first in path else path.replace(second, first)
    if other:
        client.force_login(make("nguoi.khac", "Người Khác"))
    assert client.get(path).status_code == 410
    assert client.post(path, TYPED).status_code == 410
    with pytest.raises(TicketSpent):
        use(through, secret_of(issued), signed_in_as=-1 if other else None)
    assert User.objects.get(pk=issued.user.pk).password == before


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_digest_is_stored_and_told(issue, kind):
    secret = issue(kind).secret
    stored = str(list(Ticket.objects.values())) + str(
        [bytes(entry.body) for entry in AuditEntry.objects.all()]
    )
    assert secret not in stored
    assert len(secret) >= 40


def test_a_new_link_voids_the_old(issue, person, administrator):
    first, second = issue("reset"), issue("reset")
    with pytest.raises(TicketSpent):
        use("reset", first.secret)
    assert use("reset", second.secret) == person
    invited = issue("invitation")
    services.invite_again(user=invited.user, by=administrator, at=timezone.now())
    with pytest.raises(TicketSpent):
        use("invitation", invited.secret)


def test_own_password_change_voids_links(client, issue, person, sign_in):
    issued = issue("reset")
    sign_in(client)
    client.post("/bao-mat/mat-khau/", {"old": PASSWORD, **TYPED})
    with pytest.raises(TicketSpent):
        use("reset", issued.secret)


def test_until_the_link_is_used_the_old_password_stays(issue, client, sign_in, is_in):
    issue("reset")
    sign_in(client)
    assert is_in(client)


def test_a_weak_password_does_not_spend_the_link(client, issue):
    issued = issue("invitation")
    page = client.post(issued.path, {"new": "matkhauhanoi2026", "again": "matkhauhanoi2026"})
    assert page.status_code == 200
    assert page.context["form"].errors["new"]
    with pytest.raises(WeakPassword):
        tickets.use(kind="invitation", secret=issued.secret, password="moiden", at=timezone.now())
    assert use("invitation", issued.secret)


def test_a_link_that_still_opens_is_not_written_to_the_log(client, issue, caplog):
    issued = issue("invitation")
    client.post(issued.path, {"new": "x", "again": "y"})
    client.post(issued.path, TYPED)
    assert issued.secret not in caplog.text
    assert issued.secret not in repr(issued)


def test_the_second_factor_is_asked_after_a_reset_as_before(client, enrolled, sign_in, is_in):
    issued = services.start_reset(user=enrolled, by=None, at=timezone.now())
    client.post(issued.path, TYPED)
    assert sign_in(client, password=NEW)["Location"] == "/dang-nhap/ma-xac-thuc/"
    assert not is_in(client)


def test_nobody_resets_or_disables_their_own_account(person, as_actor):
    for service in (services.start_reset, services.disable, services.enable, services.invite_again):
        with pytest.raises(NotOneself):
            service(user=person, by=as_actor(person), at=timezone.now())
    assert not Ticket.objects.exists()


def test_links_fit_the_state_of_the_account(issue, person, administrator):
    by = {"by": administrator, "at": timezone.now()}
    invited = issue("invitation").user
    with pytest.raises(MeaninglessNow):
        services.start_reset(user=invited, **by)
    with pytest.raises(MeaninglessNow):
        services.invite_again(user=person, **by)
    services.disable(user=person, **by)
    with pytest.raises(MeaninglessNow):
        services.start_reset(user=person, **by)
    with pytest.raises(MeaninglessNow):
        services.disable(user=person, **by)
    services.enable(user=person, **by)
    with pytest.raises(MeaninglessNow):
        services.enable(user=person, **by)


def test_disabling_voids_links_for_good(issue, person, administrator):
    issued = issue("reset")
    services.disable(user=person, by=administrator, at=timezone.now())
    services.enable(user=person, by=administrator, at=timezone.now())
    with pytest.raises(TicketSpent):
        use("reset", issued.secret)


@pytest.mark.parametrize("name", ["", "ab", "Lan Anh", "lan@hn", "1lan", "lan.", "đức", "a" * 61, "lan\nanh"])
def test_names_of_the_wrong_shape(db, name):
    with pytest.raises(BadName):
        services.invite(username=name, full_name="Ai Đó", by=None, at=timezone.now())
    assert not User.objects.exists()


def test_a_taken_name_however_written(person):
    with pytest.raises(NameTaken):
        services.invite(username=" LAN.NT ", full_name="Ai Đó", by=None, at=timezone.now())
    assert User.objects.count() == 1
    assert not Ticket.objects.exists()


def test_the_log_names_who_issued_and_who_used(client, issue, administrator):
    issued = issue("reset")
    client.post(issued.path, TYPED)
    told = list(AuditEntry.objects.order_by("seq").values_list("action", "actor_id", "target_id"))
    who = str(issued.user.pk)
    assert ("accounts.reset_issued", administrator.user_id, who) in told
    assert ("accounts.reset_used", issued.user.pk, who) in told
