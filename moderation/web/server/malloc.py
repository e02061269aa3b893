"""The C library's heap: one for all threads, and what lies free in it given back.

glibc makes each of some threads a heap of its own, and keeps what was freed in the middle of one: under steady work a server
grew by a megabyte a minute in which nothing lived (docs/performance.md). Only one of our threads runs at a time, so that one heap
serves all. Does nothing where the C library is another one.
"""

from __future__ import annotations

import ctypes

ARENA_MAX = -8
"""M_ARENA_MAX of glibc's malloc.h."""


def share() -> None:
    """One heap for all threads that begin to allocate from now on: call before any is started."""
    mallopt = _function("mallopt")
    if mallopt:
        mallopt(ARENA_MAX, 1)


def give_back() -> None:
    """Whole free pages to the system; some milliseconds for a hundred megabytes."""
    trim = _function("malloc_trim")
    if trim:
        trim(ctypes.c_size_t(0))


def _function(name: str):
    """None where there is no glibc."""
    try:
        library = ctypes.CDLL(None)
        return getattr(library, name) if hasattr(library, "gnu_get_libc_version") else None
    except (OSError, TypeError):
        return None
