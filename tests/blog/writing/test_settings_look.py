"""The look in the settings: colours that can be read, an image of the library or a new one, and what stores nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.letters import sender_of
from accounts.models import LogEntry
from blog.look import address_of_look
from blog.models import Blog, Image
from blog.writing.images import add_image, markdown_of
from tests.rows import rows


@pytest.fixture
def page(blog):
    return reverse("admin:blog_blog_change", args=[blog.pk])


@pytest.fixture
def preview(blog):
    return reverse("admin:blog_blog_preview_of", args=[blog.pk])


@pytest.fixture
def browser(owner, sign_in):
    return sign_in(owner)


@pytest.fixture
def send(browser, page, form_of):
    """Sends the settings with some changed; where to: their page unless told otherwise."""
    return lambda to=None, **changes: browser.post(to or page, form_of(browser.get(page), **changes))


@pytest.fixture
def image(blog, owner, picture):
    file = SimpleUploadedFile("boats.png", picture(size=(40, 20)))
    return add_image(blog=blog, by=owner, file=file, alt="Boats", name="boats.png")


def wrong(answer) -> dict:
    return answer.context["adminform"].form.errors


def test_a_look_is_chosen_and_the_log_says_what_was_changed(blog, send):
    answer = send(
        font="serif", accent="#1D5A87", accent_dark="#8cbfe6", feeds="summary", sender_name="Olga of the Blog"
    )
    assert answer.status_code == 302
    blog.refresh_from_db()
    assert (blog.font, blog.accent, blog.accent_dark, blog.feeds) == ("serif", "#1d5a87", "#8cbfe6", "summary")
    assert blog.look_address == address_of_look("serif", "#1d5a87", "#8cbfe6")
    changed = LogEntry.objects.get(blog=blog, code="settings_changed").detail["settings"]
    assert set(changed) == {"font", "accent", "accent_dark", "feeds", "sender_name"}


@pytest.mark.parametrize(
    ("field", "colour", "told"),
    [
        ("accent", "#ff8800", "2.1 to 1 on the light ground"),
        ("accent_dark", "#333333", "1.2 to 1 on the dark ground"),
        ("accent", "#787878", "3.9 to 1"),
        ("accent", "blue", "Write a colour like"),
        ("accent", "#123456;}", "Write a colour like"),
        ("accent", "url(//x)", "Write a colour like"),
    ],
)
def test_a_colour_that_can_not_be_read_is_refused_with_its_contrast_and_kept_in_the_form(
    field, colour, told, send, blog, nothing_changes
):
    with nothing_changes():
        answer = send(**{field: colour})
    assert told in wrong(answer)[field][0]
    assert f'value="{colour}"' in answer.content.decode()


def test_an_image_of_the_library_is_chosen_and_taken_away_again(blog, image, send):
    assert send(header=image.pk).status_code == 302
    blog.refresh_from_db()
    assert blog.header_image == image
    assert send(header="").status_code == 302
    blog.refresh_from_db()
    assert blog.header_image is None


@pytest.mark.parametrize("pasted", ["markdown", "address", "whole"])
def test_an_image_that_is_not_offered_is_pasted(pasted, blog, image, send):
    address = image.get_absolute_url()
    words = {"markdown": markdown_of(image), "address": address, "whole": f"https://blog.example{address}"}[pasted]
    assert send(header_address=words).status_code == 302
    blog.refresh_from_db()
    assert blog.header_image == image


def test_a_new_image_goes_into_the_library_with_its_words(blog, picture, send, owner):
    file = SimpleUploadedFile("sea.png", picture(size=(60, 20)))
    assert send(header_file=file, header_alt="The sea").status_code == 302
    blog.refresh_from_db()
    assert (blog.header_image.alt, blog.header_image.uploaded_by) == ("The sea", owner)


@pytest.mark.parametrize(
    ("content", "alt", "field"), [(None, "", "header_alt"), (b"no image", "Words", "header_file")], ids=["alt", "file"]
)
def test_a_new_image_needs_words_and_must_be_one(content, alt, field, picture, send, nothing_changes):
    file = SimpleUploadedFile("sea.png", content or picture())
    with nothing_changes():
        answer = send(header_file=file, header_alt=alt)
    assert field in wrong(answer)


def test_another_blogs_image_is_not_in_the_library(blog, make_blog, owner, picture, send, browser, page):
    file = SimpleUploadedFile("x.png", picture())
    strange = add_image(blog=make_blog(hostname="two.example.org"), by=owner, file=file, alt="Strange", name="x.png")
    assert "Strange" not in browser.get(page).content.decode()
    for changes in ({"header": strange.pk}, {"header_address": markdown_of(strange)}):
        before = rows()
        answer = send(**changes)
        assert wrong(answer)
        assert rows() == before


def test_the_image_above_the_pages_is_not_deleted_and_its_page_says_where_it_is(blog, image, browser, send):
    send(header=image.pk)
    change, delete = (reverse(f"admin:blog_image_{act}", args=[image.pk]) for act in ("change", "delete"))
    assert f'href="{reverse("admin:blog_blog_changelist")}"' in browser.get(change).content.decode()
    browser.post(delete, {"post": "yes"})
    assert Image.objects.filter(pk=image.pk).exists()


@pytest.mark.parametrize("name", ["Olga\r\nBcc: all@example.org", "Olga\x0bBcc: x", "“Olga” <x@evil.example>"])
def test_a_sender_adds_no_header_and_no_address(name, blog, send, settings):
    settings.DEFAULT_FROM_EMAIL = "blog@example.org"
    send(sender_name=name)
    blog.refresh_from_db()
    assert not set(blog.sender_name) & set("\r\n\x0b")
    for chosen in (blog.sender_name, name):
        blog.sender_name = chosen
        sender = sender_of(blog)
        assert "\n" not in sender
        assert "\r" not in sender
        assert sender.endswith("<blog@example.org>")
        assert sender.count("<") - sender.count("\\<") <= 2


def test_the_settings_tell_whom_letters_come_from(blog, browser, page, settings):
    settings.DEFAULT_FROM_EMAIL = "Parley <blog@example.org>"
    blog.sender_name = "O. <script>"
    blog.save()
    assert "Now: O. &lt;script&gt; &lt;blog@example.org&gt;" in browser.get(page).content.decode()


def test_without_a_name_the_blogs_is_the_senders(blog):
    assert "The Blog" in sender_of(blog)
    blog.sender_name = "Olga"
    assert "Olga" in sender_of(blog)


def test_addresses_are_shown_as_a_post_would_have_them(browser, page):
    shown = [label for _value, label in browser.get(page).context["adminform"].form.fields["permalinks"].choices]
    assert all("a-spring-evening" in label for label in shown)


def test_the_preview_is_the_front_page_with_what_is_in_the_form_and_stores_nothing(
    blog, send, preview, image, make_post, nothing_changes
):
    make_post(blog, "A post to be seen")
    with nothing_changes():
        answer = send(preview, name="Another name", accent="#1d5a87", header=image.pk)
    text = answer.content.decode()
    assert "Another name" in text
    assert "A post to be seen" in text
    assert "look.css?font=literata&amp;accent=%231d5a87" in text
    assert f'alt="{image.alt}"' in text
    assert "no-store" in answer["Cache-Control"]
    assert Blog.objects.get().name == "The Blog"


def test_a_blog_without_posts_has_a_preview(send, preview):
    assert "Nothing has been published here yet." in send(preview, tagline="New here").content.decode()


def test_the_preview_says_which_colour_can_not_be_read(send, preview):
    text = send(preview, accent="#ff8800").content.decode()
    assert "2.1 to 1" in text
    assert 'role="alert"' in text


def test_the_sheet_of_the_preview_is_made_of_colours_alone(browser):
    sheet = reverse("admin:blog_blog_look")
    answer = browser.get(sheet, {"font": "serif", "accent": "#1d5a87", "accent_dark": ""})
    assert answer["Content-Type"].startswith("text/css")
    assert b"#1d5a87" in answer.content
    for bad in ({"accent": "red;}body{display:none"}, {"accent_dark": "#12345\n"}):
        assert browser.get(sheet, bad).status_code == 404
    assert browser.get(sheet, {"font": "../x"}).content == b""


def test_nobody_but_an_owner_sees_the_preview(blog, editor, sign_in, preview):
    assert sign_in(editor).post(preview, {"name": "x"}).status_code == 403
    assert sign_in(editor).get(reverse("admin:blog_blog_look")).status_code == 403
