"""Settings of the product; everything that differs between machines comes from the environment."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
DEVELOPMENT = DEBUG or DEMO or env.bool("DEVELOPMENT", default=False)
# Without a key a command gets a throw-away one; `config.wsgi` refuses to serve with it.
SECRET_KEY_GIVEN = bool(env.str("SECRET_KEY", default="")) or DEVELOPMENT
SECRET_KEY = env.str("SECRET_KEY", default="") or (
    "development-only-key-" * 3 if DEVELOPMENT else get_random_secret_key()
)
# Keys that were SECRET_KEY before: they still open and verify, and nothing new is made with them.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Signs the seals of the access log; kept apart from the database, and the same for years.
LOG_SEAL_KEY = env.str("LOG_SEAL_KEY", default="") or SECRET_KEY
# Which build runs, for the checklists; without them a checkout tells its commit.
BUILD_COMMIT = env.str("BUILD_COMMIT", default="")
BUILD_DATE = env.str("BUILD_DATE", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address under which the world reaches the product: it stands in what is printed and sent.
SITE_URL = env.str(
    "SITE_URL", default=next(iter(CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000" if DEVELOPMENT else "")
).rstrip("/")
# The list of live postings for everybody, at /jobs/.
PUBLIC_POSTINGS = env.bool("PUBLIC_POSTINGS", default=False)
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not DEVELOPMENT)

INSTALLED_APPS = [
    "config",
    "reports",
    "surveys",
    "referrals",
    "consultations",
    "postings",
    "jobseekers",
    "employers",
    "privacy",
    "centre",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton",
    "django_filters",
    "django_htmx",
    "import_export",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "privacy.inspections.middleware.InspectionMiddleware",
    "centre.middleware.RoleMatrixMiddleware",
    "centre.middleware.KeptNowhereMiddleware",
    "privacy.middleware.DutiesMiddleware",
    "privacy.middleware.ReasonMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "centre.context.page",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "centre.templatetags.display"],
        },
    }
]
COTTON_DIR = "components"
FORM_RENDERER = "centre.forms.FormRenderer"

DATABASES = {"default": env.db("DATABASE_URL", default="postgres://centre@127.0.0.1:5432/centre")}
# The guards of history ask for this setting at every row. Where it is unknown, each question is an error, and
# PostgreSQL undoes it by walking through all that waits for the end: 16,000 rows at once took 15 times as long.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c pgtrigger.ignore={}")
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "centre.shared_cache.SharedCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "Asia/Tokyo"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A publisher that cannot reach the broker must answer the page at once; the sweeper sends the job again.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    # Without these a page that asks for a job waits six seconds for a broker that is away.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}

AUTH_USER_MODEL = "centre.User"
AUTHENTICATION_BACKENDS = ["centre.accounts.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "centre.passwords.ExpectedPasswordValidator"},
]
ACCOUNT_ADAPTER = "centre.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "centre.door_forms.LoginForm",
    "change_password": "centre.door_forms.ChangePasswordForm",
}
MFA_ADAPTER = "centre.second_factors.MFAAdapter"
MFA_FORMS = {
    "authenticate": "centre.door_forms.AuthenticateForm",
    "reauthenticate": "centre.door_forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "centre.accounts.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/15m/key,100/15m/ip"}
# How many reverse proxies stand before the web process: the address of a visitor is read behind them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "くまもとUIJターン窓口"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=3600)
# However busy: after a working day the log-in is asked for again.
SESSION_LONGEST_SECONDS = env.int("SESSION_LONGEST_SECONDS", default=12 * 3600)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = SESSION_IDLE_SECONDS
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# The prefix binds a cookie to this host and to TLS; a browser refuses it without both.
SESSION_COOKIE_NAME = "sessionid" if DEVELOPMENT else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if DEVELOPMENT else "__Host-csrftoken"
SESSION_COOKIE_SECURE = not DEVELOPMENT
CSRF_COOKIE_SECURE = not DEVELOPMENT
CSRF_FAILURE_VIEW = "centre.failures.csrf_failure"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEVELOPMENT)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEVELOPMENT
SECURE_HSTS_PRELOAD = not DEVELOPMENT
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")}

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# How long an employer's self-declaration is relied on. Our proposal: no source names a time (certainty: unknown).
POSTING_DECLARATION_MONTHS = env.int("POSTING_DECLARATION_MONTHS", default=6)
# Whether numbers from 1 to 4 are hidden in tables made on request that leave the centre (the prefecture's pages too).
SMALL_CELLS_MASKED = env.bool("SMALL_CELLS_MASKED", default=True)
# From how many records opened in an hour the access log points it out.
UNUSUAL_PEOPLE_PER_HOUR = env.int("UNUSUAL_PEOPLE_PER_HOUR", default=30)
# How many days an inspection may run at most. Our proposal: no source names a number (certainty: unknown).
INSPECTION_MOST_DAYS = env.int("INSPECTION_MOST_DAYS", default=14)
# Whether the day an incident is noticed is the first of the 3, 5, 30 or 60 days. True gives the earlier dates; which
# one the rules mean is for the prefecture to say (certainty: unknown).
INCIDENT_FIRST_DAY_COUNTS = env.bool("INCIDENT_FIRST_DAY_COUNTS", default=True)
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=20 * 1024 * 1024)
IMPORT_LINES_KEPT_DAYS = env.int("IMPORT_LINES_KEPT_DAYS", default=90)

# Where backups lie and the key that opens them: known to the backup service alone, never to web and worker.
BACKUP_DIR = env.str("BACKUP_DIR", default="")
BACKUP_KEY_FILE = env.str("BACKUP_KEY_FILE", default="")
# Segments of the write-ahead log as they arrive, before they are encrypted.
BACKUP_SPOOL = env.str("BACKUP_SPOOL", default="")
# A login with the right of replication; the product's own connection when empty.
BACKUP_DATABASE_URL = env.str("BACKUP_DATABASE_URL", default="")
BACKUPS_KEPT_DAYS = env.int("BACKUPS_KEPT_DAYS", default=35)

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://" if DEVELOPMENT else "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
# Shorter than a job's lease: a silent mail server must not hold a worker past it.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=15)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="noreply@localhost")

PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
