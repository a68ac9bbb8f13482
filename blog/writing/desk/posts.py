"""Posts on the desk."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.comments.changing import change_policy, fields_of
from blog.models import Post, PostState
from blog.permissions import WRITE_ALL, WRITE_OWN
from blog.titles import TITLES
from blog.writing import versions
from blog.writing.bylines import writers_of
from blog.writing.copies import check_seen, discard
from blog.writing.desk.effect import Weighed
from blog.writing.desk.suggesting import Suggesting
from blog.writing.desk.words import moment, told
from blog.writing.desk.written import KEEP, Written
from blog.writing.due import schedule
from blog.writing.forms.policy import fieldsets_of
from blog.writing.forms.posts import PostForm
from blog.writing.forms.written import ADDRESS
from blog.writing.publishing import rendered, save_post
from config.letters import words_of


@admin.register(Post)
class PostAdmin(Suggesting, Weighed, Written):
    act = WRITE_OWN
    heavy = ("body", "html", "teaser", "beginning")
    form = PostForm
    list_display = ["title", "standing", "author_name"]
    search_fields = ["title", "slug"]
    search_help_text = gettext_lazy("Words of the title or the address; of many posts, the 500 made last are found")
    ordering = ["state", "-published_at", "-pk"]  # drafts first; and as an index has it

    def get_queryset(self, request):
        """The posts somebody wrote; everybody's, for who may change them."""
        posts = super().get_queryset(request).with_names().select_related("series")
        return posts if self.may(request, WRITE_ALL) else posts.by(request.user)

    def get_search_results(self, request, queryset, search_term):
        return TITLES.among(queryset, words_of(search_term)) if search_term else queryset, False

    def get_list_display(self, request):
        return self.list_display if self.may(request, WRITE_ALL) else ["title", "standing"]

    @admin.display(description=gettext_lazy("state"), ordering="published_at")
    def standing(self, post: Post) -> str:
        return told(post, timezone.now())

    @admin.display(
        description=gettext_lazy("author"), ordering="author__name", empty_value=gettext_lazy("a former author")
    )
    def author_name(self, post: Post) -> str | None:
        name = post.author and post.author.name
        return _("%(name)s, and others") % {"name": name} if name and post.has_others else name

    def view_on_site(self, post: Post) -> str | None:
        return post.whole_url if post.is_published(timezone.now()) else None

    def get_fieldsets(self, request, obj=None):
        publication = ["state", "published_at", "expires_at", "label_names"]
        if obj and obj.is_published(timezone.now()):
            publication += ["update_at", "note"]
        beside = ["cover_image", "cover_address", "series_name", "series_place", "coauthor_names"]
        if self.may(request, WRITE_ALL):
            publication += ["author", "sticky"]
        publication.append("version_name")
        policy = fieldsets_of(fields_of(obj or Post()), _("For this post alone."))
        return [
            (None, {"fields": ["title", "body", "seen"]}),
            (_("Publication"), {"fields": publication}),
            (_("Cover, series, and who wrote it too"), {"fields": beside, "classes": ["collapse"]}),
            *((name, options | {"classes": ["collapse"]}) for name, options in policy),
            (_("Address and description"), {"fields": [*ADDRESS, "canonical"], "classes": ["collapse"]}),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if "author" in form.base_fields:
            may_be = Q(pk__in=writers_of(request.blog)) | Q(pk=obj.author_id if obj else None)
            form.base_fields["author"].queryset = get_user_model().objects.filter(may_be).order_by("name")
            form.base_fields["author"].required = not (obj and obj.author_id is None)
        if not self.may(request, WRITE_ALL):
            del form.base_fields["sticky"]  # what stands on the front page is for who keeps the whole of it
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
        beside, due_at = form.beside(), said.get("update_at")
        text = form.text or rendered(request.blog, post.body)
        with transaction.atomic():
            if change:
                check_seen(post, said["seen"])
            if change and KEEP in request.POST:
                self.keep_unpublished(request, post, form, now, beside)
                return
            if due_at:
                schedule(
                    text=post,
                    fields=versions.fields_of(post, **beside),
                    by=by,
                    due_at=due_at,
                    now=now,
                    note=said.get("note", ""),
                )
                post.told = _("The changes go public on %(moment)s.") % {"moment": moment(due_at)}
            else:
                save_post(
                    post=post, **beside, text=text, now=now, by=by,
                    name=said["version_name"], note=said.get("note", ""),
                )  # fmt: skip
            change_policy(blog=request.blog, post=post, values=form.policy_values(), by=by, now=now)
            discard(post)

    def has_delete_permission(self, request, obj=None) -> bool:
        """Editors delete any post. Authors delete what is theirs alone: a draft on which nobody has spoken, and which
        they did not only write along with somebody."""
        if self.may(request, WRITE_ALL):
            return True
        if not self.may(request) or obj is None:
            return self.may(request)
        return obj.author_id == request.user.pk and obj.state != PostState.PUBLISHED and not obj.comments.exists()

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
