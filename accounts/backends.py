"""Signing in is allauth's; permissions are not."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from config.prepared import Prepared


class AddressBackend(AuthenticationBackend):
    """allauth's backend without Django's permission tables: roles and the policy are asked instead."""

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is. One query, at every request of somebody who is signed in."""
        user = next(iter(_PERSON(pk=user_id)), None)
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        return False

    def has_module_perms(self, user_obj, app_label) -> bool:
        return False

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        return set()

    get_user_permissions = get_group_permissions = get_all_permissions


_PERSON = Prepared(User, lambda pk: User.objects.filter(pk=pk), pk=int)
