"""A throw-away PgBouncer, from Debian's package, in front of the test run's PostgreSQL server.

PgBouncer pools by transaction: each transaction of a client may use another connection to the server.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PORT = 6432
SETTINGS = """
[databases]
{databases}
[pgbouncer]
unix_socket_dir = {folder}
listen_port = {port}
auth_type = any
pool_mode = transaction
default_pool_size = 8
server_round_robin = 1
max_client_conn = 200
"""


def program() -> str | None:
    """Return the path of PgBouncer, or None if the package is missing."""
    return shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")


class PgBouncer:
    """A running PgBouncer. It offers each schema in `schemas` as a database with the same name."""

    def __init__(self, server_folder: Path, schemas: list[str]):
        self.folder = Path(tempfile.mkdtemp(prefix="open-floor-pgbouncer-"))
        databases = "\n".join(
            f"{name} = host={server_folder} dbname=postgres user=open_floor connect_query='SET search_path = {name}'"
            for name in schemas
        )
        file = self.folder / "pgbouncer.ini"
        file.write_text(SETTINGS.format(databases=databases, folder=self.folder, port=PORT))
        as_user = []
        if os.geteuid() == 0:  # PgBouncer refuses to run as root.
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
            # The process also ends if the test worker is killed.
        as_user += ["setpriv", "--pdeathsig", "KILL"]
        with open(self.folder / "log", "wb") as log:
            command = [*as_user, program(), "--quiet", file]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=log)
        deadline = time.monotonic() + 30
        while not self._is_ready():
            assert self._process.poll() is None and time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.02)

    def url(self, schema: str) -> str:
        """Return the connection string for a schema."""
        return f"host={self.folder} port={PORT} user=open_floor dbname={schema}"

    def stop(self) -> None:
        """End the process and delete its files."""
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self.folder)

    def _is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection, contextlib.suppress(OSError):
            connection.connect(str(self.folder / f".s.PGSQL.{PORT}"))
            return True
        return False
