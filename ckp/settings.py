"""All settings. Whatever differs between places comes from the environment.

Without DATABASE_URL this is one machine with embedded services and demo accounts; with it, it
is production, and a missing secret stops the start by name.
"""

from __future__ import annotations

import os
from pathlib import Path

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ckp import env
from ckp.schedule import SCHEDULE

# Lets classes of Django name their types: admin.ModelAdmin[Officer].
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.text("CKP_VAR", str(BASE_DIR / "var"))).resolve()

EMBEDDED = env.flag("CKP_EMBEDDED", "DATABASE_URL" not in os.environ)
TESTING = env.flag("CKP_TEST_SERVICES")
# Adds the floor that pages are measured against; set by manage.py bench alone.
MEASURING = env.flag("CKP_BENCH")
if EMBEDDED and not env.is_local(os.environ.get("DATABASE_URL", "")):
    raise ImproperlyConfigured(
        "CKP_EMBEDDED=1 relaxes security and is for one machine; unset it, or DATABASE_URL."
    )
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.kept_secret(VAR / "secret-key") if EMBEDDED else env.text("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if EMBEDDED else None)
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "ckp",
    "search",
    "notifications",
    "evaluation",
    "mileage",
    "reports",
    "knowledge",
    "accounts",
    "core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "taggit",
    "mptt",
    "import_export",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ckp.middleware.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "ckp.urls"
WSGI_APPLICATION = "ckp.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ckp.context.shell",
            ],
        },
    },
]

# The embedded services put their addresses into the environment before anything connects.
DATABASES = {
    "default": {
        **env.database(env.text("DATABASE_URL", "postgres://ckp@/ckp")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Database n of Redis holds the queue and the reading buffer, n + 1 the cache, which may be emptied.
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHE_URL = env.text("CACHE_URL", env.next_redis_database(REDIS_URL))
if CACHE_URL.rstrip("/") == REDIS_URL.rstrip("/"):
    raise ImproperlyConfigured(
        "CACHE_URL must not be REDIS_URL: the cache is emptied, the queue must not be."
    )
CACHES = {
    "default": {
        "BACKEND": "core.cache.ForgivingRedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# A working day; the editor keeps what was typed when it ends.
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 12) * 3600
# Text of the maintenance page, such as "18:00"; empty while the portal is open.
MAINTENANCE = env.text("CKP_MAINTENANCE", "")

AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["accounts.backends.OfficerBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.adapter.OfficersOnlyAdapter"
# A whole customs house may share one address, so the strict limit is that of the account.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "CKP"
# Browsers allow security keys over plain HTTP on this machine only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED

CELERY_BROKER_URL = REDIS_URL
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_TASK_IGNORE_RESULT = True
# Hours of work that nobody waits for, on a queue and a worker of its own.
CELERY_TASK_ROUTES = {"search.embed": {"queue": "meaning"}}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0}
# A broker that is silent must not keep whoever saves something waiting. Workers ask it with a
# wait of one second, which has to be shorter than this.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 3, "socket_connect_timeout": 2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# Off, search goes by words alone and no process loads the sentence model.
SEARCH_MEANING = env.flag("SEARCH_MEANING", True)

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
# After so many mails at once in a day in Seoul an officer gets the rest of the day in one.
MAILS_A_DAY = env.number("MAILS_A_DAY", 4)
# The embedded portal writes its mail to files: nobody there has a mail server.
EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend"
    if EMBEDDED and "EMAIL_HOST" not in os.environ
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "ckp@localhost")
# Where the portal is, for links in mail.
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}").rstrip("/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    # A 404 is an answer, not a fault.
    "loggers": {"django.request": {"level": "ERROR"}},
}

# The language of visitors who have chosen none and whose browser asks for none.
LANGUAGE_CODE = env.text("LANGUAGE_CODE", "ko")
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "ckp" / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# Built from this source, so they lie with it, wherever the state is.
ASSETS = BASE_DIR / "var" / "assets"
STATICFILES_DIRS = [ASSETS] if ASSETS.exists() else []
MEDIA_ROOT = VAR / "media"
# A pasted text may be long; a file is streamed to disk and has its own limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
ATTACHMENT_MAX_BYTES = env.number("ATTACHMENT_MAX_BYTES", 100 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = [
    "knowledge.uploads.SkipTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
TAGGIT_CASE_INSENSITIVE = True

# The copy of the texts that search reads; each machine has its own.
SEARCH_INDEX = Path(env.text("CKP_SEARCH_INDEX", str(VAR / "search"))).resolve()
# Processes that read texts while the index is made anew.
SEARCH_PROCESSES = env.number("SEARCH_PROCESSES", 2)

# The portal needs no inline script or style, and nothing from another host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    },
}
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if not EMBEDDED:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
    # Only where a proxy sets the header, and takes it from clients, may it be believed.
    if env.flag("BEHIND_TLS_PROXY"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
