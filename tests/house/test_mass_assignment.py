"""No form of the desk takes what it does not show: every field of its model, sent along, changes nothing."""

import io

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture

from accounts.models import Membership, Role
from blog.comments.models import Guideline
from blog.models import Blog, Image, Label, Page, Post, Series
from tests.house.crawling import browser_of
from tests.house.world import house  # noqa: F401 (a fixture)
from tests.rows import rows

# What a save that changes nothing may leave behind: that it was made.
TOLD = {"admin.LogEntry", "accounts.LogEntry"}
NUMBER = "987654321"  # no row gets it by itself
MODELS = (Post, Page, Label, Series, Image, Blog, Membership, Guideline)


def picture() -> SimpleUploadedFile:
    kept = io.BytesIO()
    Picture.new("RGB", (9, 7)).save(kept, "PNG")
    return SimpleUploadedFile("p.png", kept.getvalue(), "image/png")


def sent_by(answer) -> dict:
    """The values of the form on a page of the desk, as a browser would send them back."""
    sent = {}
    for bound in answer.context["adminform"].form:
        value, widget = bound.value(), bound.field.widget
        if hasattr(widget, "decompress"):
            parts = value if isinstance(value, list) else widget.decompress(value)
            shown = (each.format_value(part) for each, part in zip(widget.widgets, parts, strict=True))
            sent |= {f"{bound.html_name}_{number}": text or "" for number, text in enumerate(shown)}
        elif value is True:
            sent[bound.html_name] = "on"
        elif value is not None and value is not False:
            sent[bound.html_name] = value
    return sent


def markers(model, declared, blog: Blog) -> dict:
    """A value for every field of the model, and every way back to it, that the form does not show."""
    found = {}
    for field in model._meta.get_fields():
        names = {field.name, getattr(field, "attname", field.name), f"{field.name}_0", f"{field.name}_id"}
        for name in names - set(declared):
            if field.is_relation:
                found[name] = str(blog.pk if field.related_model is Blog else 1)
            else:
                kind = field.get_internal_type()
                date = "2001-02-03 04:05"
                found[name] = {"DateTimeField": date, "DateField": date[:10], "BooleanField": "on"}.get(kind, "77")
    return found | {"blog": str(blog.pk), "blog_id": str(blog.pk), "pk": NUMBER, "id": NUMBER, "is_superuser": "on"}


def declared_by(answer) -> set[str]:
    form = answer.context["adminform"].form
    return {name for field in form.fields for name in (field, *(f"{field}_{part}" for part in range(3)))}


def an_object(model, house):  # noqa: F811
    if model is Blog:
        return house.one
    if model is Membership:
        return Membership.objects.get(blog=house.one, user=house.people[Role.EDITOR])
    if model is Guideline:
        return Guideline.objects.create(blog=house.one, title="Kind", text="Be kind.")
    if model is Series:
        return Series.objects.create(blog=house.one, name="Letters", slug="new-letters")
    if model is Post:
        return house.posts["draft"]
    if model is Image:
        return house.images["public"]
    if model is Page:
        return Page.objects.create(blog=house.one, title="Us", slug="us", path="/p/us/", body="x", html="<p>x</p>")
    return model.objects.filter(blog=house.one).first()


def test_every_form_of_the_desk_is_tried():
    looked_at = {"Comment", "PolicyVersion"}  # lists without a form
    assert {model.__name__ for model in admin.site._registry} == {model.__name__ for model in MODELS} | looked_at


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_fields_a_form_does_not_show_change_nothing(model, house):  # noqa: F811
    owner = browser_of(house.people[Role.OWNER])
    thing = an_object(model, house)
    route = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    url = reverse(route, args=[thing.pk])
    # Once as it is, so that what a first save brings about is there already.
    first = owner.post(url, sent_by(owner.get(url)))
    assert first.status_code == 302, first.context["adminform"].form.errors
    page = owner.get(url)
    more = markers(model, declared_by(page), house.two)
    assert len(more) > 5
    before = rows()
    assert owner.post(url, sent_by(page) | more).status_code == 302
    after = rows()
    assert {table for table in after if after[table] != before[table]} <= TOLD


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Post, {"title": "New", "body": "x", "state": "draft"}),
        (Page, {"title": "New", "body": "x", "state": "draft", "menu_order": "0"}),
        (Label, {"name": "New"}),
        (Series, {"name": "New"}),
        (Image, {"alt": "New"}),
        (Guideline, {"title": "New", "text": "x", "position": "1"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_something_new_takes_nothing_that_its_form_does_not_show(model, fields, house):  # noqa: F811
    owner = browser_of(house.people[Role.OWNER])
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    page = owner.get(url)
    more = markers(model, declared_by(page), house.two)
    known = set(model.objects.values_list("pk", flat=True))
    sent = more | sent_by(page) | fields | ({"file": picture()} if model is Image else {})
    assert owner.post(url, sent).status_code == 302
    made = model.objects.exclude(pk__in=known).get()
    assert made.blog == house.one and str(made.pk) != NUMBER
    for field in model._meta.concrete_fields:
        if field.name in more and not field.is_relation:
            assert str(getattr(made, field.attname))[:16] != more[field.name], field.name


def test_who_says_something_of_themselves_becomes_nothing_else_by_it(house):  # noqa: F811
    author = house.people[Role.AUTHOR]
    there = Membership.objects.get(blog=house.one, user=author)
    # Every column with a value that it could have, so that a form which took it would be content.
    sent = {field.attname.removesuffix("_id"): field.value_from_object(there) for field in there._meta.concrete_fields}
    sent = {name: value for name, value in sent.items() if value is not None}
    sent |= {"since": "2001-02-03 04:05", "role": Role.OWNER, "note": "77", "reason": "77", "bio": "I sail."}
    assert browser_of(author).post("/accounts/about/", sent).status_code == 302
    after = Membership.objects.get(pk=there.pk)
    assert (after.bio, after.role, after.since, after.note, after.reason) == (
        "I sail.", there.role, there.since, there.note, there.reason
    )  # fmt: skip
