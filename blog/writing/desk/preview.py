"""A post or page as its readers would see it, made by the template they get, of the text in hand. Nothing is stored."""

import re
from html import unescape
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from accounts.standing import VISITOR, Standing
from blog.comments.facts import door_facts
from blog.comments.policy import HIDDEN, NOBODY, OPEN, SHOWN, admit
from blog.comments.rules import rules_for_blog
from blog.comments.thread import Thread, thread_of
from blog.comments.wording import note
from blog.markup import beginning_of
from blog.models import Label, Page, Post, Series
from blog.reading.posts import post_context
from blog.reading.series import part_of
from blog.writing.labelling import tidy
from blog.writing.publishing import rendered
from blog.writing.series import series_named

AS_OTHERS_SHOW_IT = ("feed", "found", "card")
_PICTURE = re.compile(r'<img\b[^>]*\bsrc="([^"]+)"')


class Previewed:
    """Gives a page of the desk two addresses that answer a sent form with the text as readers would see it."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        view = self.admin_site.admin_view(self.preview)
        return [
            path("preview/", view, name=name),
            path("<int:pk>/preview/", view, name=f"{name}_of"),
            *super().get_urls(),
        ]

    def preview(self, request, pk: int | None = None):
        """The form of a new text, or of the one with the number `pk`, as a page. Only who may save it may see it."""
        if not self.may(request):
            raise PermissionDenied
        stored = None if pk is None else self.get_queryset(request).filter(pk=pk).first()
        if pk is not None and stored is None:
            raise Http404("No such text in this blog")
        if request.method != "POST":
            return self._answer(request, "writing/preview_nothing.html", {})
        form = self.get_form(request, stored, change=stored is not None)(request.POST, instance=stored)
        form.full_clean()
        if "body" in form.errors and "body" not in form.cleaned_data:
            return self._answer(request, "writing/preview_nothing.html", {"errors": form.errors["body"]})
        written = form.instance
        written.blog, written.title = request.blog, written.title or _("Without a title")
        written.html = rendered(request.blog, written.body).html
        if isinstance(written, Post):
            self._as_it_will_be(request, written, form)
        if request.POST.get("as") in AS_OTHERS_SHOW_IT:
            return self._as_others_show_it(request, written, request.POST["as"])
        if isinstance(written, Page):
            canonical = request.build_absolute_uri(written.path or "/")
            return self._answer(request, "reading/page.html", {"page": written, "canonical": canonical})
        return self._answer(request, "reading/post.html", self._context(request, written, form))

    def _as_others_show_it(self, request, written: Page | Post, kind: str):
        html = written.html
        cover, picture = getattr(written, "cover", None), _PICTURE.search(html)
        context = {
            "post": written,
            "kind": kind,
            "host": urlsplit(request.build_absolute_uri("/")).netloc,
            "shown": written.description or beginning_of(html, "").partition("\n")[0],
            "image": cover.shared_url if cover else picture and unescape(picture[1]),
        }
        return self._answer(request, "writing/preview_as.html", context)

    def _as_it_will_be(self, request, post: Post, form) -> None:
        """Puts on the post in hand what a save would make of what was typed."""
        post.published_at = post.published_at or timezone.now()
        if post.author_id is None and post.pk is None:
            post.author = request.user
        others = form.cleaned_data.get("coauthor_names", [])
        post.authors = [*([post.author] if post.author else []), *(one for one in others if one != post.author)]
        name = form.cleaned_data.get("series_name", "")
        post.series = (series_named(request.blog, name) or Series(name=name, slug="new")) if name else None

    def _context(self, request, post: Post, form) -> dict:
        now = timezone.now()
        thread = thread_of(post, now) if post.pk else empty_thread(post, now)
        labels = labels_of(request.blog, form.cleaned_data.get("label_names", []))
        return post_context(request, post, thread, labels, part_of(post, request.blog.posts.announced(now)))

    def _answer(self, request, template: str, context: dict, status: int = 200):
        response = render(request, template, context, status=status)
        add_never_cache_headers(response)
        return response


def labels_of(blog, names: list[str]) -> list[Label]:
    """The labels of these names in the order readers get; new ones are not made, only shown. One query."""
    known = {label.name.casefold(): label for label in blog.labels.all()} if names else {}
    found = [known.get(name.casefold()) or Label(blog=blog, name=name, slug="new") for name in tidy(names)]
    return sorted(found, key=lambda label: label.name)


def empty_thread(post: Post, now) -> Thread:
    """The thread a post would begin with: as the blog's policy has it. One query."""
    rules = rules_for_blog(post.blog).rules
    said = note(admit(rules, door_facts(post, Standing(VISITOR), now)), back=post.path)
    state = rules.comments if rules.comments in (OPEN, SHOWN, HIDDEN) else SHOWN
    return Thread(post, state, said, "#comments", takes_comments=state == OPEN and rules.audience != NOBODY)
