"""Posts on the desk."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Membership
from blog.comments.changing import change_policy, fields_of
from blog.models import Post, PostState
from blog.permissions import ROLES, WRITE_ALL, WRITE_OWN, allows
from blog.writing import versions
from blog.writing.copies import discard
from blog.writing.desk.effect import Weighed
from blog.writing.desk.keeping import check_seen
from blog.writing.desk.words import moment, told
from blog.writing.desk.written import KEEP, Written
from blog.writing.due import schedule
from blog.writing.forms.policy import fieldsets_of
from blog.writing.forms.posts import PostForm
from blog.writing.forms.written import ADDRESS
from blog.writing.publishing import rendered, save_post

WRITERS = [role for role in ROLES if allows(role, WRITE_OWN)]


@admin.register(Post)
class PostAdmin(Weighed, Written):
    act = WRITE_OWN
    heavy = ("body", "html", "teaser", "beginning")
    form = PostForm
    list_display = ["title", "standing", "author_name"]
    search_fields = ["title", "slug"]
    search_help_text = gettext_lazy("Words of the title or the address")
    ordering = [F("published_at").desc(nulls_first=True), "-pk"]

    def get_queryset(self, request):
        """An author's own posts; everybody's, for who may change them."""
        posts = super().get_queryset(request).select_related("author")
        return posts if self.may(request, WRITE_ALL) else posts.filter(author=request.user)

    def get_list_display(self, request):
        return self.list_display if self.may(request, WRITE_ALL) else ["title", "standing"]

    @admin.display(description=gettext_lazy("state"), ordering="published_at")
    def standing(self, post: Post) -> str:
        return told(post, timezone.now())

    @admin.display(
        description=gettext_lazy("author"), ordering="author__name", empty_value=gettext_lazy("a former author")
    )
    def author_name(self, post: Post) -> str | None:
        return post.author and post.author.name

    def view_on_site(self, post: Post) -> str | None:
        return post.whole_url if post.is_published(timezone.now()) else None

    def get_fieldsets(self, request, obj=None):
        publication = ["state", "published_at", "expires_at", "label_names"]
        if obj and obj.is_published(timezone.now()):
            publication += ["update_at", "note"]
        if self.may(request, WRITE_ALL):
            publication.append("author")
        publication.append("version_name")
        policy = fieldsets_of(fields_of(obj or Post()), _("For this post alone."))
        return [
            (None, {"fields": ["title", "body", "seen"]}),
            (_("Publication"), {"fields": publication}),
            *((name, options | {"classes": ["collapse"]}) for name, options in policy),
            (_("Address and description"), {"fields": ADDRESS, "classes": ["collapse"]}),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if "author" in form.base_fields:
            team = Membership.objects.active().filter(blog=request.blog, role__in=WRITERS).values("user")
            may_be = Q(pk__in=team) | Q(pk=obj.author_id if obj else None)
            form.base_fields["author"].queryset = get_user_model().objects.filter(may_be).order_by("name")
            form.base_fields["author"].required = not (obj and obj.author_id is None)
        return form

    def get_changeform_initial_data(self, request):
        return {"state": PostState.DRAFT, "author": request.user.pk}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        obj = context["adminform"].form.stored or obj  # what is told of a text is true of the stored one
        context |= {
            "has_file_field": True,  # sent as multipart: otherwise letters beyond ASCII take three times their room
            "preview_url": reverse("admin:blog_post_preview_of", args=[obj.pk])
            if obj
            else reverse("admin:blog_post_preview"),
            "told": told(obj, timezone.now()) if obj else "",
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, post: Post, form, change: bool):
        now = timezone.now()
        if not change and not self.may(request, WRITE_ALL):
            post.author = request.user
        said, by = form.cleaned_data, request.user
        labels, due_at = said["label_names"], said.get("update_at")
        text = form.text or rendered(request.blog, post.body)
        with transaction.atomic():
            if change:
                check_seen(post, said["seen"])
            if change and KEEP in request.POST:
                self.keep_unpublished(request, post, form, now, labels)
                return
            if due_at:
                schedule(
                    text=post,
                    fields=versions.fields_of(post, labels),
                    by=by,
                    due_at=due_at,
                    now=now,
                    note=said.get("note", ""),
                )
                post.told = _("The changes go public on %(moment)s.") % {"moment": moment(due_at)}
            else:
                save_post(
                    post=post, labels=labels, text=text, now=now,
                    by=by, name=said["version_name"], note=said.get("note", ""),
                )  # fmt: skip
            change_policy(blog=request.blog, post=post, values=form.policy_values(), by=by, now=now)
            discard(post)

    def has_delete_permission(self, request, obj=None) -> bool:
        """Editors delete any post. Authors delete what is theirs alone: a draft on which nobody has spoken."""
        if self.may(request, WRITE_ALL):
            return True
        if not self.may(request) or obj is None:
            return self.may(request)
        return obj.state != PostState.PUBLISHED and not obj.comments.exists()

    def get_deleted_objects(self, objs, request):
        texts, _counts, lacking, protected = super().get_deleted_objects(objs, request)
        count = sum(post.comments.count() for post in objs)
        if count:
            texts.append(
                ngettext(
                    "%(count)d comment of its readers",
                    "%(count)d comments of its readers",
                    count,
                )
                % {"count": count}
            )
        return texts, {}, lacking, protected
