"""The answer to one who asks to join. What it does to a membership is accounts.joining's."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Membership, State
from accounts.refusals import Refused
from blog.comments.applying import approve_application, decline_application
from blog.comments.desk.applications import applications_page
from blog.comments.desk.door import moderators_only
from blog.comments.desk.forms import APPROVE, ApplicationForm
from blog.comments.desk.tabs import APPLICATIONS, WAITING
from blog.comments.views.answers import UNFIT, see_other


@require_POST
@moderators_only
def application(request, pk):
    """Answers one who asks to join this blog. 409 when somebody has answered already; what was typed comes back."""
    form = ApplicationForm(request.POST)
    membership = _membership(request.blog, pk)
    if membership.state != State.APPLICANT:
        return applications_page(request, decided=membership, form=form, status=409)
    if not form.is_valid():
        return applications_page(request, refused=membership, form=form, status=UNFIT)
    try:
        said = _answer(membership, by=request.user, **form.cleaned_data)
    except Refused:
        return applications_page(request, decided=_membership(request.blog, pk), form=form, status=409)
    messages.success(request, said % {"name": membership.user})
    query = "" if request.POST.get("list") == WAITING else f"?state={APPLICATIONS}"
    return see_other(reverse("comments:desk") + query)


@moderators_only
def expired(request, pk):
    """For an answer whose form was open too long: nothing is done, and what was typed comes back in a new form."""
    membership, form = _membership(request.blog, pk), ApplicationForm(request.POST)
    if membership.state != State.APPLICANT:
        return applications_page(request, decided=membership, form=form, status=403)
    return applications_page(request, refused=membership, form=form, expired=True, status=403)


def _membership(blog, pk: int) -> Membership:
    found = blog.memberships.select_related("user", "decided_by").filter(pk=pk).first()
    if found is None:
        raise Http404("Nobody of that number in this blog")
    return found


def _answer(membership: Membership, *, act: str, reason: str, by) -> str:
    """Does what was chosen, and says so. Raises Refused if somebody was faster."""
    now = timezone.now()
    if act == APPROVE:
        approve_application(membership=membership, by=by, now=now)
        return _("%(name)s is a member now.")
    decline_application(membership=membership, by=by, reason=reason, now=now)
    return _("The request of %(name)s is declined. They can read why.")
