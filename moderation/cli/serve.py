"""The command `serve`, which starts the server."""

from __future__ import annotations

import os
import sys

import click

from ..paths import ROOT


@click.command()
@click.option("--links", "prints_links", is_flag=True, help="Print the links also if the output is not a terminal.")
def serve(prints_links: bool) -> None:
    """Start the server with the settings in the environment variables. The README lists these settings.

    By default, the server prints the links of all seats only to a terminal: a journal or a log file would keep them.
    """
    # Start `server.py` in a new process image, because the present image has already imported modules. Eventlet must
    # patch the standard library before any import, and glibc reads MALLOC_ARENA_MAX only at the start of a process.
    environment = {"MALLOC_ARENA_MAX": "1"} | os.environ
    options = ["--links"] if prints_links else []
    os.execve(sys.executable, [sys.executable, str(ROOT / "server.py"), *options], environment)
