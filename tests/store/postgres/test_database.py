"""Tests of the migrations of PostgreSQL."""

from __future__ import annotations

import threading

import pytest

from moderation.store.errors import OperationalError
from tests import engines

pytestmark = pytest.mark.databases("postgres")


@pytest.fixture
def database():
    """Yield a database with an empty schema."""
    from moderation.store.postgres.database import PostgresDatabase

    url, name = engines.current().url, f"{engines.current().prefix}_empty"
    connection = PostgresDatabase(url).connect()
    connection.execute(f"CREATE SCHEMA {name}")
    yield PostgresDatabase(f"{url} options='-c search_path={name}'")
    connection.execute(f"DROP SCHEMA {name} CASCADE")
    connection.close()


def test_processes_that_start_at_the_same_time_migrate_once(database):
    from moderation.store.postgres.database import MIGRATIONS

    threads = [threading.Thread(target=database.migrate) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    connection = database.connect()
    assert [row[0] for row in connection.execute("SELECT name FROM migrations ORDER BY name")] == sorted(
        file.stem for file in MIGRATIONS.glob("*.sql")
    )
    assert "questions" in connection.dialect.tables(connection)
    connection.close()


def test_a_database_of_a_later_version_is_refused(database):
    database.migrate()
    connection = database.connect()
    connection.execute("INSERT INTO migrations (name, applied_at) VALUES ('999_later', now())")
    connection.close()
    with pytest.raises(OperationalError, match="a later version of Open Floor has changed this database"):
        database.migrate()


def test_a_server_that_does_not_run_is_an_operational_error(tmp_path):
    from moderation.store.postgres.database import PostgresDatabase

    with pytest.raises(OperationalError):
        PostgresDatabase(f"host={tmp_path} user=open_floor").connect()
