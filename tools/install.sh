#!/usr/bin/env bash
# Build .venv from pinned, hash-checked requirements and put the command `danvan` into it.
#   tools/install.sh base    what running needs
#   tools/install.sh dev     what testing needs as well
set -euo pipefail
cd "$(dirname "$0")/.."
kind=$1

find_python() {
    local name
    for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        if [ -n "$name" ] && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    echo "danvan: Python 3.11 or newer is needed and was not found; install it (Debian, Ubuntu: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3.11" >&2
    return 1
}

use_uv() { uv --version >/dev/null 2>&1; }

if [ ! -x .venv/bin/python ]; then
    python=$(find_python)
    if use_uv; then
        uv venv --quiet --python "$python" .venv
    elif "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        "$python" -m venv .venv
    else
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "danvan: $python cannot make a virtual environment; install python$version-venv (Debian, Ubuntu: apt install python$version-venv)" >&2
        exit 1
    fi
fi

echo "Installing pinned requirements ($kind) into .venv …"
if use_uv; then
    # Byte code now, as pip makes it: without it the first start (and, where Python may not write it, every start) is slow.
    uv pip install --quiet --python .venv/bin/python --compile-bytecode --require-hashes --requirement "requirements/$kind.txt"
    uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
else
    export PIP_DISABLE_PIP_VERSION_CHECK=1
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip install --quiet --require-hashes --requirement "requirements/$kind.txt"
    .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
fi

# What testing needs contains what running needs.
touch .venv/.base
if [ "$kind" = dev ]; then touch .venv/.dev; fi
