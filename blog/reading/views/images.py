"""Uploaded images and their renditions: open to all while a public post or page shows them, or the top of the blog
does; else to who may read one that does, and to the blog's team."""

import mimetypes

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.views.decorators.http import require_safe

from accounts.standing import Standing
from blog.comments.readable import readable, readable_pages
from blog.models import Blog, Image, Readers

POLICY = "public, max-age=300, must-revalidate"  # short: a post may be taken back, and its images with it


@require_safe
def image(request: HttpRequest, key: str, name: str) -> HttpResponse:
    found = request.blog.images.filter(key=key).first()
    if found is not None and name not in found.names():
        found = None
    public = found is not None and _is_public(found)
    # Who asks is looked at either way: an image one may not see answers like one that never was, headers and all.
    if not public and not (_may_see(request.blog, request.standing, found) and found is not None):
        raise Http404
    if not public:
        response = file_of(found, name)
        add_never_cache_headers(response)
        return response
    etag = f'"{found.checksum}"' if name == found.name else f'"{found.checksum}-{name}"'
    response = get_conditional_response(request, etag=etag) or file_of(found, name)
    response["ETag"], response["Cache-Control"] = etag, POLICY
    return response


def file_of(image: Image, name: str) -> FileResponse:
    # Not strict: Python's strict table knows no WebP before 3.13, and browsers show nothing whose type is not named.
    kind, _encoding = mimetypes.guess_type(name, strict=False)
    try:
        return FileResponse(image.file.storage.open(image.path_of(name)), content_type=kind)
    except FileNotFoundError:
        raise Http404 from None  # a row whose file was lost: the page stands, with the words of the image


def _may_see(blog: Blog, standing: Standing, image: Image | None) -> bool:
    now = timezone.now()
    return (
        standing.is_team
        or readable(blog, standing, now).filter(images=image).exists()
        or readable_pages(blog, standing, now).filter(images=image).exists()
    )


def _is_public(image: Image) -> bool:
    texts = image.posts.public(timezone.now()).exists() or image.pages.public().exists()
    return texts or image.headers.exclude(readers=Readers.TEAM).exists()
