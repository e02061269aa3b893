"""The folders that the program reads.

In a checkout, these folders are next to the package. In an installed wheel, these folders are inside the package.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
BUNDLED = PACKAGE / "bundled"
"""This folder exists only in a wheel (pyproject.toml, `force-include`)."""
IS_INSTALLED = BUNDLED.is_dir()
ROOT = BUNDLED if IS_INSTALLED else PACKAGE.parent
"""The folder of `server.py`, `templates/`, `static/` and `data/`."""
TRANSLATIONS = PACKAGE / "translations"
PYTHON_PATH = PACKAGE.parent
"""The folder from which a worker process imports `moderation`."""


def default_data_dir() -> Path:
    """Return the path of `data/live` in the checkout or, for an installed package, in the working directory."""
    return (Path.cwd() if IS_INSTALLED else ROOT) / "data" / "live"
