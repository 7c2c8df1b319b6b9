"""The suite for one engine; started by `python -m bench`."""

from __future__ import annotations

import platform
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402


def main(names: list[str]) -> None:
    from bench import pages, synthetic, totals

    call_command("migrate", verbosity=0)
    print(f"--- {connection.vendor}, Python {platform.python_version()}", flush=True)
    wanted = names or ["report", "rebuild", "accept", "pages"]
    if "pages" in wanted:
        # The pages are measured on the demo city, before the synthetic one joins it.
        for result in pages.run():
            print("\n".join(result.lines()), flush=True)
        call_command("flush", "--no-input", verbosity=0)
    if set(wanted) & {"report", "rebuild", "accept"}:
        city = synthetic.build()
        totals.totals.rebuild(city.form)
        for name in ("report", "rebuild", "accept"):
            if name in wanted:
                for result in getattr(totals, name)(city):
                    print("\n".join(result.lines()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
