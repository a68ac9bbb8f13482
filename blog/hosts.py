"""Which blog a request is for. The only reader of the Host header."""

from django.db.models import Q
from django.http import Http404
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from blog.models import Blog, Page
from config.prepared import Prepared

HOST = "HTTP_HOST"  # where a WSGI request has it, for the cache of pages, which is asked before Django


def blog_at(host: str) -> Blog | None:
    """The blog named `host` (no port, lower case), else the one that answers every host. One query."""
    return max(_ANSWERING(host=host), key=lambda blog: blog.hostname == host, default=None)


def host_of(request) -> str:
    """The name (and port) that the browser asked for, as people are shown it."""
    return request.get_host()


class BlogMiddleware:
    """Sets `request.blog`, and the blog's language and time zone: a page is the same for every reader.

    Django has already refused hosts outside ALLOWED_HOSTS (status 400) when `get_host` returns.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.blog = blog_at(host_of(request).rsplit(":", 1)[0].lower().rstrip("."))
        if request.blog is None:
            return self.get_response(request)
        with translation.override(request.blog.language), timezone.override(request.blog.zone):
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.blog is None:
            raise Http404("No blog answers at this host: make one with manage.py create_blog.")


def blog_context(request) -> dict:
    """`blog` in every template, and `menu`: its pages that have a place in the menu (a query, if it is looked at)."""
    blog = getattr(request, "blog", None)
    return {"blog": blog, "menu": SimpleLazyObject(lambda: _MENU(blog=blog.pk)) if blog else ()}


# Asked at every request, and for every page.
_ANSWERING = Prepared(
    Blog,
    lambda host: Blog.objects.select_related("header_image").filter(Q(hostname=host) | Q(hostname=None)),
    host=str,
)
_MENU = Prepared(Page, lambda blog: Page.objects.filter(blog=blog).announced().in_menu(), blog=int)
