"""bin/test, without what it needs."""

import re


def test_a_browser_that_is_not_there_is_named(run):
    status, said = run("bin/test", CHROMIUM="/nowhere/chromium")
    assert status == 1
    assert "/nowhere/chromium" in said


def test_what_may_not_be_installed_is_named_with_its_command(run, tmp_path):
    """A machine without Debian's packages: everything but apt-get is on the path."""
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "sudo").write_text("#!/bin/sh\nexit 1\n")
    for name in ("id", "sudo"):
        (tmp_path / name).chmod(0o755)
    command = f"PATH={tmp_path}:$PATH; . bin/venv.sh; . bin/system.sh; install_packages chromium libatomic1"
    status, said = run("bash", "-c", command)
    assert status == 1
    assert re.search(r"^ +sudo apt-get install chromium libatomic1$", said, re.M)


def test_the_browser_without_windows_comes_first_unless_another_is_named(run, tmp_path):
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    find = f"PATH={tmp_path}:$PATH; . bin/venv.sh; . bin/system.sh; find_headless_chromium"
    for named, found in (("", "chromium-headless-shell"), (str(tmp_path / "chromium"), "chromium")):
        status, said = run("bash", "-c", find, CHROMIUM=named)
        assert (status, said.strip()) == (0, str(tmp_path / found))


def test_help_names_every_option(run):
    status, said = run("bin/test", "--help")
    assert status == 0
    assert "--no-browser" in said and "--no-postgres" in said and "--slow" in said
