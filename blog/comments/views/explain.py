"""Why somebody may or may not comment at a post, for the team. And who can, for everybody."""

from datetime import datetime

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from blog.comments.explaining import explain
from blog.comments.panel import who_may
from blog.comments.people import person_of
from blog.comments.views.answers import UNFIT
from blog.comments.views.team import team_only
from blog.reading.caching import for_readers
from blog.reading.shown import clock_shown

POSTS = 100  # to choose from; any other by its number in the address


class ExplainForm(forms.Form):
    person = forms.CharField(
        label=gettext_lazy("Person"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("The name of somebody of this blog. Empty: a visitor who has not signed in."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    post = forms.ModelChoiceField(None, label=gettext_lazy("Post"))
    at = forms.DateTimeField(
        label=gettext_lazy("At"),
        required=False,
        help_text=gettext_lazy("In the time zone of the blog. Empty: now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, data, *, blog, now: datetime):
        super().__init__(data)
        self.blog, self.now = blog, now
        posts = blog.posts.published(now)
        latest = list(posts.newest_first().values_list("pk", "title")[:POSTS])
        self.fields["post"].queryset = posts.defer("body", "html", "teaser")
        self.fields["post"].choices = latest

    def clean_person(self):
        name = self.cleaned_data["person"].strip()
        if not name:
            return None
        if found := person_of(self.blog, name):
            return found
        raise forms.ValidationError(_("Nobody of this blog has that name. Look at the list of people for it."))

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at is not None and not 1000 <= at.year <= 2999:
            raise forms.ValidationError(_("Write a year between 1000 and 2999."))
        return at or self.now


@require_safe
@team_only
def explanation(request):
    """GET: the form, and with ?post= the explanation. 422 for what can't be asked, 404 for a post that is not here."""
    now = timezone.now()
    asked = "post" in request.GET
    form = ExplainForm(request.GET if asked else None, blog=request.blog, now=now)
    if not asked:
        return render(request, "comments/explain.html", {"form": form})
    if not form.is_valid():
        if "post" in form.errors:
            raise Http404("No such post in this blog")
        return render(request, "comments/explain.html", {"form": form}, status=UNFIT)
    post, person, at = (form.cleaned_data[name] for name in ("post", "person", "at"))
    post.blog = request.blog
    context = {"form": form, "post": post, "person": person, "at": at, "is_now": at == now}
    return render(
        request, "comments/explain.html", context | {"explanation": explain(post=post, person=person, now=at)}
    )


@for_readers
def who(request, post: int):
    """Who can comment at a post, and why: the same bytes for everybody. 404 for a post that is not announced to all."""
    now = timezone.now()
    found = get_object_or_404(request.blog.posts.announced(now), pk=post)
    found.blog = request.blog
    clock_shown(request, found, now)
    return render(request, "comments/who.html", {"post": found, "lines": who_may(found, now)})
