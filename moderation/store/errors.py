"""The errors of the databases: the classes of the Python database API (PEP 249) in the module `sqlite3`.

A PostgreSQL connection raises the same classes. The cause (`__cause__`) of such an exception is the driver's exception.
"""

from __future__ import annotations

from sqlite3 import Error as DatabaseError
from sqlite3 import IntegrityError, OperationalError

__all__ = ["DatabaseError", "IntegrityError", "OperationalError", "RolledBackError", "UnknownOutcomeError", "name_of"]


class RolledBackError(OperationalError):
    """The database failed, and nothing of the transaction is stored. The transaction can be repeated."""


class UnknownOutcomeError(OperationalError):
    """The answer to a COMMIT was lost, and it is unknown whether the transaction is stored. Do not repeat the
    transaction.
    """


def name_of(error: BaseException) -> str:
    """Return the database's own name of an error, such as `SQLITE_FULL` or `DiskFull`."""
    cause = error.__cause__ if error.__cause__ is not None else error
    return str(getattr(error, "sqlite_errorname", type(cause).__name__))
