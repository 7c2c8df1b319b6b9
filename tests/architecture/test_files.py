"""Files stay rooms one can overlook, and hold no address or path of one machine."""

import subprocess
import sys

from tests.architecture.modules import ROOT

# File -> why it may be longer than 500 lines.
LONGER: dict[str, str] = {}
LIMIT = 500


def tracked(*patterns: str) -> list[str]:
    done = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in done.stdout.splitlines() if (ROOT / name).exists()]


def test_no_python_file_is_longer_than_500_lines_without_a_reason():
    lines = {name: (ROOT / name).read_text("utf-8").count("\n") for name in tracked("*.py")}
    assert lines, "git lists no file"
    assert {name: count for name, count in lines.items() if count > LIMIT and name not in LONGER} == {}
    assert [name for name in LONGER if lines.get(name, 0) <= LIMIT] == [], "reasons nobody needs any more"


def test_tracked_files_hold_no_address_in_locks_and_no_private_path():
    done = subprocess.run([sys.executable, "tools/check_locks.py"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_check_finds_what_it_looks_for():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        from check_locks import problems
    finally:
        sys.path.pop(0)
    private = "see /" + "work/notes and /" + "home/an/x"
    assert len(list(problems("docs/a.md", private))) == 2
    assert list(problems("docs/a.md", "https://example.org/work/ and src/work/x")) == []
    assert list(problems("requirements/base.txt", "--index-url x\nfoo @ https://mirror/foo.whl"))
    assert list(problems("web/package-lock.json", '"resolved": "https://registry/x.tgz"'))
    assert list(problems("uv.lock", "")) and not list(
        problems("requirements/base.txt", "foo==1 \\\n  --hash=sha256:0")
    )


def test_templates_say_nothing_is_safe_that_people_typed():
    """Autoescape everywhere (R-81); no inline script or style, which the content policy would refuse anyway (R-80)."""
    import re

    bad = re.compile(
        r"\|\s*safe\b|{%\s*autoescape off|<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son\w+=\"", re.IGNORECASE
    )
    found = []
    for name in tracked("danvan/**/*.html", "danvan/*.html"):
        for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), start=1):
            if bad.search(line):
                found.append(f"{name}:{number}: {line.strip()}")
    for name in tracked("danvan/*.py", "danvan/**/*.py"):
        for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), start=1):
            if re.search(r"\bmark_safe\b|\bSafeString\((?!\))|\.extra\(|\.raw\(", line):
                found.append(f"{name}:{number}: {line.strip()}")
    assert found == []


def test_pages_reach_scoped_records_through_the_actor_only():
    """`Model.unscoped` is for services and queries that have checked already (R-11)."""
    found = []
    for name in tracked("danvan/*.py", "danvan/**/*.py"):
        parts = set(name.removesuffix(".py").split("/"))
        if parts & {"views", "forms", "api", "urls", "admin", "templatetags", "context"}:
            text = (ROOT / name).read_text("utf-8")
            found += [f"{name}:{n}" for n, line in enumerate(text.splitlines(), 1) if ".unscoped" in line]
    assert found == []
