"""Numbers of several processes come together in one answer."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
COUNT = """
import django
django.setup()
from blog.watching import metrics
metrics.count_request("GET", "reading:front", 200, 0.01, 3)
"""
GIVE = """
from django.conf import settings
from blog.watching.metrics import KEPT
from blog.watching.tally import tally
given = tally(settings.METRICS_DIRECTORY, KEPT)
for _page in range(70_000):
    given[0] += 1
"""
SUM = """
from blog.watching.machines import metrics as page
from django.test import RequestFactory
print(page(RequestFactory().get("/metrics", headers={"authorization": "Bearer token"})).content.decode())
"""


def test_what_each_process_counted_is_added_up(tmp_path):
    env = {"PATH": os.environ["PATH"], "PARLEY_DATA": str(tmp_path), "METRICS_TOKEN": "token"}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"

    def run(script):
        ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    run(COUNT), run(COUNT + GIVE)
    said = run(COUNT + GIVE + SUM)
    assert 'parley_requests_total{method="GET",route="reading:front",status="200"} 3.0' in said
    assert 'parley_queries_total{route="reading:front"} 9.0' in said
    assert 'parley_request_seconds_count{route="reading:front"} 3.0' in said
    assert "parley_kept_pages_total 140000.0" in said
    assert "parley_letters_waiting" not in said  # there is no database here, and the rest is told all the same
