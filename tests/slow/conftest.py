"""Sites to prove things of: with many members, on SQLite or on PostgreSQL."""

import pytest

from tests.slow.postgres import Postgres
from tests.slow.site import Site


@pytest.fixture
def postgres():
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def site(tmp_path):
    """A running site on SQLite, whose server never failed."""
    site = Site(tmp_path)
    site.start()
    yield site
    site.stop()
    assert "Traceback" not in site.said.read_text()


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def site_on_either(request, tmp_path):
    """The same, on each database in turn."""
    site = Site(tmp_path, request.getfixturevalue("postgres") if request.param == "PostgreSQL" else None)
    site.start()
    yield site
    site.stop()
    assert "Traceback" not in site.said.read_text()
