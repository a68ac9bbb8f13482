"""The house in order: where things stand, how long they are, and what no template may hold."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_the_top_of_the_house_holds_what_the_design_names():
    for name in ("manage.py", "blog", "accounts", "config", "templates", "static", "requirements.txt", "tests", "bin"):
        assert (ROOT / name).exists(), name
    for name in ("README.md", "ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md", "LICENSE", "pyproject.toml"):
        assert (ROOT / name).is_file(), name


def test_no_python_file_is_longer_than_250_lines():
    files = [path for room in ("accounts", "blog", "config") for path in (ROOT / room).rglob("*.py")]
    files = [path for path in files if path.parent.name != "migrations"]
    long = {str(path.relative_to(ROOT)): lines for path in files if (lines := len(path.read_text().splitlines())) > 250}
    assert not long


def test_no_file_is_called_utils_helpers_or_services():
    names = {path.stem for room in ("accounts", "blog", "config") for path in (ROOT / room).rglob("*.py")}
    assert not names & {"utils", "helpers", "services", "misc", "common"}


def test_no_test_waits_by_what_the_policy_of_pages_forbids():
    """Instead: tests.browser.waiting."""
    tests = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__).resolve()]
    assert not [path for path in tests if ".wait_for_function(" in path.read_text()]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_no_inline_script_style_or_handler(path):
    """The Content-Security-Policy would silently switch them off."""
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(), flags=re.S)
    assert not re.search(r"\sstyle\s*=\s*[\"']", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "<style" not in text
    assert not [tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag]
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_loads_nothing_from_elsewhere(path):
    assert not re.search(r"(?:src|srcset)\s*=\s*[\"']?(?:https?:)?//", path.read_text())
    assert not re.search(r"<link\b[^>]*href\s*=\s*[\"']?(?:https?:)?//", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_word_of_a_template_can_be_translated(path):
    """What is left of a template without its tags, its comments and its translated blocks holds no words."""
    text = path.read_text()
    for pattern in (
        r"{#.*?#}",
        r"{% comment.*?endcomment %}",
        r"{% block (?:bodyclass|lang|dir) %}.*?{% endblock \w* ?%}",  # goes into an attribute
        r"{% blocktranslate.*?{% endblocktranslate %}",
        r"{%.*?%}",
        r"{{.*?}}",
        r"<!--.*?-->",
        r"<[^>]*>",
        r"&\w+;",
    ):
        text = re.sub(pattern, " ", text, flags=re.S)
    assert not re.findall(r"[A-Za-z]{2,}", text.replace("DOCTYPE", ""))
