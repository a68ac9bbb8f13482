"""The log on the desk: every act of the blog, for those who moderate; as a file, for its owner."""

import csv
import json
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from blog.comments.desk.door import moderators_only
from blog.comments.desk.tabs import LOG, tabs
from blog.comments.log import Act, Narrow, page_of, place_of, walk
from blog.comments.log_words import KINDS, said
from blog.comments.people import people_of, person_of
from blog.comments.views.answers import UNFIT
from blog.permissions import MANAGE, allows

COLUMNS = ("at", "what", "code", "by", "whom", "comment", "guideline", "reason", "detail")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for a formula, not for words


class LogForm(forms.Form):
    """What of the log is asked for. People by their names; the days are the blog's own."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What"), choices=[("", gettext_lazy("Everything")), *KINDS.items()], required=False
    )
    person = forms.CharField(label=gettext_lazy("About whom"), max_length=60, required=False)
    by = forms.CharField(label=gettext_lazy("Done by"), max_length=60, required=False)
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, blog, **kwargs):
        super().__init__(*args, **kwargs)
        self.blog = blog

    def _number_of(self, field: str) -> int | None:
        name = self.cleaned_data[field].strip()
        if not name:
            return None
        if (found := person_of(self.blog, name)) is None:
            raise forms.ValidationError(gettext_lazy("Nobody of this blog has that name."))
        return found.pk

    def clean_person(self):
        return self._number_of("person")

    def clean_by(self):
        return self._number_of("by")

    def narrow(self) -> Narrow:
        """Of a form that is valid."""
        sent = self.cleaned_data
        until = sent["until"] + timedelta(days=1) if sent["until"] and sent["until"].year < 9999 else None
        return Narrow(sent["kind"], sent["person"], sent["by"], _midnight(sent["since"]), _midnight(until))


def _midnight(day) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


@require_safe
@moderators_only
def log(request):
    """The acts that the form in the address asks for, those after ?after=. 422 where it asks for what can't be."""
    form = LogForm(request.GET, blog=request.blog)
    asked = {key: value for key, value in request.GET.items() if key in form.fields and value}
    context = {"form": form, "asked": urlencode(asked), "tabs": tabs(request.blog, LOG)}
    context["may_export"] = allows(request.standing.role, MANAGE)
    if not form.is_valid():
        return render(request, "comments/desk/log.html", context, status=UNFIT)
    after = place_of(mark) if (mark := request.GET.get("after", "")) else None
    if mark and after is None:
        raise Http404("No such place in the log")
    acts, context["next"] = page_of(request.blog, form.narrow(), after)
    context["acts"] = [(act, said(act.row)) for act in acts]
    context["is_first"] = not mark
    context["here"] = _here(request.blog, acts)
    return render(request, "comments/desk/log.html", context)


def _here(blog, acts: list[Act]) -> set[int]:
    """Those of the people named who have a page on the desk. One query."""
    named = {user.pk for act in acts for user in (act.by, act.whom) if user}
    return set(people_of(blog).filter(pk__in=named).values_list("pk", flat=True)) if named else set()


@require_safe
@moderators_only
def export(request, kind):
    """The same acts as a file, all of them, for the blog's owner: `kind` is "csv" or "json"."""
    if not allows(request.standing.role, MANAGE):
        raise PermissionDenied
    if kind not in ("csv", "json"):
        raise Http404("No such file of the log")
    form = LogForm(request.GET, blog=request.blog)
    if not form.is_valid():
        context = {"form": form, "tabs": tabs(request.blog, LOG), "may_export": True}
        return render(request, "comments/desk/log.html", context, status=UNFIT)
    acts = walk(request.blog, form.narrow())
    lines, content_type = (
        (_csv(acts), "text/csv; charset=utf-8") if kind == "csv" else (_json(acts), "application/json")
    )
    answer = StreamingHttpResponse(lines, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="log.{kind}"'
    return answer


def plain(act: Act) -> dict:
    """One act as plain data, by COLUMNS. No addresses."""
    return {
        "at": act.at.isoformat(),
        "what": said(act.row),
        "code": getattr(act.row, "code", ""),
        "by": act.by.name if act.by else "",
        "whom": act.whom.name if act.whom else "",
        "comment": act.comment_id,
        "guideline": act.guideline.title if act.guideline else "",
        "reason": act.row.reason,
        "detail": getattr(act.row, "detail", {}),
    }


class _Line:
    """A file that csv writes to, and that hands each line on."""

    def write(self, line: str) -> str:
        return line


def _csv(acts):
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for act in acts:
        row = plain(act)
        row["detail"] = json.dumps(row["detail"], ensure_ascii=False) if row["detail"] else ""
        yield writer.writerow([_words(row[column]) for column in COLUMNS])


def _words(cell) -> str:
    """Never a formula: whatever a person called themselves, a spreadsheet shows it and runs nothing."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _json(acts):
    yield "["
    for place, act in enumerate(acts):
        yield ("," if place else "") + "\n" + json.dumps(plain(act), ensure_ascii=False)
    yield "\n]\n"
