"""A PostgreSQL server of our own that can be killed, and comes back on what it had written."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from tests.slow.site import ROOT


class Postgres:
    """Started when made. An answered commit is written, as on a real server (only a power cut is not survived)."""

    def __init__(self):
        self.directory = Path(tempfile.mkdtemp(prefix="parley-postgres-"))
        self.directory.chmod(0o711)  # it runs as another user where we are root
        (self.directory / "own").mkdir(mode=0o700)
        self.url = f"postgres://parley@/{self.directory}/own/parley"  # for DATABASE_URL
        self.dsn = f"host={self.directory}/own user=parley dbname=parley"  # for psycopg
        self._run('start_postgres "$(find_postgres)" "$1"')
        self._run("as_postgres psql --host \"$1\" --username parley --dbname parley -qc "
                  "'ALTER DATABASE parley SET synchronous_commit = on'")  # fmt: skip

    def kill(self) -> None:
        """Every process of it, at once, as if the machine had been pulled away from under it."""
        processes = self.processes()
        for process in processes:
            with suppress(ProcessLookupError):  # it ended with the first of them
                os.kill(process, signal.SIGKILL)
        while any(map(_lives, processes)):
            time.sleep(0.01)

    def processes(self) -> list[int]:
        """The numbers of all of it, the first one's first."""
        first = int((self.directory / "own/data/postmaster.pid").read_text().split()[0])
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, text=True, check=True)
        return [first, *map(int, found.stdout.split())]

    def start(self) -> None:
        # A killed process may be waited for by nobody, and then seems to hold its locks for ever.
        for lock in ("data/postmaster.pid", ".s.PGSQL.5432.lock"):
            (self.directory / "own" / lock).unlink(missing_ok=True)
        self._run("run_postgres")

    def stop(self) -> None:
        self._run("stop_postgres")
        shutil.rmtree(self.directory, ignore_errors=True)

    def _run(self, what: str) -> None:
        script = f'set -e; . bin/venv.sh; . bin/system.sh; use_postgres "$(find_postgres)" "$1"; {what}'
        subprocess.run(["bash", "-c", script, "bash", str(self.directory / "own")], cwd=ROOT, check=True)


class ReplicaOf:
    """A second server that follows a Postgres, as `DATABASE_REPLICA_URL` has it."""

    def __init__(self, primary: Postgres):
        self.own = primary.directory / "replica"
        self.own.mkdir(mode=0o700)
        self.url = f"postgres://parley@/{self.own}/parley"
        self.dsn = f"host={self.own} user=parley dbname=parley"
        self._run(
            '[ -z "$postgres_as" ] || chown "$postgres_as" "$1"; '
            'as_postgres pg_basebackup --host "$2" --username parley --pgdata "$1/data" --write-recovery-conf '
            "--checkpoint fast; run_postgres",
            primary.directory / "own",
        )

    def pause(self) -> None:
        """From now on it hears what the primary writes, and takes none of it in."""
        self._ask("SELECT pg_wal_replay_pause()")
        while not self._ask("SELECT pg_get_wal_replay_pause_state() = 'paused'"):
            time.sleep(0.01)

    def resume(self) -> None:
        self._ask("SELECT pg_wal_replay_resume()")

    def rows_read(self) -> int:
        """How many rows of tables it has looked at since it was started."""
        self._ask("SELECT pg_stat_clear_snapshot()")
        return self._ask("SELECT sum(tup_returned) FROM pg_stat_database WHERE datname = 'parley'")

    def stop(self) -> None:
        self._run("stop_postgres")

    def _ask(self, query: str):
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            return connection.execute(query).fetchone()[0]

    def _run(self, what: str, *more: Path) -> None:
        script = f'set -e; . bin/venv.sh; . bin/system.sh; use_postgres "$(find_postgres)" "$1"; {what}'
        subprocess.run(["bash", "-c", script, "bash", str(self.own), *map(str, more)], cwd=ROOT, check=True)


def _lives(process: int) -> bool:
    """Whether it may still hold the server's memory: one that is only waited for (Z) holds none."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
