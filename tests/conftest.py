"""Settings and fixtures for the tests of all layers."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests import factories
from tests.factories import make_database

SERVER_FOLDERS = {"browser", "cli", "faults", "reliability"}
SERVER_CLASSES = ("Server", "FakeTranslationService")

settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", parent=settings.get_profile("default"), max_examples=20)
settings.register_profile("long", parent=settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(items):
    """Mark each test that starts a server.

    Such a test is recognised by its folder, its fixtures, or the classes that its module imports. `make check` does not
    run marked tests.
    """
    for item in items:
        in_folder = SERVER_FOLDERS & set(item.path.parts)
        imports_server = any(hasattr(item.module, name) for name in SERVER_CLASSES)
        if in_folder or imports_server or "server" in getattr(item, "fixturenames", ()):
            item.add_marker("server")


@pytest.fixture(autouse=True)
def _close_databases():
    """Close the databases that the test created, because Python 3.13 warns about an unclosed connection."""
    earlier = len(factories.databases)
    yield
    while len(factories.databases) > earlier:
        factories.databases.pop().close()


@pytest.fixture
def store():
    """Return an in-memory store with the open session PANEL1."""
    connection = make_database()
    yield connection
    connection.close()
