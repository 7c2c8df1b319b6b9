#!/usr/bin/env bash
# Rewrite requirements/*.txt from pyproject.toml: one file for Linux, macOS and Windows, with hashes and no addresses.
# `tools/lock.sh` keeps what is pinned and adds what is new; `tools/lock.sh --upgrade` takes the newest of everything.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() {
    uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
        pyproject.toml --extra postgres "$@"
}
lock "$@" --output-file requirements/base.txt
lock --extra dev --constraint requirements/base.txt "$@" --output-file requirements/dev.txt
