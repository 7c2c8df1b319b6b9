"""A real city begins from an empty database."""

import json
from datetime import date

import pytest

from danvan import cli
from danvan.accounts.models import User
from danvan.audit import services as audit
from danvan.organizations.models import OrgUnit, OrgUnitVersion, Post, Role
from danvan.organizations.queries import actor_of
from danvan.reference.models import CalendarDay
from danvan.reporting.models import Indicator, ReportForm
from danvan.reporting.queries import forms

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ADMINISTRATOR = ["--administrator", "quantri", "--full-name", "Hoàng Thị Én"]
HAI_PHONG = ["--unit", "hp", "--name", "Thành phố Hải  Phòng"]


@pytest.fixture
def begin(capsys, settings, tmp_path, at):
    """``begin("--hanoi")`` -> (exit code, standard output, standard error), on 5 March 2026."""
    settings.HOME = tmp_path
    at(2026, 3, 5)
    forms.forget()

    def run(*arguments):
        code = cli.main(["begin", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    yield run
    forms.forget()


def test_a_city_is_ready_for_its_administrator(begin):
    code, out, err = begin(*HAI_PHONG, *ADMINISTRATOR, "--address", "https://danvan.example/", "--json")
    told = json.loads(out)
    assert (code, err, told["unit"], told["units"]) == (0, "", "HP", 1)
    assert told["link"].startswith("https://danvan.example/")
    top = OrgUnitVersion.objects.get()
    assert (top.name, top.level, top.starts_on) == ("Thành phố Hải Phòng", "city", date(2026, 1, 1))
    assert CalendarDay.objects.exists()
    assert Indicator.objects.count() == 120
    assert ReportForm.objects.get().is_active
    assert audit.verify() == []


def test_the_administrator_chooses_a_password_and_may_manage(begin, client):
    told = json.loads(begin(*HAI_PHONG, *ADMINISTRATOR, "--json")[1])
    administrator = User.objects.get(username="quantri")
    assert not administrator.has_usable_password()
    actor = actor_of(administrator, date(2026, 3, 5))
    assert [(grant.role, grant.unit_code) for grant in actor.grants] == [(Role.ADMINISTRATOR, "HP")]
    path = told["link"].removeprefix("http://127.0.0.1:8000")
    assert client.get(path, follow=True).status_code == 200


def test_hanoi_brings_its_units(begin):
    code, out, _ = begin("--hanoi", *ADMINISTRATOR)
    assert code == 0
    assert "Số đơn vị hiện có: 127. Cao nhất: HN." in out
    assert Post.objects.get().unit.code == "HN"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--hanoi"],
        [*ADMINISTRATOR],
        ["--unit", "HP", *ADMINISTRATOR],
        ["--hanoi", "--unit", "HP", *ADMINISTRATOR],
        ["--unit", "Hải Phòng", "--name", "Hải Phòng", *ADMINISTRATOR],
        ["--unit", "HP", "--name", "  ", *ADMINISTRATOR],
        ["--unit", "HP", "--name", "x" * 201, *ADMINISTRATOR],
        [*HAI_PHONG, "--level", "town", *ADMINISTRATOR],
        [*HAI_PHONG, "--since", "1/1/2026", *ADMINISTRATOR],
        [*HAI_PHONG, "--since", "2026-03-06", *ADMINISTRATOR],
        [*HAI_PHONG, "--administrator", "Hoàng Thị Én", "--full-name", "Hoàng Thị Én"],
    ],
)
def test_bad_words_leave_the_database_empty(begin, arguments):
    code, out, err = begin(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("danvan")
    assert err.count("\n") == 1
    assert not OrgUnit.objects.exists()
    assert not User.objects.exists()
    assert not CalendarDay.objects.exists()


def test_a_house_with_units_is_left_alone(begin):
    begin(*HAI_PHONG, *ADMINISTRATOR)
    code, out, err = begin("--hanoi", "--administrator", "khac", "--full-name", "Người Khác")
    assert (code, out) == (2, "")
    assert "đã có đơn vị" in err
    assert OrgUnit.objects.count() == 1
    assert User.objects.count() == 1
