"""Seed, length and builds of the fault tests. `FAULTS=long` is the long run, `FAULT_SEED` repeats one."""

from __future__ import annotations

import os
import random
import secrets
from pathlib import Path

import pytest

from moderation.rehearsal import browser, follower, outbox
from tests.faults.builds import BROKEN, HASTY, IMPATIENT, build
from tests.servers import Server, free_port, session_with

LIMITS = "\n[limits]\nburst = 50\nseconds_per_question = 1\nwaiting = 200\npending = 20000\n"
"""Nobody is told to wait: what a broken build does twice must not look like somebody in a hurry."""
SEED = pytest.StashKey[int]()


def pytest_configure(config):
    config.stash[SEED] = int(os.environ.get("FAULT_SEED") or secrets.randbits(32))


def pytest_report_header(config):
    return f"FAULT_SEED={config.stash[SEED]}"


@pytest.fixture
def rng(request) -> random.Random:
    """Chance of this test's own, the same again for the same seed."""
    print(f"FAULT_SEED={request.config.stash[SEED]}")
    return random.Random(f"{request.config.stash[SEED]}/{request.node.originalname}")


@pytest.fixture(scope="session")
def length() -> str:
    return os.environ.get("FAULTS") or "short"


@pytest.fixture(autouse=True)
def brisk(monkeypatch):
    """The same clients with shorter waits between tries: a room may take 5 s, a test of many rounds may not."""
    monkeypatch.setattr(follower, "RECONNECT_WITHIN", 0.3)
    monkeypatch.setattr(follower, "HOLE_WAIT", (0.05, 0.3))
    monkeypatch.setattr(outbox, "RETRY_WAIT", (0.05, 0.3))
    monkeypatch.setattr(browser, "ANSWER_WITHIN", 4)


@pytest.fixture(scope="session")
def builds(tmp_path_factory):
    """`builds(*patches)`: the root of a copy of the product with these applied, made once."""
    made = {}

    def make(*patches: Path) -> Path:
        if patches not in made:
            made[patches] = build(tmp_path_factory.mktemp("builds") / "product", *patches)
        return made[patches]

    return make


@pytest.fixture
def broken(builds):
    """`broken(NAME)`: the root of a build with broken/NAME.patch applied."""
    return lambda name: builds(BROKEN / f"{name}.patch")


@pytest.fixture
def hasty(builds):
    """`hasty()`: the root of the product with shorter waits between heartbeats and no other difference; `hasty(NAME)`: and broken."""
    return lambda *names: builds(HASTY, *(BROKEN / f"{name}.patch" for name in names))


@pytest.fixture
def impatient(builds):
    """As `hasty`, with shorter waits for strangers and translations."""
    return lambda *names: builds(IMPATIENT, *(BROKEN / f"{name}.patch" for name in names))


@pytest.fixture
def make_server(tmp_path, builds):
    """`make_server(root=…, **fields of Server)`: not started; killed at the end. `is_behind` something that people come through.

    Without `root` it runs a copy of the product, so that a long run stays one build whatever is edited meanwhile.
    """
    made = []

    def make(is_behind: bool = False, **fields) -> Server:
        if is_behind:
            fields["environment"] = fields.get("environment", {}) | {"PUBLIC_URL": f"http://127.0.0.1:{free_port()}"}
        folder = tmp_path / f"server-{len(made)}"
        folder.mkdir()
        file = session_with("none", folder)
        file.write_text(file.read_text("utf-8") + LIMITS, "utf-8")
        made.append(Server(folder / "data", **{"root": builds(), "session_file": file} | fields))
        return made[-1]

    yield make
    for server in made:
        if server.process is not None:
            server.kill()
