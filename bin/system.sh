# Read by bin/test and .ci/run, after bin/venv.sh: what comes from the system's packages. Installs only where it may
# (Debian and its kin; as root, or with a sudo that asks for no password).

# may_install: whether install_packages could work here.
may_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

# install_packages PACKAGE ...: returns 1, having named the command, when it may not or cannot.
install_packages() {
    may_install || { say "Install it, then try again:" "    $(as_root)apt-get install $*"; return 1; }
    say "Installing $* ..."
    $(as_root) sh -c 'export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"' sh "$@" </dev/null >/dev/null
}

# find_or_install_python: find_python, but installs what Debian leaves out of its python3.
find_or_install_python() {
    find_python 2>/dev/null && return
    may_install && install_packages python3 python3-venv
    find_python
}

# find_chromium: prints the path of a Chromium or Chrome, or returns 1.
find_chromium() {
    for browser in ${CHROMIUM:-chromium chromium-browser google-chrome google-chrome-stable}; do
        command -v "$browser" && return
    done
    return 1
}

# find_headless_chromium: find_chromium, but rather the one without windows: the others make some for each test, which
# nobody sees and which cost as much as the test.
find_headless_chromium() {
    { [ -z "${CHROMIUM:-}" ] && command -v chromium-headless-shell; } || find_chromium
}

# headless_chromium_package: the name of the package to install for it.
headless_chromium_package() {
    ! may_install || $(as_root) apt-get update -qq </dev/null >/dev/null 2>&1 || :
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then echo chromium-headless-shell; else echo chromium; fi
}

# find_postgres: prints the directory of PostgreSQL's server programs (newest version first), or returns 1.
find_postgres() {
    for programs in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(pg_config --bindir 2>/dev/null)"; do
        [ ! -x "$programs/initdb" ] || { echo "$programs"; return; }
    done
    return 1
}

# start_postgres PROGRAMS DIRECTORY: starts a server of our own in the empty DIRECTORY, reached only through a socket
# there: DATABASE_URL is postgres://parley@/DIRECTORY/parley.
start_postgres() {
    use_postgres "$1" "$2"
    [ -z "$postgres_as" ] || chown "$postgres_as" "$2"
    as_postgres initdb --pgdata "$2/data" --username parley --auth trust --encoding UTF8 --locale C --no-sync >/dev/null &&
        run_postgres && as_postgres createdb --host "$2" --username parley parley ||
        { say "PostgreSQL did not start:"; cat "$2/log" >&2; return 1; }
}

# use_postgres PROGRAMS DIRECTORY: what the others work with. PostgreSQL refuses root, so root lends it another user.
use_postgres() {
    postgres_programs=$1 postgres_directory=$2 postgres_as=
    [ "$(id -u)" != 0 ] || postgres_as=$(id -un postgres 2>/dev/null || echo nobody)
}

run_postgres() {
    as_postgres pg_ctl start --wait --silent --pgdata "$postgres_directory/data" --log "$postgres_directory/log" \
        --options "-c listen_addresses='' -c unix_socket_directories='$postgres_directory' -c fsync=off \
            -c synchronous_commit=off"
}

stop_postgres() {
    as_postgres pg_ctl stop --mode immediate --silent --pgdata "$postgres_directory/data"
}

# A server without a home of its own may not look at our working directory.
as_postgres() {
    program=$postgres_programs/$1; shift
    (cd / && ${postgres_as:+runuser -u "$postgres_as" --} "$program" "$@")
}
