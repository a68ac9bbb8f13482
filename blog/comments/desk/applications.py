"""Those who ask to join: listed, and answered. What an answer does to a membership is accounts.joining's."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.joining import approve, decline
from accounts.models import State
from blog.comments.desk import queue
from blog.comments.desk.door import moderators_only
from blog.comments.desk.forms import APPROVE, ApplicationForm
from blog.comments.desk.tabs import APPLICATIONS, tabs
from blog.comments.views.answers import UNFIT, see_other


@require_POST
@moderators_only
def application(request, pk):
    """Answers one who asks to join this blog. 409 when somebody has answered already; what was typed comes back."""
    membership = request.blog.memberships.select_related("user", "decided_by").filter(pk=pk).first()
    if membership is None:
        raise Http404("Nobody of that number in this blog")
    form = ApplicationForm(request.POST)
    if membership.state != State.APPLICANT:
        return applications_page(request, decided=membership, form=form, status=409)
    if not form.is_valid():
        return applications_page(request, refused=membership, form=form, status=UNFIT)
    now = timezone.now()
    if form.cleaned_data["act"] == APPROVE:
        approve(membership=membership, by=request.user, now=now)
        said = _("%(name)s is a member now.")
    else:
        decline(membership=membership, by=request.user, reason=form.cleaned_data["reason"], now=now)
        said = _("The request of %(name)s is declined. They can read why.")
    messages.success(request, said % {"name": membership.user})
    return see_other(f"{reverse('comments:desk')}?state={APPLICATIONS}")


def applications_page(request, *, after=None, refused=None, decided=None, form=None, status=200):
    """The list. `refused`: the membership whose answer could not be taken; `decided`: one answered already."""
    applicants, next_after = queue.applications_of(request.blog, after)
    context = {
        "applicants": applicants,
        "next_after": next_after,
        "after": after,
        "refused": refused,
        "decided": decided,
        "form": form,
        "tabs": tabs(request.blog, APPLICATIONS),
    }
    return render(request, "comments/desk/applications.html", context, status=status)
