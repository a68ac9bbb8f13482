"""The style sheet of a blog's look. Its address names its content, so that whoever has it once never asks again."""

from django.http import Http404, HttpRequest, HttpResponse

from blog.look import style_sheet
from blog.reading.caching import for_readers

FOR_GOOD = "public, max-age=31536000, immutable"


def look(request: HttpRequest, mark: str) -> HttpResponse:
    response = _look(request, mark)
    if response.status_code in (200, 304):
        response["Cache-Control"] = FOR_GOOD
    return response


@for_readers(keep=False)  # browsers keep it for good, and ask once
def _look(request: HttpRequest, mark: str) -> HttpResponse:
    blog = request.blog
    if blog.look_address != request.path:
        raise Http404("This blog looks otherwise now")
    sheet = style_sheet(blog.font, blog.accent, blog.accent_dark)
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")
