"""A policy goes out as JSON and comes in as new versions, all or nothing."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from accounts.models import Role
from blog.comments.models import Guideline, PolicyVersion
from blog.comments.policy_json import exported
from blog.models import Label


@pytest.fixture
def world(blog, make_post, make_member, set_policy):
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    post = make_post(blog, path="/2018/05/title/", author=make_member(blog, Role.OWNER))
    set_policy(blog, audience="signed_in", hold_words=["casino*"], read_only=False)
    PolicyVersion.objects.create(blog=blog, label=label, hold_links=0)
    set_policy(blog, post, open_until=datetime(2030, 5, 3, 9, tzinfo=UTC), hold_words=[])
    Guideline.objects.create(blog=blog, title="Be kind", text="Always.")
    return blog


@pytest.fixture
def bring_in(tmp_path):
    def run(data, *options) -> str:
        path, out = tmp_path / "policy.json", io.StringIO()
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        call_command("import_policy", str(path), *options, stdout=out)
        return out.getvalue()

    return run


def test_what_goes_out_comes_in_again_and_changes_nothing(world, bring_in, nothing_changes):
    out = io.StringIO()
    call_command("export_policy", stdout=out)
    with nothing_changes():
        assert "Nothing to change" in bring_in(out.getvalue())


def test_what_goes_out_from_one_blog_comes_in_at_another(world, bring_in, make_blog, make_post, make_member):
    two = make_blog(hostname="two.example.org")
    make_post(two, path="/2018/05/title/", author=make_member(two, Role.OWNER))
    Label.objects.create(blog=two, name="Letters", slug="letters")
    bring_in(exported(world), "--hostname", "two.example.org")
    assert exported(two) == exported(world)


def test_a_change_is_a_new_version_told_and_written_once(world, bring_in, nothing_changes):
    by = world.memberships.get(role=Role.OWNER).user
    data = {"format": 1, "blog": {"audience": "team"}, "guidelines": [{"title": "Be brief", "text": "Please."}]}
    with nothing_changes():
        planned = bring_in(data, "--dry-run")
    done = bring_in(data, "--by", by.email)
    assert planned == done
    assert "the blog: who may comment: Anyone signed in with a confirmed address → The blog’s team" in done
    assert "guideline added: Be brief" in done and "guideline removed: Be kind" in done
    version = PolicyVersion.objects.filter(blog=world, post=None, label=None).latest("pk")
    assert (version.audience, version.hold_words, version.by) == ("team", None, by)
    with nothing_changes():
        bring_in(data)


@pytest.mark.parametrize(
    "data, words",
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", '"format": 1'),
        ({"format": 2}, '"format": 1'),
        ({"format": 1, "rules": {}}, "Unknown parts: rules"),
        ({"format": 1, "blog": []}, "must be an object"),
        ({"format": 1, "blog": {"moderation": "all"}}, "unknown here: moderation"),
        ({"format": 1, "blog": {"close_at": None}}, "unknown here: close_at"),
        ({"format": 1, "labels": {"letters": {"readers": "team"}}}, "unknown here: readers"),
        ({"format": 1, "labels": {"none": {}}}, "no label “none”"),
        ({"format": 1, "posts": {"/none/": {}}}, "no post “/none/”"),
        ({"format": 1, "blog": {"audience": "everybody"}}, "audience: "),
        ({"format": 1, "blog": {"audience": 1}}, "not of the right kind"),
        ({"format": 1, "blog": {"hold_first": -1}}, "hold_first: "),
        ({"format": 1, "blog": {"hold_first": 101}}, "hold_first: "),
        ({"format": 1, "blog": {"hold_first": True}}, "not of the right kind"),
        ({"format": 1, "blog": {"hold_all": 1}}, "not of the right kind"),
        ({"format": 1, "blog": {"hold_words": ["a*"]}}, "“a*” can’t be used"),
        ({"format": 1, "blog": {"hold_words": "casino"}}, "must be a list"),
        ({"format": 1, "posts": {"/2018/05/title/": {"close_at": "2030-05-03 09:00"}}}, "with its zone"),
        ({"format": 1, "posts": {"/2018/05/title/": {"close_at": "2030-02-30T09:00Z"}}}, "close_at: "),
        ({"format": 1, "guidelines": [{"title": "x"}]}, "neither is empty"),
        ({"format": 1, "guidelines": [{"title": "x" * 81, "text": "x"}]}, "more than 80"),
        ({"format": 1, "guidelines": [{"title": "x", "text": "y"}] * 2}, "same title"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_changed(data, words, world, bring_in, nothing_changes):
    if isinstance(data, dict) and "blog" not in data and data.get("format") == 1:
        data = {**data, "blog": {"audience": "team"}}  # what comes before the fault is not kept either
    with nothing_changes(), pytest.raises(CommandError) as refused:
        bring_in(data)
    assert words in str(refused.value) and "Nothing was changed." in str(refused.value)


def test_a_file_blog_or_person_that_is_not_there_is_told(world, bring_in, nothing_changes):
    with nothing_changes():
        for options in (["/nowhere.json"], ["-", "--hostname", "none"], ["-", "--by", "nobody@example.org"]):
            with pytest.raises(CommandError):
                call_command("import_policy", *options)
        with pytest.raises(CommandError):
            call_command("export_policy", "--hostname", "none")


def test_a_policy_that_locks_out_is_refused(blog, bring_in, nothing_changes):
    assert timezone.now() and not blog.memberships.exists()
    with nothing_changes(), pytest.raises(CommandError, match="nobody who may moderate"):
        bring_in({"format": 1, "blog": {"hold_all": True}})
