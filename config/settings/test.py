"""The suite: fast hashes, no home folder of its own, the database the environment names or SQLite in memory."""

import tempfile
from pathlib import Path

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, TEMPLATES

SECRET_KEY = "a fixed key, for tests only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
HOME = Path(env.text("DANVAN_TEST_HOME") or tempfile.mkdtemp(prefix="danvan-test-"))
FILES_ROOT = HOME / "files"
KEYS_ROOT = HOME / "keys"
STATIC_ROOT = HOME / "static"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
SESSION_COOKIE_NAME = "danvan"
SESSION_COOKIE_SECURE = False
REQUIRE_SECOND_FACTOR = False
# Fixtures write past the audit log; tests/audit/test_kept.py switches this on.
KEEP_PAGES = False

if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        "TEST": {"NAME": env.text("DANVAN_TEST_SQLITE") or None},
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0


class MissingVariable(str):
    """A template that names what the view did not pass fails the test instead of printing nothing."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, missing: object) -> str:
        raise AssertionError(f"undefined template variable: {missing}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = MissingVariable("%s")
