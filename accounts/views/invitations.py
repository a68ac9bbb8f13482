"""The team's pages of invitations: those there are, making one, a list of people as a file, who invited whom."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.invitations import InviteForm, ListForm
from accounts.invitation_tree import tree_of
from accounts.invitations import invite, revoke, roles_to_invite, send_again
from accounts.member_list import Unreadable, invite_all, plan, read
from accounts.models import Role
from accounts.refusals import Refused

PAGE = 50


def may_invite(view):
    """For members of the team whose role invites; others get 403."""

    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not roles_to_invite(request.standing.role):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@may_invite
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request):
    """The invitations, newest first, and a form that makes one. A link is shown in the answer that made it, once."""
    roles = roles_to_invite(request.standing.role)
    form = InviteForm(request.POST if request.method == "POST" else None, roles=roles)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    sent = form.cleaned_data
    try:
        made, secret = invite(
            blog=request.blog, by=request.user, by_role=request.standing.role, now=timezone.now(), **sent
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, form, status=403)
    if made.email:
        messages.success(request, _("The invitation to %(address)s is on its way.") % {"address": made.email})
        return HttpResponseRedirect(reverse("accounts_invitations"), status=303)
    return _page(request, InviteForm(roles=roles), link=_link(request, secret))


@may_invite
@require_POST
def change(request, pk):
    """Sends one again ("again"), or revokes it. 403 with a sentence where that can't be done."""
    found = get_object_or_404(_own_or_all(request), pk=pk)
    form, now = InviteForm(roles=roles_to_invite(request.standing.role)), timezone.now()
    try:
        if "again" not in request.POST:
            revoke(invitation=found, by=request.user, now=now)
            messages.success(request, _("The invitation is revoked: it lets nobody in any more."))
        elif secret := send_again(invitation=found, by=request.user, now=now):
            if not found.email:
                return _page(request, form, link=_link(request, secret))
            messages.success(request, _("The invitation is on its way again; the link of the first mail is dead."))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return _page(request, form, status=403)
    return HttpResponseRedirect(reverse("accounts_invitations"), status=303)


@may_invite
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request):
    """For owners. POST of a file shows what it would do; POST of what was shown, with "confirm", does it."""
    if request.standing.role != Role.OWNER:
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "accounts/invitations_list.html", {"form": ListForm()})
    form = ListForm(request.POST, request.FILES)
    try:
        data = form.data_of_list()
        rows = read(data)
    except Unreadable as why:
        form.add_error(None, str(why))
        return render(request, "accounts/invitations_list.html", {"form": form}, status=422)
    now = timezone.now()
    if "confirm" in request.POST:
        done = invite_all(blog=request.blog, by=request.user, rows=rows, now=now)
        count = len(done.invited)
        said = ngettext("%(n)d person is invited; the mail goes out within minutes.",
                        "%(n)d people are invited; the mails go out within minutes.", count)  # fmt: skip
        messages.success(request, said % {"n": count})
        return HttpResponseRedirect(reverse("accounts_invitations"), status=303)
    found = plan(blog=request.blog, by=request.user, rows=rows, now=now)
    context = {"form": ListForm(), "plan": found, "text": data.decode("utf-8-sig"), "faults": found.faults[:PAGE]}
    return render(request, "accounts/invitations_list.html", context)


@may_invite
@require_safe
def tree(request):
    leaves, more = tree_of(request.blog)
    return render(request, "accounts/invitations_tree.html", {"leaves": leaves, "more": more})


def _own_or_all(request):
    """An owner sees every invitation; others those to members, and no address but of those they wrote to themselves."""
    found = request.blog.invitations.select_related("by")
    return found if request.standing.role == Role.OWNER else found.filter(by=request.user)


def _page(request, form, *, link: str = "", status: int = 200):
    before = request.GET.get("before", "")
    found = _own_or_all(request).order_by("-pk")
    if before.isascii() and before.isdigit() and len(before) < 18:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: PAGE + 1])
    now = timezone.now()
    context = {
        "form": form,
        "link": link,
        "rows": [(row, row.is_open(now)) for row in rows[:PAGE]],
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "is_owner": request.standing.role == Role.OWNER,
        "now": now,
    }
    return render(request, "accounts/invitations.html", context, status=status)


def _link(request, secret: str) -> str:
    return request.build_absolute_uri(reverse("accounts_invitation", args=[secret]))
