"""What a start needs is made once: a second start collects nothing, and a changed file is collected."""

import io
from types import SimpleNamespace

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command

from blog.management.commands import prepare
from blog.models import Blog


@pytest.fixture
def collected(monkeypatch, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    calls = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: calls.append(name))
    return calls


def test_static_files_are_collected_once(collected):
    prepare.collect()
    prepare.collect()
    assert collected == ["collectstatic"]


def test_and_again_when_one_has_changed(collected, monkeypatch, tmp_path):
    storage = FileSystemStorage(location=tmp_path)
    finder = SimpleNamespace(list=lambda ignored: [("new.css", storage)])
    monkeypatch.setattr(prepare, "get_finders", lambda: [finder])
    for text in ("p {}", "p { margin: 0 }"):
        (tmp_path / "new.css").write_text(text)
        prepare.collect()
    assert collected == ["collectstatic"] * 2


def test_a_first_start_makes_a_blog_and_says_where_it_is(db, monkeypatch):
    monkeypatch.setattr(prepare, "collect", lambda: None)
    said = io.StringIO()
    call_command("prepare", at="http://127.0.0.1:8000", stdout=said)
    assert Blog.objects.count() == 1
    assert "The blog is at http://127.0.0.1:8000" in said.getvalue()
    assert "signs in here" in said.getvalue()
    call_command("prepare", at="http://127.0.0.1:8000", stdout=io.StringIO())
    assert Blog.objects.count() == 1
