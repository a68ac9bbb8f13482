"""Signing in is allauth's; permissions are not."""

from allauth.account.auth_backends import AuthenticationBackend


class AddressBackend(AuthenticationBackend):
    """allauth's backend without Django's permission tables: roles and the policy are asked instead."""

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        return False

    def has_module_perms(self, user_obj, app_label) -> bool:
        return False

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        return set()

    get_user_permissions = get_group_permissions = get_all_permissions
