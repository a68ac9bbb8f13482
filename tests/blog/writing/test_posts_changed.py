"""Posts that are there already, changed at the desk: moved, changed by two at once, given a policy, deleted."""

from django.urls import reverse

from blog.comments.models import Comment, PolicyVersion
from blog.models import OldPath, Post, PostState
from blog.writing.checklist import report_of
from blog.writing.forms import checked
from blog.writing.publishing import publish_post
from tests.blog.writing.conftest import change


def test_two_posts_that_want_one_address_at_once_both_find_a_place(write, author, blog, monkeypatch):
    rivals = []

    def beaten(*given, **more):
        if not rivals:
            rivals.append(publish_post(blog=blog, author=author, title="Race", body="Faster."))
        return report_of(*given, **more)

    monkeypatch.setattr(checked, "report_of", beaten)
    assert write(author, title="Race", body="x", state="published").status_code == 302
    assert [post.slug for post in blog.posts.order_by("pk")] == ["race", "race-2"]
    assert blog.posts.latest("pk").body == "x"


def test_a_change_made_in_another_window_is_not_overwritten_unseen(write, author, post, client, form_of, sign_in):
    sign_in(author)
    first = form_of(client.get(change(post)), body="From one window")
    second = form_of(client.get(change(post)), body="From the other")
    assert client.post(change(post), first).status_code == 302
    asked = client.post(change(post), second)
    assert asked.status_code == 409
    assert "From the other" in asked.content.decode() and "From one window" in asked.content.decode()
    assert Post.objects.get().body == "From one window"
    merged = client.post(f"/admin/blog/post/{post.pk}/merge/", second | {"choice_body_0": "mine"})
    assert Post.objects.get().body == "From one window"
    assert client.post(change(post), form_of(merged)).status_code == 302
    assert Post.objects.get().body == "From the other"


def test_a_moved_post_leads_on_from_its_old_address(write, author, post, client):
    write(author, post, path="/moved/")
    answer = client.get("/2026/01/a-letter/")
    assert (answer.status_code, answer["Location"]) == (301, "/moved/")


def test_saving_without_a_change_changes_nothing(write, author, post):
    before = Post.objects.values().get()
    assert write(author, post).status_code == 302
    assert Post.objects.values().get() == before
    assert not OldPath.objects.exists() and not PolicyVersion.objects.exists()


def test_a_posts_policy_says_where_each_value_comes_from_and_a_change_is_a_new_version(
    write, author, owner, post, client, set_policy, blog, sign_in
):
    set_policy(blog, audience="signed_in")
    sign_in(author)
    text = client.get(change(post)).content.decode()
    assert "Inherit: Anyone signed in with a confirmed address (blog)" in text
    assert "Inherit: Open (default)" in text
    write(author, post, policy_audience="team", policy_close_after_days="0")
    version = post.policy_versions.get()
    assert (version.audience, version.comments, version.close_after_days, version.by) == ("team", "", 0, author)
    write(author, post, body="Only the text")
    assert post.policy_versions.count() == 1
    write(author, post, policy_audience="", policy_close_after_days="")
    assert post.policy_versions.count() == 2
    assert post.policy_versions.latest("pk").audience == ""


def test_what_an_author_chooses_for_a_post_is_what_its_readers_are_told(write, author, client, blog):
    write(author, title="Closed", body="x", state="published", policy_comments="hidden")
    client.logout()
    assert "Post a Comment" not in client.get(blog.posts.get().path).content.decode()


def test_an_author_deletes_a_draft_of_theirs_but_no_post_that_others_have_read(author, post, client, sign_in):
    sign_in(author)
    url = reverse("admin:blog_post_delete", args=[post.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    Post.objects.update(state=PostState.DRAFT)
    assert client.get(url).status_code == 200
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert Post.objects.get().state == PostState.TRASH
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not Post.objects.exists()


def test_an_editor_deletes_a_post_with_its_comments_and_is_told_how_many(editor, post, client, sign_in, make_comment):
    parent = make_comment(post)
    for _ in range(30):
        parent = make_comment(post, parent=parent)
    sign_in(editor)
    url = reverse("admin:blog_post_delete", args=[post.pk])
    assert "31 comments of its readers" in client.get(url).content.decode()
    assert Post.objects.exists()
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert Post.objects.get().state == PostState.TRASH and Comment.objects.count() == 31
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not Post.objects.exists()
