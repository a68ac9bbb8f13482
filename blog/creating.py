"""A new blog and its owner."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Role, State, User
from accounts.names import clean_name, fault_of_name, name_key
from blog.models import Blog


@transaction.atomic
def create_blog(*, name: str, owner_email: str, owner_name: str, tagline: str = "", hostname: str = "") -> Blog:
    """Makes a blog, and its owner where the address has no account yet. Raises ValidationError, and makes nothing.

    Whoever may run commands here vouches for the address, so a new owner's is confirmed; they have no password, and
    come in by `manage.py owner_link` or a mailed code.
    """
    blog = Blog(name=name, tagline=tagline, hostname=hostname.lower() or None)
    blog.full_clean()
    blog.save()
    owner = _account_of(owner_email.strip().lower(), clean_name(owner_name))
    Membership.objects.create(blog=blog, user=owner, role=Role.OWNER, state=State.MEMBER)
    return blog


def _account_of(email: str, name: str) -> User:
    """The account of an address. One never confirmed may be a stranger’s, with a password of theirs: refused."""
    validate_email(email)
    if account := User.objects.filter(email=email).first():
        if not EmailAddress.objects.filter(user=account, email=email, verified=True).exists():
            raise ValidationError(
                _("There is an account of %(email)s that has not confirmed it."), params={"email": email}
            )
        return account
    if fault_of_name(name) or User.objects.filter(name_key=name_key(name)).exists():
        raise ValidationError(
            _("“%(name)s” cannot be the owner’s name, or somebody has it. Choose another."), params={"name": name}
        )
    account = User.objects.create_user(email, name)
    EmailAddress.objects.create(user=account, email=email, primary=True, verified=True)
    return account
