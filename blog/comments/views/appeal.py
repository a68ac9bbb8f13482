"""Appealing against a ruling on one's comment, or a sanction: what was decided and why, the form, and the answer.

GET: 200 with the form, or with the appeal there is; 409 with a sentence where there is nothing to appeal against. POST:
303; 422 for a text that can't be taken; 409 for a second one. Another's is 404. No standing keeps anybody out.
"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Sanction
from accounts.refusals import Refused, sentence
from blog.comments.appeals import (
    LONGEST_APPEAL,
    appeal_of,
    appeal_ruling,
    appeal_sanction,
    refusal_to_appeal_ruling,
    refusal_to_appeal_sanction,
)
from blog.comments.models import Appeal, Ruling
from blog.comments.removing import act_of
from blog.comments.views.answers import UNFIT, see_other
from blog.comments.views.signed_in import signed_in_only

_UNFIT = ("no_appeal_text", "long_appeal")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def against_ruling(request, pk: int) -> HttpResponse:
    mine = Ruling.objects.filter(comment__blog=request.blog, comment__author=request.user)
    ruling = get_object_or_404(mine.select_related("comment__post__blog", "guideline"), pk=pk)
    if request.method == "POST":
        return _sent(request, {"ruling": ruling}, appeal_ruling, refusal_to_appeal_ruling)
    return _page(request, {"ruling": ruling}, refusal_to_appeal_ruling(ruling))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def against_sanction(request, pk: int) -> HttpResponse:
    mine = Sanction.objects.told().filter(blog=request.blog, user=request.user)
    sanction = get_object_or_404(mine.select_related("post__blog", "guideline"), pk=pk)

    def refusal(of: Sanction) -> str:
        return refusal_to_appeal_sanction(of, timezone.now())

    if request.method == "POST":
        return _sent(request, {"sanction": sanction}, appeal_sanction, refusal)
    return _page(request, {"sanction": sanction}, refusal(sanction))


def _sent(request, against: dict, act, refusal) -> HttpResponse:
    text = request.POST.get("text", "").replace("\0", "")
    try:
        act(**against, by=request.user, text=text, now=timezone.now())
    except Refused as refused:
        return _page(request, against, refusal(*against.values()), said=refused.code, text=text)
    return see_other(request.path)


def _page(request, against: dict, refusal: str, said: str = "", text: str = "") -> HttpResponse:
    ruling = against.get("ruling")
    appeal = appeal_of(ruling) if ruling else Appeal.objects.filter(**against).first()
    # To look at one's appeal is no mistake: only a second text, or one about nothing, is refused.
    code = said or ("" if appeal else refusal)
    context = against | {
        "appeal": appeal,
        "said": sentence(code) if code else "",
        "act": act_of(ruling) if ruling else None,
        "is_open": not refusal,
        "text": text,
        "limit": LONGEST_APPEAL,
    }
    status = (UNFIT if code in _UNFIT else 409) if code else 200
    return render(request, "comments/appeal.html", context, status=status)
