"""The environment, read and typed."""

import os
import stat

import pytest
from environ import Env, ImproperlyConfigured

from config.env import ROOT, read


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
    assert (env.database["ENGINE"], env.database["PORT"]) == ("django.db.backends.postgresql", 5433)
    assert env.cache["LOCATION"] == "redis://cache.example:6379/1"
    assert (env.email["EMAIL_HOST"], env.email["EMAIL_USE_TLS"]) == ("mail.example", True)


def test_a_value_that_is_none_is_named(reading):
    with pytest.raises((ImproperlyConfigured, ValueError)):
        reading(TRUSTED_PROXIES="many")


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
    with pytest.raises(ImproperlyConfigured, match=f"{name} is 'nonsense'; write .* or "):
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
    with pytest.raises(ImproperlyConfigured, match="MEDIA_URL"):
        reading(MEDIA_URL=url)


def test_a_replica_is_one_of_postgresql(reading):
    assert reading().replica is None
    primary, replica = "postgres://u:p@one.example/name", "postgres://u:p@two.example/name"
    assert reading(DATABASE_URL=primary, DATABASE_REPLICA_URL=replica).replica["HOST"] == "two.example"
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL"):
        reading(DATABASE_REPLICA_URL=replica)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL"):
        reading(DATABASE_URL=primary, DATABASE_REPLICA_URL="sqlite:////tmp/x")
