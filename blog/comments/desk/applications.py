"""Those who ask to join, as a page of the desk."""

from django.shortcuts import render

from blog.comments.desk import queue
from blog.comments.desk.tabs import APPLICATIONS, tabs


def applications_page(request, *, after=None, refused=None, decided=None, form=None, expired=False, status=200):
    """The list. `refused`: the membership whose answer could not be taken; `decided`: one answered already."""
    if refused:
        after = refused.pk - 1  # the page that begins with them
    applicants, next_after = queue.applications_of(request.blog, after)
    context = {
        "applicants": applicants,
        "next_after": next_after,
        "after": after,
        "refused": refused,
        "decided": decided,
        "form": form,
        "expired": expired,
        "tabs": tabs(request.blog, APPLICATIONS),
    }
    return render(request, "comments/desk/applications.html", context, status=status)
