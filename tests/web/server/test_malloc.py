"""The memory settings of glibc: all threads share one heap, and free pages return to the system."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from moderation.web.server import malloc
from tests.bench.processes import resident_kib

HEAPS = """
import ctypes, sys, threading
from moderation.web.server import malloc
if sys.argv[1] == "shared":
    malloc.share()
held, barrier = [], threading.Barrier(4)
def work():
    held.append([bytearray(2_000) for _ in range(1_000)])
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

pytestmark = pytest.mark.skipif(malloc._function("mallopt") is None, reason="another C library than glibc")


def heaps(how: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", HEAPS, how], capture_output=True, text=True, check=True, timeout=30
    ).stdout.count("<heap nr=")


def test_threads_share_one_heap():
    assert heaps("shared") == 1
    assert heaps("own") > 1


def test_free_pages_between_used_ones_go_back():
    rows = [bytearray(20_000) for _ in range(5_000)]
    survivors = rows[::100]
    del rows
    before = resident_kib(os.getpid())
    malloc.give_back()
    assert before - resident_kib(os.getpid()) > 50 * 1024 and len(survivors) == 50
