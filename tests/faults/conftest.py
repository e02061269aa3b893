"""Fixtures of the fault tests: the seed, the length of the run, the builds and the servers.

`FAULTS=long` selects the long run. `FAULT_SEED` sets the seed of all random choices, to repeat a run.
"""

from __future__ import annotations

import os
import random
import secrets
from pathlib import Path

import pytest

from moderation.rehearsal import browser, follower, outbox
from tests.faults.builds import BROKEN, HASTY, IMPATIENT, build
from tests.servers import HIGH_LIMITS, Server, free_port, session_with

SEED = pytest.StashKey[int]()


def pytest_configure(config):
    config.stash[SEED] = int(os.environ.get("FAULT_SEED") or secrets.randbits(32))


def pytest_report_header(config):
    return f"FAULT_SEED={config.stash[SEED]}"


@pytest.fixture
def rng(request) -> random.Random:
    """Return the random generator of the test. The same `FAULT_SEED` gives the same sequence."""
    print(f"FAULT_SEED={request.config.stash[SEED]}")
    return random.Random(f"{request.config.stash[SEED]}/{request.node.originalname}")


@pytest.fixture(scope="session")
def length() -> str:
    return os.environ.get("FAULTS") or "short"


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    """Let simulated clients wait less time before a retry and less time for an answer, to save time in the tests."""
    monkeypatch.setattr(follower, "RECONNECT_WITHIN", 0.3)
    monkeypatch.setattr(follower, "HOLE_WAIT", (0.05, 0.3))
    monkeypatch.setattr(outbox, "RETRY_WAIT", (0.05, 0.3))
    monkeypatch.setattr(browser, "ANSWER_WITHIN", 4)


@pytest.fixture(scope="session")
def builds(tmp_path_factory):
    """Return a function that makes builds (copies of the product).

    `builds(*patches)` applies these patches to a copy and returns the copy's root. Each build is made only once.
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
    """Return a function that makes builds with short ping and heartbeat intervals. `hasty()` returns the build's root.

    `hasty(NAME)` also applies broken/NAME.patch.
    """
    return lambda *names: builds(HASTY, *(BROKEN / f"{name}.patch" for name in names))


@pytest.fixture
def impatient(builds):
    """Return a function that makes builds with short time-outs for request heads and for translations.

    `impatient()` returns the build's root. `impatient(NAME)` also applies broken/NAME.patch.
    """
    return lambda *names: builds(IMPATIENT, *(BROKEN / f"{name}.patch" for name in names))


@pytest.fixture
def make_server(tmp_path, builds):
    """Return a function that makes servers.

    `make_server(**fields of Server)` returns a server that is not started yet. The server is killed at the end of the
    test. If `is_behind` is true, the server is behind a proxy: PUBLIC_URL is the address of a free port, on which the
    test can start the proxy. Without `root`, the server runs a copy of the product, so a change of the source during a
    long run has no effect.
    """
    instances = []

    def make(is_behind: bool = False, **fields) -> Server:
        if is_behind:
            fields["environment"] = fields.get("environment", {}) | {"PUBLIC_URL": f"http://127.0.0.1:{free_port()}"}
        folder = tmp_path / f"server-{len(instances)}"
        folder.mkdir()
        file = session_with("none", folder)
        file.write_text(file.read_text("utf-8") + HIGH_LIMITS, "utf-8")
        instances.append(Server(folder / "data", **{"root": builds(), "session_file": file} | fields))
        return instances[-1]

    yield make
    for server in instances:
        if server.process is not None:
            server.kill()
