"""How a blog looks, in a form: its font, its colours, and the image above its pages."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.look import DARK, LEAST, LIGHT, least_contrast
from blog.markup.pictures import OWN_IMAGE_ANYWHERE
from blog.models import Blog, Font, Image
from blog.writing.decoding import Decoded, decode
from blog.writing.forms.fields import LineField
from blog.writing.images import clean_alt

OFFERED = 11  # images of the library, the newest
HEADER_FIELDS = ["header", "header_address", "header_file", "header_alt"]
LOOK_FIELDS = ["font", "accent", "accent_dark", *HEADER_FIELDS]


class ColourField(forms.RegexField):
    """A colour like "#1a5fb4", or "". Raises ValidationError, with the figure, where it can't be read on `grounds`."""

    def __init__(self, *, grounds: tuple[str, str], too_near: str, **options):
        self.grounds, self.too_near = grounds, too_near
        widget = forms.TextInput(attrs={"class": "colour", "dir": "ltr", "maxlength": 7, "spellcheck": "false"})
        wrong = {"invalid": gettext_lazy("Write a colour like “#1a5fb4”.")}
        super().__init__(r"^#[0-9a-f]{6}\Z", widget=widget, error_messages=wrong, required=False, **options)

    def to_python(self, value):
        return super().to_python(value).lower()

    def clean(self, value):
        colour = super().clean(value)
        if colour and (ratio := least_contrast(colour, self.grounds)) < LEAST:
            # Never rounded up to what would do.
            raise ValidationError(self.too_near, params={"ratio": f"{int(ratio * 10) / 10:.1f}", "least": LEAST})
        return colour


class LookFields(forms.Form):
    """The look of a blog. Who mixes it in calls `choose_look_of` first; `header_image()` is what was chosen."""

    font = forms.ChoiceField(label=gettext_lazy("Font"), choices=Font.choices, widget=forms.RadioSelect)
    accent = ColourField(
        label=gettext_lazy("Colour of links"),
        grounds=LIGHT,
        too_near=gettext_lazy(
            "This colour has a contrast of %(ratio)s to 1 on the light ground. Below %(least)s to 1 many can’t read "
            "it: choose a darker one."
        ),
        help_text=gettext_lazy("On a light ground, like “#1a5fb4”. Empty: the colour it comes with."),
    )
    accent_dark = ColourField(
        label=gettext_lazy("Colour of links in the dark"),
        grounds=DARK,
        too_near=gettext_lazy(
            "This colour has a contrast of %(ratio)s to 1 on the dark ground. Below %(least)s to 1 many can’t read "
            "it: choose a lighter one."
        ),
        help_text=gettext_lazy("For readers whose screen is dark, like “#8dbdf2”. Empty: the colour it comes with."),
    )
    header = forms.ChoiceField(label=gettext_lazy("Header image"), required=False, widget=forms.RadioSelect)
    header_address = LineField(
        label=gettext_lazy("Another image of the library"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Paste what the library gives you to copy into a text."),
    )
    header_file = forms.FileField(
        label=gettext_lazy("A new image"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}),
        help_text=gettext_lazy("Wide ones look best. It goes into the library, and is seen once you save."),
    )
    header_alt = LineField(
        label=gettext_lazy("What the new image shows"),
        max_length=Image._meta.get_field("alt").max_length,
        required=False,
        help_text=gettext_lazy("For people who can’t see it."),
    )

    def choose_look_of(self, blog: Blog) -> None:
        """Fills the choices and what is chosen now. One query."""
        self.decoded: Decoded | None = None
        self.pasted: Image | None = None
        offered = list(blog.images.order_by("-pk")[:OFFERED])
        if blog.header_image and blog.header_image not in offered:
            offered.insert(0, blog.header_image)
        self.offered = {str(image.pk): image for image in offered}
        none = format_html('<span class="no-image">{}</span>', _("None"))
        pictures = [(pk, self._pictured(image)) for pk, image in self.offered.items()]
        self.fields["header"].choices = [("", none), *pictures]
        self.initial["header"] = str(blog.header_image_id or "")

    def _pictured(self, image: Image) -> str:
        return format_html('<img src="{}" alt="{}" loading="lazy">', image.crop_url, image.alt)

    def clean_header_address(self) -> str:
        address = self.cleaned_data["header_address"]
        if address:
            found = OWN_IMAGE_ANYWHERE.search(address)
            self.pasted = found and self.instance.images.filter(key=found[1]).first()
            if not self.pasted:
                raise ValidationError(_("The library has no such image. Copy what it shows beside the picture."))
        return address

    def clean_header_file(self):
        file = self.cleaned_data["header_file"]
        if file:
            file.seek(0)
            try:
                self.decoded = decode(file)
            except ValidationError as error:
                raise ValidationError(error.messages) from error
        return file

    def clean_header_alt(self) -> str:
        alt = self.cleaned_data["header_alt"]
        try:
            return clean_alt(alt) if self.files.get("header_file") else alt
        except ValidationError as error:
            raise ValidationError(error.messages) from error

    def header_image(self) -> Image | None:
        """The image of the library that was chosen, by its address or among those offered."""
        return self.pasted or self.offered.get(self.cleaned_data.get("header", ""))
