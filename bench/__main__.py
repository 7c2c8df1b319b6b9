"""Run the suite per engine and city, each in a process and a home of its own."""

import os
import subprocess
import sys
import tempfile

# The pages are measured on the demo city, the rest on a synthetic one: the audit log lets no database be emptied.
TOGETHER = (("pages",), ("report", "rebuild", "accept"))


def main(names: list[str]) -> int:
    worst = 0
    for engine in ("sqlite", "postgresql"):
        for city in TOGETHER:
            wanted = [name for name in city if name in names or not names]
            if wanted:
                worst = max(worst, run(engine, wanted))
    return worst


def run(engine: str, names: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="danvan-bench-") as home:
        environment = {**os.environ, "DANVAN_HOME": home, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        command = [sys.executable, "-m", "bench.suite", *names]
        # Never a database somebody uses: the packaged server is set up here and filled with a made-up city.
        environment.pop("DATABASE_URL", None)
        if engine == "postgresql":
            command = [sys.executable, "tools/with_postgres.py", *command]
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
