"""A draft, for whoever was sent its link; and the page on which they leave a note.

Every link that does not work (any more) is answered alike, as what never was. Looking keeps nothing.
"""

from functools import wraps

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.pace import wait_for
from blog.comments.views.form import address_of_guest
from blog.markup import lead_images
from blog.models import DraftLink, Post
from blog.reading.views import images
from blog.writing.desk.preview import labels_of
from blog.writing.forms.sharing import RemarkForm
from blog.writing.sharing import as_written, image_of, link_at, remark


def by_link(referrer: str):
    """For a view of a link that works: found by no search engine, kept by no cache. `referrer`: what other pages are
    told of its address."""

    def with_link(view):
        @wraps(view)
        def found(request: HttpRequest, secret: str, **named) -> HttpResponse:
            link = link_at(secret, blog=request.blog, now=timezone.now())
            if link is None:
                raise Http404
            response = view(request, link, secret, **named)
            add_never_cache_headers(response)
            response["X-Robots-Tag"] = "noindex, nofollow"
            response["Referrer-Policy"] = referrer
            return response

        return found

    return with_link


@require_safe
@by_link("no-referrer")
def draft(request: HttpRequest, link: DraftLink, secret: str) -> HttpResponse:
    """The text as it is being written, by the template that readers will get. 429 for a link asked too often."""
    if wait := wait_for("draft", link.pk):
        return _too_often(request, wait)
    shown = as_written(link.text, timezone.now())
    text = shown.text
    context = {"link": link, "note_url": reverse("writing:draft_note", args=[secret])}
    if isinstance(text, Post):
        context |= {"post": text, "labels": labels_of(request.blog, shown.labels), "cover": text.cover}
    page = "writing/draft_post.html" if isinstance(text, Post) else "writing/draft_page.html"
    response = render(request, page, context | {"page": text})
    here = reverse("writing:draft", args=[secret]).rstrip("/")
    response.content = lead_images(response.content.decode(), here)
    return response


@require_safe
@by_link("no-referrer")
def image(request: HttpRequest, link: DraftLink, secret: str, key: str, name: str) -> HttpResponse:
    """A file of an image that the text shows."""
    found = image_of(link.text, key)
    if found is None or name not in found.names():
        raise Http404
    return images.file_of(found, name)


# Its form says to its own site, and to no other, where it was sent from: else Django can't tell that it is its own.
@require_http_methods(["GET", "HEAD", "POST"])
@by_link("same-origin")
def note(request: HttpRequest, link: DraftLink, secret: str) -> HttpResponse:
    """GET shows the form, POST leaves a note: 303; 422 with what was typed where it can’t be, 429 for too many."""
    form, status = RemarkForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            wait = wait_for("remark", address_of_guest(request)) or wait_for("remark", f"link-{link.pk}")
            if not wait and _left(form, link):
                there = redirect(f"{request.path}?sent")
                there.status_code = 303
                return there
            status = 429
            if wait:
                form.add_error(None, _wait(wait))
    context = {"link": link, "form": form, "sent": "sent" in request.GET and request.method != "POST"}
    context["back"] = reverse("writing:draft", args=[secret])
    return render(request, "writing/draft_note.html", context, status=status)


def _left(form: RemarkForm, link: DraftLink) -> bool:
    said = form.cleaned_data
    try:
        remark(link=link, name=said["name"], words=said["text"], now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _wait(seconds: int) -> str:
    return _("Many notes came in a short time. Send yours in %(minutes)d minutes.") % {"minutes": seconds // 60 + 1}


def _too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = seconds
    return response
