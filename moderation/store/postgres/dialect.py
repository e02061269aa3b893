"""The dialect of PostgreSQL."""

from __future__ import annotations

from ..connection import Connection, Reference

_REFERENCES = """
SELECT parent.relname AS parent,
  (SELECT array_agg(attname::text ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS key (number, place)
   JOIN pg_attribute ON attrelid = conrelid AND attnum = key.number) AS columns,
  (SELECT array_agg(attname::text ORDER BY place) FROM unnest(confkey) WITH ORDINALITY AS key (number, place)
   JOIN pg_attribute ON attrelid = confrelid AND attnum = key.number) AS parent_columns
FROM pg_constraint JOIN pg_class AS parent ON parent.oid = confrelid
WHERE contype = 'f' AND conrelid = CAST(? AS regclass) ORDER BY conname
"""


_LINEAGE = """
SELECT concat_ws('.', (SELECT system_identifier FROM pg_control_system()),
  substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
  (SELECT oid FROM pg_database WHERE datname = current_database()), CAST(CAST('sessions' AS regclass) AS oid))
"""


class PostgresDialect:
    """The implementation of `Dialect` for PostgreSQL. PostgreSQL has no planner hints."""

    overwrites = False
    not_indexed = ""
    unindexed = ""
    cross_join = "JOIN"
    skip_locked = " FOR UPDATE SKIP LOCKED"

    def indexed_by(self, index: str) -> str:
        """Return an empty hint, because PostgreSQL has no planner hints."""
        return ""

    def json_number(self, column: str, *path: str) -> str:
        """Return SQL for the integer at this path in a JSON text, or NULL if there is none."""
        return f"CAST({column}::jsonb #>> '{{{','.join(path)}}}' AS bigint)"

    def defer_foreign_keys(self, connection: Connection) -> None:
        """Check the foreign keys of this transaction at COMMIT instead of after each statement."""
        connection.execute("SET CONSTRAINTS ALL DEFERRED")

    def check_foreign_keys(self, connection: Connection) -> None:
        """Check the deferred foreign keys now. The check fails if another process has added a vote since the rows were
        deleted.
        """
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def allow_long_transaction(self, connection: Connection) -> None:
        """Switch off the time-out for an idle transaction in this writing transaction."""
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")

    def new_ids(self, connection: Connection, table: str, count: int, above: int) -> list[int]:
        """Return `count` unused ids for rows of the table, in ascending order and all greater than `above`.

        The ids come from the sequence of the column, so that a concurrent transaction does not get the same ids.
        """
        (latest,) = draw(connection, table, 1)
        draw(connection, table, max(0, above - latest))
        return draw(connection, table, count)

    def tables(self, connection: Connection) -> list[str]:
        """Return the names of all tables in the schema of the connection."""
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return [row[0] for row in rows]

    def references(self, connection: Connection, table: str) -> list[Reference]:
        """Return the table's foreign keys."""
        return [Reference(*row) for row in connection.execute(_REFERENCES, [f'"{table}"'])]

    def lineage(self, connection: Connection) -> str:
        """Return the identifiers of cluster, timeline, database and tables.

        A restored dump has a new identifier of the tables. A promoted standby, and files restored to a point in time,
        have a new identifier of the timeline.
        """
        row = connection.execute(_LINEAGE).fetchone()
        return str(row[0])


def draw(connection: Connection, table: str, count: int) -> list[int]:
    """Return the next values of the sequence of the table's ids."""
    rows = connection.execute(
        "SELECT nextval(pg_get_serial_sequence(?, 'id')) FROM generate_series(1, CAST(? AS bigint))",
        [f'"{table}"', count],
    )
    return [row[0] for row in rows]
