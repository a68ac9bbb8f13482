"""Addresses of drafts, for whoever was sent a link."""

from django.urls import path

from blog.writing.views import draft

app_name = "writing"
urlpatterns = [
    path("<str:secret>/", draft.draft, name="draft"),
    path("<str:secret>/note/", draft.note, name="draft_note"),
    path("<str:secret>/images/<str:key>/<str:name>", draft.image, name="draft_image"),
]
