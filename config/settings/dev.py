"""One machine, one process, no service: what `make run` uses."""

import secrets

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import HOME, KEYS_ROOT


def _own_secret() -> str:
    """A secret of this installation's own, made once and kept beside its database."""
    path = KEYS_ROOT / "secret-key"
    if not path.exists():
        KEYS_ROOT.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env.text("DANVAN_SECRET_KEY") or _own_secret()
DEBUG = env.flag("DANVAN_DEBUG", False)

# Plain http on one's own machine: a Secure cookie would never come back.
SESSION_COOKIE_NAME = "danvan"
SESSION_COOKIE_SECURE = False
REQUIRE_SECOND_FACTOR = env.flag("DANVAN_REQUIRE_SECOND_FACTOR", False)

# The demo city lives in March 2020; `danvan demo` writes its day beside its database.
_day = HOME / "today"
TODAY = env.text("DANVAN_TODAY") or (_day.read_text().strip() if _day.exists() else "")
