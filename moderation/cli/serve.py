"""The command line's part in starting the server: `serve`."""

from __future__ import annotations

import os
import sys

import click

from ..paths import ROOT


@click.command()
def serve() -> None:
    """Start the server with the settings of the environment; the README lists them."""
    # Start a new process image, because eventlet must patch the standard library before any import
    # and because glibc reads MALLOC_ARENA_MAX only at the start of a process.
    environment = {"MALLOC_ARENA_MAX": "1"} | os.environ
    os.execve(sys.executable, [sys.executable, str(ROOT / "server.py")], environment)
