"""Tests that the log and `/readyz` report the beginning and the end of a fault."""

from __future__ import annotations

import logging
import shutil
from collections import namedtuple

import pytest

from moderation.store.folder import Folder
from moderation.web import faults
from moderation.web.faults import Faults

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def clock():
    return [100.0]


@pytest.fixture
def disk(monkeypatch):
    """Simulate a disk. Return a list with one element: the number of free bytes. A test can change this element."""
    free = [10 * faults.LEAST_FREE]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(0, 0, free[0]))
    return free


@pytest.fixture
def server_faults(tmp_path, clock, disk, caplog):
    caplog.set_level(logging.INFO, "open_floor")
    return Faults(Folder(tmp_path), lambda: clock[0])


def test_a_failed_commit_is_a_fault_for_a_minute(server_faults, clock, caplog):
    assert server_faults.present() == []
    server_faults.commit_failed("SQLITE_FULL")
    server_faults.commit_failed("SQLITE_FULL")
    assert server_faults.present() == ["commits fail (SQLITE_FULL)"]
    clock[0] += faults.COMMIT_SECONDS
    server_faults.report()
    assert server_faults.present() == []
    assert caplog.messages == ["fault: commits fail (SQLITE_FULL)", "fault has ended: commits fail (SQLITE_FULL)"]


def test_a_failing_engine_is_a_fault_until_it_translates(server_faults, caplog):
    server_faults.translated("apertium")
    for kind in ("timeout", "timeout", "unavailable"):
        server_faults.translation_failed("apertium", kind)
    server_faults.translation_failed("deepl", "refused")
    assert server_faults.present() == ["engine apertium: unavailable", "engine deepl: refused"]
    server_faults.translated("apertium")
    assert server_faults.present() == ["engine deepl: refused"]
    assert caplog.messages == [
        "fault: engine apertium: timeout",
        "fault: engine apertium: unavailable",
        "fault has ended: engine apertium: timeout",
        "fault: engine deepl: refused",
        "fault has ended: engine apertium: unavailable",
    ]


def test_little_disk_space_is_a_fault(server_faults, disk, caplog):
    disk[0] = faults.LEAST_FREE - 1
    server_faults.report()
    assert server_faults.present() == ["disk nearly full"]
    assert caplog.messages == ["fault: disk nearly full"]


def test_the_size_of_the_database_includes_its_log(server_faults, tmp_path):
    assert server_faults.database_bytes() == 0
    (tmp_path / "open-floor.db").write_bytes(b"x" * 1000)
    (tmp_path / "open-floor.db-wal").write_bytes(b"x" * 234)
    assert server_faults.database_bytes() == 1234


def test_a_redis_that_is_not_connected_is_a_fault(server_faults):
    server_faults.lacks_redis = lambda: True
    assert server_faults.present() == ["Redis not connected"]
