"""Alembic's entry: the application's own engine and all tables, foreign keys off before SQLite begins."""

import sqlmodel  # noqa: F401  (rendered types name it)
from alembic import context
from sqlmodel import SQLModel

import portal.app


def run() -> None:
    portal.app.handlers()  # importing every feature imports every table
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
