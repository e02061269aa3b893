"""Tests of the memory allocator: all threads share one heap, and free pages are returned to the system."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest
from click.testing import CliRunner

from moderation.cli.main import main
from moderation.web.server import malloc
from tests.bench.processes import resident_kib
from tests.servers import ROOT

HEAPS = """
import ctypes, threading
blocks, barrier = [], threading.Barrier(4)
def work():
    blocks.append([bytearray(2_000) for _ in range(1_000)])
    barrier.wait()
threads = [threading.Thread(target=work) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""
SETTING = "MALLOC_ARENA_MAX"

needs_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library than glibc")


def heaps(environment: dict[str, str]) -> int:
    """Return the number of malloc heaps of a new process that has started four threads.

    The new process has the environment of this process without `SETTING`, plus the variables in `environment`.
    """
    others = {name: value for name, value in os.environ.items() if name != SETTING}
    return subprocess.run(
        [sys.executable, "-c", HEAPS], env=others | environment, capture_output=True, text=True, check=True, timeout=30
    ).stdout.count("<heap nr=")


@needs_glibc
def test_threads_share_one_heap():
    assert heaps({SETTING: "1"}) == 1
    assert heaps({}) > 1


@pytest.mark.parametrize(
    ("file", "line"), [("Makefile", f"export {SETTING} ?= 1\n"), ("deploy/open-floor.service", f" {SETTING}=1\n")]
)
def test_file_that_starts_a_server_sets_one_heap(file, line):
    assert line in (ROOT / file).read_text("utf-8")


@pytest.mark.parametrize(("given", "expected"), [(None, "1"), ("4", "4")])
def test_serve_sets_one_heap_unless_the_environment_says_otherwise(monkeypatch, given, expected):
    calls = []
    monkeypatch.setattr(os, "execve", lambda *arguments: calls.append(arguments))
    monkeypatch.delenv(SETTING, raising=False)
    if given:
        monkeypatch.setenv(SETTING, given)
    assert CliRunner().invoke(main, ["serve"]).exit_code == 0
    [(program, command, environment)] = calls
    assert (program, command) == (sys.executable, [sys.executable, str(ROOT / "server.py")])
    assert environment[SETTING] == expected


@needs_glibc
def test_free_pages_between_used_ones_are_returned():
    rows = [bytearray(20_000) for _ in range(5_000)]
    survivors = rows[::100]
    del rows
    before = resident_kib(os.getpid())
    malloc.give_back()
    assert before - resident_kib(os.getpid()) > 50 * 1024 and len(survivors) == 50
