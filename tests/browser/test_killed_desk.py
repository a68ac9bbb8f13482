"""An author goes on writing while the server is killed: nothing that was typed is lost, and what stands says so."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.writing import hold, pause
from tests.slow.site import Site

pytestmark = pytest.mark.slow  # the server is killed twice; without one, keeping is tried in test_keeping

KEPT = re.compile("Kept at")
ALONE = re.compile("kept in this browser")


@pytest.fixture
def site(tmp_path, made):
    site = Site(tmp_path)
    try:
        site.start()
        yield site
    finally:
        site.kill()


@pytest.fixture
def window(site, chromium):
    """An author's, signed in."""
    context = chromium.new_context(base_url=f"http://127.0.0.1:{site.port}", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    session = site.people(1, role="author")[0]
    context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{site.port}"}])
    yield context
    context.close()


def type_(page, text):
    page.locator(".cm-content").press("Control+End")
    page.keyboard.insert_text(text)
    expect(page.locator("#id_body")).to_have_value(re.compile(f"{re.escape(text)}$"))
    pause(page)


def kept_by_desk(site) -> str:
    ((typed,),) = site.rows("SELECT typed FROM blog_workingcopy")
    return json.loads(typed)["body"][0]


def test_what_is_typed_while_the_server_is_killed_is_kept_and_goes_on_when_it_is_back(site, window):
    page = window.new_page()
    page.goto("/admin/blog/post/add/")
    hold(page)
    state, field = page.locator("[data-keeping]"), page.locator("#id_body")
    page.get_by_label("Title").fill("Nights at sea")
    type_(page, "It was dark.")
    expect(state).to_have_text(KEPT)
    assert kept_by_desk(site) == "It was dark."
    address = page.url

    site.kill()
    type_(page, " And stormy.")
    expect(state).to_have_text(ALONE)
    expect(field).to_have_value("It was dark. And stormy.")
    site.start()
    pause(page)  # it tries again by itself
    expect(state).to_have_text(KEPT)
    assert kept_by_desk(site) == "It was dark. And stormy."

    site.kill()
    type_(page, " Then it cleared.")
    expect(state).to_have_text(ALONE)
    page.close(run_before_unload=False)  # the window is gone as well
    site.start()
    again = window.new_page()
    again.goto(address)
    expect(again.locator("#id_body")).to_have_value("It was dark. And stormy.")
    hold(again)
    again.get_by_role("button", name="Put it into the form").click()
    expect(again.locator("#id_body")).to_have_value("It was dark. And stormy. Then it cleared.")
    pause(again)
    expect(again.locator("[data-keeping]")).to_have_text(KEPT)
    assert kept_by_desk(site) == "It was dark. And stormy. Then it cleared."
