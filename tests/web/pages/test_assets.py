"""Tests that the licences of the bundled scripts and fonts are complete and are served."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from flask import Flask

from moderation.web.pages import assets
from tests.servers import ROOT

BUILT = ROOT / "static" / "built"
NODE = ("node", "--input-type=module", "--eval")


@pytest.fixture(scope="module")
def client():
    app = Flask("assets", static_folder=None)
    app.register_blueprint(assets.blueprint)
    return app.test_client()


def notices(client) -> str:
    answer = client.get(assets.asset("third-party-notices.txt"), buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    return answer.text


def test_a_running_server_keeps_the_names_of_its_start(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    assets.manifest.cache_clear()
    try:
        with pytest.raises(RuntimeError, match="make setup"):
            assets.manifest()
        (tmp_path / "manifest.json").write_text('{"floor.js": "floor.OLD.js"}')
        assert assets.asset("floor.js") == "/static/floor.OLD.js"
        (tmp_path / "manifest.json").write_text('{"floor.js": "floor.NEW.js"}')
        assert assets.asset("floor.js") == "/static/floor.OLD.js"
    finally:
        assets.manifest.cache_clear()


def test_the_licences_beside_every_script_are_served(client):
    names = [path.name for path in BUILT.glob("*.js.LEGAL.txt")]
    assert len(names) > 5
    for name in names:
        answer = client.get(f"/static/{name}", buffered=True)
        assert (answer.status_code, answer.mimetype) == (200, "text/plain") and "SPDX-License-Identifier" in answer.text


def test_the_notices_have_the_licence_of_every_bundled_package(client):
    text = notices(client)
    packages = re.findall(r"(?m)^(\S+) [\d.]+ \((\S+)\)\n=+$", text)
    assert {"lit", "lit-html", "socket.io-client", "engine.io-client", "@fontsource-variable/noto-serif"} <= dict(
        packages
    ).keys()
    assert dict(packages)["@fontsource-variable/noto-serif"] == "OFL-1.1"
    sections = re.split(r"(?m)^\S+ [\d.]+ \(\S+\)\n=+$", text)[1:]
    assert len(sections) == len(packages) and all("Copyright" in section for section in sections)


def test_the_notices_name_the_packages_of_the_bill_of_materials(client):
    command = ["npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]
    listed = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60).stdout)
    shipped = {
        f"{part['name']} {part['version']}"
        for part in listed["components"]
        if not any(entry["name"] == "cdx:npm:package:development" for entry in part["properties"])
    }
    named = {match[0] for match in re.findall(r"(?m)^(\S+ [\d.]+) (\(\S+\))\n=+$", notices(client))}
    assert named and named <= shipped


@pytest.mark.parametrize(
    ("files", "folders"),
    [
        (["/a/static/js/floor.js"], []),
        (["/a/node_modules/lit/html.js", "/a/node_modules/lit/x/y.js"], ["/a/node_modules/lit"]),
        (["/a/node_modules/@lit/re/x.js"], ["/a/node_modules/@lit/re"]),
        (["/a/node_modules/b/node_modules/c/x.js"], ["/a/node_modules/b/node_modules/c"]),
    ],
)
def test_the_package_of_a_source_file(files, folders):
    script = "import { packageFolders } from './static/notices.mjs';"
    script += f"console.log(JSON.stringify(packageFolders({json.dumps(files)})))"
    ran = subprocess.run([*NODE, script], cwd=ROOT, capture_output=True, check=True, timeout=60)
    assert json.loads(ran.stdout) == folders


def test_a_package_without_a_licence_is_not_shipped(tmp_path):
    (tmp_path / "package.json").write_text('{"name": "unlicensed", "version": "1.0.0"}')
    script = f"import {{ notices }} from './static/notices.mjs'; await notices([{json.dumps(str(tmp_path))}])"
    ran = subprocess.run([*NODE, script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.returncode != 0 and "unlicensed has no licence file" in ran.stderr
