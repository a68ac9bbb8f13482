"""Django's own permission API is the way in: `user.has_perm("comments.add_comment", post)` asks the policy."""

from django.contrib.auth.backends import BaseBackend
from django.utils import timezone

from accounts.standing import standing_of
from blog.comments.facts import count_at, door_facts
from blog.comments.policy import admit
from blog.comments.readable import reading
from blog.comments.rules import rules_for
from blog.models import Post


class PolicyBackend(BaseBackend):
    """Answers one permission about one kind of object, and no to everything else. Two queries, or up to four."""

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        if perm != "comments.add_comment" or not isinstance(obj, Post):
            return False
        now = timezone.now()
        standing = standing_of(user_obj, obj.blog, now)
        if not obj.is_published(now) or not reading(obj, standing, now).admits:
            return False
        rules = rules_for(obj).rules
        return admit(rules, door_facts(obj, standing, now, count=count_at(obj, rules))).admits
