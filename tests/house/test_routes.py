"""No unlisted doors: every route of the house stands in one table that says who may, and a stranger's object is 404."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import Role
from tests.house.crawling import some_addresses
from tests.house.world import house  # noqa: F401 (a fixture)
from tests.rows import rows

HOST = {"host": "one.example.org"}
EVERYBODY = ("visitor", "unconfirmed", "signed_in", "suspended", "banned", *Role.values, "owner_of_two")
TEAM = (Role.AUTHOR, Role.EDITOR, Role.MODERATOR, Role.OWNER)
MODERATORS = (Role.MODERATOR, Role.OWNER)
SIGNED_IN = tuple(who for who in EVERYBODY if who != "visitor")
READING = ("suspended", "writer", *Role.values)

# route -> (arguments in our blog, arguments of a stranger's or secret object or None, who gets 200 by GET).
# Others get: a visitor the way to sign-in (302), anybody else 403 or 404, and never the page.
# A tuple of people may be empty: the route answers POST only (405 by GET), or only redirects.
ROUTES = {
    "reading:front": ([], None, EVERYBODY),
    "reading:label": (["letters"], ["never"], EVERYBODY),
    "reading:series": (["voyage"], ["never"], EVERYBODY),
    "reading:year": (["2018"], ["1999"], EVERYBODY),
    "reading:month": (["2018", "05"], ["1999", "05"], EVERYBODY),
    "reading:author": (lambda h: [h.posts["public"].author_id], lambda h: [h.posts["stranger"].author_id], EVERYBODY),
    "reading:feed": ([], None, EVERYBODY),
    "reading:comments_feed": ([], None, EVERYBODY),
    "reading:own_feed_address": ([], None, SIGNED_IN),
    "reading:own_feed": (["never"], ["never"], ()),
    "reading:latest": ([], None, SIGNED_IN),
    "reading:post": (lambda h: [h.posts["for members"].pk], lambda h: [h.posts["stranger"].pk], READING),
    "reading:page": ([999_999], [999_999], ()),
    "reading:sitemap": ([], None, EVERYBODY),
    "reading:sitemap_section": (["posts"], ["never"], EVERYBODY),
    "reading:robots": ([], None, EVERYBODY),
    "reading:look": (["never"], ["never"], ()),
    "reading:image": (
        lambda h: [h.images["public"].key, h.images["public"].name],
        lambda h: [h.images["stranger"].key, h.images["stranger"].name],
        EVERYBODY,
    ),
    "reading:at": (["2018/05/seen/"], lambda h: [h.posts["stranger"].path.lstrip("/")], EVERYBODY),
    "writing:draft": (lambda h: [h.links["draft"]], lambda h: [h.links["stranger"]], EVERYBODY),
    "writing:draft_note": (lambda h: [h.links["draft"]], lambda h: [h.links["stranger"]], EVERYBODY),
    "writing:draft_image": (
        lambda h: [h.links["draft"], h.images["draft"].key, h.images["draft"].name],
        lambda h: [h.links["draft"], h.images["stranger"].key, h.images["stranger"].name],
        (),  # its text does not name it
    ),
    "comments:form": (lambda h: [h.posts["public"].pk], lambda h: [h.posts["stranger"].pk], EVERYBODY),
    "comments:comment": (lambda h: [h.comments["published"].pk], lambda h: [h.comments["stranger"].pk], ()),
    "comments:edit": (lambda h: [h.comments["published"].pk], lambda h: [h.comments["stranger"].pk], ("writer",)),
    "comments:withdraw": (lambda h: [h.comments["published"].pk], lambda h: [h.comments["stranger"].pk], ("writer",)),
    "comments:acts": (lambda h: [h.comments["published"].pk], lambda h: [h.comments["stranger"].pk], SIGNED_IN),
    "comments:resubmit": (lambda h: [h.comments["rejected"].pk], lambda h: [h.comments["stranger"].pk], ()),
    "comments:mine": ([], None, SIGNED_IN),
    "comments:following": ([], None, SIGNED_IN),
    "comments:muted": ([], None, EVERYBODY),
    "comments:edit_back": (lambda h: [h.comments["published"].pk], lambda h: [h.comments["stranger"].pk], ()),
    "comments:appeal_ruling": ([999_999], [999_999], ()),
    "comments:appeal_sanction": ([999_999], [999_999], ()),
    "comments:policy": ([], None, EVERYBODY),
    "comments:policy_changes": ([], None, ("suspended", "writer", *Role.values)),
    "comments:who": (lambda h: [h.posts["public"].pk], lambda h: [h.posts["stranger"].pk], EVERYBODY),
    "comments:explain": ([], None, TEAM),
    "comments:rejudge": ([], None, MODERATORS),
    "comments:words": ([], None, MODERATORS),
    "comments:log": ([], None, MODERATORS),
    "comments:log_export": (["csv"], ["xml"], (Role.OWNER,)),
    "comments:published_log": ([], None, ()),  # unless the owner publishes it
    "comments:desk": ([], None, MODERATORS),
    "comments:bulk": ([], None, ()),
    "comments:undo": ([], None, ()),
    "comments:looking": (lambda h: [h.comments["held"].pk], lambda h: [h.comments["stranger"].pk], ()),
    "comments:rule_edit": ([999_999], [999_999], ()),
    "comments:decide_reports": ([999_999], [999_999], ()),
    "comments:decide_appeal": ([999_999], [999_999], ()),
    "comments:end_sanction": ([999_999], [999_999], ()),
    "comments:guest": (["x-not-a-token"], ["x-not-a-token"], ()),
    "comments:mailed": (["x-not-a-token"], ["x-not-a-token"], ()),
    "comments:restoring": ([999_999], [999_999], ()),
    "comments:removal": (lambda h: [h.people["member"].pk], lambda h: [h.people["owner_of_two"].pk], MODERATORS),
    "comments:person": (lambda h: [h.people["member"].pk], lambda h: [h.people["owner_of_two"].pk], MODERATORS),
    "accounts_invitations": ([], None, MODERATORS),
    "accounts_invitation_change": ([999_999], [999_999], ()),
    "accounts_invitations_list": ([], None, (Role.OWNER,)),
    "accounts_invitations_tree": ([], None, MODERATORS),
    "accounts_invitation": (["never"], ["never"], ()),
    "accounts_acknowledge": ([999_999], [999_999], ()),
    "comments:item": (lambda h: [h.comments["held"].pk], lambda h: [h.comments["stranger"].pk], MODERATORS),
    "comments:rulings": (lambda h: [h.comments["held"].pk], lambda h: [h.comments["stranger"].pk], ()),
    "comments:application": ([1], [999_999], ()),
    "accounts_profile": ([], None, SIGNED_IN),
    "accounts_standing": ([], None, SIGNED_IN),
    "accounts_join": ([], None, SIGNED_IN),
    "accounts_leave": ([], None, SIGNED_IN),
    "accounts_name": ([], None, SIGNED_IN),
    "accounts_about": ([], None, TEAM),
    "accounts_export": ([], None, SIGNED_IN),
    "accounts_mail": ([], None, SIGNED_IN),
    "accounts_refuse": (["x-not-a-token"], None, ()),
    "accounts_view_as": ([], None, ()),
    "accounts_delete": ([], None, SIGNED_IN),
    "accounts_owner_link": (["x-not-a-token"], None, ()),
}
# allauth's own pages: who may see them is tested by its authors; here they are listed, looked at and posted to.
ALLAUTH = (
    "account_login account_logout account_signup account_inactive account_email account_email_verification_sent "
    "account_reauthenticate account_change_password account_set_password account_reset_password "
    "account_request_login_code account_confirm_login_code account_confirm_password_reset_code "
    "account_complete_password_reset account_password_reset_completed usersessions_list"
).split()
DESK = "blog_post blog_page blog_label blog_series blog_image blog_blog accounts_membership".split()
DESK += ["comments_comment", "comments_policyversion"]


def routes() -> dict[str, str]:
    """Every named route outside the admin: name -> the pattern as Django prints it."""

    def walk(resolver, namespace="", prefix=""):
        for entry in resolver.url_patterns:
            pattern = prefix + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                if entry.namespace != "admin":
                    yield from walk(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""), pattern)
            else:
                yield (f"{namespace}{entry.name}" if entry.name else pattern), pattern

    return dict(walk(get_resolver()))


def address(name: str, arguments, house) -> str:  # noqa: F811
    arguments = arguments(house) if callable(arguments) else arguments
    if name == "reading:at":
        return f"/{arguments[0]}"
    return reverse(name, args=arguments)


def browser_of(who: str, house, **options) -> Client:  # noqa: F811
    client = Client(headers=HOST, **options)
    person = house.talker if who == "writer" else house.people[who]
    if person:
        client.force_login(person, backend="accounts.backends.AddressBackend")
    return client


def test_every_route_is_in_the_table():
    assert set(routes()) == set(ROUTES) | set(ALLAUTH)


@pytest.mark.parametrize("who", [*EVERYBODY, "writer"])
def test_who_may_see_a_page(who, house):  # noqa: F811
    browser = browser_of(who, house)
    before = rows()
    for name, (own, strange, allowed) in ROUTES.items():
        cache.clear()  # the limits count anew
        url = address(name, own, house)
        status = browser.get(url).status_code
        if who in allowed or (who == "writer" and allowed in (EVERYBODY, SIGNED_IN)):
            assert status == 200, f"{who} at {url}: {status}"
        else:
            assert status in (302, 403, 404, 405), f"{who} at {url}: {status}"
        if strange is not None:
            there = browser.get(address(name, strange, house)).status_code
            assert there in (404, 405) or (who not in allowed and there in (302, 403)), f"{who} at {name}: {there}"
    assert rows() == before


@pytest.mark.parametrize("who", ["visitor", "writer", Role.OWNER])
def test_looking_changes_nothing(who, house):  # noqa: F811
    browser = browser_of(who, house)
    before = rows()
    for name in (*ROUTES, *ALLAUTH):
        cache.clear()  # the limits count anew
        url = address(name, ROUTES[name][0] if name in ROUTES else [], house)
        for method in ("get", "head", "options"):
            assert getattr(browser, method)(url).status_code < 500, f"{method} {url}"
    assert ("_auth_user_id" in browser.session) == (who != "visitor"), "looking signs nobody out"
    assert rows() == before


@pytest.mark.parametrize("who", ["visitor", "writer", Role.OWNER])
def test_nothing_is_done_without_the_token_of_a_form(who, house):  # noqa: F811
    browser = browser_of(who, house, enforce_csrf_checks=True)
    before = rows()
    for name in (*ROUTES, *ALLAUTH):
        cache.clear()  # the limits count anew
        refused_without_token(browser, address(name, ROUTES[name][0] if name in ROUTES else [], house))
    assert ("_auth_user_id" in browser.session) == (who != "visitor")
    assert rows() == before


def test_nothing_is_done_at_the_desk_without_the_token_of_a_form(house):  # noqa: F811
    """Every route of the desk, those with a number at the number of something that is there."""
    owner = browser_of(Role.OWNER, house, enforce_csrf_checks=True)
    plain = [reverse(f"admin:{name}") for name in ("index", "login", "autocomplete", "blog_image_upload")]
    plain += [reverse("admin:blog_post_suggest", args=[what]) for what in ("labels", "series", "people", "images")]
    plain += [reverse(f"admin:blog_{kind}_{act}") for kind in ("post", "page") for act in ("preview", "checklist")]
    of_models = [reverse(f"admin:{model}_{act}") for model in DESK for act in ("changelist", "add")]
    at_numbers = [url for url in some_addresses(0) if url.startswith("/admin/")]
    before = rows()
    for url in plain + of_models + at_numbers:
        refused_without_token(owner, url)
    assert len(at_numbers) > 100
    assert rows() == before


def refused_without_token(browser: Client, url: str) -> None:
    """Nothing unsafe is taken: without a token, nor with a good one from another site's page."""
    answers = {method: getattr(browser, method)(url) for method in ("post", "put", "patch", "delete")}
    browser.cookies[settings.CSRF_COOKIE_NAME] = token = "a" * 32
    elsewhere = {"origin": "https://evil.example"}
    answers["post from elsewhere"] = browser.post(url, {"csrfmiddlewaretoken": token}, headers=elsewhere)
    del browser.cookies[settings.CSRF_COOKIE_NAME]
    for method, answer in answers.items():
        assert answer.status_code in (403, 404, 405), f"{method} {url}: {answer.status_code}"
