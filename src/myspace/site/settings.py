"""The one settings file. Everything that differs between places comes from the environment (docs/howto/run.md)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import myspace
from myspace.domain.kernel.keyring import secret_key

PROCESS = os.environ.get("MYSPACE_PROCESS", "manage")
ORIGIN = os.environ.get("MYSPACE_ORIGIN", "http://localhost:8000")
SIMULATED = os.environ.get("MYSPACE_SIMULATED") == "1"
PUBLIC_HOST = urlsplit(ORIGIN).hostname or "localhost"

SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = [PUBLIC_HOST, *filter(None, os.environ.get("MYSPACE_HOSTS", "").split(","))]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

INSTALLED_APPS = [
    "myspace.domain.kernel",
    "myspace.domain.audit",
    "myspace.domain.people",
    "myspace.domain.record",
    "myspace.domain.administrations",
    "myspace.domain.gathering",
    "myspace.domain.agenda",
    "myspace.domain.outbox",
    "myspace.domain.mandates",
    "myspace.domain.enquiries",
    "myspace.domain.seals",
    "myspace.domain.activity",
    "myspace.domain.notices",
    "myspace.domain.invoices",
    "myspace.domain.transparency",
    "myspace.domain.logins",
    "myspace.domain.personal_data",
    "myspace.domain.certificates",
    "myspace.domain.alerts",
    "myspace.web",
    "myspace.site",
]
MIDDLEWARE = [
    "myspace.site.observe.Observe",
    "myspace.web.security.SecurityHeaders",
    # Pages shrink to a tenth. BREACH needs a secret repeated next to what an attacker chooses: our form marks are masked
    # anew in each answer, and the middleware adds random bytes besides.
    "django.middleware.gzip.GZipMiddleware",
    "myspace.web.language.Language",
    "django.middleware.csrf.CsrfViewMiddleware",
    "myspace.web.methods.Methods",
]
ROOT_URLCONF = "myspace.site.urls"
WSGI_APPLICATION = "myspace.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cookies: `__Host-` binds them to this origin, and needs Secure and path=/. No setting drops Secure: browsers take
# Secure cookies on http://localhost, and `up --lan` brings a certificate.
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "myspace.web.pages.errors.views.csrf_failure"
SESSION_COOKIE_NAME = "__Host-session"
LANGUAGE_COOKIE_NAME = "__Host-lang"

LANGUAGE_CODE = "ca"
LANGUAGES = [("ca", "Català"), ("es", "Castellano"), ("oc", "Aranés"), ("en", "English")]
LOCALE_PATHS = [Path(myspace.__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Madrid"

STATIC_URL = "/static/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 200_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["myspace.web.uploads.InMemory"]


def _database(url: str | None) -> dict[str, object]:
    """Django's own connection serves migrations and nothing else: pages go through `kernel.db`."""
    if not url:
        return {"ENGINE": "django.db.backends.postgresql", "NAME": "", "HOST": "", "USER": ""}
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": query.get("port", str(parts.port or "")),
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_OWNER_URL"))}

VALID_URL = os.environ.get("MYSPACE_VALID_URL", "")
VALID_CLIENT_ID = os.environ.get("MYSPACE_VALID_CLIENT_ID", "")
VALID_CLIENT_SECRET = os.environ.get("MYSPACE_VALID_CLIENT_SECRET", "")
LOGIN_PROVIDERS = os.environ.get("MYSPACE_LOGIN_PROVIDERS", "")
SERVICES = os.environ.get("MYSPACE_SERVICES", "")
# Whether a person may leave a login of VALId for reading their list while away: off until the platform is known to take it.
OFFLINE_LOGIN = os.environ.get("MYSPACE_OFFLINE_LOGIN") == "1"
ISSUERS = os.environ.get("MYSPACE_ISSUERS", "")  # who may tell of notices; without it that door is not there
FEEDS = os.environ.get(
    "MYSPACE_FEEDS", ""
)  # who may tell of consultations, and whose answers are believed; none without it
LOGIN_FEEDS = os.environ.get(
    "MYSPACE_LOGIN_FEEDS", ""
)  # who may tell of logins elsewhere; without it that door is not there

# What the preferences offer: to which addresses, and the public half of the key of push messages (none without it).
WAYS = tuple(filter(None, os.environ.get("MYSPACE_WAYS", "email").split(",")))
VAPID_PUBLIC = os.environ.get("MYSPACE_VAPID_PUBLIC", "")
# Push services of this machine: only of a simulator, and only where all is simulated.
PUSH_SIMULATED = tuple(filter(None, os.environ.get("MYSPACE_PUSH_SIMULATED", "").split(","))) if SIMULATED else ()

# The public half of the key that signs the record, for receipts and for the page that says how it stands; none without it.
RECORD_PUBLIC = os.environ.get("MYSPACE_RECORD_PUBLIC", "")
WITNESSES = os.environ.get("MYSPACE_WITNESSES", "")  # who confirms its heads; nobody without it

LOGGING_CONFIG = None
