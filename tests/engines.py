"""The databases on which tests run: SQLite files, and schemas of a throw-away PostgreSQL server, used directly or
through PgBouncer.

On each database, a test names a store by a path.
"""

from __future__ import annotations

import atexit
import os
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from moderation.store import schema
from moderation.store.connection import Connection
from moderation.store.database import Database
from tests import pgbouncer, postgres_server

MOST_SCHEMAS = 20
"""The number of schemas that tests can use through PgBouncer."""


@cache
def _migrated() -> bytes:
    """Return the content of an empty SQLite database. A copy takes much less time than the migrations."""
    with closing(schema.connect(":memory:")) as connection:
        schema.migrate(connection)
        return connection.serialize()


class SqliteEngine:
    """Stores in SQLite files or in memory."""

    name = "sqlite"

    def create(self, path: Path | str) -> Connection:
        """Create an empty store. Return a writing connection."""
        connection = schema.connect(path)
        assert not connection.dialect.tables(connection), "the copy would replace the tables"
        with closing(sqlite3.connect(":memory:")) as template:
            template.deserialize(_migrated())
            template.backup(connection)
        return connection

    def exists(self, path: Path) -> bool:
        return path.exists()

    def place(self, path: Path | str) -> Database | Path | str:
        """Return the argument `place` of `Writer` and `Reader` for the store with this path."""
        return path

    def without_foreign_keys(self, connection: Connection) -> None:
        """Stop checking foreign keys on this connection."""
        connection.execute("PRAGMA foreign_keys = 0")

    def broken_references(self, connection: Connection) -> list[Any]:
        """Return the rows whose foreign keys refer to a missing row."""
        return connection.execute("PRAGMA foreign_key_check").fetchall()

    def forget(self) -> None:
        """Prepare for the next test. Stores on SQLite need no preparation."""


class PostgresEngine:
    """Stores in schemas of the PostgreSQL server of this test run. Later tests in this process reuse the schemas."""

    name = "postgres"

    def __init__(self) -> None:
        self.url = postgres_server.server_url()
        self.prefix = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self._used: dict[str, int] = {}
        self._databases: list[Any] = []
        self._tables: set[str] = set()
        self._clean = ""

    def create(self, path: Path | str) -> Connection:
        """Create an empty store. Return a writing connection."""
        number = len(self._used)
        self._used[f"{path} {number}" if str(path) == ":memory:" else str(path)] = number
        if number == len(self._databases):
            self._databases.append(self._add(number))
        connection: Connection = self._databases[number].connect()
        tables = set(connection.dialect.tables(connection))
        for table in tables - self._tables:
            connection.execute(f"DROP TABLE {table} CASCADE")
        connection.execute(self._clean)
        return self._client(number, connection)

    def exists(self, path: Path) -> bool:
        return str(path) in self._used

    def place(self, path: Path | str) -> Database | Path | str:
        """Return the argument `place` of `Writer` and `Reader` for the store with this path."""
        database: Database = self._databases[self._used[str(path)]]
        return database

    def url_of(self, path: Path | str) -> str:
        """Return the connection string of the store with this path."""
        database: Any = self.place(path)
        return str(database._url)

    def without_foreign_keys(self, connection: Connection) -> None:
        """Stop checking foreign keys on this connection. This also disables the triggers of the store."""
        connection.execute("SET session_replication_role = replica")

    def broken_references(self, connection: Connection) -> list[Any]:
        """Return an empty list: PostgreSQL stores no row whose foreign keys refer to a missing row."""
        return []

    def forget(self) -> None:
        """Prepare for the next test, which may use every schema again."""
        self._used.clear()

    def _client(self, number: int, connection: Connection) -> Connection:
        """Return the connection that the test gets: here `connection`, the direct connection to PostgreSQL.

        PgBouncerEngine closes `connection` and returns a connection through PgBouncer.
        """
        return connection

    def _add(self, number: int) -> Any:
        from moderation.store.postgres.database import PostgresDatabase

        name = f"{self.prefix}_{number}"
        connection = PostgresDatabase(self.url).connect()
        connection.execute(f"CREATE SCHEMA {name}")
        connection.close()
        database = PostgresDatabase(f"{self.url} options='-c search_path={name}'")
        database.migrate()
        if not self._tables:
            connection = database.connect()
            self._tables = set(connection.dialect.tables(connection))
            self._clean = _cleaning(connection, self._tables - {"migrations"})
            connection.close()
        return database


def _cleaning(connection: Connection, tables: set[str]) -> str:
    """Return statements that empty the tables and reset their counters. DELETE is faster than TRUNCATE for few rows."""
    rows = connection.execute(
        "SELECT table_name || '_' || column_name || '_seq' FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND is_identity = 'YES'"
    )
    counters = "', '".join(row[0] for row in rows)
    return (
        "SET session_replication_role = replica;"
        + "".join(f'DELETE FROM "{table}";' for table in sorted(tables))
        + f"SELECT setval(name, 1, false) FROM unnest(ARRAY['{counters}']) AS name;"
        + "SET session_replication_role = DEFAULT"
    )


class PgBouncerEngine(PostgresEngine):
    """Stores in the schemas of PostgresEngine. The tests connect to them through PgBouncer (transaction pooling)."""

    name = "pgbouncer"

    def __init__(self, direct: PostgresEngine) -> None:
        from moderation.store.postgres.database import PostgresDatabase

        self.__dict__ |= direct.__dict__  # Use the same schemas as `direct`.
        names = [f"{self.prefix}_{number}" for number in range(MOST_SCHEMAS)]
        self.pooler = pgbouncer.PgBouncer(postgres_server.folder(), names)
        atexit.register(self.pooler.stop)
        self._pooled = [PostgresDatabase(self.pooler.url(name)) for name in names]

    def place(self, path: Path | str) -> Database | Path | str:
        """Return the argument `place` of `Writer` and `Reader` for the store with this path."""
        database: Database = self._pooled[self._used[str(path)]]
        return database

    def _client(self, number: int, connection: Connection) -> Connection:
        connection.close()
        pooled: Connection = self._pooled[number].connect()
        return pooled


SQLITE = SqliteEngine()
_postgres: list[PostgresEngine] = []
_pgbouncer: list[PgBouncerEngine] = []
_current: list[SqliteEngine | PostgresEngine] = [SQLITE]


def current() -> SqliteEngine | PostgresEngine:
    """Return the database of the current test."""
    return _current[0]


def use(name: str) -> None:
    """Run the current test on this database: `sqlite`, `postgres` or `pgbouncer`."""
    if name != "sqlite" and not _postgres:
        _postgres.append(PostgresEngine())
    if name == "pgbouncer" and not _pgbouncer:
        _pgbouncer.append(PgBouncerEngine(_postgres[0]))
    _current[0] = {"sqlite": [SQLITE], "postgres": _postgres, "pgbouncer": _pgbouncer}[name][0]
    current().forget()
