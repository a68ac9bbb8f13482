"""What stands beside the text of a post: its series, who wrote it too, its cover, where it stood first."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Blog, Image, Post
from blog.writing.addresses import web_address
from blog.writing.bylines import writers_named
from blog.writing.forms.fields import LineField
from blog.writing.series import refuse_full, refuse_long_name, series_named
from blog.writing.versions import image_at

SHOWN = 11  # of the library's newest images
LAST_PLACE = 32_767  # in a series


class CoverChoice(forms.RadioSelect):
    """The newest pictures of the library to choose from, and the one that is chosen; its value is its address."""

    blog: Blog | None = None

    def render(self, name, value, attrs=None, renderer=None):
        newest = list(self.blog.images.order_by("-pk")[:SHOWN])
        chosen = next((image for image in newest if image.get_absolute_url() == value), None)
        if value and not chosen and (chosen := image_at(self.blog, value)):
            newest.insert(0, chosen)
        return render_to_string(
            "writing/cover_choice.html",
            {"name": name, "id": (attrs or {}).get("id", f"id_{name}"), "images": newest, "chosen": chosen},
        )


class OnTopField(forms.TypedChoiceField):
    """Yes or no as two words in a list: what is not ticked a browser does not send, and nobody sees it change."""

    def __init__(self, **options):
        choices = [("", gettext_lazy("In its place by its date")), ("on", gettext_lazy("On top, whatever its date"))]
        super().__init__(choices=choices, coerce=bool, empty_value=False, required=False, **options)

    def prepare_value(self, value):
        return {True: "on", False: ""}.get(value, value)


class BesideFields(forms.Form):
    """Fields of a post's form. Who mixes it in calls `choose_beside`, and gives `beside()` to `save_post`."""

    series_name = LineField(
        label=gettext_lazy("Series"),
        required=False,
        help_text=gettext_lazy("Its name. A new one is made. Empty: the post stands alone."),
    )
    series_place = forms.IntegerField(
        label=gettext_lazy("Place in the series"),
        required=False,
        min_value=0,
        max_value=LAST_PLACE,
        help_text=gettext_lazy("1 comes first. 0: behind those with a place, by its date."),
    )
    coauthor_names = LineField(
        label=gettext_lazy("Written with"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Names of people who may write here, with commas between them. They can change the post, and not delete it."
        ),
    )
    cover_image = forms.CharField(label=gettext_lazy("Cover image"), required=False, max_length=300, widget=CoverChoice)
    cover_address = LineField(
        label=gettext_lazy("Another cover image"),
        required=False,
        max_length=600,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy(
            "The line to copy that the library of images shows for it. Empty: the one that is chosen above."
        ),
    )
    canonical = LineField(
        label=gettext_lazy("First published at"),
        required=False,
        max_length=Post._meta.get_field("canonical").max_length,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy("The address search engines are told of, if it stood elsewhere first. Empty: its own."),
    )
    sticky = OnTopField(label=gettext_lazy("On the front page"))

    def choose_beside(self, blog: Blog, stored: Post | None) -> None:
        """Fills in what is stored, where nothing else was typed. A query, where others wrote it too."""
        self.fields["cover_image"].widget.blog = blog
        self.stands = [person for person in stored.authors if person.pk != stored.author_id] if stored else []
        if stored:
            names = sorted((person.name for person in self.stands), key=str.casefold)
            self.initial.setdefault("coauthor_names", ", ".join(names))
            self.initial.setdefault("series_name", stored.series.name if stored.series else "")
            self.initial.setdefault("cover_image", stored.cover.get_absolute_url() if stored.cover else "")

    def clean_series_name(self) -> str:
        name = self.cleaned_data["series_name"]
        refuse_long_name(name)
        if name and (known := series_named(self.blog, name)):
            refuse_full(known, self.instance)
        return name

    def clean_series_place(self) -> int:
        return self.cleaned_data["series_place"] or 0

    def clean_coauthor_names(self) -> list:
        return writers_named(self.blog, self.cleaned_data["coauthor_names"], already=self.stands)

    def clean_cover_image(self) -> Image | None:
        return self._image("cover_image")

    def clean_cover_address(self) -> Image | None:
        return self._image("cover_address")

    def clean_canonical(self) -> str:
        try:
            return web_address(self.cleaned_data["canonical"])
        except ValidationError as error:
            raise ValidationError(error.messages) from error

    def clean(self):
        super().clean()
        if not {"cover_image", "cover_address"} & set(self.errors):
            self.instance.cover = self.cleaned_data.get("cover_address") or self.cleaned_data.get("cover_image")
        return self.cleaned_data

    def beside(self) -> dict:
        """What `save_post` and `versions.fields_of` take beside the post."""
        said = self.cleaned_data
        return {
            "labels": said["label_names"],
            "series": said["series_name"],
            "coauthors": [person for person in said["coauthor_names"] if person.pk != self.instance.author_id],
        }

    def _image(self, name: str) -> Image | None:
        said = self.cleaned_data[name]
        found = image_at(self.blog, said) if said else None
        if said and found is None:
            raise ValidationError(_("There is no such image in this blog. Copy the line that the library has for it."))
        return found
