"""One settings file for every place the program runs; what differs comes from the environment.

DATA_DIR        folder of the database, keys, uploads and queue (default: var/ beside the code)
DATABASE_URL    default: SQLite in DATA_DIR; in service postgres://…
REDIS_URL       default: none, tasks then travel through files in DATA_DIR
ALLOWED_HOSTS   comma-separated; default: this machine only
HTTPS           true behind a TLS proxy: secure cookies and HSTS
PROXIES         how many proxies of ours stand before the program; the caller's address is then what they say
PASSWORD_PROFILE  dengbao (default): signs of three kinds, changed every 90 days; asvs: long, unlisted, never forced
EMAIL_URL       smtp://user:password@host:port; default: mail is written to the console
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from accounts.passwords import PROFILES

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))
SECRETS_DIR = DATA_DIR / "secrets"


def secret(name: str) -> str:
    """A secret from the environment, else from its file, made by `manage.py make_keys`."""
    value = env(name, default="")
    file = SECRETS_DIR / name.lower()
    if not value and file.exists():
        value = file.read_text().strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is missing: run scripts/make_keys.py or set it in the environment.")
    return value


SECRET_KEY = secret("SECRET_KEY")
FIELD_KEY = secret("FIELD_KEY")
LOOKUP_KEY = secret("LOOKUP_KEY")

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("HTTPS", default=False)
PROXIES = env.int("PROXIES", default=0)
SITE_ADDRESS = env("SITE_ADDRESS", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "partybranch",
    "recruitment",
    "dues",
    "points",
    "meetings",
    "archives",
    "members",
    "rulebook",
    "accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "axes",
    "csp",
    "django_celery_beat",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "accounts.middleware.PrivatePagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionAgeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.PasswordAgeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "members.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "partybranch.urls"
WSGI_APPLICATION = "partybranch.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

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
                "partybranch.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "rulebook.templatetags.rulebook",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'partybranch.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Deferred transactions lose writers that arrive together; so each begins by asking for the lock.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF; PRAGMA mmap_size=0;"
        ),
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"visibility_timeout": 600}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CELERY_BROKER_URL = "filesystem://localhost"  # a name, or every message comes with a warning
    QUEUE = {name: DATA_DIR / name for name in ("queue", "queue-control", "queue-done")}
    for folder in QUEUE.values():
        folder.mkdir(parents=True, exist_ok=True)  # the transport makes none: a command's act would find no queue
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE["queue"]),
        "data_folder_out": str(QUEUE["queue"]),
        "control_folder": str(QUEUE["queue-control"]),
        "processed_folder": str(QUEUE["queue-done"]),
        "store_processed": False,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    # The first one after midnight is the nightly assessment; the others find what an act's own message did not bring.
    "catch up": {"task": "rulebook.tasks.catch_up", "schedule": 60, "options": {"expires": 60}},
    # Every hour of the office, so that a machine switched on late still reminds the same day.
    "remind": {"task": "rulebook.tasks.remind", "schedule": crontab(minute=5, hour="8-18")},
    "sweep reports": {"task": "partybranch.tasks.sweep_reports", "schedule": 300, "options": {"expires": 300}},
    "resume roster uploads": {"task": "members.tasks.resume_uploads", "schedule": 300, "options": {"expires": 300}},
    "call for answers": {"task": "members.tasks.call_for_answers", "schedule": crontab(minute=10, hour="8-18")},
    "remind to declare": {"task": "points.tasks.remind_to_declare", "schedule": crontab(minute=15, hour="8-18")},
    "forget roster uploads": {"task": "members.tasks.forget_uploads", "schedule": crontab(minute=45, hour=3)},
    "forget sessions": {"task": "accounts.tasks.forget_sessions", "schedule": crontab(minute=15, hour=3)},
    "take chain root": {"task": "rulebook.tasks.take_chain_root", "schedule": crontab(minute=30, hour=3)},
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.PasswordBackend",
    "accounts.backends.ActivationBackend",
    "members.access.PostBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = ["accounts.hashers.Argon2Hasher"]
PASSWORD_PROFILE = PROFILES[env("PASSWORD_PROFILE", default="dengbao")]
AUTH_PASSWORD_VALIDATORS = PASSWORD_PROFILE.validators
PASSWORD_DAYS = PASSWORD_PROFILE.days
PASSWORD_HISTORY = 5  # this many, the present one included, are not taken again
LOGIN_URL = "accounts:log_in"
LOGIN_REDIRECT_URL = "desk:today"
LOGOUT_REDIRECT_URL = "accounts:log_in"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "accounts.throttle.client_address"
AXES_SENSITIVE_PARAMETERS = [
    "username", "ip_address", "secret_code", "new_password1", "new_password2", "csrfmiddlewaretoken",
]  # fmt: skip
AXES_VERBOSE = False

SESSION_COOKIE_NAME = "partybranch"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ABSOLUTE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked by the proxy itself, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "papers"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
UPLOAD_LIMIT = 20 * 1024 * 1024  # bytes of one scan or workbook

vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("MAIL_FROM", default="支部党务 <partybranch@localhost>")

SILENCED_SYSTEM_CHECKS = ["guardian.W001"] if not env.bool("DEPLOY_CHECK", default=False) else []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_vote_line": {"()": "meetings.ballots.quiet.NoVoteLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_vote_line"]}},
    "loggers": {"weasyprint": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
