"""The memory allocator of the C library.

glibc gives each thread a heap (an arena), and keeps freed pages in this heap. Under constant load, a server's memory
grew by 1 MB per minute, although all objects were freed (docs/performance.md). Two measures prevent this growth:

- `MALLOC_ARENA_MAX=1` lets all threads share one heap. The Makefile, the command `serve` and the systemd unit set this
  variable, because glibc reads it only when a process starts.
- `give_back` returns freed pages to the system.
"""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Return whole free pages to the system.

    The call takes a few milliseconds for 100 MB. Without glibc, do nothing.
    """
    try:
        library = ctypes.CDLL(None)
        trim = library.malloc_trim if hasattr(library, "gnu_get_libc_version") else None
    except (OSError, TypeError):
        return
    if trim is not None:
        trim(ctypes.c_size_t(0))
