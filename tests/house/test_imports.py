"""Imports go one way: a newcomer can read any room knowing only the rooms below it."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# From the ground up. A module belongs to the entry with the longest matching name, and may import its own floor and
# those below. A module that no entry names fails the test: give it a floor.
FLOORS = [
    ["config.env", "config.cache_router", "config.databases", "config.letters", "config.logs", "config.prepared"]
    + ["config.inserted", "config.replica.router", "config.statistics", "config.variables"],
    # pure: text and tables, nothing of Django's
    [
        "accounts.names",
        "accounts.mailboxes",
        "blog.permissions",
        "blog.paths",
        "blog.look",
        "blog.writing.plot",
        "blog.writing.checklist.rules",
        "blog.writing.checklist.scan",
        "blog.markup",
        "blog.comments.policy",
        "blog.pagecache.tags",
        "blog.pagecache.tables",
        "blog.pagecache.encodings",
    ],
    ["accounts.models", "accounts.signals"],
    ["accounts.standing"],
    ["blog.models"],
    ["blog.comments.models"],
]
ABOVE = ["acts", "forms", "views", "urls", "config"]


@cache
def modules() -> dict[str, Path]:
    """Every module of the project by its dotted name, without migrations and tests."""
    files = [path for room in ("config", "accounts", "blog") for path in (ROOT / room).rglob("*.py")]
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}
    return {name: path for name, path in named.items() if ".migrations" not in name}


def floor(name: str) -> int:
    """The floor of a module: those named above, else by what its file is for."""
    best = max(
        (
            (len(prefix), level)
            for level, prefixes in enumerate(FLOORS)
            for prefix in prefixes
            if name == prefix or name.startswith(f"{prefix}.")
        ),
        default=None,
    )
    if best:
        return best[1]
    parts = name.split(".")
    ground = len(FLOORS)
    if parts[0] == "config":
        return ground + ABOVE.index("config")
    if parts[-1] == "urls":
        return ground + ABOVE.index("urls")
    if parts[-1] in ("apps", "admin") or "management" in parts:
        return ground + ABOVE.index("urls")
    if "views" in parts or "middleware" in parts or "desk" in parts or parts[:2] == ["blog", "reading"]:
        return ground + ABOVE.index("views")
    if "forms" in parts:
        return ground + ABOVE.index("forms")
    return ground + ABOVE.index("acts")


def imported(path: Path) -> list[tuple[str, int]]:
    """(module, line) of each import of our own in a file."""
    known = modules()
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno} imports by dots: name the module whole"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.append((whole if whole in known else node.module, node.lineno))
    return [(name, line) for name, line in found if name.split(".")[0] in ("config", "accounts", "blog")]


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_only_its_own_floor_and_those_below(name):
    path = modules()[name]
    upward = [f"{path}:{line} imports {other}" for other, line in imported(path) if floor(other) > floor(name)]
    assert not upward


def test_accounts_never_import_the_blog():
    for name, path in modules().items():
        if name.startswith("accounts"):
            assert not [other for other, _line in imported(path) if other.startswith("blog")], name


def test_pure_modules_import_nothing_of_django():
    for name, path in modules().items():
        if floor(name) == 1:
            tree = ast.parse(path.read_text())
            names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
            names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
            assert not [other for other in names if other.split(".")[0] == "django"], name


def test_only_markup_imports_the_markdown_and_sanitizing_libraries():
    for name, path in modules().items():
        if not name.startswith("blog.markup"):
            for node in ast.walk(ast.parse(path.read_text())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module] if isinstance(node, ast.ImportFrom) else []
                assert not {other.split(".")[0] for other in names} & {"bleach", "nh3", "markdown", "pygments"}, name


def test_only_hosts_reads_the_host_header():
    readers = ("get_host(", "HTTP_HOST", 'headers["Host"]', "SERVER_NAME")
    for name, path in modules().items():
        if name not in ("blog.hosts", "config.settings", "config.env"):
            text = path.read_text()
            assert not [word for word in readers if word in text], name


def test_no_import_hides_in_a_function():
    for name, path in modules().items():
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and function.name != "ready":
                inner = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
                assert not inner, f"{name}.{function.name}"
