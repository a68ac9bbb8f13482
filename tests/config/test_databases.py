"""How the databases are talked to, beside what test_settings asks of the one in use."""

from environ import Env

from config.databases import TABLE, kept_open


def test_limits_are_counted_for_all_processes_and_no_flood_washes_them_out():
    assert TABLE["BACKEND"].endswith("DatabaseCache")
    assert TABLE["OPTIONS"]["MAX_ENTRIES"] >= 100_000


def test_a_server_that_does_not_answer_is_not_waited_for_long_unless_one_says_so():
    url = Env.db_url_config("postgres://u:p@db.example/name")
    assert kept_open(url)["OPTIONS"] == {"connect_timeout": 2, "tcp_user_timeout": 5_000}
    patient = Env.db_url_config("postgres://u:p@db.example/name?connect_timeout=9&sslmode=require")
    options = kept_open(patient)["OPTIONS"]
    assert options["connect_timeout"] == 9 and options["sslmode"] == "require"
    assert "OPTIONS" not in kept_open(Env.db_url_config("sqlite:////somewhere/db.sqlite3"))
