"""The start of the command line: load the settings file, execute the command, and print an error in one line.

If root starts the command, the process continues as the owner of the data folder.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from ..paths import default_data_dir
from ..store.errors import DatabaseError
from . import service_user, settings_file

UNREADABLE = ("Permission denied", "not readable", "does not exist", "is not a directory")
"""Parts of error messages. If a message contains one of them, the service's user may lack a permission."""


def run() -> NoReturn:
    """Execute the command in `sys.argv`, and exit."""
    sys.exit(execute(sys.argv[1:]))


def execute(arguments: Sequence[str]) -> int:
    """Execute one command and return its exit status.

    Print an error as a short message to standard error. With `--debug` or OPEN_FLOOR_DEBUG, add the traceback of an
    unexpected error. Omit the original message of this error, because it may contain secrets.
    """
    words = [word for word in arguments if word != "--debug"]
    is_debug = len(words) < len(arguments) or bool(os.environ.get("OPEN_FLOOR_DEBUG"))
    user = None
    try:
        # Import here, so that a missing package is reported like every other error. Import before `become_owner`,
        # because the owner of the data folder may be unable to read the program's folder.
        from .main import main

        settings_file.load(os.environ)
        user = service_user.become_owner(Path(os.environ.get("DATA_DIR") or default_data_dir()))
        result = main.main(words, "open-floor", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as refusal:
        refusal.show()
        _explain_user(user, refusal.format_message())
        return refusal.exit_code
    except click.Abort:
        print("Aborted!", file=sys.stderr)
    except Exception as problem:
        message = sentence(problem)
        print(f"Error: {message}", file=sys.stderr)
        if is_debug:
            print("".join(traceback.format_tb(problem.__traceback__)) + type(problem).__name__, file=sys.stderr)
        else:
            _explain_user(user, message)
    return 1


def sentence(problem: Exception) -> str:
    """Return one line about an unexpected error. Omit values that may be secrets or people's texts."""
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.strerror}: {problem.filename}" if problem.filename else problem.strerror
    if isinstance(problem, DatabaseError):
        return f"the database cannot be used ({getattr(problem, 'sqlite_errorname', type(problem).__name__)})"
    if isinstance(problem, ModuleNotFoundError):
        return f"the package {problem.name} is not installed. Install Open Floor again (deploy/README.md)"
    return f"unexpected {type(problem).__name__}. Run the command again with --debug for details"


def _explain_user(user: str | None, message: str) -> None:
    """If a missing permission may have caused the error, print the name of the user who runs this command."""
    if user and any(part in message for part in UNREADABLE):
        print(f"This command runs as the user {user}, who must be able to read and write its files.", file=sys.stderr)
