"""What an author typed is not lost, whatever happened to the form meanwhile; and every room has a way in."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import State
from blog.models import Post

BROKEN = b"\xff\xfe broken"
WORDS = "A long letter, </textarea> and all."


def sent(**fields) -> dict:
    """A form as a browser sends it, byte by byte: the test client's own would encode what is broken."""
    parts = [
        b'--X\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), fields[name])
        for name in fields
    ]
    return {"data": b"".join(parts) + b"--X--\r\n", "content_type": "multipart/form-data; boundary=X"}


@pytest.mark.parametrize("url", ["/admin/blog/post/add/", "/admin/blog/page/add/"])
def test_a_text_sent_with_an_expired_token_comes_back_to_be_copied(url, owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner, backend="accounts.backends.AddressBackend")
    answer = client.post(url, {"title": "T", "body": WORDS, "csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403 and "expired" in answer.content.decode()
    assert "A long letter, &lt;/textarea&gt; and all.</textarea>" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("field", ["title", "body", "description"])
def test_bytes_that_are_no_text_are_told_by_their_field_and_nothing_is_stored(field, author, client, sign_in):
    sign_in(author)
    fields = {"title": b"T", "body": b"B", "state": b"published"} | {field: BROKEN}
    answer = client.post("/admin/blog/post/add/", **sent(**fields))
    assert answer.status_code == 200
    assert "did not arrive as text" in str(answer.context["adminform"].form.errors[field])
    assert not Post.objects.exists()


def test_a_preview_of_bytes_that_are_no_text_says_so(author, client, sign_in):
    sign_in(author)
    answer = client.post("/admin/blog/post/preview/", **sent(title=b"T", body=BROKEN))
    assert answer.status_code == 200 and "did not arrive as text" in answer.content.decode()


def test_from_the_settings_a_way_leads_to_the_log_of_the_policy(blog, owner, client, sign_in):
    sign_in(owner)
    settings = client.get(reverse("admin:blog_blog_change", args=[blog.pk])).content.decode()
    assert f'href="{reverse("admin:comments_policyversion_changelist")}"' in settings


def test_who_asks_to_join_is_answered_where_the_letter_is_written(blog, owner, make_member, client, sign_in):
    sign_in(owner)
    asking = make_member(blog, state=State.APPLICANT).memberships.get()
    settled = make_member(blog).memberships.get()
    pages = [
        client.get(reverse("admin:accounts_membership_change", args=[one.pk])).content.decode()
        for one in (asking, settled)
    ]
    assert ["?state=applications" in page for page in pages] == [True, False]


def test_a_list_counts_what_was_found_only_where_something_was_looked_for(owner, make_post, blog, client, sign_in):
    make_post(blog, "Harbour")
    sign_in(owner)
    assert "Show all" not in client.get("/admin/blog/post/").content.decode()
    assert "1 result" in client.get("/admin/blog/post/?q=harbour").content.decode()


def test_comments_are_filtered_by_the_states_the_list_holds(owner, make_post, make_comment, blog, client, sign_in):
    post = make_post(blog)
    make_comment(post, "Held words", state="held")
    make_comment(post, "Public words")
    sign_in(owner)
    everything = client.get("/admin/comments/comment/").content.decode()
    assert "state=held" in everything and "state=withdrawn" not in everything
    held = client.get("/admin/comments/comment/?state=held").content.decode()
    assert "Held words" in held and "Public words" not in held


def test_an_address_reads_from_left_to_right_whatever_the_language_of_the_blog(blog, owner, make_post, client, sign_in):
    post = make_post(blog)
    blog.language = "ar"
    blog.save()
    sign_in(owner)
    page = client.get(reverse("admin:blog_post_change", args=[post.pk])).content.decode()
    assert f'<bdi class="quiet" dir="ltr">{post.path}</bdi>' in page
    assert 'dir="rtl"' in page.split(">")[1] + page.split(">")[2]


ROOMS = "blog/post blog/page blog/label blog/image accounts/membership comments/comment comments/policyversion".split()
STRANGE = ["q=%00", "q=%C3%28", "p=-1", "p=9999999999999999999999", "o=-99", "all=1", "q=" + "a%20" * 600]
STRANGE += [f"{name}=%00" for name in ("state", "state__exact", "role__exact")]


@pytest.mark.parametrize("room", ROOMS)
def test_a_list_that_is_asked_something_strange_answers_with_a_list(room, blog, owner, make_post, client, sign_in):
    make_post(blog)
    sign_in(owner)
    for query in STRANGE:
        assert client.get(f"/admin/{room}/?{query}", follow=True).status_code == 200, query


@pytest.mark.parametrize("room", ROOMS)
def test_an_object_of_a_strange_number_is_not_there(room, blog, owner, client, sign_in):
    sign_in(owner)
    for pk in ("0", "-1", "9" * 19, "9" * 30, "%00", "a"):
        for page in ("change", "delete", "history", "preview"):
            answer = client.get(f"/admin/{room}/{pk}/{page}/", follow=True)
            assert answer.status_code in (403, 404), (pk, page)
