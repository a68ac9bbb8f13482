"""A person: one account for all blogs of this house, signed in by address, known by a display name."""

from functools import lru_cache

from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.mailboxes import mailbox_key
from accounts.names import name_key


class UserManager(BaseUserManager):
    def create_user(self, email: str, name: str, password: str | None = None, **fields) -> "User":
        """A saved person. Without a password they sign in by mailed code or by a link."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email=username.lower())


class User(AbstractBaseUser):
    """Whether someone may do something is never stored here: roles belong to a blog, comments to the policy.

    So there are no groups, no superusers and no permission tables, which would answer "yes" past the comment policy.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("display name"), max_length=40)
    name_key = models.CharField(max_length=200, unique=True, editable=False)
    # Of `email`, as mailboxes.mailbox_key has it: who writes it another way is no other person.
    mailbox_key = models.CharField(max_length=254, editable=False, default="")
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("signed up"), default=timezone.now, editable=False)
    link_made_at = models.DateTimeField(null=True, editable=False)  # of their one-time link; NULL: none works

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["mailbox_key"], name="people_by_mailbox")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        self.name_key = name_key(self.name)
        if (update_fields := kwargs.get("update_fields")) is not None and "name" in update_fields:
            kwargs["update_fields"] = {*update_fields, "name_key"}
        self.mailbox_key = mailbox_key(self.email)
        if (update_fields := kwargs.get("update_fields")) is not None and "email" in update_fields:
            kwargs["update_fields"] = {*update_fields, "mailbox_key"}
        super().save(*args, **kwargs)

    def get_session_auth_hash(self) -> str:
        """Django's, which is looked at with every request of who is signed in, and made once."""
        return _auth_hash(self.password, settings.SECRET_KEY)

    def get_full_name(self) -> str:
        return self.name

    get_short_name = get_full_name

    is_staff = False  # the admin asks for a role in the blog it edits, not for this flag

    def has_perm(self, perm: str, obj=None) -> bool:
        """Asks each authentication backend, as Django's own users do, but nobody is above the rules."""
        return self.is_active and any(
            backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm")
        )

    def has_perms(self, perms, obj=None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return False


@lru_cache(maxsize=2_000)
def _auth_hash(password: str, _secret: str) -> str:
    return AbstractBaseUser.get_session_auth_hash(User(password=password))
