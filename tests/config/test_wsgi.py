"""What a process of the server has loaded by the time it serves: it is to start soon after a crash, and to be small."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAYS = "import config.wsgi, gc, sys; print(gc.isenabled(), gc.get_freeze_count() > 100_000, *sorted(sys.modules))"


def test_a_process_loads_no_library_that_its_blog_has_no_use_for_and_collects_what_is_made_from_then_on(tmp_path):
    env = {name: value for name, value in os.environ.items() if name not in ("CACHE_URL", "DJANGO_SETTINGS_MODULE")}
    said = subprocess.run(
        [sys.executable, "-c", SAYS],
        cwd=ROOT,
        env=env | {"PARLEY_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    collects, is_frozen, *loaded = said.stdout.split()
    assert (collects, is_frozen) == ("True", "True")
    assert "django" in loaded and not {"redis", "akismet", "httpx"} & set(loaded)
