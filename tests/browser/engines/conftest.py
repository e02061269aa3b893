"""Fixtures of the tests that run in three browser engines."""

from __future__ import annotations

import os
import shutil
from urllib.parse import urlsplit

import pytest

from tests.browser.engines import chromium, firefox, webkit
from tests.browser.engines.network import Network
from tests.browser.engines.scenario import Scenario
from tests.servers import Server, free_port

ENGINES = {"chromium": chromium, "firefox": firefox, "webkit": webkit}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    """Start the engine. If a tool is missing, skip the test; with CI=true, fail the test."""
    module = ENGINES[request.param]
    missing = [tool for tool in module.TOOLS if not shutil.which(tool)]
    if missing:
        reason = f"{', '.join(missing)} is missing: run apt-get install {module.PACKAGES}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with module.Engine() as engine:
        yield engine


@pytest.fixture(scope="session")
def running_server(tmp_path_factory):
    """Start a server whose public address has the port of the test network (network.py), not the port of the server."""
    address = {"PUBLIC_URL": f"http://127.0.0.1:{free_port()}"}
    server = Server(tmp_path_factory.mktemp("server"), environment=address).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()


@pytest.fixture
def scenario(engine, server):
    """Return a scenario. Its pages reach the server through a network; the test can switch this network off."""
    outside = urlsplit(server.server.environment["PUBLIC_URL"]).port
    with Network(outside, server.server.port) as network:
        yield Scenario(engine, server, network)
        engine.close_people()
