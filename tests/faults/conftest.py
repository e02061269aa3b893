"""Fixtures of the fault tests: the seed, the length and the builds.

`FAULTS=long` selects the long run. `FAULT_SEED` repeats the random choices of a run.
"""

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
"""Limits that no test reaches.

A lower limit could refuse a repeated command and so hide the fault of a broken build.
"""
SEED = pytest.StashKey[int]()


def pytest_configure(config):
    config.stash[SEED] = int(os.environ.get("FAULT_SEED") or secrets.randbits(32))


def pytest_report_header(config):
    return f"FAULT_SEED={config.stash[SEED]}"


@pytest.fixture
def rng(request) -> random.Random:
    """Return the random generator of the test. The same seed gives the same sequence."""
    print(f"FAULT_SEED={request.config.stash[SEED]}")
    return random.Random(f"{request.config.stash[SEED]}/{request.node.originalname}")


@pytest.fixture(scope="session")
def length() -> str:
    return os.environ.get("FAULTS") or "short"


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    """Shorten the clients' waits between retries, so that a test of many rounds is short."""
    monkeypatch.setattr(follower, "RECONNECT_WITHIN", 0.3)
    monkeypatch.setattr(follower, "HOLE_WAIT", (0.05, 0.3))
    monkeypatch.setattr(outbox, "RETRY_WAIT", (0.05, 0.3))
    monkeypatch.setattr(browser, "ANSWER_WITHIN", 4)


@pytest.fixture(scope="session")
def builds(tmp_path_factory):
    """Return a function that makes builds.

    `builds(*patches)` returns the root of a copy of the product with these patches. Each copy is made only once.
    """
    instances = {}

    def make(*patches: Path) -> Path:
        if patches not in instances:
            instances[patches] = build(tmp_path_factory.mktemp("builds") / "product", *patches)
        return instances[patches]

    return make


@pytest.fixture
def broken(builds):
    """Return a function that makes broken builds: `broken(NAME)` returns the root of a build with broken/NAME.patch."""
    return lambda name: builds(BROKEN / f"{name}.patch")


@pytest.fixture
def hasty(builds):
    """Return a function that makes builds with short ping and heartbeat intervals.

    `hasty()` returns the root of such a build; `hasty(NAME)` adds broken/NAME.patch.
    """
    return lambda *names: builds(HASTY, *(BROKEN / f"{name}.patch" for name in names))


@pytest.fixture
def impatient(builds):
    """Return a function that makes builds with short time-outs for request heads and for translations.

    Its arguments are those of `hasty`.
    """
    return lambda *names: builds(IMPATIENT, *(BROKEN / f"{name}.patch" for name in names))


@pytest.fixture
def make_server(tmp_path, builds):
    """Return a function that makes servers.

    `make_server(**fields of Server)` returns a server that is not started yet. The server is killed at the end of the
    test. With `is_behind`, its public address is the address of a proxy. Without `root`, the server runs a copy of the
    product, so that changes to the source during a long run have no effect.
    """
    instances = []

    def make(is_behind: bool = False, **fields) -> Server:
        if is_behind:
            fields["environment"] = fields.get("environment", {}) | {"PUBLIC_URL": f"http://127.0.0.1:{free_port()}"}
        folder = tmp_path / f"server-{len(instances)}"
        folder.mkdir()
        file = session_with("none", folder)
        file.write_text(file.read_text("utf-8") + LIMITS, "utf-8")
        instances.append(Server(folder / "data", **{"root": builds(), "session_file": file} | fields))
        return instances[-1]

    yield make
    for server in instances:
        if server.process is not None:
            server.kill()
