"""A draft's links and the notes of its reviewers, on the desk: for who may change the text."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.writing.forms.sharing import AnswerForm, LinkForm
from blog.writing.sharing import answer, open_remarks, revoke, settle_remark, share

LISTED = 100  # links, and notes, the newest


class SharedText:
    """Gives a page of the desk, for posts or for pages, the page on which a text is shared."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        acts = {"share/link/": "share_link", "share/<int:number>/revoke/": "share_revoke"}
        acts |= {"share/note/": "share_note", "share/note/<int:number>/": "share_done"}
        return [
            path("<int:pk>/share/", wrap(self.share), name=self._route("share")),
            *(
                path(f"<int:pk>/{where}", wrap(require_POST(getattr(self, act))), name=self._route(act))
                for where, act in acts.items()
            ),
            *super().get_urls(),
        ]

    def share(self, request, pk: int, **more):
        """The text's links and notes. Three queries beside those of every page of the desk."""
        text = self._text(request, pk)
        links = text.draftlinks.select_related("by").order_by("-pk")[:LISTED]
        notes = text.remarks.select_related("by", "link", "done_by").order_by("-pk")[:LISTED]
        context = self.admin_site.each_context(request) | {
            "title": _("Share “%(title)s”") % {"title": text.title},
            "opts": self.opts,
            "original": text,
            "now": timezone.now(),
            "links": links,
            "waiting": [note for note in reversed(notes) if note.done_at is None],
            "done": [note for note in notes if note.done_at is not None],
            "link_form": LinkForm(),
            "answer_form": AnswerForm(),
            "change_url": self.addresses(text)["change"],
            **{f"{act}_route": f"admin:{self._route(f'share_{act}')}" for act in ("link", "revoke", "note", "done")},
        }
        return self._answer(request, "writing/share.html", context | more, 422 if more.get("failed") else 200)

    def share_link(self, request, pk: int):
        """Makes a link, and shows its address: this once, for the desk knows it no more afterwards."""
        text, form = self._text(request, pk), LinkForm(request.POST)
        if not form.is_valid():
            return self.share(request, pk, link_form=form, failed=True)
        link, secret = share(text=text, by=request.user, now=timezone.now(), **form.cleaned_data)
        address = request.build_absolute_uri(reverse("writing:draft", args=[secret]))
        return self.share(request, pk, made=link, address=address)

    def share_revoke(self, request, pk: int, number: int):
        text = self._text(request, pk)
        revoke(link=self._one(text.draftlinks, number), now=timezone.now())
        return self._back(request, text, _("The link leads nowhere any more."))

    def share_note(self, request, pk: int):
        text, form = self._text(request, pk), AnswerForm(request.POST)
        if not form.is_valid():
            return self.share(request, pk, answer_form=form, failed=True)
        answer(text=text, by=request.user, words=form.cleaned_data["text"], now=timezone.now())
        return self._back(request, text, _("Your note is kept for the team."))

    def share_done(self, request, pk: int, number: int):
        """Marks a note as done, or (`again`) as not."""
        text, done = self._text(request, pk), "again" not in request.POST
        settle_remark(remark=self._one(text.remarks, number), by=request.user, done=done, now=timezone.now())
        return self._back(request, text, _("The note is done.") if done else _("The note waits again."))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and obj.pk:
            context["share_url"] = reverse(f"admin:{self._route('share')}", args=[obj.pk])
            context["open_remarks"] = open_remarks(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _one(self, rows, number: int):
        found = rows.filter(pk=number).first()
        if found is None:
            raise Http404("No such thing of this text")
        return found

    def _back(self, request, text, told: str):
        self.message_user(request, told, messages.SUCCESS)
        return redirect(f"admin:{self._route('share')}", text.pk)
