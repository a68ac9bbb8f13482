"""The comment policy in the admin's forms: every choice of a blog, a label and a post, there and back."""

from dataclasses import fields

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.comments.changing import fields_of, own_version
from blog.comments.models import PolicyVersion
from blog.comments.policy import Rules
from blog.models import Label, Post
from blog.writing.forms.policy import GROUPS

# field -> (what is typed, what is stored, what is typed for "never", what is stored then)
TYPED = {
    "readers": ("members", "members", "everyone", "everyone"),
    "audience": ("anyone", "anyone", "nobody", "nobody"),
    "comments": ("shown", "shown", None, None),
    "read_only": ("yes", True, "no", False),
    "close_after_days": ("14", 14, "0", 0),
    "close_after_count": ("100", 100, "0", 0),
    "close_at": ("2030-05-03 09:00", "2030-05-03T09:00:00+00:00", None, None),
    "open_until": ("2031-05-03 09:00", "2031-05-03T09:00:00+00:00", None, None),
    "hold_all": ("yes", True, "no", False),
    "hold_first": ("2", 2, "0", 0),
    "hold_rejected_days": ("30", 30, "0", 0),
    "hold_links": ("3", 3, "0", 0),
    "hide_reports": ("3", 3, "0", 0),
    "hold_words": ("casino*\nnice  shoes\n\ncasino*", ["casino*", "nice shoes"], "-", []),
    "hold_after_days": ("90", 90, "0", 0),
    "slow_minutes": ("5", 5, "0", 0),
    "heat": ("20", 20, "0", 0),
    "spam_check": ("akismet", "akismet", "off", "off"),
}
SCOPES = ("blog", "label", "post")
CHOOSABLE = [
    (scope, field)
    for scope, own in zip(SCOPES, (fields_of(), fields_of(label=Label()), fields_of(Post())), strict=True)
    for field in own
]
# All that a scope chooses at once, there and back; one field at a time in the long proofs.
CHOSEN = [(scope, [field for of, field in CHOOSABLE if of == scope]) for scope in SCOPES]
CHOSEN += [pytest.param(scope, [field], marks=pytest.mark.slow) for scope, field in CHOOSABLE]


@pytest.fixture
def world(blog, make_post, owner):
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    post = make_post(blog, author=owner)
    post.labels.add(label)
    return {"blog": blog, "label": label, "post": post}


@pytest.fixture
def page(world):
    return lambda scope: reverse(f"admin:blog_{scope}_change", args=[world[scope].pk])


@pytest.fixture
def save(client, sign_in, owner, form_of, page):
    """Sends the form of the blog's settings, of the label or of the post."""

    def send(scope, **changes):
        sign_in(owner)
        sent = {}
        for field, typed in changes.items():
            if field in ("close_at", "open_until"):
                sent |= dict(zip((f"policy_{field}_0", f"policy_{field}_1"), f"{typed} ".split(" "), strict=False))
            else:
                sent[f"policy_{field}"] = typed
        return client.post(page(scope), form_of(client.get(page(scope)), **sent))

    return send


@pytest.fixture
def own(world):
    def latest(scope) -> PolicyVersion | None:
        return own_version(world["blog"], **({} if scope == "blog" else {scope: world[scope]}))

    return latest


def stored(version, field):
    value = getattr(version, field)
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_every_field_of_the_rule_can_be_chosen_somewhere_and_stands_under_one_heading():
    names = {one.name for one in fields(Rules)}
    assert {field for _scope, field in CHOOSABLE} == names == set(TYPED)
    assert sorted(field for _heading, group in GROUPS for field in group) == sorted(names)


@pytest.mark.parametrize("scope, names", CHOSEN)
def test_a_choice_is_kept_shown_again_and_taken_back(scope, names, save, own):
    def now() -> dict:
        return {field: stored(own(scope), field) for field in names}

    kept = {field: TYPED[field][1] for field in names}
    assert save(scope, **{field: TYPED[field][0] for field in names}).status_code == 302
    assert now() == kept
    count = PolicyVersion.objects.count()
    assert save(scope).status_code == 302, "what the form shows can be sent back"
    assert (now(), PolicyVersion.objects.count()) == (kept, count)
    never = {field: TYPED[field][2:] for field in names if TYPED[field][2] is not None}
    assert save(scope, **{field: typed for field, (typed, _kept) in never.items()}).status_code == 302
    assert now() == kept | {field: kept_never for field, (_typed, kept_never) in never.items()}
    assert save(scope, **dict.fromkeys(names, "")).status_code == 302
    assert set(now().values()) <= {"", None}


def test_what_a_post_inherits_says_from_where(client, sign_in, owner, page, world, set_policy):
    # A day has nothing to inherit; a list is told by its own field.
    names = [field for field in fields_of(Post()) if field not in ("close_at", "open_until", "hold_words")]
    chosen = {field: TYPED[field][1] for field in names}
    sign_in(owner)

    def told() -> dict[str, str]:
        form, found = client.get(page("post")).context["adminform"].form, {}
        for field in names:
            shown = form[f"policy_{field}"].field
            choices = getattr(shown, "choices", None)
            found[field] = choices[0][1] if choices else shown.widget.attrs.get("placeholder", "")
        return found

    def from_where(told: dict[str, str], where: str) -> bool:
        return all(words.startswith("Inherit: ") and words.endswith(f"({where})") for words in told.values())

    assert from_where(told(), "default")
    set_policy(world["blog"], **chosen)
    assert from_where(told(), "blog")
    of_labels = [field for field in names if field in fields_of(label=Label())]
    PolicyVersion.objects.create(
        blog=world["blog"], label=world["label"], **{field: chosen[field] for field in of_labels}
    )
    found = told()
    assert from_where({field: found.pop(field) for field in of_labels}, "label “Letters”")
    assert from_where(found, "blog")


@pytest.mark.parametrize(
    "scope, field, typed, words",
    [
        ("blog", "audience", "everybody", "valid choice"),
        ("blog", "close_after_days", "-1", "0"),
        ("blog", "hold_first", "101", "100"),
        ("blog", "hold_words", "a*", "match too much"),
        ("blog", "hold_words", "cas*no", "match too much"),
        ("blog", "hold_words", "!!!", "no letter or digit"),
        ("blog", "hold_words", "a" * 81, "too long"),
        ("blog", "hold_words", "\n".join(f"word{n}" for n in range(501)), "at most 500"),
        ("label", "heat", "many", "whole number"),
        ("label", "hold_words", "*", "match too much"),
        ("post", "close_at", "2030-02-30 09:00", "in the calendar"),
        ("post", "close_at", "0001-01-01 00:00", "between 1000 and 2999"),
        ("post", "slow_minutes", "1441", "1440"),
        ("post", "spam_check", "1", "valid choice"),
    ],
)
def test_what_cannot_be_is_told_by_its_field_and_nothing_is_stored(scope, field, typed, words, save, client):
    answer = save(scope, **{field: typed})
    assert answer.status_code == 200
    assert words in " ".join(answer.context["adminform"].form.errors[f"policy_{field}"])
    assert not PolicyVersion.objects.exists()


def test_a_field_that_is_not_this_scopes_to_choose_is_not_taken(save, own):
    save("blog", close_at="2030-05-03 09:00")
    save("label", read_only="yes")
    save("post", read_only="yes")
    assert not PolicyVersion.objects.exists()


def test_a_label_is_made_with_a_policy_of_its_own(client, sign_in, owner, form_of, blog):
    sign_in(owner)
    add = reverse("admin:blog_label_add")
    form = form_of(client.get(add), name="Quiet", policy_audience="team")
    assert client.post(add, form).status_code == 302
    version = PolicyVersion.objects.get()
    assert (version.label.name, version.audience, version.by) == ("Quiet", "team", owner)
    assert version.at <= timezone.now()


def test_the_form_has_a_heading_for_each_group(client, sign_in, owner, page, blog, world):
    sign_in(owner)
    for scope in SCOPES:
        text = client.get(page(scope)).content.decode()
        for heading, group in GROUPS:
            there = set(group) & set(fields_of(**({scope: world[scope]} if scope != "blog" else {})))
            assert not there or str(heading) in text, (scope, heading)
