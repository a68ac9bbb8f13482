"""A first visit as Chromium makes it: how much it asks for, and whether what has been laid out moves."""

import pytest

WORDS = "A paragraph that is long enough to be broken into lines, and into more of them on a phone. "
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 500);
})"""


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}])
def test_a_first_visit_is_four_requests_and_nothing_moves(open_browser, blog, make_post, make_comment, viewport):
    post = make_post(blog, body="\n\n".join([f"## Part\n\n{WORDS * 5}"] * 6))
    for _ in range(5):
        make_comment(post, WORDS)
    page, asked = open_browser(viewport=viewport), []
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith("data:") else None)
    page.goto(post.path, wait_until="networkidle")
    assert page.evaluate(SHIFT) == 0
    assert len(asked) <= 4, asked
    assert page.evaluate("document.fonts.check('600 20px Literata')")


def test_the_icon_of_the_page_is_the_one_in_the_house(open_browser, blog):
    page = open_browser()
    page.goto("/")
    drawn = page.evaluate("decodeURIComponent(document.querySelector('link[rel=icon]').href.split(',')[1])")
    with open("static/icons/favicon.svg") as file:
        assert drawn == file.read().strip().replace('"', "'")
