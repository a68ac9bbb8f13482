"""The pages and acts of the desk, and who may do what: role x page, as the tests of the desk have it."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role, State
from blog.comments.models import Guideline
from blog.models import Kind, Label, Page, Series
from blog.writing.sharing import answer, share
from blog.writing.versions import record
from tests.house.world import house  # noqa: F401 (a fixture)

HOST = {"host": "one.example.org"}
WRITERS = {Role.AUTHOR, Role.EDITOR, Role.OWNER}
EDITORS = {Role.EDITOR, Role.OWNER}
MODERATORS = {Role.MODERATOR, Role.OWNER}
OWNERS = {Role.OWNER}
TEAM = {Role.AUTHOR, Role.EDITOR, Role.MODERATOR, Role.OWNER}
OTHERS = ("unconfirmed", "signed_in", "banned", "suspended", State.APPLICANT, Role.MEMBER, "owner_of_two")

# page -> (object: a name of `objects` below, or None; who may see it)
PAGES = {
    "index": (None, TEAM),
    "blog_post_changelist": (None, WRITERS),
    "blog_post_add": (None, WRITERS),
    "blog_post_change": ("post", WRITERS),
    "blog_post_history": ("post", WRITERS),
    "blog_post_delete": ("post", EDITORS),
    "blog_post_share": ("post", WRITERS),
    "blog_post_version": ("post version", WRITERS),
    "blog_post_effect": (None, WRITERS),
    "blog_post_effect_of": ("post", WRITERS),
    "blog_post_checklist": (None, WRITERS),
    "blog_post_checklist_of": ("post", WRITERS),
    "blog_post_preview": (None, WRITERS),
    "blog_post_preview_of": ("post", WRITERS),
    "blog_page_changelist": (None, EDITORS),
    "blog_page_add": (None, EDITORS),
    "blog_page_change": ("page", EDITORS),
    "blog_page_history": ("page", EDITORS),
    "blog_page_delete": ("page", EDITORS),
    "blog_page_share": ("page", EDITORS),
    "blog_page_version": ("page version_of_page", EDITORS),
    "blog_page_checklist": (None, EDITORS),
    "blog_page_checklist_of": ("page", EDITORS),
    "blog_page_preview": (None, EDITORS),
    "blog_page_preview_of": ("page", EDITORS),
    "blog_label_changelist": (None, EDITORS),
    "blog_label_add": (None, EDITORS),
    "blog_label_change": ("label", EDITORS),
    "blog_label_effect": (None, EDITORS),
    "blog_label_effect_of": ("label", EDITORS),
    "blog_label_merge": ("label", EDITORS),
    "blog_label_history": ("label", EDITORS),
    "blog_label_delete": ("label", EDITORS),
    "blog_series_changelist": (None, EDITORS),
    "blog_series_add": (None, EDITORS),
    "blog_series_change": ("series", EDITORS),
    "blog_series_history": ("series", EDITORS),
    "blog_series_delete": ("series", EDITORS),
    "blog_image_changelist": (None, WRITERS),
    "blog_image_add": (None, WRITERS),
    "blog_image_change": ("image", WRITERS),
    "blog_image_history": ("image", WRITERS),
    "blog_image_delete": ("image", EDITORS),
    "accounts_membership_changelist": (None, OWNERS),
    "accounts_membership_change": ("membership", OWNERS),
    "accounts_membership_history": ("membership", OWNERS),
    "blog_blog_effect": (None, OWNERS),
    "blog_blog_effect_of": ("blog", OWNERS),
    "blog_blog_change": ("blog", OWNERS),
    "blog_blog_preview_of": ("blog", OWNERS),
    "blog_blog_look": (None, OWNERS),
    "blog_blog_history": ("blog", OWNERS),
    "comments_guideline_changelist": (None, OWNERS),
    "comments_guideline_add": (None, OWNERS),
    "comments_guideline_change": ("guideline", OWNERS),
    "comments_guideline_history": ("guideline", OWNERS),
    "comments_guideline_delete": ("guideline", OWNERS),
    "comments_comment_changelist": (None, MODERATORS),
    "comments_policyversion_changelist": (None, OWNERS),
    "jsi18n": (None, TEAM),
}
# Acts: they take a POST alone. (objects, who may)
ACTS = {
    "blog_post_autosave": (None, WRITERS),
    "blog_post_autosave_of": ("post", WRITERS),
    "blog_post_discard": ("post", WRITERS),
    "blog_post_merge": ("post", WRITERS),
    "blog_post_restore": ("post version", WRITERS),
    "blog_post_unschedule": ("post", WRITERS),
    "blog_post_share_link": ("post", WRITERS),
    "blog_post_share_revoke": ("post link", WRITERS),
    "blog_post_share_note": ("post", WRITERS),
    "blog_post_share_done": ("post note", WRITERS),
    "blog_page_share_link": ("page", EDITORS),
    "blog_page_share_revoke": ("page link_of_page", EDITORS),
    "blog_page_share_note": ("page", EDITORS),
    "blog_page_share_done": ("page note_of_page", EDITORS),
    "blog_page_autosave": (None, EDITORS),
    "blog_page_autosave_of": ("page", EDITORS),
    "blog_page_discard": ("page", EDITORS),
    "blog_page_merge": ("page", EDITORS),
    "blog_page_restore": ("page version_of_page", EDITORS),
    "blog_page_unschedule": ("page", EDITORS),
}
# Pages that only lead elsewhere, take a POST only, or are closed to everybody.
ELSEWHERE = {
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",
    "app_list",
    "blog_image_upload",
    "blog_post_suggest",
    "blog_blog_changelist",
    "blog_blog_add",
    "blog_blog_delete",
    "accounts_membership_add",
    "accounts_membership_delete",
    "comments_comment_add",
    "comments_comment_change",
    "comments_comment_delete",
    "comments_comment_history",
    "comments_policyversion_add",
    "comments_policyversion_change",
    "comments_policyversion_delete",
    "comments_policyversion_history",
}


def browser_of(person) -> Client:
    client = Client(headers=HOST)
    if person:
        client.force_login(person, backend="accounts.backends.AddressBackend")
    return client


def objects(blog, posts, people, images, name="public") -> dict:
    """The primary keys of one object of each kind in a blog."""
    post = posts[name]
    page = Page.objects.get_or_create(blog=blog, path="/p/x/", defaults={"title": "X", "slug": "x"})[0]
    now = timezone.now()
    return {
        "post": post.pk,
        "page": page.pk,
        "version": record(post, kind=Kind.NAMED, by=None, at=now).pk,
        "version_of_page": record(page, kind=Kind.NAMED, by=None, at=now).pk,
        "link": share(text=post, by=None, name="", days=1, now=now)[0].pk,
        "link_of_page": share(text=page, by=None, name="", days=1, now=now)[0].pk,
        "note": answer(text=post, by=None, words="x", now=now).pk,
        "note_of_page": answer(text=page, by=None, words="x", now=now).pk,
        "label": Label.objects.get_or_create(blog=blog, slug="x", defaults={"name": "X"})[0].pk,
        "series": Series.objects.get_or_create(blog=blog, slug="x", defaults={"name": "X"})[0].pk,
        "guideline": Guideline.objects.get_or_create(blog=blog, title="X", defaults={"text": "x"})[0].pk,
        "image": images[name].pk,
        "membership": Membership.objects.filter(blog=blog).latest("pk").pk,
        "blog": blog.pk,
    }


def address(name: str, pks: dict) -> str:
    kinds = (PAGES | ACTS)[name][0] or ""
    return reverse(f"admin:{name}", args=[pks[kind] for kind in kinds.split()])
