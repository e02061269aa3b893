"""Tests of the files in deploy/cluster: the systemd units, the nginx configuration and the compose file."""

from __future__ import annotations

import re
import subprocess

import pytest

from moderation.cli.main import main
from tests.cluster import engines
from tests.faults.fault_tools import skip_or_fail
from tests.servers import ROOT, free_port

FOLDER = ROOT / "deploy" / "cluster"
MANUAL = (FOLDER / "README.md").read_text("utf-8")
AROUND = "pid nginx.pid; events {{}} http {{ {temporary} include site.conf; }}"


def lines_of(name):
    text = re.sub(r"(?m)^\s*#.*\n", "", (ROOT / "deploy" / name).read_text("utf-8"))
    return {line for line in text.splitlines() if line}


def site():
    """Return the nginx configuration that the command in deploy/cluster/README.md prints."""
    (command,) = re.findall(r"\{ cat deploy/cluster/nginx-upstreams.conf.*?\n   \}", MANUAL, re.DOTALL)
    return subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", ["cluster/open-floor@.service", "cluster/open-floor-worker.service"])
def test_the_units_have_the_restrictions_of_the_single_server(name):
    differing = ("Description=", "Environment", "ExecStart=", "MemoryMax=", "Restart", "LimitNOFILE=", "WatchdogSec=")
    missing = lines_of("open-floor.service") - lines_of(name)
    assert [line for line in missing if not line.startswith(differing)] == []


def test_the_command_of_the_worker_exists():
    assert "ExecStart=/opt/open-floor/.venv/bin/python -m moderation work" in lines_of(
        "cluster/open-floor-worker.service"
    )
    assert 'command: [".venv/bin/python", "-m", "moderation", "work"]' in (FOLDER / "compose.yml").read_text("utf-8")
    assert "work" in main.commands


def test_every_location_of_the_site_uses_the_processes():
    locations = re.findall(r"proxy_pass ([^;]+);", site())
    assert locations == ["http://$open_floor_upstream"] * len(locations)
    assert len(locations) == (ROOT / "deploy" / "nginx.conf").read_text("utf-8").count("proxy_pass ") > 2


def test_nginx_accepts_the_site(tmp_path):
    if engines.NGINX is None:
        skip_or_fail("No nginx: apt-get install nginx")
    text = re.sub(r"(?m)^ *(?:ssl_|listen \[::\]).*\n", "", site())
    text = re.sub(r"listen \d+[^;]*;", lambda _: f"listen 127.0.0.1:{free_port()};", text)
    (tmp_path / "site.conf").write_text(text)
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{name}_temp_path {tmp_path}/{name};" for name in names)
    (tmp_path / "nginx.conf").write_text(AROUND.format(temporary=temporary))
    command = [engines.NGINX, "-t", "-p", f"{tmp_path}/", "-c", "nginx.conf", "-e", f"{tmp_path}/error.log"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_settings_of_the_manual_are_a_valid_configuration():
    from moderation.web.config import from_environment

    (block,) = re.findall(r"```sh\n   (PUBLIC_URL=.*?)```", MANUAL, re.DOTALL)
    config = from_environment(dict(line.strip().split("=", 1) for line in block.strip().splitlines()))
    assert config.is_cluster and config.redis_url == "redis://127.0.0.1"
