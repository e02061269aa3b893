"""Tests of the documents. The documents must name every route, event, act, code, command and setting.

Every link must lead to an existing page, and every named file must exist.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from docs.tools import access as access_table
from docs.tools import modules
from moderation.cli.main import main
from moderation.core.refusals import CODES
from moderation.services.translation.engines import registry
from moderation.web import access, config, messages
from moderation.web.api import parsing
from tests.servers import ROOT

WIRE = (ROOT / "docs" / "wire.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
WEB = sorted((ROOT / "moderation" / "web").rglob("*.py"))


def section(text: str, heading: str) -> str:
    """Return the text below a heading, until the next heading of the same level."""
    return re.split(r"(?m)^## ", text.split(f"\n## {heading}\n", 1)[1])[0]


def routes() -> set[tuple[str, str]]:
    """Return (method, path in the notation of docs/wire.md) of every route in ROUTES.

    tests/web/test_access.py checks that ROUTES is complete.
    """
    return {(row.method, access_table.public_path(row.path)) for row in access.ROUTES}


def is_written(method: str, path: str, text: str) -> bool:
    """Return whether the text (docs/wire.md) describes this route.

    One line must contain both the method and the path. For a GET route, a row of the table of reads is enough: a line
    that begins with "| `/api" and contains the path.
    """
    path = path.replace("/chair/KEY/", "/chair/a/")
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


def test_a_route_that_wire_md_lacks_is_detected():
    assert not is_written("GET", "/s/CODE/secrets", WIRE) and not is_written("DELETE", "/healthz", WIRE)


def test_every_act_and_its_fields_are_in_wire_md():
    rows = [line for line in section(WIRE, "Commands").splitlines() if line.startswith("| `")]
    acts = {act: row for row in rows for act in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert set(acts) == set(parsing.FIELDS)
    for act, fields in parsing.FIELDS.items():
        body = acts[act].split("|")[3]
        described = acts["ask"] if "as `ask`" in body else ""
        for field in fields:
            assert f"`{field}`" in body + described, f"{act}: {field}"


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
    received, sent = set(), set()
    for path in WEB:
        source = path.read_text("utf-8")
        received |= set(re.findall(r'\.on\("(\w+)"\)', source))
        sent |= set(re.findall(r'emit\("(\w+)"', source))
    assert "subscribe" in received and {"own", "gone"} <= sent
    for event in received - {"connect", "disconnect"} | sent | {"change", "head"}:
        assert f"`{event}`" in streams, event


def test_readme_names_every_command():
    commands = section(README, "Command line")
    missing = [name for name in main.commands if not re.search(rf"`{name}\b", commands)]
    assert not missing, missing
    for name, command in main.commands.items():
        for option in command.params:
            for flag in option.opts:
                if flag.startswith("--"):
                    assert flag in commands, f"{name} {flag}"


def test_readme_names_every_setting_and_no_other():
    sources = inspect.getsource(config) + inspect.getsource(registry)
    read = set(re.findall(r'(?:environment\.get\(|_integer\(environment, )"([A-Z_]+)"', sources))
    written = set()
    for row in section(README, "Settings").splitlines():
        if row.startswith("| `"):
            written |= set(re.findall(r"`([A-Z_]+)`", row.split("|")[1]))
    assert len(read) == 21 and written == read


def test_every_code_has_a_sentence():
    without = [code for code in CODES if not str(messages.SENTENCES.get(code, "")).strip()]
    missing = sorted(set(without) - set(messages.WAITING_SENTENCES))
    assert not missing, missing


PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *sorted(path for folder in ("docs", "deploy", "data", "tests") for path in (ROOT / folder).rglob("*.md")),
]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(text: str) -> set[str]:
    """Return the fragments of the URLs that GitHub generates for the headings of a page."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"(?m)^#+ (.+)$", text)
    }


def leads_somewhere(page: Path, target: str) -> bool:
    """Return whether a link of a page leads to another site, or to an existing file and heading."""
    if re.match(r"[a-z]+:", target):
        return True
    path, _, fragment = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    return file.exists() and (not fragment or fragment in anchors(file.read_text("utf-8")))


def test_every_link_between_pages_leads_somewhere():
    links = [(page, target) for page in PAGES for target in LINK.findall(page.read_text("utf-8"))]
    assert len(links) > 100
    broken = [(page.name, target) for page, target in links if not leads_somewhere(page, target)]
    assert not broken, broken


FILE = re.compile(
    r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|js|mjs|ts|css|html|md|toml|sql|json|jsonl|svg|patch|conf|service|c))`"
)
MADE_BY_A_RUN = ("build/", "static/built/", "DATA_DIR/", "links.json", "server.json")
OF_THE_USER = ("questions.jsonl", "translations.jsonl", "replay_session.jsonl")
"""The user provides these files, in the folder `BENCH_DATA`."""
IGNORED = {".git", ".venv", "node_modules", "build"}


def existing_files() -> list[str]:
    """Return the absolute paths of all files and folders of the checkout, without the folders in `IGNORED`."""
    tops = [path for path in ROOT.iterdir() if path.name not in IGNORED]
    return [path.as_posix() for top in tops for path in (top.rglob("*") if top.is_dir() else [top])]


def test_every_file_that_a_page_names_exists():
    """Check that each file that a document names exists.

    A document may omit the first folders of a path: `core/queue.py` or `queue.py` for `moderation/core/queue.py`.
    """
    ends = {file[place + 1 :] for file in existing_files() for place, char in enumerate(file) if char == "/"}
    named = {(page.name, path) for page in PAGES for path in FILE.findall(page.read_text("utf-8"))}
    assert len(named) > 500
    excluded = {*CODES, *OF_THE_USER}
    missing = [
        (page, path)
        for page, path in sorted(named)
        if path not in ends and path not in excluded and not path.startswith(MADE_BY_A_RUN)
    ]
    assert not missing, missing


PAIR = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|js))` \((`\w+`(?:, `\w+`)*)\)")
"""Matches the places in architecture.md that name a file and some of its functions: `path` (`function`, `function`)."""


def defines(path: str, source: str, function: str) -> bool:
    """Return whether the source of a Python file or a script defines the function or method."""
    if path.endswith(".py"):
        return re.search(rf"(?m)^\s*def {function}\(", source) is not None
    declared = rf"\bfunction {function}\(|\bconst {function} =|^ +(?:async )?{function}\(.*\) \{{$"
    return re.search(declared, source, re.MULTILINE) is not None


def test_every_function_of_a_path_is_defined_in_its_file():
    paths = section((ROOT / "docs" / "architecture.md").read_text("utf-8"), "The path of a question")
    pairs = [(file, name) for file, names in PAIR.findall(paths) for name in re.findall(r"\w+", names)]
    assert len(pairs) > 20
    missing = [pair for pair in pairs if not defines(pair[0], (ROOT / pair[0]).read_text("utf-8"), pair[1])]
    assert not missing, missing


def test_a_call_is_not_a_definition():
    assert not defines("a.py", "x = save(row)\n", "save") and not defines("a.js", "  save(row);\n", "save")


def test_the_module_table_is_current():
    text = modules.PAGE.read_text("utf-8")
    assert text == modules.with_table(text), "run: python -m docs.tools.modules"


def test_the_access_table_is_current():
    text = access_table.PAGE.read_text("utf-8")
    assert text == access_table.with_section(text), "run: python -m docs.tools.access"


SECURITY = access_table.PAGE.read_text("utf-8")
ASVS_HEADING = "OWASP ASVS 5.0, level 2"
ASVS = {
    "1": (2, 9, 11, 3, 2),
    "2": (3, 3, 4, 1),
    "3": (0, 2, 4, 6, 5, 0, 2),
    "4": (3, 1, 2, 4),
    "5": (1, 3, 2, 3),
    "6": (3, 12, 4, 4, 5, 3, 0, 4),
    "7": (3, 4, 2, 5, 2, 2),
    "8": (2, 3, 1, 1),
    "9": (3, 4),
    "10": (2, 2, 4, 11, 5, 2, 3),
    "11": (2, 3, 3, 4, 1, 1),
    "12": (3, 2, 4),
    "13": (1, 5, 2, 5),
    "14": (2, 4, 3),
    "15": (3, 3, 7, 0),
    "16": (1, 5, 4, 3, 3),
    "17": (1, 4, 2),
}
"""{chapter of OWASP ASVS 5.0.0: for each section, how many requirements have level 1 or 2}.

In each section, the requirements of level 1 or 2 have the lowest numbers, followed by those of level 3.
"""


def test_every_requirement_of_asvs_has_one_row():
    wanted = [
        f"{chapter}.{part}.{number}"
        for chapter, sections in ASVS.items()
        for part, count in enumerate(sections, 1)
        for number in range(1, count + 1)
    ]
    assert len(wanted) == 253
    rows = re.findall(
        r"(?m)^\| (\d[\d., *]*) \| (yes|partly|no|n\. a\.) \| .* \| (.*) \|$", section(SECURITY, ASVS_HEADING)
    )
    written = [item for items, _, _ in rows for item in items.split(", ")]
    for chapter in ("10", "17"):
        written.remove(f"{chapter}.*")
        wanted = [item for item in wanted if not item.startswith(f"{chapter}.")]
    assert sorted(written) == sorted(wanted)


def test_every_test_that_security_md_names_exists():
    rows = re.findall(r"(?m)^\| .*\|$", section(SECURITY, ASVS_HEADING))
    named = [pair for row in rows for pair in re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", row)]
    assert len(named) > 100
    tests = ROOT / "tests"
    missing = [
        (file, name)
        for file, name in named
        if not (tests / file).is_file() or (name and f"def {name}(" not in (tests / file).read_text("utf-8"))
    ]
    assert not missing, missing


def test_every_module_has_a_description():
    silent = [path for path, sentence in modules.summaries().items() if not sentence]
    assert not silent, silent


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('"""The queue.\n\nMore of it."""', "The queue."),
        ('"""The queue of `a.b`: 1.5 s\nlong. It is short."""', "The queue of `a.b`: 1.5 s long."),
        ("x = 1", ""),
    ],
)
def test_first_sentence_of_a_python_module(source, sentence):
    assert modules.python_summary(source) == sentence


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("/** Draws a row. Pure. */\n", "Draws a row."),
        ("/**\n * Draws a row,\n * and its menu.\n */\n", "Draws a row, and its menu."),
        ("/* Draws. */\nimport a;", "Draws."),
        ("// Draws a row\n// of the queue.\n", "Draws a row of the queue."),
        ("import a;\n/** Draws. */\n", ""),
    ],
)
def test_first_sentence_of_a_script(source, sentence):
    assert modules.script_summary(source) == sentence


def test_every_test_helper_is_in_the_index():
    index = section((ROOT / "tests" / "README.md").read_text("utf-8"), "Helpers")
    helpers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        if not path.name.startswith(("test_", "conftest", "__init__")) and "bench" not in path.parts
    }
    listed = set(re.findall(r"(?m)^\| `([^`]+)`", index))
    assert listed == helpers


def test_every_seat_has_a_page_with_a_picture_and_the_readme_leads_there():
    for name in ("attendee", "chair", "interpreter", "panellist", "organiser"):
        assert "](../screenshots/" in (ROOT / "docs" / "seats" / f"{name}.md").read_text("utf-8"), name
        assert f"](docs/seats/{name}.md)" in README, name


def test_the_docs_stay_small():
    assert sum(file.stat().st_size for file in (ROOT / "docs").rglob("*") if file.is_file()) < 3_000_000
