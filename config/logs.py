"""Where log lines go, and which are worth one: Django's dictionary of LOGGING."""


def logging(form: str, tasks: str) -> dict:
    """`form` is "line" or "json" (blog.watching.logs), `tasks` the name of the logger of work beside a request."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "blog.watching.logs.Line"}, "json": {"()": "blog.watching.logs.Json"}},
        "handlers": {"console": {"class": "blog.watching.console.Console", "formatter": form}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},  # no mails of whole requests to anybody
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},  # it would write down each address it asks
            tasks: {"level": "WARNING"},
        },
    }
