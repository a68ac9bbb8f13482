"""The environment, read and typed."""

import os
import re
import stat
import subprocess
import sys

import pytest
from environ import Env

from config.env import ROOT, read
from config.variables import BadVariable


@pytest.fixture
def reading(tmp_path, monkeypatch):
    """Reads an environment of the given variables alone."""

    def read_(**variables):
        monkeypatch.setattr(Env, "ENVIRON", {"PARLEY_DATA": str(tmp_path / "data"), **variables})
        return read(Env())

    return read_


def test_an_empty_environment_is_a_blog_on_this_computer(reading):
    env = reading()
    assert not env.debug
    assert env.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert (env.https, env.trusted_proxies, env.database, env.cache) == (False, 0, None, None)
    assert env.email["EMAIL_FILE_PATH"].endswith("/data/mail")


def test_the_secret_is_made_once_and_kept_from_others(reading, tmp_path):
    first = reading().secret_key
    assert len(first) > 50 and reading().secret_key == first
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600
    assert reading(SECRET_KEY="given").secret_key == "given"


def test_a_public_host_means_https_unless_told_otherwise(reading):
    assert reading(ALLOWED_HOSTS="blog.example.org").https
    assert not reading(ALLOWED_HOSTS="blog.example.org", HTTPS="off").https
    assert reading(ALLOWED_HOSTS=" a.example , b.example ").allowed_hosts == ["a.example", "b.example"]


def test_mails_come_from_the_first_host(reading):
    assert reading().mail_sender == "Parley <no-reply@blog.invalid>"
    assert reading(ALLOWED_HOSTS="localhost,blog.example.org").mail_sender == "Parley <no-reply@blog.example.org>"


def test_the_editor_is_the_persons_own(reading):
    assert reading().editor == "vi"
    assert reading(EDITOR="nano").editor == "nano"
    assert reading(EDITOR="nano", VISUAL="code --wait").editor == "code --wait"


def test_addresses_of_services_become_djangos_settings(reading):
    env = reading(
        DATABASE_URL="postgres://u:p@db.example:5433/name",
        CACHE_URL="rediscache://cache.example:6379/1",
        EMAIL_URL="smtp+tls://u:p@mail.example:587",
    )
    assert (env.database["ENGINE"], env.database["PORT"]) == ("config.postgresql", 5433)
    assert env.cache["LOCATION"] == "redis://cache.example:6379/1"
    assert (env.email["EMAIL_HOST"], env.email["EMAIL_USE_TLS"]) == ("mail.example", True)


def test_a_file_of_sqlites_has_its_queue_wherever_it_lies(reading):
    assert reading(DATABASE_URL="sqlite:////srv/blog.sqlite3").database["ENGINE"] == "config.sqlite"


NUMBERS = [
    "TRUSTED_PROXIES",
    "BACKUP_EVERY_HOURS",
    "SLOW_QUERY_MS",
    "PAGE_MEMORY_MB",
    "PAGE_DISK_MB",
    "SHARED_CACHE_SECONDS",
    "GRANIAN_BLOCKING_THREADS",
]


@pytest.mark.parametrize("value", ["many", "-1", "1.5", "²"])
@pytest.mark.parametrize("name", NUMBERS)
def test_what_is_no_number_is_named(name, value, reading):
    with pytest.raises(BadVariable, match=f"{name} is '{re.escape(value)}'; write a whole number"):
        reading(**{name: value})


@pytest.mark.parametrize("name", NUMBERS)
def test_an_empty_variable_is_one_that_is_not_set(name, reading):
    assert reading(**{name: ""}) == reading()


@pytest.mark.parametrize("name", ["HTTPS", "DEBUG"])
def test_yes_and_no_are_told_from_neither(name, reading):
    for word, means in {"yes": True, "On": True, "1": True, "no": False, "FALSE": False, "0": False}.items():
        assert getattr(reading(**{name: word}), name.lower()) is means
    with pytest.raises(BadVariable, match=f"{name} is 'yess'; write yes or no"):
        reading(**{name: "yess"})


@pytest.mark.parametrize(
    "name, url",
    [
        ("DATABASE_URL", "nonsense:s3cret"),
        ("DATABASE_URL", "mysql://u:s3cret@h/name"),
        ("DATABASE_URL", "postgres://u:s3cret@h:port/name"),
        ("DATABASE_URL", "sqlite:///s3cret"),
        ("DATABASE_REPLICA_URL", "sqlite:////s3cret"),
        ("CACHE_URL", "foo://u:s3cret@h"),
        ("EMAIL_URL", "mail.example:s3cret"),
        ("EMAIL_URL", "smtp://u:s3cret@h:port"),
    ],
)
def test_an_address_that_cannot_be_used_is_answered_with_one_that_can_and_not_said_again(name, url, reading):
    with pytest.raises(BadVariable, match=f"{name} .* write it like [a-z+]+://") as refused:
        reading(**{name: url})
    assert "s3cret" not in str(refused.value)


def test_a_directory_that_cannot_be_made_is_named(reading, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadVariable, match="PARLEY_DATA is .*/file/data: Not a directory"):
        reading(PARLEY_DATA=str(tmp_path / "file" / "data"))


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"TRUSTED_PROXIES": "many"},
            "Nothing was done: TRUSTED_PROXIES is 'many'; write a whole number, 0 or more.\n",
        ),
        ({"DATABASE_URL": "postgres://u:s3cret@127.0.0.1:1/name"}, "The database cannot be used: connection failed: "),
    ],
)
def test_a_command_says_so_in_a_sentence_and_does_nothing(variables, sentence, tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PARLEY_DATA": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and not done.stdout
    assert done.stderr.startswith(sentence)
    assert "Traceback" not in done.stderr and "s3cret" not in done.stderr
    assert not list(tmp_path.glob("*.sqlite3"))


def test_watching_is_quiet_unless_asked_for(reading, tmp_path, monkeypatch):
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    env = reading()
    assert (env.log_format, env.slow_query, env.metrics_token, env.backup_every) == ("line", 200, "", 0)
    assert not (tmp_path / "data" / "metrics").exists()
    env = reading(LOG_FORMAT="json", SLOW_QUERY_MS="50", METRICS_TOKEN="token", BACKUP_EVERY_HOURS="24")
    assert (env.log_format, env.slow_query, env.metrics_token, env.backup_every) == ("json", 50, "token", 24)
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(tmp_path / "data" / "metrics")


@pytest.mark.parametrize("name", ["LOG_FORMAT", "TASKS"])
def test_a_word_that_is_not_known_is_answered_with_those_that_are(name, reading):
    with pytest.raises(BadVariable, match=f"{name} is 'nonsense'; write .* or "):
        reading(**{name: "nonsense"})


def test_the_data_lie_beside_the_code_unless_told_otherwise(monkeypatch, tmp_path):
    monkeypatch.setattr(Env, "ENVIRON", {"SECRET_KEY": "x"})
    assert read(Env()).data == ROOT / "var"


def test_images_lie_in_the_data_directory_or_in_a_bucket(reading):
    assert reading().media == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    media = reading(MEDIA_URL="s3://pictures/blog?endpoint=https://objects.example&region=here").media
    assert media["BACKEND"] == "storages.backends.s3.S3Storage"
    said = {name: media["OPTIONS"][name] for name in ("bucket_name", "location", "endpoint_url", "region_name")}
    assert said == {
        "bucket_name": "pictures", "location": "blog", "endpoint_url": "https://objects.example", "region_name": "here",
    }  # fmt: skip
    assert media["OPTIONS"]["default_acl"] is None


@pytest.mark.parametrize("url", ["https://cdn.example/media", "s3://", "s3:bucket", "s3://bucket?region=a&color=red"])
def test_an_address_that_is_no_bucket_is_refused(reading, url):
    with pytest.raises(BadVariable, match="MEDIA_URL"):
        reading(MEDIA_URL=url)


def test_a_replica_is_one_of_postgresql(reading):
    assert reading().replica is None
    primary, replica = "postgres://u:p@one.example/name", "postgres://u:p@two.example/name"
    assert reading(DATABASE_URL=primary, DATABASE_REPLICA_URL=replica).replica["HOST"] == "two.example"
    with pytest.raises(BadVariable, match="DATABASE_REPLICA_URL"):
        reading(DATABASE_REPLICA_URL=replica)
    with pytest.raises(BadVariable, match="DATABASE_REPLICA_URL"):
        reading(DATABASE_URL=primary, DATABASE_REPLICA_URL="sqlite:////tmp/x")
