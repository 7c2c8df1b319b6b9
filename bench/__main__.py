"""Run the suite per engine and city, each in a process and a home of its own."""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile

# The pages are measured on the demo city, the rest on a synthetic one: the audit log lets no database be emptied.
TOGETHER = (("pages",), ("report", "rebuild", "accept"), ("intake",), ("workbooks",))
ENGINES = ("sqlite", "postgresql")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"only these: {' '.join(sum(TOGETHER, ()))}")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="only on this one")
    parser.add_argument("--minutes", default="0.5", help="how long the intake is under load (0.5)")
    asked = parser.parse_args(words)
    worst = 0
    for engine in asked.engine or ENGINES:
        for city in TOGETHER:
            wanted = [name for name in city if name in asked.names or not asked.names]
            if wanted:
                worst = max(worst, run(engine, wanted, asked.minutes))
    return worst


def run(engine: str, names: list[str], minutes: str) -> int:
    with tempfile.TemporaryDirectory(prefix="danvan-bench-") as home:
        environment = {**os.environ, "DANVAN_HOME": home, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        command = [sys.executable, "-m", "bench.suite", *names]
        if "intake" in names:
            command.append(minutes)
            environment |= {
                "DJANGO_SETTINGS_MODULE": "bench.settings",
                "DANVAN_SECRET_KEY": secrets.token_urlsafe(50),
            }
        # Never a database somebody uses: the packaged server is set up here and filled with a made-up city.
        environment.pop("DATABASE_URL", None)
        if engine == "postgresql":
            command = [sys.executable, "tools/with_postgres.py", *command]
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
