"""A throw-away PostgreSQL server for one test run, from Debian's packages.

The first test that needs the server starts a separate process for the server; all test workers share this server. The
process stops the server and deletes its files when the test run has ended, even if the run was killed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

RUN = "OPEN_FLOOR_TEST_RUN"
"""The environment variable that identifies the test run: the id of its first process and a random word."""
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off", "shared_buffers=32MB")


def programs() -> Path | None:
    """Return the program folder of the newest installed PostgreSQL. Return None if the package is missing."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    with contextlib.suppress(TypeError):
        folders.append(Path(shutil.which("initdb")).parent)
    return max(folders, key=lambda path: (path.parent.name.isdigit() and int(path.parent.name), path), default=None)


def name_run() -> None:
    """Give this test run a name, by which all its processes find the run's server (`server_url`).

    Call this function only in the first process of the run. The other processes inherit the name.
    """
    os.environ[RUN] = f"{os.getpid()}-{secrets.token_hex(4)}"


def folder() -> Path:
    """Return the folder of the run's server: its socket, its log, and its files in `data`."""
    return Path(tempfile.gettempdir()) / f"open-floor-postgres-{os.environ[RUN]}"


@contextlib.contextmanager
def own_server(place: Path, *options: str) -> Iterator[str]:
    """Start another server whose files are in `place`. Yield its connection string.

    `options`: settings such as `fsync=on`, which override `OPTIONS`. In the `with` block, tests may read all files of
    the server.
    """
    place.mkdir(mode=0o711)
    command = [sys.executable, __file__, place, str(os.getpid()), *options]
    with open(place / "log", "w") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        while not (place / "ready").exists():
            assert process.poll() is None, (place / "log").read_text()
            time.sleep(0.05)
        yield f"host={place} user=open_floor dbname=postgres"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def server_url() -> str:
    """Return the connection string of the run's server. Start the server if it does not run."""
    place = folder()
    with open(f"{place}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "ready").exists():
            place.mkdir(mode=0o700)
            with open(place / "log", "w") as log:
                # `setsid --fork` starts the process below in its own session and returns immediately. Therefore this
                # process does not end together with the test worker that has started it.
                command = ["setsid", "--fork", sys.executable, __file__, place, os.environ[RUN].partition("-")[0]]
                subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=True)
            deadline = time.monotonic() + 60
            while not (place / "ready").exists():
                assert time.monotonic() < deadline, (place / "log").read_text()
                time.sleep(0.05)
    return f"host={place} user=open_floor dbname=postgres"


def serve(folder: Path, owner: int, *further: str) -> None:
    """Create and start the server in this folder. Stop the server when the process `owner` has ended.

    `further`: more settings of PostgreSQL, in addition to `OPTIONS`.
    """
    binaries = programs()
    as_user = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root.
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    # Choose a locale that does not sort texts by their bytes. The tests then fail if a column of the store sorts by the
    # locale of the database instead of by bytes.
    create = ["--username=open_floor", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    create += ["--locale-provider=icu", "--icu-locale=en"]
    subprocess.run([*as_user, binaries / "initdb", f"--pgdata={folder}/data", *create], check=True, cwd=folder)
    options = [word for option in (*OPTIONS, *further) for word in ("-c", option)]
    place = ["-D", f"{folder}/data", "-k", str(folder), "-c", "listen_addresses="]
    server = subprocess.Popen([*as_user, binaries / "postgres", *place, *options], cwd=folder)
    try:
        while subprocess.run([binaries / "pg_isready", "-q", "-h", folder]).returncode:
            assert server.poll() is None
            time.sleep(0.05)
        (folder / "ready").touch()
        while server.poll() is None and Path(f"/proc/{owner}").exists():
            time.sleep(0.2)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
        shutil.rmtree(folder)
        Path(f"{folder}.lock").unlink(missing_ok=True)


if __name__ == "__main__":
    # Restore the default handling of SIGINT, because SIGINT stops PostgreSQL. If a shell has started the tests in the
    # background, SIGINT is ignored, and child processes inherit this.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    serve(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
