"""The memory allocator of the C library.

glibc gives each thread a heap (an arena) and keeps freed pages inside it. Under steady work a server grew by 1 MB a
minute although no object stayed alive (docs/performance.md). Two measures prevent it. Each start of the server sets
`MALLOC_ARENA_MAX=1`, so that all threads share one heap; glibc reads the variable only when a process starts, so the
Makefile, `serve` of the command line and the systemd unit set it. `give_back` returns freed pages.
"""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Return whole free pages to the system. Takes a few milliseconds for 100 MB. Does nothing without glibc."""
    try:
        library = ctypes.CDLL(None)
        trim = library.malloc_trim if hasattr(library, "gnu_get_libc_version") else None
    except (OSError, TypeError):
        return
    if trim is not None:
        trim(ctypes.c_size_t(0))
