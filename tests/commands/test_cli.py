"""The program as a person or another program meets it: words, exit codes, and never a trace."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import AppRegistryNotReady

from danvan import cli
from danvan.common.errors import NotAllowed


@pytest.fixture
def danvan(capsys, settings, tmp_path):
    """``danvan("verify", "audit")`` -> (exit code, standard output, standard error)."""
    settings.HOME = tmp_path

    def run(*arguments):
        code = cli.main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["serve", "--port", "many"],
        ["serve", "--port", "70000"],
        ["verify"],
        ["verify", "everything"],
        ["verify", "audit", "--loudly"],
        ["users", "add"],
        ["--language", "fr", "verify", "audit"],
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(danvan, arguments):
    code, out, err = danvan(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("danvan") and err.count("\n") == 1


def test_help_lists_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    help_text = capsys.readouterr().out
    assert all(f"    {name} " in help_text for name in cli.AREAS)


@pytest.mark.parametrize("name", sorted(cli.AREAS))
def test_every_command_explains_itself(name, capsys):
    if name == "manage":
        pytest.skip("hands everything on to Django")
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert f"danvan {name}" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_answer_for_programs_is_json(danvan):
    code, out, err = danvan("verify", "audit", "--json")
    assert (code, json.loads(out), err) == (0, {"right": True, "problems": []}, "")


@pytest.mark.django_db
def test_json_may_stand_before_the_command(danvan):
    code, out, _ = danvan("--json", "verify", "audit")
    assert code == 0 and json.loads(out)["right"]


@pytest.mark.django_db
def test_a_changed_entry_is_found_with_its_position(danvan):
    from django.utils import timezone

    from danvan.audit import services as audit
    from danvan.audit.models import AuditEntry
    from tests.support.sealed import unsealed

    for number in range(3):
        audit.record("reporting.accepted", actor=None, at=timezone.now(), target=("round", number))
    with unsealed():
        AuditEntry.objects.filter(seq=2).update(action="reporting.returned")
    code, out, _ = danvan("verify", "audit", "--json")
    assert code == 1
    assert {problem["position"] for problem in json.loads(out)["problems"]} == {2}


def test_a_refusal_is_its_own_message(danvan, monkeypatch):
    def refuse():
        raise NotAllowed("Only the auditor may do that.\nAsk them.")

    monkeypatch.setattr("danvan.audit.services.verify", refuse)
    assert danvan("verify", "audit") == (2, "", "danvan: Only the auditor may do that. Ask them.\n")


def test_the_unforeseen_has_a_reference_and_no_trace(danvan, monkeypatch, tmp_path):
    def fall():
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr("danvan.audit.services.verify", fall)
    code, out, err = danvan("verify", "audit")
    assert (code, out, err.count("\n")) == (70, "", 1)
    assert "Traceback" not in err and "secret" not in err
    log = (tmp_path / "errors.log").read_text()
    reference = log.splitlines()[0].split()[1]
    assert reference in err and "ZeroDivisionError: a secret of the inside" in log

    code, _, err = danvan("verify", "audit", "--debug")
    assert code == 70 and "Traceback" in err


@pytest.mark.parametrize("fault", [ImportError("no module named secret"), AppRegistryNotReady("secret apps")])
def test_a_program_that_cannot_start_says_so_in_one_line(danvan, monkeypatch, tmp_path, fault):
    """No translations yet, so both languages; the trace stands in the log alone."""

    def fall():
        raise fault

    monkeypatch.setattr("django.setup", fall)
    code, out, err = danvan("verify", "audit")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "không khởi động được" in err and "could not start" in err and "secret" not in err
    log = (tmp_path / "errors.log").read_text()
    assert log.splitlines()[0].split()[1] in err and "secret" in log and "Traceback" in log


def test_settings_that_do_not_load_leave_a_log_and_no_trace(tmp_path):
    """The whole program, as a shell starts it."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.nowhere", "DANVAN_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "danvan.cli", "units"], env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "Traceback" not in done.stderr
    assert "ModuleNotFoundError" in (tmp_path / "errors.log").read_text()


def test_a_taken_port_is_said_before_any_work(danvan, monkeypatch):
    import socket

    monkeypatch.setattr("danvan.commands.database.migrate", lambda: pytest.fail("worked before looking"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        code, _, err = danvan("serve", "--port", str(other.getsockname()[1]))
    assert code == 2 and str(other) and "PORT=8001" in err


@pytest.mark.django_db
def test_the_first_administrator_gets_a_link_and_a_post(danvan, cast):
    from danvan.accounts.models import User

    code, out, err = danvan(
        "users", "add", "quan-tri", "--name", "Ngô Văn Khánh", "--unit", "HN", "--role", "administrator",
        "--address", "https://danvan.example/", "--json",
    )  # fmt: skip
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert answer["link"].startswith("https://danvan.example/")
    user = User.objects.get(username="quan-tri")
    assert not user.has_usable_password()
    assert [(post.unit.code, post.role) for post in user.posts.all()] == [("HN", "administrator")]


@pytest.mark.django_db
def test_an_unknown_unit_leaves_no_person_behind(danvan, cast):
    from danvan.accounts.models import User

    code, _, err = danvan(
        "users", "add", "quan-tri", "--name", "Khánh", "--unit", "XX", "--role", "administrator"
    )
    assert code == 2 and "XX" in err
    assert not User.objects.filter(username="quan-tri").exists()


def test_the_bar_reaches_its_end():
    import io

    from danvan.commands.terminal import Progress

    stream = io.StringIO()
    assert list(Progress(stream).over(range(40), 40, "quý I/2019")) == list(range(40))
    lines = stream.getvalue().splitlines()
    assert lines[-1].startswith("100%") and len(lines) == 11
