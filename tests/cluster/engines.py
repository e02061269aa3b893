"""The services of a local cluster: PostgreSQL, Redis and nginx from Debian's packages, with throw-away data."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests import postgres_server

PROCESS = "X-Open-Floor-Process"
"""nginx adds this header to each answer. Its value is the address of the process that answered."""
CHOICE = "X-Open-Floor-Choice"
"""A request with this header does not go to the session's process. nginx sends it to the process with the number in the
header.
"""
WITH_PARENT = ["setpriv", "--pdeathsig", "INT"]
"""The prefix of a command. With this prefix, the process ends together with its parent process."""
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
REDIS = shutil.which("redis-server")
PROXY = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 18000; }}
http {{
  log_format request "$request_method $uri";
  access_log {folder}/requests.log request;
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-proxy;
  fastcgi_temp_path {folder}/nginx-fastcgi;
  uwsgi_temp_path {folder}/nginx-uwsgi;
  scgi_temp_path {folder}/nginx-scgi;
  include {upstreams};
  map $http_x_open_floor_choice $open_floor_target {{
    default $open_floor_upstream;
{choices}
  }}
  server {{
    listen 127.0.0.1:{port};
    client_max_body_size 5m;
    client_body_buffer_size 128k;
    location / {{ proxy_pass http://$open_floor_target; }}
    add_header {PROCESS} $upstream_addr always;
    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $open_floor_connection;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_max_temp_file_size 0;
    proxy_connect_timeout 2s;
    proxy_read_timeout 90s;
  }}
}}
"""
UPSTREAMS = Path(__file__).parents[2] / "deploy" / "cluster" / "nginx-upstreams.conf"
SERVERS = ("server 127.0.0.1:5001 max_fails=3 fail_timeout=2s;", "server 127.0.0.1:5002 max_fails=3 fail_timeout=2s;")
"""The lines of the file `UPSTREAMS` with the addresses of the two server processes. `start_nginx` replaces them."""


def missing() -> list[str]:
    """Return the Debian packages that a local cluster needs and this machine lacks."""
    programs = {"postgresql": postgres_server.programs(), "redis-server": REDIS, "nginx": NGINX}
    return [package for package, program in programs.items() if program is None]


class Postgres:
    """A PostgreSQL server with durable commits. Its data and its Unix socket are in `folder`. It opens no TCP port."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(mode=0o700)
        self._as_user = WITH_PARENT
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root.
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            self._as_user = [*WITH_PARENT, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        binaries = postgres_server.programs()
        assert binaries is not None
        self._binaries = binaries
        self.url = self.url_at(folder)
        self._place = ["-h", str(folder), "-U", "open_floor"]
        options = ["--username=open_floor", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._call("initdb", f"--pgdata={folder}/data", *options)
        self.start()

    @staticmethod
    def url_at(folder: Path) -> str:
        """Return the connection URL of the PostgreSQL server whose Unix socket is in this folder."""
        return f"postgresql://open_floor@/postgres?host={folder}"

    def start(self) -> None:
        """Start the server, and wait until it accepts connections."""
        place = ["-D", f"{self.folder}/data", "-k", str(self.folder), "-c", "listen_addresses="]
        with open(f"{self.folder}.log", "ab") as log:
            self.process = subprocess.Popen(
                [*self._as_user, str(self._binaries / "postgres"), *place], cwd=self.folder, stdout=log, stderr=log
            )
        while subprocess.run([self._binaries / "pg_isready", "-q", "-h", self.folder, "-U", "open_floor"]).returncode:
            assert self.process.poll() is None, Path(f"{self.folder}.log").read_text()
            time.sleep(0.05)

    def sql(self, statement: str) -> str:
        """Execute a statement on a new connection. Return the rows as lines."""
        command = [self._binaries / "psql", *self._place, "-Atqc", statement, "postgres"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def dump(self) -> Path:
        """Write all tables to a file, and return its path."""
        path = self.folder.with_name("dump")
        with open(path, "wb") as file:
            subprocess.run(
                [self._binaries / "pg_dump", *self._place, "--format=custom", "postgres"], stdout=file, check=True
            )
        return path

    def restore(self, dump: Path) -> None:
        """Replace all tables by those of a dump."""
        with open(dump, "rb") as file:
            command = [self._binaries / "pg_restore", *self._place, "--clean", "--dbname=postgres"]
            subprocess.run(command, stdin=file, check=True)

    def _call(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = [*self._as_user, str(self._binaries / program), *arguments]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL)


def start_redis(folder: Path) -> subprocess.Popen[bytes]:
    """Start a Redis server that stores nothing and listens on `folder/redis.sock`."""
    assert REDIS is not None
    options = ["--port", "0", "--unixsocket", f"{folder}/redis.sock", "--save", "", "--appendonly", "no"]
    with open(folder / "redis.log", "ab") as log:
        return subprocess.Popen([*WITH_PARENT, REDIS, *options], cwd=folder, stdout=log, stderr=log)


def start_nginx(folder: Path, port: int, processes: Sequence[int]) -> subprocess.Popen[bytes]:
    """Start nginx on `port`, in front of the server processes on the ports `processes`.

    nginx uses the shipped file `UPSTREAMS`, with these ports instead of the ports in the file.
    """
    assert NGINX is not None
    text = UPSTREAMS.read_text()
    lines = [f"server 127.0.0.1:{process} max_fails=3 fail_timeout=2s;" for process in processes]
    assert all(server in text for server in SERVERS)
    text = text.replace(SERVERS[0], "\n    ".join(lines)).replace(SERVERS[1], "")
    (folder / "upstreams.conf").write_text(text)
    configuration = folder / "nginx.conf"
    choices = "\n".join(f'    "{number}" 127.0.0.1:{process};' for number, process in enumerate(processes))
    upstreams = folder / "upstreams.conf"
    configuration.write_text(
        PROXY.format(folder=folder, PROCESS=PROCESS, port=port, upstreams=upstreams, choices=choices)
    )
    return subprocess.Popen([*WITH_PARENT, NGINX, "-c", str(configuration), "-e", str(folder / "nginx.log")])
