# Read by bin/serve, bin/test and .ci/run: finds a Python and makes a virtual environment. Plain sh.

say() { printf '%s\n' "$@" >&2; }
fail() { say "$@"; exit 1; }
as_root() { [ "$(id -u)" = 0 ] || printf 'sudo '; }

# find_python [COMMAND ...]: prints the first Python that is new enough and can make virtual environments, or says what
# is missing and returns 1. Without arguments: $PYTHON, if set, else the usual commands.
find_python() {
    without_venv=
    [ $# -gt 0 ] || set -- ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}
    for candidate in "$@"; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
        without_venv=${without_venv:-$candidate}
    done
    if [ -n "$without_venv" ]; then
        say "This Python ($without_venv) cannot make virtual environments. Install what is missing, then try again:"
        say "    $(as_root)apt-get install $(basename "$without_venv")-venv"
    else
        say "Parley needs Python 3.11 or newer, and there is none here. Install one, then try again:"
        say "    $(as_root)apt-get install python3 python3-venv"
    fi
    return 1
}

# is_made DIRECTORY: whether an environment stands there that was once whole.
is_made() { [ -e "$1/ready" ] && "$1/bin/python" -c 'import django' 2>/dev/null; }

# make_venv DIRECTORY PYTHON REQUIREMENTS: leaves in DIRECTORY an environment with all that the file REQUIREMENTS names.
# DIRECTORY/ready holds the checksums of what is installed whole. Without it the environment was left half made, and is
# made anew; with it nothing is fetched, so that a second start needs no network.
make_venv() {
    sum=$(cat requirements.txt requirements-dev.txt | cksum)
    if is_made "$1"; then
        grep -qxF "$3 $sum" "$1/ready" && return
        say "Bringing $1 up to date with $3 ..."
    else
        say "Installing what $3 names into $1 (once; this takes a minute) ..."
        rm -rf "$1"
        "$2" -m venv "$1" || { say "Could not make the virtual environment $1."; return 1; }
    fi
    rm -f "$1/ready"
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check -r "$3" || {
        say "Could not install the libraries (pip's reason stands above). Check the network, then try again."
        return 1
    }
    printf '%s\n' "requirements.txt $sum" "$3 $sum" >"$1/ready"
}
