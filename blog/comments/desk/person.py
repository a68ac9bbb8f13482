"""A person as the team sees them: their record in this blog, what was decided about them, and what may be."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Kind, Sanction, User
from accounts.refusals import Refused
from accounts.sanctions import end, impose
from blog.comments.desk.door import moderators_only
from blog.comments.desk.forms import EndForm, SanctionForm
from blog.comments.desk.tabs import tabs
from blog.comments.models import Comment, State
from blog.comments.people import people_of
from blog.comments.reports import report_record
from blog.comments.views.answers import UNFIT, see_other
from blog.models import Blog
from blog.permissions import MANAGE, MODERATE, allows

LATEST = 20


def may_sanction(by_role: str, whose: str) -> bool:
    """Whether somebody of one role may sanction one of another: nobody but an owner touches who moderates."""
    return allows(by_role, MANAGE) or (allows(by_role, MODERATE) and not allows(whose, MODERATE))


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def person(request, pk):
    """GET: the page. POST: a sanction, as SanctionForm has it; 303, or the form with what is wrong."""
    found = get_object_or_404(people_of(request.blog), pk=pk)
    form = SanctionForm(request.POST if request.method == "POST" else None, blog=request.blog)
    if request.method != "POST":
        return _page(request, found, form)
    if not may_sanction(request.standing.role, role_of(request.blog, found)):
        form.add_error(None, _("Only an owner decides about somebody who moderates."))
        return _page(request, found, form, status=403)
    if not form.is_valid():
        return _page(request, found, form, status=UNFIT)
    try:
        impose(blog=request.blog, user=found, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, found, form, status=UNFIT)
    messages.success(request, _("It is done. Unless it is a note, they get a mail that says so and why."))
    return see_other(request.path)


@require_POST
@moderators_only
def end_sanction(request, pk):
    """Ends a sanction of this blog before its time."""
    found = get_object_or_404(request.blog.sanctions.select_related("user"), pk=pk)
    form = EndForm(request.POST)
    if not may_sanction(request.standing.role, role_of(request.blog, found.user)):
        messages.error(request, _("Only an owner decides about somebody who moderates."))
        return _page(request, found.user, SanctionForm(blog=request.blog), status=403)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["reason"]))
        return _page(request, found.user, SanctionForm(blog=request.blog), status=UNFIT)
    try:
        end(sanction=found, by=request.user, reason=form.cleaned_data["reason"], now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return _page(request, found.user, SanctionForm(blog=request.blog), status=409)
    messages.success(request, _("It is lifted. They get a mail that says so."))
    return see_other(reverse("comments:person", args=[found.user_id]))


def role_of(blog: Blog, user: User) -> str:
    membership = blog.memberships.active().filter(user=user).first()
    return membership.role if membership else ""


def _page(request, found: User, form: SanctionForm, status: int = 200):
    now = timezone.now()
    counts = Comment.objects.filter(blog=request.blog, author=found).aggregate(
        published=Count("pk", filter=Q(state=State.PUBLISHED)),
        held=Count("pk", filter=Q(state=State.HELD)),
        rejected=Count("pk", filter=Q(state__in=(State.REJECTED, State.REMOVED))),
    )
    sanctions = request.blog.sanctions.filter(user=found).select_related("by", "guideline", "post")
    context = {
        "person": found,
        "membership": request.blog.memberships.filter(user=found).first(),
        "counts": counts,
        "reports": report_record(request.blog, found),
        "sanctions": [(sanction, sanction.is_in_force(now) or _is_note(sanction)) for sanction in sanctions],
        "comments": request.blog.comments.filter(author=found).select_related("post").order_by("-pk")[:LATEST],
        "form": form,
        "may_sanction": may_sanction(request.standing.role, role_of(request.blog, found)),
        "tabs": tabs(request.blog, ""),
    }
    return render(request, "comments/desk/person.html", context, status=status)


def _is_note(sanction: Sanction) -> bool:
    return sanction.kind == Kind.NOTE and sanction.ended_at is None
