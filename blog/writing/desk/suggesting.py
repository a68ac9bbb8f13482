"""What may be meant, while a name is typed: a few names at a time, whatever there is. Without script nothing asks."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from blog.markup import normalise
from blog.writing.bylines import writers_of

FEW = 10


class Suggesting:
    """Gives a page of the desk an address that answers with the first names, or images, that hold what is typed."""

    suggests = {"label_names": "labels", "series_name": "series", "coauthor_names": "people"}

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.suggest))
        return [path("suggest/<slug:what>/", view, name=self._route("suggest")), *super().get_urls()]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        for name, what in self.suggests.items():
            field = form.base_fields[name]
            field.widget.attrs["data-suggest"] = reverse(f"admin:{self._route('suggest')}", args=[what])
            if what != "series":
                field.widget.attrs["data-many"] = ""
        return form

    def suggest(self, request, what: str):
        """JSON: {"names": [...]} of "labels", "series" or "people"; {"images": [...]} of "images". Two queries."""
        if not self.may(request):
            raise PermissionDenied
        typed = " ".join(normalise(request.GET.get("q", ""))[:100].split())
        if what == "images":
            images = request.blog.images.filter(alt__icontains=typed).order_by("-pk")[:FEW]
            told = {"images": [_told(image) for image in images]}
        else:
            found = {"labels": request.blog.labels, "series": request.blog.series, "people": writers_of(request.blog)}
            if what not in found:
                raise Http404("Nothing of that kind is suggested")
            named = found[what].filter(name__icontains=typed).order_by("name", "pk")
            told = {"names": list(named.values_list("name", flat=True)[:FEW])}
        response = JsonResponse(told)
        add_never_cache_headers(response)
        return response


def _told(image) -> dict[str, str]:
    return {"address": image.get_absolute_url(), "picture": image.crop_url, "words": image.alt}
