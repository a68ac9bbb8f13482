"""The doors of the house. Reading comes last: its final pattern looks any remaining path up among the posts."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("comments/", include("blog.comments.urls")),
    path("draft/", include("blog.writing.urls")),
    path("", include("blog.reading.urls")),
]

handler400 = "blog.reading.errors.bad_request"
handler403 = "blog.reading.errors.permission_denied"
handler404 = "blog.reading.errors.page_not_found"
handler500 = "blog.reading.errors.server_error"
