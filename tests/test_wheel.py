"""Tests of the wheel. It contains all files that the server needs.

Its command can serve the demo session without a checkout.
"""

from __future__ import annotations

import gettext
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from moderation.catalogues import TRANSLATED
from tests.servers import DEMO, READY, ROOT, Server

BUNDLED = "moderation/bundled/"
SEATS = ("attendee", "chair/a", "chair/b", "stage", "panel/socco", "booth", "organiser")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build the wheel of this checkout as `make wheel` does. Return the path of the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = ["pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder, "."]
    subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True, timeout=120)
    [file] = folder.glob("open_floor-*-py3-none-any.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """Create a virtual environment with the wheel. The dependencies come from the environment that runs the test."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    command = ["pip", "--python", folder / "bin" / "python", "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run([sys.executable, "-m", *command], check=True, timeout=60)
    packages = next((folder / "lib").glob("python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def server(installed, tmp_path_factory):
    """Start a server with `open-floor serve` in an empty folder."""
    folder = tmp_path_factory.mktemp("working-directory")
    server = Server(folder / "data" / "live")
    names = {"PATH", "HOME", "LANG", "TMPDIR"}
    environment = {name: value for name, value in os.environ.items() if name in names}
    environment |= {
        "PORT": str(server.port),
        "SESSION_FILE": str(DEMO),
        "OPEN_FLOOR_APERTIUM": "/nowhere",
        "PYTHONUNBUFFERED": "1",
    }
    server.process = subprocess.Popen(
        [installed / "bin" / "open-floor", "serve", "--links"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    for line in server.process.stdout:
        lines.append(line)
        if "organiser" in line:
            break
    assert f"{READY}\n" in lines, "".join(lines)
    yield server
    server.stop()


def files_below(*folders: str) -> set[str]:
    """Return the paths of all files in these folders of the checkout, relative to the checkout."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_wheel_contains_the_package_its_data_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = {name for name in files_below("moderation") if not name.endswith((".po", ".pot"))}
    beside = files_below("templates", "static/built", "static/css", "data/sessions", "data/words")
    assert names == package | {BUNDLED + name for name in beside | {"server.py"}}
    for language in TRANSLATED:
        folder = f"moderation/translations/{language}"
        assert {f"{folder}/messages.json", f"{folder}/LC_MESSAGES/messages.mo"} < names
    assert f"{BUNDLED}static/built/manifest.json" in names


def test_installed_command_serves_every_page_with_its_assets(server):
    assets = set()
    for seat in SEATS:
        path = f"/s/{server.code}" + ("" if seat == "attendee" else f"/{seat}")
        status, _, page = server.client(seat).raw("GET", path)
        assert status == 200, seat
        assets |= set(re.findall(r'"(/static/[^"]+)"', page.decode()))
    pages = {"floor", "chairs", "stage", "panel", "booth", "organiser"}
    assert pages <= {Path(asset).name.split(".")[0] for asset in assets}
    for asset in assets:
        assert server.client().raw("GET", asset)[0] == 200, asset
    assert (server.data_dir / "open-floor.db").is_file()


@pytest.mark.parametrize("language", TRANSLATED)
def test_installed_command_serves_translations(server, language):
    catalogue = gettext.translation("messages", ROOT / "moderation" / "translations", [language])
    sentence = catalogue.gettext("How questions are handled")
    page = server.client(headers={"Accept-Language": language}).raw("GET", f"/s/{server.code}")[2].decode()
    assert sentence != "How questions are handled" and sentence in page
