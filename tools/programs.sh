#!/usr/bin/env bash
# Look for the programs only the tests use, and install what is missing where that is allowed (root on Debian/Ubuntu):
# a real Chromium for the browser journeys; LibreOffice and poppler to open our documents as other people will.
# Without them the tests that need them are skipped with a reason; under CI=true that is an error.
set -euo pipefail
cd "$(dirname "$0")/.."

have() { command -v "$1" >/dev/null 2>&1; }
updated=
apt_install() {
    [ "$(id -u)" = 0 ] && have apt-get || return 1
    [ -n "$updated" ] || DEBIAN_FRONTEND=noninteractive apt-get update -qq || return 1
    updated=yes
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}
missing() {
    echo "danvan: $1" >&2
    if [ "${CI:-}" = true ]; then exit 1; fi
}

if ! have chromium && ! have chromium-browser && ! have google-chrome && ! have google-chrome-stable \
    && ! .venv/bin/python -m tests.support.chromium >/dev/null 2>&1; then
    echo "Installing Chromium for the browser journeys …"
    apt_install chromium || .venv/bin/python -m playwright install chromium \
        || missing "no Chromium: install chromium or google-chrome for the browser journeys"
fi
if ! have soffice; then
    echo "Installing LibreOffice for the document tests …"
    apt_install libreoffice-writer libreoffice-calc fonts-liberation2 \
        || missing "no LibreOffice (soffice): the tests that open our Word and Excel files need it"
fi
if ! have pdftotext; then
    apt_install poppler-utils || missing "no pdftotext: install poppler-utils"
fi
