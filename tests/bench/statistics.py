"""Makes config/statistics.csv of a large generated blog, which PARLEY_DATA has:

manage.py generate_blog --posts 100000 --comments 1000000 --members 100000; python -m tests.bench.statistics
"""

import csv
import sqlite3
import sys

from config.env import read
from config.statistics import FILE

# Of the framework, of what the generator makes none of, and the tables of the indexes of letters.
WITHOUT = ("auth_", "django_", "blog_post_titles", "accounts_user_names")


def main() -> None:
    with sqlite3.connect(read().data / "db.sqlite3") as database:
        database.execute("ANALYZE")
        found = database.execute("SELECT tbl, idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL ORDER BY tbl, idx")
        rows = [row for row in found.fetchall() if not row[0].startswith(WITHOUT)]
        database.rollback()
    with FILE.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("table", "index", "rows"), *rows])
    sys.stdout.write(f"{len(rows)} indexes written to {FILE}.\n")


if __name__ == "__main__":
    main()
