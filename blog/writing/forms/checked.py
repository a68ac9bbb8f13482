"""The publish checklist in the form of a text: asked when it is to go public, and kept by the form for the page."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.models import PostState
from blog.writing.checklist import Report, report_of
from blog.writing.publishing import Rendered, rendered

SEEN = "warned"  # of the form: the token of what its author was told (blog.writing.checklist.Report)


class Checked(forms.ModelForm):
    """Comes before the form of a text. The desk sets `publishes` on the class where what is sent is to be saved, and
    not kept from readers. `text` is the rendered source, `report` what was found, once the form was asked."""

    publishes = False
    text: Rendered | None = None
    report: Report | None = None

    def _post_clean(self):
        super()._post_clean()
        if self.publishes and not self.errors and self.instance.state == PostState.PUBLISHED:
            report = self.look_over()
            if report.blocked:
                told = _("This can’t be published as it is: “Before you publish” says why.")
                self.add_error(None, ValidationError(told, "blocked"))
            elif report.new and self.data.get(SEEN) != report.token:
                told = _("Nothing is published yet: look at “Before you publish”, and say whether to go on.")
                self.add_error(None, ValidationError(told, "warned"))

    def look_over(self) -> Report:
        """The report of the text as it is typed."""
        now = timezone.now()
        goes_out = self.cleaned_data.get("update_at") or self.cleaned_data.get("published_at") or now
        self.text = rendered(self.blog, self.instance.body)
        self.report = report_of(self.instance, self.text.html, at=max(now, goes_out), stored=self.stored)
        return self.report
