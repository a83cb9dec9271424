"""The tables: made and moved by Alembic, the same chain on both databases."""

from sqlmodel import SQLModel

from core.db import Database


def upgrade(database: Database) -> None:
    """Bring the database to the newest version of the schema."""
    with database._writer.begin() as connection:
        SQLModel.metadata.create_all(connection)
