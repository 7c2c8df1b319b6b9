"""Where a real Chromium is, and how to start it quietly. As a command: print its path, or fail."""

import os
import shutil
import sys

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

# A browser calls home on its own; in a closed network those calls stall, in an open one they leave the machine.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def find() -> str | None:
    """The path of a Chromium: CHROMIUM, then one on PATH, then the one Playwright installed; None when there is none."""
    named = os.environ.get("CHROMIUM")
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return named or on_path or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        path = driver.chromium.executable_path
    return path if os.path.exists(path) else None


def flags() -> list[str]:
    # Chromium's sandbox refuses to run as root, which is what containers are.
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, "--no-sandbox", "--disable-dev-shm-usage"] if as_root else QUIET


if __name__ == "__main__":
    found = find()
    print(found or "no Chromium found", file=sys.stdout if found else sys.stderr)  # noqa: T201
    sys.exit(0 if found else 1)
