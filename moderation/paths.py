"""The folders that the program reads.

In a checkout, `templates/`, `static/` and `data/` are next to the package. In an installed wheel, they are in the
package's folder `bundled/`. The translations are always inside the package.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
BUNDLED = PACKAGE / "bundled"
"""The folder `bundled/`, which exists only in an installed wheel (pyproject.toml, `force-include`)."""
IS_INSTALLED = BUNDLED.is_dir()
ROOT = BUNDLED if IS_INSTALLED else PACKAGE.parent
"""The folder that contains `server.py`, `templates/`, `static/` and `data/`."""
TRANSLATIONS = PACKAGE / "translations"
PYTHON_PATH = PACKAGE.parent
"""The folder from which a worker process imports `moderation`."""


def catalogue_languages(translations: Path = TRANSLATIONS) -> tuple[str, ...]:
    """Return the languages that have a catalogue, in the order of their tags.

    A catalogue is a folder of the translations with a `messages.po`, or with a `messages.mo` in an installed wheel.
    """
    catalogues = [*translations.glob("*/LC_MESSAGES/messages.po"), *translations.glob("*/LC_MESSAGES/messages.mo")]
    return tuple(sorted({path.parent.parent.name for path in catalogues}))


def default_data_dir() -> Path:
    """Return the path of `data/live` in the checkout or, for an installed package, in the working directory."""
    return (Path.cwd() if IS_INSTALLED else ROOT) / "data" / "live"
