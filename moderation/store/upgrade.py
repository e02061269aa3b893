"""The upgrade of a database to this version's schema, with a copy of the old database."""

from __future__ import annotations

import os
from contextlib import closing

from . import backup, scrubbing
from .folder import Folder
from .schema import check_version, connect, is_outdated, migrate


def upgrade(folder: Folder, version: str) -> None:
    """Create or migrate the database. The caller has locked the folder.

    Before an existing database is migrated, copy it to `before-VERSION.db` in the folder. Then delete the copies of
    earlier upgrades. The next scrub (`scrubbing.scrub`) deletes the new copy too, because the copy contains the data
    that the scrub removes.

    Raises NewerSchema if a later version has migrated the database. Raises BackupError if the copy cannot be written.
    After either exception, the database is unchanged.
    """
    with closing(connect(folder.database)) as connection:
        check_version(connection)
        if is_outdated(connection):
            _copy(folder, version)
        migrate(connection)


def _copy(folder: Folder, version: str) -> None:
    partial, copy = folder.path / scrubbing.PARTIAL_COPY, folder.path / scrubbing.COPY.format(version)
    partial.unlink(missing_ok=True)
    backup.back_up(folder.database, partial)
    os.replace(partial, copy)
    scrubbing.delete_copies(folder.path, keep=copy)
