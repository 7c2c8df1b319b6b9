"""Settings of the server under load: production on PostgreSQL, one machine's own on SQLite, and one peer more."""

from config import env

if env.text("DATABASE_URL"):
    from config.settings.production import *  # noqa: F403
else:
    from config.settings.dev import *  # noqa: F403

ROOT_URLCONF = "bench.peer"
# `bench.suite.keep_its_word` looks instead: the packaged server keeps its word, but has no checksums.
REQUIRE_DURABLE_DATABASE = False
