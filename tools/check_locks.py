"""
What must not be in a tracked file: addresses in requirements and lock files, lock files that carry them, private paths.

A lock made on a machine with a mirror would otherwise send everybody to that mirror (docs/how-to/dependencies.md).
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(
    r"https?://|file://|git\+|^\s*(-i|-f|--index-url|--extra-index-url|--find-links)\b", re.MULTILINE
)
LOCKS = re.compile(
    r"(^|/)(requirements[^/]*/[^/]+\.txt|[^/]*requirements[^/]*\.txt|[^/]+\.lock|package-lock\.json|pylock[^/]*\.toml)$"
)
# Folders of one machine. Written in pieces: this file is tracked as well.
PRIVATE = re.compile(
    "(?<![A-Za-z0-9_.-])/(" + "|".join(["work", "farm", "ro" + "ot", "ho" + "me/[a-z]+", "Users"]) + ")/"
)
PLAIN = {".svg"}


def tracked() -> list[str]:
    out = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [name for name in out.split("\0") if name]


def problems(name: str, text: str) -> Iterator[str]:
    if LOCKS.search(name):
        if PurePosixPath(name).name in {"uv.lock"} or PurePosixPath(name).name.startswith("pylock"):
            yield f"{name}: is not kept here: requirements/*.txt are (tools/lock.sh)"
        for hit in ADDRESS.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: an address: run tools/lock.sh"
    if PurePosixPath(name).suffix not in PLAIN:
        for hit in PRIVATE.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: a path of one machine: {hit[0]}"


def main() -> int:
    found: list[str] = []
    for name in tracked():
        path = ROOT / name
        try:
            text = path.read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        found += problems(name, text)
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"tracked files: {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
