"""The form of a page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Page, PostState
from blog.writing.forms.checked import Checked
from blog.writing.forms.written import WrittenForm


class PageForm(Checked, WrittenForm):
    states = [
        (PostState.DRAFT, gettext_lazy("Draft: only the team can read it")),
        (PostState.PUBLISHED, gettext_lazy("Published: everybody can read it")),
    ]

    class Meta:
        model = Page
        fields = ["title", "body", "state", "menu_order", "slug", "path", "description", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["path"].help_text = _(
            "Empty: /p/ and the short name. When you change it, links to the old address no longer work."
        )
