"""Which blog a request is for."""

import pytest

from blog.hosts import blog_at


def test_the_blog_of_a_name_is_found_before_the_one_that_answers_all(make_blog):
    plain, named = make_blog(), make_blog(hostname="one.example.org")
    assert blog_at("one.example.org") == named
    assert blog_at("two.example.org") == plain


def test_without_a_blog_that_answers_all_a_strange_name_has_none(make_blog):
    make_blog(hostname="one.example.org")
    assert blog_at("two.example.org") is None


def test_finding_the_blog_is_one_query(blog, django_assert_num_queries):
    with django_assert_num_queries(1):
        blog_at("localhost")


@pytest.mark.parametrize("host", ["ONE.example.org", "one.example.org:8000", "one.example.org."])
def test_a_name_is_the_same_in_any_spelling(host, make_blog, client, settings):
    settings.ALLOWED_HOSTS = ["one.example.org"]
    make_blog(name="Only one", hostname="one.example.org")
    assert "Only one" in client.get("/", headers={"host": host}).content.decode()


@pytest.mark.parametrize("host", ["evil.example", "one.example.org@evil.example", "", "one.example.org/x", "a b"])
def test_a_forged_host_is_refused(host, make_blog, client):
    make_blog(hostname="one.example.org")
    response = client.get("/", headers={"host": host})
    assert response.status_code in (400, 404)
    assert "evil" not in response.content.decode()


@pytest.mark.django_db
def test_a_house_without_a_blog_answers_with_a_page(client):
    assert client.get("/").status_code == 404
