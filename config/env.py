"""Values from the environment, each parsed by a function that refuses nonsense at start rather than at midnight."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(SystemExit):
    """A setting in the environment cannot be read; the process must not start."""

    def __init__(self, name: str, problem: str):
        super().__init__(f"danvan: {name}: {problem}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if value == "" else value in {"1", "true", "yes", "on"}
    raise BadSetting(name, f"'{value}' is neither yes nor no")


def number(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdigit():
        raise BadSetting(name, f"'{value}' is not a whole number")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word for word in text(name, default).replace(",", " ").split() if word]


def postgres(url: str) -> dict[str, object]:
    """Django's settings for a PostgreSQL address such as ``postgresql://user:pass@host:5432/name?sslmode=require``."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting("DATABASE_URL", f"'{parts.scheme}' is not supported; use postgresql://")
    options = dict(parse_qsl(parts.query))
    # A Unix socket folder comes as ?host=/folder: it can't stand in the host part of an address.
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "danvan",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }


def relay(url: str) -> dict[str, object]:
    """Django's mail settings for an address such as ``smtp://user:pass@host:587/?tls=yes``; none for no address."""
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadSetting("DANVAN_MAIL_RELAY", "write it as smtp://user:password@relay.example:587/?tls=yes")
    options = dict(parse_qsl(parts.query))
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": options.get("tls", "no") == "yes",
        "EMAIL_TIMEOUT": 20,
    }
