"""The command `move`, which moves a session from one database to another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import click

from .. import __version__
from ..core.join_code import normal_code
from ..services import moving
from ..store import schema, scrubbing
from ..store.backup import BackupError
from ..store.connection import Connection
from ..store.errors import DatabaseError, name_of
from ..store.folder import Folder, FolderInUse
from ..store.upgrade import upgrade
from .client import refusals

SCHEMES = ("postgresql://", "postgres://")


@click.command()
@click.argument("code")
@click.option("--from", "source", metavar="PLACE", required=True, help="Where the session is.")
@click.option("--to", "target", metavar="PLACE", required=True, help="Where the session goes.")
def move(code: str, source: str, target: str) -> None:
    """Move session CODE to another database, for example from SQLite to PostgreSQL or back.

    A PLACE is a data folder, whose server is stopped, or the URL of a PostgreSQL database (postgresql://…). Give the
    password in ~/.pgpass or PGPASSWORD, because other users of this machine can see the arguments of a command.

    Everything moves: people's links, cookies and unsent commands stay valid if both servers have the same key. Before
    the source is changed, the copy is compared with the session. Afterwards, the source contains only the session's
    code, and its server answers as after a purge.
    """
    if source.rstrip("/") == target.rstrip("/"):
        raise click.UsageError("--from and --to are the same place")
    with ExitStack() as places:
        first, second = (places.enter_context(_open(place)) for place in (source, target))
        try:
            with refusals():
                result = moving.move(first, second, code)
        except moving.CannotMove as problem:
            raise click.ClickException(f"{problem}; nothing was changed") from None
        except DatabaseError as problem:
            raise click.ClickException(
                f"a database failed ({name_of(problem)}). Start no server; run the same command again"
            ) from None
        has_remains = not first.dialect.overwrites
        try:
            scrubbing.scrub(first)
        except DatabaseError:
            click.echo("WARNING: the deleted bytes are overwritten only at the next start of the server", err=True)
    code = normal_code(code)
    click.echo(f"{code}: moved with {result.questions} questions and {result.votes} votes")
    if result.was_copied:
        click.echo("An earlier move had copied the session; now it is deleted from the source.")
    if result.checked.wrong is None:
        click.echo(f"{result.checked.checked} acts checked. Hash of the log: {result.checked.hash or '(none)'}")
    else:
        click.echo(f"WARNING: the log of {code} was changed before the move (open-floor verify {code})", err=True)
    if has_remains:
        click.echo("PostgreSQL's files still contain the bytes of deleted rows (docs/privacy.md)", err=True)


@contextmanager
def _open(place: str) -> Iterator[Connection]:
    """Migrate and open the database at a PLACE (a data folder or a URL). Raises ClickException if the database cannot
    be used.
    """
    if place.startswith(SCHEMES):
        with closing(_connect(place)) as connection:
            yield connection
        return
    path = Path(place)
    if not path.is_dir():
        raise click.ClickException(f"there is no folder {path}")
    folder = Folder(path)
    try:
        folder.acquire()
    except FolderInUse:
        raise click.ClickException(f"a server uses {path}; stop it first") from None
    try:
        upgrade(folder, __version__)
        with closing(schema.connect(folder.database)) as connection:
            yield connection
    except (BackupError, schema.NewerSchema) as problem:
        raise click.ClickException(str(problem)) from None
    finally:
        folder.release()


def _connect(url: str) -> Connection:
    """Connect to PostgreSQL. Raises ClickException, whose message does not contain the URL's password."""
    from ..store.postgres.database import PostgresDatabase, reason

    database = PostgresDatabase(url)
    try:
        database.migrate()
        return database.connect()
    except DatabaseError as problem:
        raise click.ClickException(f"the PostgreSQL database cannot be used: {reason(url, problem)}") from None
