"""One file of settings, safe by default. config/env.py reads the machine's part; an owner's choices are columns."""

from importlib.util import find_spec

from django.utils.translation import gettext_lazy as _

from config.databases import TABLE, redis_of, sqlite
from config.env import ROOT, read
from config.logs import logging

ENV = read()
BASE_DIR = ROOT

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts

INSTALLED_APPS = [
    "accounts",
    "blog",
    "blog.comments",
    "blog.watching.apps.WatchingConfig",
    "blog.writing.apps.DeskConfig",  # django.contrib.admin, as the author's desk
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Machines ask by number instead of name and without TLS: before either is looked at.
    "blog.watching.machines.MachinesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Behind static files, which cost nothing; outside of everything that can fail, so that all of it has a name.
    "blog.watching.middleware.WatchMiddleware",
    "config.content_policy.ContentPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "blog.limits.BodyLimitMiddleware",
    "blog.hosts.BlogMiddleware",
    "blog.writing.middleware.DueMiddleware",
    "accounts.middleware.PersonalMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.StandingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "blog.hosts.blog_context",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------------------------
DATABASES = {"default": ENV.database or sqlite(ENV.data / "db.sqlite3", "FULL")}
DATABASE_ROUTERS = []
if ENV.replica:
    DATABASES["replica"] = ENV.replica | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS += ["config.replica.router.ReplicaRouter"]
    MIDDLEWARE.insert(0, "config.replica.middleware.ReplicaMiddleware")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if ENV.cache:
    CACHES = {"default": ENV.cache}
else:
    # Rate limits live here, so the store is shared by all workers, too large to be flushed by a flood of other keys,
    # and in a file of its own, so that a flood of sign-ins never waits for the comments' write lock. It may be lost.
    DATABASES["cache"] = sqlite(ENV.data / "cache.sqlite3", "OFF")
    DATABASE_ROUTERS.insert(0, "config.cache_router.CacheRouter")
    CACHES = {"default": TABLE}

# Whole pages for readers (blog.pagecache): in memory, in files, and when what they show last changed. Several machines
# that share a Redis share that in it. Who works on the templates wants to see them at once.
PAGE_CACHE = {
    "on": not DEBUG,
    "directory": ENV.data / "pages",
    "generations": ENV.data / "generations",
    "redis": redis_of(ENV.cache),
    "memory": ENV.page_memory,
    "disk": ENV.page_disk,
    "shared_seconds": ENV.shared_cache_seconds,
}

SERVER_THREADS = ENV.server_threads  # of each process: in them requests wait, or are refused (config.crowd)
DATA, EDITOR = ENV.data, ENV.editor  # the editor of whoever runs a command
BACKUPS, BACKUP_EVERY_HOURS = ENV.data / "backups", ENV.backup_every
MEDIA_ROOT = ENV.data / "media"
WRITING_ROOT = ENV.data / "writing"  # files of manage.py post, while they are written
STATIC_URL = "/static/"
STATIC_ROOT = ENV.data / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.sheets.SheetFinder",
]
JOINED_ROOT = ENV.data / "joined"  # style sheets that config.sheets makes of several
STORAGES = {
    "default": ENV.media,
    "staticfiles": {"BACKEND": "config.static_files.StaticFiles"},
}
# An author's text of 5 MB is answered by a sentence beside it, not by an error page; what is longer is not read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
BODY_LIMIT = 12 * 1024 * 1024  # bytes of a whole request: an image of 10 MB and its form

# --- Language and time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]

# --- Mail -------------------------------------------------------------------------------------------------------
vars().update(ENV.email)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_sender
EMAIL_TIMEOUT = 10
EMAIL_SUBJECT_PREFIX = ""

# --- Work beside a request: django.tasks, which is Django's own from 6.0 on and django-tasks before -----------------
_TASKS = "django.tasks" if find_spec("django.tasks") else "django_tasks"
TASKS = {"default": {"BACKEND": f"{_TASKS}.backends.immediate.ImmediateBackend"}}
if ENV.tasks == "database":
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    INSTALLED_APPS += ["django_tasks_db"]

# --- People (django-allauth) ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# No ModelBackend: people are let in by allauth alone, and "may they?" is asked of roles and of the comment policy.
AUTHENTICATION_BACKENDS = ["accounts.backends.AddressBackend", "blog.comments.backend.PolicyBackend"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts_profile"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"signup": "accounts.forms.SignupForm"}
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "phone_number"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600  # ASVS 6.5.5: a code lives for ten minutes at most
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
# A code, as everywhere: no mail carries a link that signs in, so no forged Host header and no link scanner matters.
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_SESSION_REMEMBER = True  # for two weeks, however one signs in; there is a button to sign out
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENV.https else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies
USERSESSIONS_TRACK_ACTIVITY = False  # it would write a row at every read of a signed-in person

# --- Safety -----------------------------------------------------------------------------------------------------
_HOST_PREFIX = "__Host-" if ENV.https else ""
SESSION_ENGINE, SESSION_COOKIE_NAME = "accounts.sessions", f"{_HOST_PREFIX}sessionid"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_HOST_PREFIX}csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "blog.comments.views.failures.csrf_failure"
SECURE_SSL_REDIRECT = ENV.https
SECURE_HSTS_SECONDS = 63_072_000 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENV.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxies else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # data: the icon of every page, without a request
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Limits of our own, beside allauth's: how often one person may do a thing: (count, seconds). How fast somebody
# may post comments is the policy's matter (blog/comments/policy).
RATE_LIMITS = {
    "preview": (30, 60),
    "autosave": (40, 60),
    "checklist": (30, 60),
    "apply": (5, 3600),
    "rename": (5, 86_400),
    "upload": (60, 600),
    "draft": (120, 60),
    "remark": (20, 600),
    "guest": (5, 600),
    "report": (10, 3600),
}

AKISMET_KEY = ENV.akismet_key  # of the spam check, for blogs whose owner switches it on

# --- Watching ---------------------------------------------------------------------------------------------------
TRUSTED_PROXIES, SLOW_QUERY_MS = ENV.trusted_proxies, ENV.slow_query
METRICS_TOKEN = ENV.metrics_token
METRICS_DIRECTORY = ENV.data / "metrics" if ENV.metrics_token else None
LOGGING = logging(ENV.log_format, _TASKS)
