"""Behind TLS, on PostgreSQL: refuses to start half-configured."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATABASE_URL, SECRET_KEY

if len(SECRET_KEY) < 50:
    raise env.BadSetting("DANVAN_SECRET_KEY", "at least 50 characters are needed")
if not DATABASE_URL:
    raise env.BadSetting("DATABASE_URL", "production runs on PostgreSQL; name the database")

# The process does not start on a database that may lose what it acknowledged (danvan.common.checks).
REQUIRE_DURABLE_DATABASE = True

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CACHES["default"] = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "danvan_cache"}
