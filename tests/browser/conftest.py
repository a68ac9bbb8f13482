"""A real Chromium at a real server: what a person sees, clicks and types."""

import json
import os
import re
import shutil

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.test import Client
from playwright.sync_api import sync_playwright

from accounts.models import Role, User
from accounts.names import name_key
from tests.factories import PASSWORD

# Playwright's synchronous API runs an event loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No page lives long enough here to be worth a compiler that makes it faster later, and threads for that.
    "--js-flags=--no-opt,--no-maglev,--single-threaded",
]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "No Chromium is installed. Run bin/test, which installs one, or set CHROMIUM to its path."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


# No errors: a refusal is answered with its status, which Chromium reports as a failed load of a page; and a window that
# a test takes the network from has none.
EXPECTED = "status of 4(03|04|09|22|29)|net::ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def open_browser(chromium, live_server, settings):
    """Opens a window of its own (a person of its own); fails the test if any page of it reported an error."""
    settings.ALLOWED_HOSTS = ["*"]
    contexts, errors = [], []

    def open_(**options):
        options.setdefault("viewport", DESKTOP)
        options.setdefault("reduced_motion", "reduce")
        context = chromium.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda m: errors.append(m.text) if m.type == "error" and not re.search(EXPECTED, m.text) else None,
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not errors, errors


@pytest.fixture
def page(open_browser):
    """One window at desktop width, with JavaScript, in light."""
    return open_browser()


@pytest.fixture
def lengthen():
    """Gives everybody there is an address of 80 letters, and a name that is one word of about 40, the most."""

    def lengthen_(person):
        for user in User.objects.all():
            email = f"somebody-with-a-long-name-{user.pk:06}@a-house-with-a-long-name.department.example.org"
            EmailAddress.objects.filter(user=user).update(email=email)
            name = f"Donaudampfschifffahrtskapitaenspatent{user.pk}"[-40:]
            User.objects.filter(pk=user.pk).update(email=email, name=name, name_key=name_key(name))
        person.refresh_from_db()
        return person

    return lengthen_


@pytest.fixture
def sign_in_with_password():
    """Signs a person in through the page, as people do."""

    def sign_in(page, user):
        page.goto("/accounts/login/")
        page.fill("input[name=login]", user.email)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login/" not in url)

    return sign_in


@pytest.fixture
def sign_in_page(live_server):
    """Signs a person in to a window that does not show the page for it: the server is asked directly for the session.

    For tests of something else: a page to sign in at and one to arrive at take a second of each.
    """

    def sign_in(page, user):
        client = Client()
        answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content
        page.context.add_cookies(
            [{"name": name, "value": kept.value, "url": live_server.url} for name, kept in client.cookies.items()]
        )

    return sign_in


# Without preloading: axe would fetch what style sheets import, and get their addresses wrong. Frames are not waited
# for: no script runs in those of ours, so none answers. Only what is wrong is handed over, and as one string: to take
# all the rest apart costs more than to find it.
LOOK = """async () => JSON.stringify((await axe.run({
    preload: false, pingWaitTime: 1, resultTypes: ["violations"]
})).violations)"""


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture
def accessible_and_fits(accessible, request):
    """Asserts that axe finds nothing to say about a page and that it fits, at a desktop's width in light and a phone's
    in dark. The long proofs look in light and in dark at either. The window is a desktop's again afterwards.
    """
    both = request.config.getoption("--slow")

    def check(page):
        accessible(page, ["light", "dark"] if both else ["light"])
        assert fits(page), page.url
        page.set_viewport_size(PHONE)
        accessible(page, ["light", "dark"] if both else ["dark"])
        assert fits(page), f"{page.url} is too wide for a phone"
        page.set_viewport_size(DESKTOP)

    return check


@pytest.fixture
def accessible():
    """Asserts that axe finds nothing to say about a page, in light and in dark (or one of them)."""

    def check(page, schemes=("light", "dark")):
        page.wait_for_load_state()
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            found = AxeResults({"violations": json.loads(page.evaluate(LOOK))})
            assert not found.violations_count, f"{page.url} in {scheme}:\n{found.generate_report()}"

    return check


@pytest.fixture
def editor(blog, make_member, page, sign_in_page):
    """The form of a new post, by an author; its source."""
    sign_in_page(page, make_member(blog, Role.AUTHOR, name="Anna Author"))
    page.goto("/admin/blog/post/add/")
    return page.locator(".cm-content")


@pytest.fixture
def source(page):
    """What would be saved."""
    return page.locator("#id_body")
