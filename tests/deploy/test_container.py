"""Tests of the Dockerfile and of deploy/compose.yml without a container engine.

The Dockerfile must have the commands of the Makefile. All copied files must exist. A server must start with only the
files of the image.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request

import pytest

from moderation.web.access import ROUTES
from moderation.web.config import from_environment
from tests.servers import ROOT, Server

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
STEPS = [
    (words[0], words[1])
    for line in re.sub(r"\s*\\\n\s*", " ", re.sub(r"(?m)^#.*\n", "", DOCKERFILE)).splitlines()
    if len(words := line.split(maxsplit=1)) == 2
]
"""(instruction, arguments) of each step of the Dockerfile."""
COMPOSE = (ROOT / "deploy" / "compose.yml").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8").replace("$(bin)", ".venv/bin")
SETTINGS = {"HOST", "PORT", "DATA_DIR", "TRUSTED_PROXIES", "PUBLIC_URL", "SESSION_FILE"}


def arguments(instruction: str) -> list[str]:
    return [text for name, text in STEPS if name == instruction]


def copies() -> list[tuple[list[str], str]]:
    """Return (sources, target) of each COPY step that copies from the checkout."""
    return [(words[:-1], words[-1]) for text in arguments("COPY") if "--from" not in text for words in [text.split()]]


def environment(instruction: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for text in arguments(instruction) for pair in text.split())


def service(name: str) -> str:
    """Return the lines of compose.yml that define this service."""
    return re.search(rf"(?m)^  {name}:\n((?:    .*\n|\n)+)", COMPOSE)[1]


def test_every_copied_file_exists_and_is_not_ignored():
    lines = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines[0] == "*"
    included = {line[1:] for line in lines if line.startswith("!")}
    sources = {source for group, _ in copies() for source in group}
    for source in sources:
        assert (ROOT / source).exists(), source
        assert {source, source.partition("/")[0]} & included, source
    assert {name for name in included if not any(source.startswith(name) for source in sources)} == set()


def test_the_image_has_the_files_of_the_wheel():
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    targets = {source for group, _ in copies() for source in group} | {"static/built"}
    assert {*wheel["packages"], *wheel["force-include"]} <= targets
    assert "--from=assets /build/static/built static/built" in arguments("COPY")


def test_the_commands_are_those_of_the_makefile():
    def command(pattern: str) -> str:
        return re.search(pattern, MAKEFILE, re.MULTILINE)[1]

    options = command(r"^npm_options := (.+)$")
    runs = arguments("RUN")
    assert command(r"^\t(npm ci --omit=dev) \$\(npm_options\)$") + f" {options}" in runs
    assert command(r"^\t(node static/build\.mjs)$") in runs
    assert command(r"^\t@(\.venv/bin/python -m moderation\.catalogues compile)$") in runs
    install = command(r"^pip_install := (.+)$")
    assert "--require-hashes" in install and f"{install} --no-cache-dir -r requirements.txt" in runs
    assert len([run for run in runs if "npm" in run or "pip" in run]) == 2


def test_the_server_is_not_root_and_writes_only_to_the_volume():
    user = re.search(
        r"useradd --system --uid (\d+) .*? (\S+) && install .*--owner=(\S+) --group=\S+ (\S+)$",
        "\n".join(arguments("RUN")),
        re.MULTILINE,
    )
    assert user.groups() == ("990", "open-floor", "open-floor", "/data")
    names = [name for name, _ in STEPS]
    assert arguments("USER") == ["open-floor"] and "RUN" not in names[names.index("USER") :]
    assert arguments("VOLUME") == [environment("ENV")["DATA_DIR"]] == ["/data"]
    lines = set(service("open-floor").splitlines())
    assert {"    read_only: true", "    cap_drop: [ALL]", "      - data:/data", "      core: 0"} <= lines
    assert "ports:" not in service("open-floor")


def test_the_settings_exist_and_the_port_is_the_exposed_one():
    set_here = environment("ENV") | dict(re.findall(r"(?m)^      ([A-Z_]+): (\S+)", service("open-floor")))
    assert {"PUBLIC_URL", "SESSION_FILE"} <= set(set_here)
    assert set(set_here) - SETTINGS == {"MALLOC_ARENA_MAX", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
    config = from_environment(set_here | {"PUBLIC_URL": "https://floor.example"})
    assert (config.host, config.trusted_proxies, config.warning) == ("0.0.0.0", 1, None)
    assert arguments("EXPOSE") == [str(config.port)]
    assert f"OPEN_FLOOR_UPSTREAM: open-floor:{config.port}" in service("caddy")
    unit = (ROOT / "deploy" / "open-floor.service").read_text("utf-8")
    assert "MALLOC_ARENA_MAX=1" in unit and "TRUSTED_PROXIES=1" in unit and "LimitNOFILE=32768" in unit
    assert "nofile: 32768" in service("open-floor")


def test_caddy_gets_the_shipped_files_and_names():
    mounts = re.findall(r"(?m)^      - \./(\S+):(/\S+):ro$", service("caddy"))
    assert mounts == [
        ("Caddyfile", "/etc/caddy/Caddyfile"),
        ("unavailable.html", "/opt/open-floor/deploy/unavailable.html"),
    ]
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    assert all((ROOT / "deploy" / name).is_file() for name, _ in mounts)
    names = re.findall(r"(?m)^      (OPEN_FLOOR_\w+):", service("caddy"))
    assert sorted(names) == sorted(set(re.findall(r"\{\$(\w+):", caddyfile)))


@pytest.mark.server
def test_a_server_starts_from_the_files_of_the_image(tmp_path):
    image = tmp_path / "image"
    # Skip the first two COPY steps: they belong to another stage of the build, which makes the assets.
    for sources, target in copies()[2:]:
        for source in sources:
            place = image / (target if target != "./" else source)
            place.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / source).is_dir() else shutil.copy)(ROOT / source, place)
    for generated in (*image.rglob("*.mo"), *image.rglob("messages.json"), *image.rglob("__pycache__")):
        shutil.rmtree(generated) if generated.is_dir() else generated.unlink()
    subprocess.run([sys.executable, "-m", "moderation.catalogues", "compile"], cwd=image, check=True)
    shutil.copytree(ROOT / "static" / "built", image / "static" / "built")
    server = Server(tmp_path / "data", root=image).start()
    try:
        check = re.search(r"urlopen\('http://127\.0\.0\.1:5000(/\w+)'", dict(STEPS)["HEALTHCHECK"])[1]
        assert check in {route.path for route in ROUTES}
        for path in (check, f"/s/{server.code}", f"/s/{server.code}/ledger"):
            with urllib.request.urlopen(server.url + path, timeout=20) as answer:
                assert answer.status == 200
    finally:
        server.stop()
    assert arguments("CMD")[-1] == '[".venv/bin/python", "server.py"]'
