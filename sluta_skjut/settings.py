"""Every setting in one file; what differs between places comes from the environment."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from sluta_skjut.environment import flag, number, secret, text, words

BASE_DIR = Path(__file__).resolve().parent.parent

# -- Where we run -------------------------------------------------------------------------------
DEBUG = flag("DEBUG")
SECRET_KEY = secret("SECRET_KEY", "insecure-only-for-demo-and-tests" * 2 if DEBUG else None)
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
DATA_DIR = Path(text("DATA", str(BASE_DIR / ".demo"))).resolve()
# Stored papers; outside every folder that a web server hands out.
PAPER_DIR = Path(text("PAPER_DIR", str(DATA_DIR / "paper")))
# The heads of the sealed access log; outside the database, so that it cannot be rewritten there.
SEAL_DIR = Path(text("SEAL_DIR", str(DATA_DIR / "seal")))
# Told to the sealer alone; empty for web and worker.
SEAL_KEY = secret("SEAL_KEY", "")
# One-click logins of the fictional town. Only ever with DEBUG.
DEMO = DEBUG and flag("DEMO")

# -- What is installed --------------------------------------------------------------------------
INSTALLED_APPS = [
    "sluta_skjut",
    "interventions",
    "cases",
    "partners",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "pghistory",
    "pgtrigger",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before all that asks for a host, a session or the database: it must answer without them.
    "sluta_skjut.middleware.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "partners.sessions.WorkingSessionMiddleware",
    "interventions.devices.DoorModeMiddleware",
    "partners.middleware.LanguageMiddleware",
    "partners.middleware.SecondFactorMiddleware",
    # The transaction must stand around the view and the rendering of its template.
    "partners.middleware.AudienceMiddleware",
    "sluta_skjut.middleware.NotFoundMiddleware",
]

ROOT_URLCONF = "sluta_skjut.urls"
WSGI_APPLICATION = "sluta_skjut.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sluta_skjut.frame.frame",
            ],
        },
    }
]

# -- Database: PostgreSQL 18 only ---------------------------------------------------------------
# Each process logs in as one of three roles that this cluster knows by name.
DATABASE_ROLES = {
    "owner": text("DB_OWNER", "slutaskjut_owner"),
    "app": text("DB_APP", "slutaskjut_app"),
    "sealer": text("DB_SEALER", "slutaskjut_sealer"),
}
DATABASE_ROLE = text("DB_ROLE", "app")
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": text("DB_HOST", str(DATA_DIR / "socket")),
        "PORT": text("DB_PORT", "5432"),
        "NAME": text("DB_NAME", "slutaskjut"),
        "USER": DATABASE_ROLES[DATABASE_ROLE],
        "PASSWORD": secret("DB_PASSWORD", ""),
        "CONN_MAX_AGE": number("DB_CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": f"sluta-skjut-{DATABASE_ROLE}"},
    }
}
# Two keys that only the app uses: it does not start without them, and nobody else is told them.
_ELSEWHERE = None if DATABASE_ROLE == "app" else ""
# Digests what was removed, so that it does not come back unnoticed. When the key changes, that
# is forgotten; so it is one of its own and does not follow a new SECRET_KEY.
TOMBSTONE_KEY = secret("TOMBSTONE_KEY", "tombstones-of-demo-and-tests" if DEBUG else _ELSEWHERE)
# Encrypts the second factors where they are stored. When it changes, each app is connected anew.
SECOND_FACTOR_KEY = secret(
    "SECOND_FACTOR_KEY", "second-factors-of-demo-and-tests" if DEBUG else _ELSEWHERE
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Broker and cache ---------------------------------------------------------------------------
REDIS_URL = secret("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "sluta-skjut",
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
# A task is acknowledged when it is done: one lost with its worker runs again.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 15 * 60}
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_BEAT_SCHEDULE = {
    "unfinished-briefings": {
        "task": "interventions.tasks.resume_briefings",
        "schedule": timedelta(minutes=1),
    },
    "unfinished-letters": {
        "task": "interventions.tasks.resume_letters",
        "schedule": timedelta(minutes=1),
    },
}

# Reminders of a summons: sent only where they are turned on, with a number to call back.
REMINDERS = flag("REMINDERS")
REMINDER_NUMBER = text("REMINDER_NUMBER", "")
REMINDER_GATEWAY = text("REMINDER_GATEWAY", "interventions.reminders.gateways.Outbox")
REMINDER_OUTBOX = Path(text("REMINDER_OUTBOX", str(DATA_DIR / "outbox")))
if REMINDERS:
    CELERY_BEAT_SCHEDULE["reminders"] = {
        "task": "interventions.tasks.send_reminders",
        "schedule": timedelta(minutes=5),
    }

# The police's public feed of events: fetched only where an address is given (over https).
FEED_ADDRESS = text("FEED_ADDRESS", "")
if FEED_ADDRESS:
    CELERY_BEAT_SCHEDULE["public-feed"] = {
        "task": "cases.tasks.fetch_feed",
        "schedule": timedelta(minutes=number("FEED_MINUTES", 30)),
    }

# -- Whom a call-in may call ---------------------------------------------------------------------
# Months before anybody is called again, how many of one group, and for how long a check counts.
CALL_IN_REST_MONTHS = number("CALL_IN_REST_MONTHS", 6)
CALL_IN_MOST_PER_GROUP = number("CALL_IN_MOST_PER_GROUP", 3)
CUSTODY_CHECK_DAYS = number("CUSTODY_CHECK_DAYS", 14)

# -- Who you are --------------------------------------------------------------------------------
AUTH_USER_MODEL = "partners.User"
AUTHENTICATION_BACKENDS = [
    "partners.backends.AudienceBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "account_login"
# A second factor is demanded of everybody; only the fictional town may do without.
MFA_REQUIRED = flag("MFA_REQUIRED", default=not DEMO) or not DEBUG

ACCOUNT_ADAPTER = "partners.adapters.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
# Who is not admitted gets no mail, so that nobody learns here who is.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Sluta skjut"
# The address is the one the administrator gave.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "partners.second_factors.SealedMFAAdapter"
USERSESSIONS_TRACK_ACTIVITY = False

GUARDIAN_GROUP_OBJ_PERMS_MODEL = "partners.Grant"
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None

# History rows carry who and where in columns of their own, not in a shared context table.
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False

# -- Sessions, cookies, transport ---------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# So long after the last work, and in no case longer than so many hours (partners/sessions.py).
SESSION_COOKIE_AGE = number("SESSION_MINUTES", 60) * 60
SESSION_LONGEST = timedelta(hours=number("SESSION_HOURS", 12))
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not DEBUG and flag("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
# Rate limits count by the visitor's address, which only the proxy in front of us knows.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("BEHIND_PROXY") else 0
SECURE_HSTS_SECONDS = 0 if DEBUG else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# -- Language, time, static ---------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
FORMAT_MODULE_PATH = ["sluta_skjut.formats"]
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# -- The work -----------------------------------------------------------------------------------
# So long after a notification is closed its team can still go back to it.
NOTIFICATION_TEAM_AFTER = timedelta(days=number("NOTIFICATION_TEAM_DAYS", 14))

# -- Mail and logging ---------------------------------------------------------------------------
_MAILBOX = {
    "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    "OPTIONS": {"file_path": str(DATA_DIR / "mail")},
}
_MAIL_SERVER = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {
        "host": text("MAIL_HOST", "localhost"),
        "port": number("MAIL_PORT", 25),
        "use_tls": flag("MAIL_TLS"),
    },
}
MAILERS = {"default": _MAILBOX if DEBUG else _MAIL_SERVER}
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "sluta-skjut@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": text("LOG_LEVEL", "INFO")},
    # They tell of every glyph, and of every rule in the shared stylesheets that paper has not.
    "loggers": {"weasyprint": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}},
}

# guardian.W001: guardian is asked through partners.backends.AudienceBackend.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
