"""The suite for one engine and city; started by `python -m bench`."""

from __future__ import annotations

import platform
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from danvan.common import durability  # noqa: E402


def keep_its_word() -> None:
    """
    The packaged server forgets on a power cut, which makes tests fast; a durable UPDATE must wait for the disk.

    :raises NotDurable: when the engine cannot be made to keep its word
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                cursor.execute(f"SHOW {name}")
                if cursor.fetchone() == ("off",):
                    cursor.execute(f"ALTER SYSTEM SET {name} = on")
            cursor.execute("SELECT pg_reload_conf()")
        connection.close()
    unkept = [what for what in durability.problems(connection) if "checksums" not in what]
    if unkept:
        raise durability.NotDurable("; ".join(unkept))


def main(names: list[str]) -> None:
    keep_its_word()
    call_command("migrate", verbosity=0)
    print(f"--- {connection.vendor}, Python {platform.python_version()}", flush=True)
    if "intake" in names:
        from bench import intake

        for line in intake.run(float(names[-1])):
            print(line, flush=True)
        return
    if "workbooks" in names:
        from bench import workbooks

        for line in workbooks.run(*workbooks.few()):
            print(line, flush=True)
        return
    from bench import pages, synthetic, totals

    if "pages" in names:
        for result in pages.run():
            print("\n".join(result.lines()), flush=True)
    else:
        city = synthetic.build()
        totals.totals.rebuild(city.form)
        for name in ("report", "rebuild", "accept"):
            if name in names:
                for result in getattr(totals, name)(city):
                    print("\n".join(result.lines()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
