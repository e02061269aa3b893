"""What outside programs and newcomers rely on is written down: routes, events, acts, codes, commands, settings."""

from __future__ import annotations

import inspect
import re

import pytest
from flask import Flask

from moderation.cli.main import main
from moderation.core.refusals import CODES
from moderation.services.translation.engines import registry
from moderation.web import config, messages
from moderation.web.api import commands, control, health, parsing, reads, similar
from moderation.web.pages import assets, export, forms, ledger
from moderation.web.pages import routes as page_routes
from tests.servers import ROOT

WIRE = (ROOT / "docs" / "wire.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
WEB = sorted((ROOT / "moderation" / "web").rglob("*.py"))


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of its rank."""
    return re.split(r"(?m)^## ", text.split(f"\n## {heading}\n", 1)[1])[0]


def routes() -> set[tuple[str, str]]:
    """(method, path as wire.md writes it) of every route that the app serves."""
    app = Flask("docs", static_folder=None)
    for part in (health, assets, commands, control, export, forms, reads, ledger, similar, page_routes):
        app.register_blueprint(part.blueprint)
    found = set()
    for rule in app.url_map.iter_rules():
        path = (
            rule.rule.replace("<code>", "CODE")
            .replace("<path:seat>", "SEAT")
            .replace("<act>", "ACT")
            .replace("<key>", "KEY")
            .replace("<name>", "NAME")
        )
        found |= {(method, path) for method in rule.methods - {"HEAD", "OPTIONS"}}
    return found


def is_written(method: str, path: str, text: str) -> bool:
    """Whether a table row or a sentence names both the method and the path."""
    path = path.replace("/chair/KEY/undo", "/chair/a/undo")
    for line in text.splitlines():
        under_reads = line.startswith("| `/api") and method == "GET"
        if re.search(re.escape(path) + r"(?![A-Za-z0-9/])", line) and (
            under_reads or re.search(rf"\b{method}\b", line)
        ):
            return True
    return False


def test_every_route_is_in_wire_md():
    missing = sorted(f"{method} {path}" for method, path in routes() if not is_written(method, path, WIRE))
    assert not missing, missing


def test_a_route_that_is_not_there_would_be_missed():
    assert not is_written("GET", "/s/CODE/secrets", WIRE) and not is_written("DELETE", "/healthz", WIRE)


def test_every_act_and_its_fields_are_in_wire_md():
    rows = [line for line in section(WIRE, "Commands").splitlines() if line.startswith("| `")]
    acts = {act: row for row in rows for act in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert set(acts) == set(parsing.FIELDS)
    for act, fields in parsing.FIELDS.items():
        told = acts[act].split("|")[3]
        described = acts["ask"] if "as `ask`" in told else ""
        for field in fields:
            assert f"`{field}`" in told + described, f"{act}: {field}"


def test_the_error_codes_are_those_of_wire_md_with_their_status():
    written = {}
    for row in section(WIRE, "Error codes").splitlines():
        cells = [cell.strip() for cell in row.split("|")]
        if len(cells) > 3 and cells[1].startswith("`"):
            written |= {code: int(cells[2]) for code in re.findall(r"`([a-z_.]+)`", cells[1])}
    assert written == CODES


def test_wire_md_names_no_code_that_does_not_exist():
    families = {code.split(".")[0] for code in CODES}
    named = {code for code in re.findall(r"`([a-z]+\.[a-z_]+)`", WIRE) if code.split(".")[0] in families}
    not_codes = {name for name in named - set(CODES) if name in ("server.json", "session.toml")}
    assert named - not_codes <= set(CODES)


def test_every_refusal_in_the_source_has_its_code():
    raised = set()
    for path in (ROOT / "moderation").rglob("*.py"):
        raised |= set(re.findall(r'Refusal\(\s*"([a-z_.]+)"', path.read_text("utf-8")))
    assert raised <= set(CODES)


def test_every_socket_event_is_in_wire_md():
    streams = section(WIRE, "Streams")
    heard, said = set(), set()
    for path in WEB:
        source = path.read_text("utf-8")
        heard |= set(re.findall(r'\.on\("(\w+)"\)', source))
        said |= set(re.findall(r'emit\("(\w+)"', source))
    assert "subscribe" in heard and {"own", "gone"} <= said
    for event in heard - {"connect", "disconnect"} | said | {"change", "head"}:
        assert f"`{event}`" in streams, event


def test_readme_names_every_command():
    told = section(README, "Command line")
    missing = [name for name in main.commands if not re.search(rf"`{name}\b", told)]
    assert not missing, missing
    for name, command in main.commands.items():
        for option in command.params:
            for flag in option.opts:
                if flag.startswith("--"):
                    assert flag in told, f"{name} {flag}"


def test_readme_names_every_setting_and_no_other():
    sources = inspect.getsource(config) + inspect.getsource(registry)
    read = set(re.findall(r'(?:environment\.get\(|_integer\(environment, )"([A-Z_]+)"', sources))
    written = set()
    for row in section(README, "Settings").splitlines():
        if row.startswith("| `"):
            written |= set(re.findall(r"`([A-Z_]+)`", row.split("|")[1]))
    assert len(read) == 14 and written == read


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_sentence(code):
    assert str(messages.SENTENCES[code]).strip()


PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "deploy").glob("*.md")),
]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(text: str) -> set[str]:
    """The fragments of a page's headings, as GitHub makes them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"(?m)^#+ (.+)$", text)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page):
    for target in LINK.findall(page.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert not fragment or fragment in anchors(file.read_text("utf-8")), target


def test_every_seat_has_a_page_with_a_picture_and_the_readme_leads_there():
    for name in ("attendee", "chair", "interpreter", "panellist", "organiser"):
        assert "](../screenshots/" in (ROOT / "docs" / "seats" / f"{name}.md").read_text("utf-8"), name
        assert f"](docs/seats/{name}.md)" in README, name


def test_the_docs_stay_small():
    assert sum(file.stat().st_size for file in (ROOT / "docs").rglob("*") if file.is_file()) < 3_000_000
