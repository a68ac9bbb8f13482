"""How the databases are talked to, beside what test_settings asks of the one in use."""

from config.databases import TABLE


def test_limits_are_counted_for_all_processes_and_no_flood_washes_them_out():
    assert TABLE["BACKEND"].endswith("DatabaseCache")
    assert TABLE["OPTIONS"]["MAX_ENTRIES"] >= 100_000
