"""Run the suite once per engine, each in a process and a home of its own."""

import os
import subprocess
import sys
import tempfile


def main(names: list[str]) -> int:
    worst = 0
    for engine in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="danvan-bench-") as home:
            environment = {**os.environ, "DANVAN_HOME": home, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
            command = [sys.executable, "-m", "bench.suite", *names]
            if engine == "postgresql":
                command = [sys.executable, "tools/with_postgres.py", *command]
            else:
                environment.pop("DATABASE_URL", None)
            worst = max(worst, subprocess.run(command, env=environment).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
