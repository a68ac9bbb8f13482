"""What every test stands on. The database is real; SQLite unless DATABASE_URL says otherwise."""

import gc
import sys
from contextlib import contextmanager
from threading import Barrier, Thread

import pytest
from _pytest import runner
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, connections
from django.template.base import Template
from django.test.signals import template_rendered
from hypothesis import settings as hypothesis

from config.crowd.frames import with_room
from tests import emptying
from tests.rows import rows

# Examples come from a test's own source and not from chance, and a busy machine makes none of them too slow.
hypothesis.register_profile("suite", derandomize=True, deadline=None)
hypothesis.load_profile("suite")

pytest_plugins = ["tests.factories", "tests.made"]


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="run the long proofs as well")
    parser.addoption(
        "--rounds", type=int, help="how often the slow proofs kill or restart, instead of their own number"
    )
    parser.addoption("--minutes", type=float, default=1, help="how long the soak lasts")
    parser.addoption("--no-browser", action="store_true", help="leave out the tests that drive Chromium")


def pytest_collection_modifyitems(config, items):
    left_out = [
        mark
        for mark, out in (("slow", not config.getoption("--slow")), ("browser", config.getoption("--no-browser")))
        if out
    ]
    kept, deselected = [], []
    for item in items:
        (deselected if any(item.get_closest_marker(mark) for mark in left_out) else kept).append(item)
    config.hook.pytest_deselected(items=deselected)
    items[:] = kept


gc.disable()  # until all tests are loaded


def pytest_collection_finish():
    """What is loaded until now stays, as in the server, and what tests leave behind is looked for more seldom."""
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """pytest's own, with room for what a test calls, which is deep below pytest."""
    return with_room(runner.pytest_runtest_protocol, item, nextitem)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        emptying.take_over()


@pytest.fixture(scope="session", autouse=True)
def _told_of_whole_templates_alone(django_test_environment):
    """Django's client copies the context of each template into `response.context`. Those that another includes are some
    thousands where each option of a list is one: a tenth of the time of the desk's tests, and no test looks there.
    """

    def render(template, context):
        if context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    Template._render = render


@pytest.fixture(autouse=True)
def _media_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits are counted in the cache: each test starts with none used."""
    cache.clear()


@pytest.fixture(autouse=True)
def _known_kinds(request):
    """Django keeps the kinds of rows in its process once it has asked for them, and a flush of the tables makes it
    forget them: known from the start, as on a site that has run for a while, no test pays for what the one before left.
    """
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("db")
        ContentType.objects.get_for_models(*apps.get_models())


@pytest.fixture
def nothing_changes(db):
    """A block after which every table is as it was before."""

    @contextmanager
    def block():
        before = rows()
        yield
        assert rows() == before

    return block


@pytest.fixture
def at_once(transactional_db, tmp_path, monkeypatch):
    """Runs functions in threads of their own, all starting at once, and returns what each returned or raised.

    A database in memory locks by table and refuses at once, which no real site does: on SQLite, a copy of it in a file
    takes its place for the test.
    """
    in_memory = connections["default"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "db.sqlite3")])
        file = {**connection.settings_dict, "NAME": str(tmp_path / "db.sqlite3")}
        monkeypatch.setitem(connections.settings, "default", file)
        connections["default"] = connections.create_connection("default")

    def run(*functions):
        barrier, answers = Barrier(len(functions)), [None] * len(functions)

        def one(place, function):
            barrier.wait()
            try:
                answers[place] = function()
            except Exception as error:  # noqa: BLE001 (the test looks at it)
                answers[place] = error
            finally:
                connection.close()

        threads = [Thread(target=one, args=pair) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    yield run
    if connection.vendor == "sqlite":
        connection.close()
        connections["default"] = in_memory


@pytest.fixture
def calls():
    """How many functions a function calls, whatever the clock says: Python's own, and those of C."""

    def counted(function, *arguments) -> int:
        told = []
        sys.setprofile(lambda _frame, event, _of: told.append(event) if event in ("call", "c_call") else None)
        try:
            function(*arguments)
        finally:
            sys.setprofile(None)
        return len(told)

    return counted


@pytest.fixture
def steps(db):
    """A function's answer, and how many hundreds of steps SQLite took for it: what was looked at, whatever the clock
    says. Skips the test on other databases."""
    if connection.vendor != "sqlite":
        pytest.skip("counts the steps of SQLite's machine")

    def counted(function) -> tuple[object, int]:
        taken = []
        connection.ensure_connection()
        connection.connection.set_progress_handler(lambda: taken.append(1) and None, 100)
        try:
            return function(), len(taken)
        finally:
            connection.connection.set_progress_handler(None, 0)

    return counted
