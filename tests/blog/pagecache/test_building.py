"""The front as the settings will have it, and what it says to caches in front."""

import pytest
from environ import Env

from blog.pagecache import house
from blog.pagecache.building import front, policy
from config.databases import redis_of
from tests.blog.pagecache.conftest import Reader


def test_everybody_must_ask_each_time_unless_the_owner_says_otherwise(reader, blog, make_post):
    got = reader.get(make_post(blog).path)
    assert got.headers["Cache-Control"] == policy(0) == "public, max-age=0, must-revalidate"
    assert "Surrogate-Key" not in got.headers


def test_a_cdn_is_told_how_long_and_by_which_names(kept, make_front, blog, make_post):
    kept["shared_seconds"] = 60
    post = make_post(blog)
    for _again in range(2):
        got = Reader(make_front()).get(post.path)
        said = got.headers["Cache-Control"]
        assert said == "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"
        names = got.headers["Surrogate-Key"].split()
        assert {"all", f"blog-{blog.pk}", f"post-{post.pk}", f"thread-{post.pk}"} == set(names)
        assert got.headers["Cache-Tag"].split(",") == names


def test_who_works_on_the_templates_sees_them_at_once(kept):
    kept["on"] = False

    def app(environ, start_response):
        return []

    assert front(app) is app


@pytest.mark.parametrize(
    "url, address",
    [
        ("", ""),
        ("locmemcache://", ""),
        ("rediscache://host:6379/0", "redis://host:6379/0"),
        ("rediscache://one:1,two:2/0", "redis://one:1/0"),
    ],
)
def test_machines_share_the_redis_of_their_cache(url, address):
    assert redis_of(Env.cache_url_config(url) if url else None) == address


@pytest.fixture
def fresh_build():
    house.build.cache_clear()
    yield
    house.build.cache_clear()


def test_another_state_of_the_code_or_another_database_is_another_build(fresh_build, settings, tmp_path):
    (tmp_path / "templates").mkdir()
    page, database = tmp_path / "templates" / "base.html", tmp_path / "db.sqlite3"
    page.write_text("one"), database.write_text("one"), (tmp_path / "requirements.txt").touch()
    settings.BASE_DIR = tmp_path
    settings.DATABASES = {"default": {"ENGINE": "x", "NAME": str(database)}}

    def build():
        house.build.cache_clear()
        return house.build()

    seen = [build()]
    assert build() == seen[0]
    page.write_text("another")
    seen.append(build())
    (tmp_path / "restored").write_text("one")
    (tmp_path / "restored").replace(database)
    seen.append(build())
    settings.ALLOWED_HOSTS = ["another.example.org"]
    seen.append(build())
    assert len(set(seen)) == 4


def test_whoever_puts_another_database_in_place_has_everything_forgotten(reader, blog, make_post):
    path = make_post(blog).path
    reader.get(path), reader.get("/")
    house.forget_everything()
    assert not reader.get(path).is_hit and not reader.get("/").is_hit
