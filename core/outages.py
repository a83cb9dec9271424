"""When the database cannot work: how that is told from a fault of ours, and what SQLite must forget about it."""

import contextlib
import sqlite3

from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# What the file or its disk did not let SQLite do: it may have rolled back by itself, savepoints and all, and its
# connection may have been opened for reading only.
FILE_TROUBLE = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
}
READ_ONLY_SERVER = "25006"


def give_up_connections(context: ExceptionContext) -> None:
    """After such trouble every connection is opened anew, so that things go on once the trouble is over.

    It is rolled back first: one that is closed with a statement still open keeps its lock, and all others wait for it.
    """
    if getattr(context.original_exception, "sqlite_errorcode", 0) & 0xFF not in FILE_TROUBLE:
        return
    if context.connection is not None and not context.connection.invalidated:
        with contextlib.suppress(sqlite3.Error):
            context.connection.connection.rollback()
    context.is_disconnect = True


def is_unavailable(error: Exception) -> bool:
    """Whether the database cannot do its work now: gone, full, read-only or too busy; the same may succeed later."""
    if isinstance(error, PoolTimeout | InterfaceError):
        return True
    if isinstance(error, OperationalError):
        return getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR  # that one is a wrong statement
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == READ_ONLY_SERVER
