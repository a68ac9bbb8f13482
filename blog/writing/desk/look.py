"""The look in the settings' form, before it is saved: the real front page with it. Nothing is stored."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from blog.look import FONTS, style_sheet
from blog.reading.lists import listing
from blog.writing.forms.look import LOOK_FIELDS

# Pairs for a light ground and a dark one, to begin with.
PALETTES = [
    (_("Brick"), "", ""),
    (_("Sea"), "#1d5a87", "#8cbfe6"),
    (_("Forest"), "#2c6140", "#94cfa6"),
    (_("Plum"), "#74336f", "#dba5d6"),
    (_("Ochre"), "#7a5310", "#dfb865"),
    (_("Slate"), "#45525c", "#b3c0ca"),
]
SHOWN = ("name", "tagline", *LOOK_FIELDS)  # what of the form is seen on a page


class Looked:
    """Gives the page of the settings two addresses: one that answers the sent form with the front page as it would be,
    and that page's style sheet."""

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", guarded(self.preview), name="blog_blog_preview_of"),
            path("look.css", guarded(self.sheet), name="blog_blog_look"),
            *super().get_urls(),
        ]

    def preview(self, request, pk: int):
        """The front page with the look in the form; or what is wrong with it."""
        if not self.may(request):
            raise PermissionDenied
        stored = self.get_queryset(request).filter(pk=pk).first()
        if stored is None:
            raise Http404("No such blog here")
        if request.method != "POST":
            return self._never_cached(render(request, "writing/preview_nothing.html"))
        form = self.get_form(request, stored, change=True)(request.POST, request.FILES, instance=stored)
        form.full_clean()
        wrong = [error for name in SHOWN for error in form.errors.get(name, [])]
        if wrong:
            return self._never_cached(render(request, "writing/preview_nothing.html", {"errors": wrong}))
        blog = form.instance
        blog.header_image = form.header_image()
        chosen = {name: getattr(blog, name) for name in ("font", "accent", "accent_dark")}
        found = listing(request, request.blog.posts.announced(timezone.now()))
        context = {"blog": blog, "listing": found, "canonical": request.build_absolute_uri(reverse("reading:front"))}
        context["look_unsaved"] = f"{reverse('admin:blog_blog_look')}?{urlencode(chosen)}"
        return self._never_cached(render(request, "reading/front.html", context))

    def sheet(self, request):
        """The style sheet of the look in the query."""
        if not self.may(request):
            raise PermissionDenied
        chosen = {name: request.GET.get(name, "") for name in ("font", "accent", "accent_dark")}
        chosen["font"] = chosen["font"] if chosen["font"] in FONTS else "literata"
        try:
            css = style_sheet(**chosen)
        except ValueError:
            raise Http404("No such colour") from None
        return self._never_cached(HttpResponse(css, content_type="text/css; charset=utf-8"))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {"preview_url": reverse("admin:blog_blog_preview_of", args=[obj.pk]), "palettes": PALETTES}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _never_cached(self, response):
        add_never_cache_headers(response)
        return response
