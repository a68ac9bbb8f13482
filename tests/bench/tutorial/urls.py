"""The tutorial's pages, and the two bare views: one query, one row."""

from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from django.views.generic import DetailView, ListView

from tests.bench.tutorial.models import Comment, Post


def one_query(request, pk):
    return HttpResponse(Post.objects.get(pk=pk).html)


def one_row(request):
    with transaction.atomic():
        comment = Comment.objects.create(post_id=1, name="Somebody", text=request.POST["text"])
    return HttpResponse(status=303, headers={"Location": f"/post/1/#comment-{comment.pk}"})


urlpatterns = [
    path("", ListView.as_view(model=Post)),
    path("post/<int:pk>/", DetailView.as_view(model=Post)),
    path("one-query/<int:pk>/", one_query),
    path("one-row/", one_row),
]
