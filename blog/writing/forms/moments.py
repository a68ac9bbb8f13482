"""A day and a time in the blog's time zone, in words; when its clock is turned, one is asked what is meant."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.writing.clock import NEVER, ONCE, TWICE, moments_of, offset_of, token_of
from blog.writing.moments import FIRST_YEAR, LAST_YEAR
from blog.writing.saying import whole_moment


class MomentWidget(forms.SplitDateTimeWidget):
    """The browser's own pickers for day and time. Its third part is the moment that was meant, where there are two."""

    class Media:
        js = ["writing/moments.js"]
        css = {"all": ["writing/moments.css"]}

    def __init__(self):
        super().__init__(
            date_attrs={"type": "date", "aria-label": gettext_lazy("Day")},
            time_attrs={"type": "time", "aria-label": gettext_lazy("Time of day")},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        )
        self.widgets = [*self.widgets, forms.HiddenInput()]
        self.widgets_names = ["_0", "_1", "_2"]

    def decompress(self, value):
        """A stored moment says itself which of two it is, so that nobody is asked about it again."""
        if not value:
            return [None, None, None]
        local = timezone.localtime(value).replace(microsecond=0)
        often, _moments = moments_of(local.replace(tzinfo=None, fold=0), timezone.get_current_timezone())
        return [local.date(), local.time(), None if often == ONCE else token_of(value)]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self._meaning(value)["asks"]:  # by buttons of the same name
            context["widget"]["subwidgets"].pop()
        return context

    def render(self, name, value, attrs=None, renderer=None):
        """Django's own fields, and around them what they mean."""
        context = {"name": name, "zone": str(timezone.get_current_timezone())} | self._meaning(value)
        fields = super().render(name, value, attrs, renderer)
        return render_to_string("writing/moment.html", context | {"fields": fields})

    def _meaning(self, value) -> dict:
        """What stands in the fields, in words, and what is to be asked about it."""
        zone = timezone.get_current_timezone()
        parts = value if isinstance(value, list) else self.decompress(value)
        context = {"asks": False}
        if local := _local(*parts[:2]):
            often, moments = moments_of(local, zone)
            meant = [moment for moment in moments if often == ONCE or token_of(moment) == (parts + [None])[2]]
            context["said"] = whole_moment(meant[0], timezone.now()) if meant else ""
            if often != ONCE:
                context |= {"asks": True, "why": why(often, local), "chosen": meant and token_of(meant[0])}
                context["choices"] = [(token_of(one), _choice(one, often, at, zone)) for at, one in enumerate(moments)]
        return context


class MomentField(forms.MultiValueField):
    """Gives an aware moment, or None. Raises ValidationError for a day that is in no calendar, and where the clock
    shows the time twice or never and nobody said what is meant."""

    widget = MomentWidget

    def __init__(self, **options):
        day = gettext_lazy("Write a day that is in the calendar, like 2026-12-31.")
        time = gettext_lazy("Write a time of the day, like 09:30.")
        super().__init__(
            fields=(
                forms.DateField(error_messages={"invalid": day}, input_formats=["%Y-%m-%d"]),
                forms.TimeField(error_messages={"invalid": time}, input_formats=["%H:%M", "%H:%M:%S", "%H:%M:%S.%f"]),
                forms.CharField(max_length=20),
            ),
            **options,
        )

    def compress(self, data_list):
        if not data_list or not any(data_list[:2]):
            return None
        day, time, meant = (list(data_list) + [None])[:3]
        if not day:
            raise ValidationError(_("Choose a day as well."))
        if not time:
            raise ValidationError(_("Choose a time of the day as well."))
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(
                _("Write a year between %(first)d and %(last)d."), params={"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        local = datetime.combine(day, time)
        often, moments = moments_of(local, timezone.get_current_timezone())
        for moment in moments:
            if often == ONCE or token_of(moment) == meant:
                return moment
        raise ValidationError(why(often, local), often)


def why(often: str, local: datetime) -> str:
    """Why somebody is asked which moment is meant."""
    said = {
        TWICE: _("On %(day)s the clock is put back, and shows %(time)s twice. Choose which of the two you mean."),
        NEVER: _("On %(day)s the clock is put forward, and never shows %(time)s. Choose what you mean."),
    }[often]
    return said % {"day": date_format(local, "j F Y"), "time": date_format(local, "H:i")}


def _choice(moment: datetime, often: str, place: int, zone) -> str:
    local, offset = moment.astimezone(zone), offset_of(moment, zone)
    if often == NEVER:
        return _("%(time)s (%(offset)s)") % {"time": f"{local:%H:%M}", "offset": offset}
    words = _("the second time, %(offset)s") if place else _("the first time, %(offset)s")
    return words % {"offset": offset}


def _local(day, time) -> datetime | None:
    """What was typed, or None where it is no day and time."""
    try:
        day = parse_date(day.strip()) if isinstance(day, str) else day
        time = parse_time(time.strip()) if isinstance(time, str) else time
    except ValueError:
        return None
    if not day or not time or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return datetime.combine(day, time)
