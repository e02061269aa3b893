"""Settings and fixtures for the tests of all layers."""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

from tests import engines, factories, pgbouncer, postgres_server
from tests.factories import make_database

SERVER_FOLDERS = {"browser", "cli", "cluster", "faults", "reliability"}
SERVER_CLASSES = ("Server", "FakeTranslationService", "Nginx", "running_app", "make_access_app")
"""The names by which `pytest_collection_modifyitems` finds tests that start a server, or the whole app in the test's
process: a module that imports one of these names contains such tests.
"""
FIRST = ("realtime", "reliability", "faults")
"""The folders with the slowest test files. Their tests run first.

If these tests ran last, one test worker could still be busy when all other workers have finished.
"""

BOTH_MODES = ("tests/web/realtime", "tests/web/server")
"""The folders of `tests/web/` whose tests always run in both concurrency modes.

In the threading mode, all other tests of `tests/web/` are marked `long` and run less often. These tests check routes,
and the code of the routes does not depend on the mode.
"""

BOTH_DATABASES = ("tests/store/", "tests/services/acts/", "tests/test_streams_property.py")
"""The folders and files whose tests run on SQLite and on PostgreSQL.

A test with the mark `databases` runs on the databases of the mark instead.
"""
THROUGH_PGBOUNCER = (
    "tests/store/test_reader.py",
    "tests/store/test_writer.py",
    "tests/services/acts/test_executor.py",
    "tests/services/acts/test_voting.py",
)
"""The files of `BOTH_DATABASES` whose tests also run on PostgreSQL through PgBouncer."""
ACTS_ON_POSTGRES = ("asking", "chairing", "executor", "merging", "statement_budget", "undoing", "voting")
"""The files of `tests/services/acts/` (test_NAME.py) that `make test` runs on PostgreSQL.

All other tests of this folder are marked `long` on PostgreSQL, because PostgreSQL makes them several times slower.
"""

# Loading the encoder takes 2 s of processor time and 140 MB for each server under test. Only the tests that need the
# encoder load it.
os.environ.setdefault("OPEN_FLOOR_EMBEDDINGS", "0")

settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", parent=settings.get_profile("default"), max_examples=20)
settings.register_profile("long", parent=settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Disable garbage collection while pytest collects the tests, because garbage collection would take a quarter of
    this time. Exclude the collected tests from later garbage collections.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_ignore_collect(collection_path, config):
    """Do not import the folders of `SERVER_FOLDERS` if the mark expression excludes their tests, as in `make check`."""
    if collection_path.name in SERVER_FOLDERS and collection_path.parent.name == "tests":
        return "not server" in config.option.markexpr or None
    return None


def pytest_collection_modifyitems(items):
    """Mark each test that starts a server or the whole app, and let the tests in the folders of `FIRST` run first.

    A test gets the mark `server` in four cases: it is in one of `SERVER_FOLDERS`; it uses the fixture `server`; it runs
    on PostgreSQL; its module imports one of `SERVER_CLASSES`. `make check` does not run these tests. The tests of
    `is_second_mode`, `is_second_database` and `is_repetition` get the mark `long`.
    """
    seen: set[tuple[object, str]] = set()
    for item in items:
        in_folder = SERVER_FOLDERS & set(item.path.parts)
        imports_server = any(hasattr(item.module, name) for name in SERVER_CLASSES)
        uses_server = "server" in getattr(item, "fixturenames", ()) or is_on_postgres(item)
        if in_folder or imports_server or uses_server:
            item.add_marker("server")
        if is_second_mode(item) or is_second_database(item) or is_repetition(item, seen):
            item.add_marker("long")
    items.sort(key=lambda item: not any(folder in item.path.parts for folder in FIRST))


def is_second_mode(item) -> bool:
    """Return whether the test runs in the threading mode, is in `tests/web/`, and is not in one of `BOTH_MODES`."""
    folder = item.path.parent.as_posix()
    parameters = getattr(item, "callspec", None)
    return (
        "/tests/web" in folder
        and not folder.endswith(BOTH_MODES)
        and parameters is not None
        and "threading" in (parameters.params.get("server"), parameters.params.get("mode"))
    )


def is_on_postgres(item) -> bool:
    """Return whether the test runs on PostgreSQL, directly or through PgBouncer."""
    parameters = getattr(item, "callspec", None)
    return parameters is not None and parameters.params.get("_database") in ("postgres", "pgbouncer")


def is_second_database(item) -> bool:
    """Return whether the test runs on PostgreSQL, tests an act, and is not in a file of `ACTS_ON_POSTGRES`."""
    tests_act = item.path.parent.as_posix().endswith("/tests/services/acts")
    return tests_act and is_on_postgres(item) and item.path.stem.removeprefix("test_") not in ACTS_ON_POSTGRES


def is_repetition(item, seen: set[tuple[object, str]]) -> bool:
    """Return whether the item repeats a browser test with other parameters. `make test` skips such repetitions.

    `seen`: the browser tests of the earlier items; the test of this item is added. Tests with the mark `long` or
    `every_parameter` do not count as repetitions. The tests in tests/browser/engines do not count either, because their
    parameters are browser engines.
    """
    if "browser" not in item.path.parts or "engines" in item.path.parts or item.get_closest_marker("long"):
        return False
    if item.get_closest_marker("every_parameter"):
        return False
    test = (item.path, item.originalname)
    if test in seen:
        return True
    seen.add(test)
    return False


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        postgres_server.name_run()


def pytest_generate_tests(metafunc):
    """Run the tests of `BOTH_DATABASES` on both databases. Run tests with the mark `databases` on the databases of the
    mark.

    Run the tests of `THROUGH_PGBOUNCER` through PgBouncer too.
    """
    path = metafunc.definition.path.as_posix()
    mark = metafunc.definition.get_closest_marker("databases")
    if mark or any(f"/{place}" in path for place in BOTH_DATABASES):
        pooled = ("pgbouncer",) if path.endswith(THROUGH_PGBOUNCER) else ()
        names = mark.args if mark else ("sqlite", "postgres", *pooled)
        metafunc.parametrize("_database", names, indirect=True, scope="function")


@pytest.fixture(autouse=True)
def _database(request):
    """Select the database of the test. Skip PostgreSQL and PgBouncer if a package is missing, except in CI."""
    name = getattr(request, "param", "sqlite")
    missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    if name != "sqlite" and postgres_server.programs() is None:
        missing("no server program of PostgreSQL is installed (Debian's package postgresql)")
    if name == "pgbouncer" and pgbouncer.program() is None:
        missing("PgBouncer is not installed (Debian's package pgbouncer)")
    engines.use(name)
    yield
    engines.use("sqlite")


@pytest.fixture(autouse=True)
def _close_databases(_database):
    """Close the databases of the test, because Python 3.13 warns about an unclosed connection."""
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
