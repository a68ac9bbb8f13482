"""Permalinks are data: what is found at a path, what leads on, and what is nowhere."""

import pytest

from blog.models import Label, OldPath, PostState


def test_an_old_address_leads_on_for_good(blog, make_post, client):
    post = make_post(blog)
    OldPath.objects.create(blog=blog, post=post, path="/2011/02/once.html")
    response = client.get("/2011/02/once.html")
    assert (response.status_code, response["Location"]) == (301, post.path)


def test_an_old_address_of_a_draft_leads_nowhere(blog, make_post, read):
    post = make_post(blog, state=PostState.DRAFT)
    OldPath.objects.create(blog=blog, post=post, path="/2011/02/once.html")
    read("/2011/02/once.html", 404)


def test_a_missing_slash_is_added(blog, make_post, client):
    make_post(blog, path="/2018/05/x/")
    response = client.get("/2018/05/x?showComment=1")
    assert (response.status_code, response["Location"]) == (301, "/2018/05/x/?showComment=1")
    assert client.get("/2018")["Location"] == "/2018/"
    assert client.get("//evil.example/x").status_code == 404


def test_a_post_as_blogger_has_it_is_found(blog, make_post, read):
    make_post(blog, "Kept", path="/2018/05/kept.html")
    assert "Kept" in read("/2018/05/kept.html").text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_is_all_one_can_do(method, blog, make_post, client):
    assert getattr(client, method)(make_post(blog).path).status_code == 405


def test_several_blogs_never_cross(make_blog, make_post, client):
    one, two = make_blog(hostname="one.example.org"), make_blog(hostname="two.example.org")
    post = make_post(one, "Of one", path="/2018/05/x/")
    make_post(two, "Of two", path="/2018/05/x/")
    for blog, title, other in ((one, "Of one", "Of two"), (two, "Of two", "Of one")):
        for path in ("/", "/2018/05/x/", "/feed/"):
            text = client.get(path, headers={"host": blog.hostname}).content.decode()
            assert title in text and other not in text
    assert client.get(f"/author/{post.author_id}/", headers={"host": "two.example.org"}).status_code == 404
    assert client.get("/", headers={"host": "localhost"}).status_code == 404


def test_a_redirect_is_asked_about_again_so_that_a_post_may_move_back(blog, make_post, client):
    post = make_post(blog, path="/2018/05/b/")
    OldPath.objects.create(blog=blog, post=post, path="/2018/05/a/")
    for path in ("/2018/05/a/", "/2018/05/b"):
        response = client.get(path)
        assert response.status_code == 301
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_no_cache_keeps_that_there_is_nothing_past_the_hour_of_a_post(blog, make_post, client):
    assert client.get(make_post(blog, days_ago=-1).path)["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("sign", ["%3F", "%23", "%25"])
def test_a_sign_in_an_address_stays_a_sign_when_the_slash_is_added(sign, blog, client):
    assert client.get(f"/label/a{sign}b")["Location"] == f"/label/a{sign}b/"


def test_a_label_in_any_script_has_an_address(blog, make_post, client):
    label = Label.objects.create(blog=blog, name="Письма", slug="письма")
    make_post(blog, "Under it").labels.add(label)
    assert b"Under it" in client.get(label.get_absolute_url()).content
    assert client.get(label.get_absolute_url().rstrip("/"))["Location"] == label.get_absolute_url()


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/2018/05/x%00.html",
        "/label/a%00b/",
        "/label/%00/",
        "/images/%00/x.png",
        "/images/x/%00",
        "/sitemap-%00.xml",
        "/?before=%00",
        "/%ED%A0%80",
        "/%FF",
        "/2018%0A",
        "/label/a%0Ab/",
        "/author/99999999999999999999999/",
        "/" + "x" * 3000,
    ],
)
def test_an_address_no_database_can_hold_is_not_found(path, blog, make_post, client):
    make_post(blog)
    response = client.get(path)
    assert response.status_code == 404
    assert response.content == client.get("/never/").content
