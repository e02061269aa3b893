"""A local cluster with throw-away data: PostgreSQL, Redis, nginx, server processes and a worker."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.cluster import engines
from tests.servers import DEMO, READY, ROOT, free_port
from tests.store.postgres.commit_proxy import CommitProxy

WORKS = "Open Floor works"


class LocalCluster:
    """A running cluster. A server process that is stopped and started again keeps its port and its settings.

    `root`: the folder of the product's files. Without Redis, the processes find changes of other processes by comparing
    their streams with the database. `commits`: the proxy between the processes and PostgreSQL; None without
    `has_commit_proxy`.
    """

    def __init__(
        self,
        folder: Path,
        processes: int = 2,
        session_file: Path = DEMO,
        *,
        root: Path = ROOT,
        with_redis: bool = True,
        has_commit_proxy: bool = False,
    ):
        self.folder, self._root = folder, root
        self._started: list[subprocess.Popen[Any]] = []
        self.postgres = engines.Postgres(folder / "postgres")
        self._started.append(self.postgres.process)
        self.commits = CommitProxy(folder, folder / "postgres") if has_commit_proxy else None
        self.ports = [free_port() for _ in range(processes)]
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        key = folder / "secret.key"
        key.write_bytes(secrets.token_bytes(32))
        key.chmod(0o600)
        self.environment = {name: value for name, value in os.environ.items() if name not in ("HOST", "LINKS_FILE")} | {
            "DATABASE_URL": self.postgres.url_at(folder if has_commit_proxy else folder / "postgres"),
            "SECRET_KEY_FILE": str(key),
            "PUBLIC_URL": self.url,
            "TRUSTED_PROXIES": "1",
            "SESSION_FILE": str(session_file),
            "CONCURRENCY": "eventlet",
            "MALLOC_ARENA_MAX": "1",
            "PYTHONUNBUFFERED": "1",
        }
        if with_redis:
            self.start_redis()
            self.environment["REDIS_URL"] = f"unix://{folder}/redis.sock"
        self.processes: list[subprocess.Popen[Any]] = [self._start(number) for number in range(processes)]
        self._started.append(engines.start_nginx(folder, self.port, self.ports))
        self.worker = self.start_worker()

    @property
    def links(self) -> dict[str, Any]:
        links: dict[str, Any] = json.loads((self.folder / "links.json").read_text())
        return links

    def usual_writer(self, code: str = "CYB421") -> int:
        """Return the number of the process to which the proxy sends the commands of a session."""
        request = urllib.request.Request(f"{self.url}/api/s/{code}/attendee/similar", b"{}", method="POST")
        try:
            with urllib.request.urlopen(request) as answer:
                headers = answer.headers
        except urllib.error.HTTPError as refused:
            headers = refused.headers
        return self.ports.index(int(headers[engines.PROCESS].rpartition(":")[2]))

    def start(self, number: int) -> None:
        """Start a server process that was killed or stopped."""
        self.processes[number] = self._start(number)

    def start_redis(self) -> None:
        """Start Redis, also after `kill_redis`. Redis then has no data."""
        self.redis = engines.start_redis(self.folder)
        self._started.append(self.redis)

    def kill_redis(self) -> None:
        """Kill Redis with SIGKILL."""
        self.redis.kill()
        self.redis.wait()

    def kill(self, number: int) -> None:
        """Kill a server process with SIGKILL."""
        self.processes[number].kill()
        self._wait(self.processes[number])

    def stop(self, number: int) -> None:
        """Stop a server process with SIGTERM, and wait until it has drained."""
        self.processes[number].terminate()
        self._wait(self.processes[number])

    def start_worker(self) -> subprocess.Popen[Any]:
        """Start a worker, and wait for the message in its log that it is ready."""
        return self._run("worker", [sys.executable, "-m", "moderation", "work"], WORKS)

    def stop_worker(self) -> None:
        """Stop the worker with SIGTERM."""
        self.worker.terminate()
        self._wait(self.worker)

    def command_line(self, *arguments: str) -> str:
        """Execute an `open-floor` command in the environment of the cluster. Return its output."""
        command = [sys.executable, "-m", "moderation", *arguments]
        environment = self.environment | {"DATA_DIR": str(self.folder)}
        done = subprocess.run(command, cwd=self._root, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def log(self, name: str) -> str:
        """Return the log of `server-NUMBER` or `worker`."""
        return (self.folder / f"{name}.log").read_text()

    def close(self) -> None:
        """End all processes, the services last."""
        ours = [*self.processes, self.worker]
        for group, ending in ((ours, signal.SIGTERM), (self._started[::-1], signal.SIGINT)):
            for process in group:
                if process.poll() is None:
                    process.send_signal(ending)
            for process in group:
                self._wait(process)
        if self.commits is not None:
            self.commits.close()

    def _wait(self, process: subprocess.Popen[Any]) -> None:
        """Wait until the process has ended. Kill the process if it still runs after 15 s."""
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def _start(self, number: int) -> subprocess.Popen[Any]:
        environment = {
            "PORT": str(self.ports[number]),
            "DATA_DIR": str(self.folder / f"data-{number}"),
            "LINKS_FILE": str(self.folder / "links.json"),
        }
        return self._run(f"server-{number}", [sys.executable, str(self._root / "server.py")], READY, **environment)

    def _run(self, name: str, command: list[str], ready: str, **environment: str) -> subprocess.Popen[Any]:
        with open(self.folder / f"{name}.log", "ab") as log:
            process = subprocess.Popen(
                [*engines.WITH_PARENT, *command],
                cwd=self._root,
                env=self.environment | environment | {"PGAPPNAME": name},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                # Ctrl-C must end only the main process, which then ends its child processes in order.
                start_new_session=True,
            )
        assert process.stdout is not None
        if not any(ready in line for line in process.stdout):
            raise RuntimeError(f"{name} did not start: {self.log(name)}")
        return process


def make_folder() -> Path:
    """Return a new folder. PostgreSQL's user can access its subfolders."""
    folder = Path(tempfile.mkdtemp(prefix="open-floor-cluster-"))
    folder.chmod(0o711)
    return folder
