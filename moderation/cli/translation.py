"""The commands for translation: `models add`, `translate-check`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from ..runtime import use
from ..services.glossary import plain_terms
from ..services.session_file import definition
from ..services.session_file.problems import SessionFileError
from ..services.translation import check, models
from ..services.translation.engine import EngineError
from ..services.translation.engines import registry
from ..services.translation.pool import Pool, command
from ..services.translation.routes import PREFERRED
from .client import data_folder, settings

STARTING_SECONDS = 60.0
"""Time-out for the start of an engine, in seconds."""
SECONDS_PER_TEXT = 30.0


@click.group(name="models", help="Model files of the neural translation engine, in DATA_DIR/models.")
def models_group() -> None:
    pass


@models_group.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def add(folder: Path) -> None:
    """Copy the models in FOLDER to the data folder if they load. Nothing is downloaded.

    The files must have the names that Firefox uses. They may be compressed (.gz).
    """
    try:
        data_folder(settings())
        pairs = models.add(folder, Path(_settings()["models"]))
    except models.ModelError as problem:
        raise click.ClickException(str(problem)) from None
    for source, target in pairs:
        click.echo(f"{source} to {target}: ready")


@click.command(name="translate-check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--engine", "name", type=click.Choice(registry.NAMES), required=True)
@click.option("--rows", type=click.IntRange(1), help="Check only this many rows.")
@click.option(
    "--glossary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A session file whose glossary terms are used.",
)
def translate_check(file: Path, name: str, rows: int | None, glossary: Path | None) -> None:
    """Compare an engine's translations with FILE, which contains translations by people.

    FILE is in JSON Lines; each line has a key for each language.

    A third-party engine receives the texts of FILE.
    """
    pool = Pool(use("threading"), command(name), 1, _settings())
    try:
        terms = plain_terms(definition.load(glossary)) if glossary else []
        texts = check.read(file)[:rows]
        pairs = [tuple(pair) for pair in pool.about(STARTING_SECONDS)["pairs"]]
        figures = check.judge(
            texts,
            pairs,
            lambda text, source, target: pool.translate(text, source, target, SECONDS_PER_TEXT),
            lambda rows: tqdm(rows, disable=None),
            terms,
            PREFERRED.get(name, ()),
        )
    except (check.CheckError, EngineError, SessionFileError) as problem:
        raise click.ClickException(str(problem)) from None
    finally:
        pool.close()
    click.echo(check.table(figures))


def _settings() -> dict[str, Any]:
    """Return the settings of the engines. Raises ClickException for a wrong value."""
    return registry.settings_from(os.environ, settings().data_dir)
