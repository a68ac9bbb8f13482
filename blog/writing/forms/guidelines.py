"""The form of a guideline."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments.models import Guideline
from blog.models import Blog
from blog.writing.forms.fields import LineField


class GuidelineForm(forms.ModelForm):
    blog: Blog

    title = LineField(label=gettext_lazy("Title"), max_length=Guideline._meta.get_field("title").max_length)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=Guideline._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    class Meta:
        model = Guideline
        fields = ["title", "text", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.blog = self.blog

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if self.blog.guidelines.exclude(pk=self.instance.pk).filter(title=title).exists():
            raise ValidationError(_("This blog has a guideline of that title already."))
        return title
