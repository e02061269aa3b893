"""The commands for copies of the database: `backup`, `restore`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ..store import backup as copies
from ..store.folder import FolderInUse
from .client import data_folder, settings
from .store import refuse_shared


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write open-floor-TIME.db into this folder instead of FILE.",
)
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    help="With --folder: afterwards delete all but the latest KEEP of these files.",
)
def backup(file: Path | None, folder: Path | None, keep: int | None) -> None:
    """Write a consistent copy of the database to FILE, also while the server runs.

    This command writes the file itself, with your permissions. The copy does not contain the server's key. An existing
    file is never overwritten. Do not copy the files of DATA_DIR yourself while the server runs: such a copy may be
    incomplete.
    """
    if (file is None) == (folder is None):
        raise click.UsageError("give either FILE or --folder")
    if keep and not folder:
        raise click.UsageError("--keep needs --folder")
    refuse_shared(settings(), "copy it with pg_dump or pg_basebackup (docs/scaling.md)")
    database = data_folder(settings()).database
    target = (folder / copies.NAME.format(_stamp()) if folder else file or Path()).absolute()
    if not target.parent.is_dir():
        raise click.ClickException(f"there is no folder {target.parent}")
    try:
        copies.back_up(database, target)
        surplus = copies.prune(target.parent, keep) if keep else []
    except (copies.BackupError, OSError) as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(str(target))
    for path in surplus:
        click.echo(f"deleted {path}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def restore(file: Path, yes: bool) -> None:
    """Replace the database by the backup FILE. Stop the server first.

    First, the present database is copied to a new file beside FILE. After the next start, phones that reconnect show
    the content of the backup, and repeat each command that had no answer.
    """
    refuse_shared(settings(), "restore it with pg_restore, after all processes have stopped (docs/scaling.md)")
    folder = data_folder(settings())
    replaced = file.absolute().with_name(f"replaced-{_stamp()}.db")
    try:
        folder.acquire()
    except FolderInUse:
        raise click.ClickException("a server uses this data folder; stop it first") from None
    try:
        copies.check(file)
        if not yes:
            click.confirm(f"Replace the database in {folder.path} by {file}?", abort=True)
        had_database = copies.restore(folder, file, replaced)
    except copies.BackupError as problem:
        raise click.ClickException(str(problem)) from None
    finally:
        folder.release()
    click.echo(f"restored {file}" + (f"; the database before is now {replaced}" if had_database else ""))


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
