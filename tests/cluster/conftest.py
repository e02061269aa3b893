"""The local clusters of the tests: server processes, a worker, PostgreSQL, nginx and, if it is installed, Redis."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest

# The tests of the pages on a cluster use these fixtures of the browser tests.
from tests.browser.conftest import browser, shared_browser  # noqa: F401
from tests.cluster import engines
from tests.cluster.local import LocalCluster, make_folder
from tests.faults.fault_tools import skip_or_fail
from tests.servers import session_with


@contextmanager
def running_cluster(processes: int = 2, **options):
    """Run a cluster with the open demo session. `options`: the options of LocalCluster."""
    if missing := engines.missing():
        skip_or_fail(f"A cluster needs Debian's packages: apt-get install {' '.join(missing)}")
    folder = make_folder()
    cluster = LocalCluster(folder, processes, session_with("none", folder), **options)
    yield cluster
    cluster.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", params=["redis", pytest.param("no redis", marks=pytest.mark.long)])
def cluster(request):
    """Start a cluster of two processes. All tests of one test worker use this cluster."""
    with running_cluster(with_redis=request.param == "redis") as local_cluster:
        yield local_cluster


@pytest.fixture(scope="module")
def four_processes():
    """Start a cluster of four processes."""
    with running_cluster(4) as local_cluster:
        yield local_cluster


@pytest.fixture(autouse=True)
def _whole_cluster(request):
    """After each test, start the processes that the test has ended."""
    yield
    for name in {"cluster", "four_processes"} & set(request.fixturenames):
        local_cluster = request.getfixturevalue(name)
        for number, process in enumerate(local_cluster.processes):
            if process.poll() is not None:
                local_cluster.start(number)
