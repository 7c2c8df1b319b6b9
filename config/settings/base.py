"""Settings shared by every way of running Danvan; dev, test and production change only what they must."""

import sqlite3
from pathlib import Path
from typing import Any

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
HOME = Path(env.text("DANVAN_HOME") or BASE_DIR / "var").resolve()
FILES_ROOT = HOME / "files"
KEYS_ROOT = HOME / "keys"

DEBUG = False
SECRET_KEY = env.text("DANVAN_SECRET_KEY")
ALLOWED_HOSTS = env.words("DANVAN_ALLOWED_HOSTS", "127.0.0.1 localhost [::1]")

INSTALLED_APPS = [
    "danvan.common",
    "danvan.ui",
    "danvan.audit",
    "danvan.accounts",
    "danvan.organizations",
    "danvan.files",
    "danvan.reference",
    "danvan.notifications",
    "danvan.commitments",
    "danvan.directives",
    "danvan.petitions",
    "danvan.exemplars",
    "danvan.engagement",
    "danvan.oversight",
    "danvan.democracy",
    "danvan.reporting",
    "danvan.evaluation",
    "danvan.ingest",
    "danvan.briefings",
    "danvan.workspace",
    "danvan.portal",
    "danvan.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "danvan.common.middleware.security_headers",
    "danvan.common.middleware.without_nul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "danvan.ui.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "danvan.accounts.middleware.live_session",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "danvan.accounts.middleware.second_factor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "danvan.organizations.middleware.actor",
    "danvan.ui.middleware.refusals",
]

AUTHENTICATION_BACKENDS = ["danvan.accounts.backends.People"]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "danvan.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "danvan.ui.context.shell",
            ],
        },
    }
]


def _sqlite() -> dict[str, object]:
    # WAL can corrupt the file in libraries before 3.51.3 when two connections checkpoint and write together.
    journal = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "DELETE"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "danvan.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=EXTRA; PRAGMA cache_size=-32000;",
        },
    }


REQUIRE_DURABLE_DATABASE = False
DATABASE_URL = env.text("DATABASE_URL")
DATABASES = {"default": env.postgres(DATABASE_URL) if DATABASE_URL else _sqlite()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 4000}},
    # Whole pages as long as the audit log stands still (danvan/accounts/kept.py): in the process, some 40 MB at most.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 150},
    },
}

# Pages are sent again as they were while nothing was written.
KEEP_PAGES = True

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "danvan.accounts.passwords.NotCommon"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "workspace:this_week"
REQUIRE_SECOND_FACTOR = True
OTP_TOTP_ISSUER = "Danvan"
# Wrong codes are slowed down by our own throttle: the doubling delay of django-otp has no end and would lock a person out.
OTP_TOTP_THROTTLE_FACTOR = 0
OTP_STATIC_THROTTLE_FACTOR = 0

SESSION_ENGINE = "danvan.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-danvan"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "danvan.ui.views.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# The command line is no Django app; every context brings its own catalogue.
LOCALE_PATHS = [BASE_DIR / "danvan" / name / "locale" for name in ("commands", "demo")]
LANGUAGE_COOKIE_NAME = "danvan_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["danvan.common.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Nothing larger than this is read into memory from one request; a paste of 10 MB is refused with words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Work in the background, in our own database; whoever runs it is a thread of `danvan serve` or `danvan work`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# The only host this application connects to: smtp://user:password@relay.example:587/?tls=yes. Without one, mail
# goes into the folder outbox/mail.
EMAIL_RELAY = env.relay(env.text("DANVAN_MAIL_RELAY"))
globals().update(EMAIL_RELAY)
DEFAULT_FROM_EMAIL = env.text("DANVAN_MAIL_FROM", "danvan@localhost")
# The address people reach the house by; links in mail and text messages begin with it.
SITE_ADDRESS = env.text("DANVAN_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
FOLDER_CHANNEL = "danvan.notifications.channels.folder.Folder"
# Ways out of the house by name. SMS and Zalo stay closed until DANVAN_SMS_CHANNEL or DANVAN_ZALO_CHANNEL names a class
# ("folder" writes files, to try them out).
NOTIFICATION_CHANNELS = {
    "mail": "danvan.notifications.channels.mail.Mail" if EMAIL_RELAY else FOLDER_CHANNEL,
    **{
        name: FOLDER_CHANNEL if path == "folder" else path
        for name in ("sms", "zalo")
        if (path := env.text(f"DANVAN_{name.upper()}_CHANNEL"))
    },
}

# The day the house believes it is, for the demo city of 2019-2020; empty everywhere else (danvan.common.clock).
TODAY = ""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
