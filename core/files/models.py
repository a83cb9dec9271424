"""Stored bytes and their attachment to a record."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from core.db import Id, Located, Row, reference


class StoredFile(Row, table=True):
    """Bytes that were kept once, whoever attached them; the bytes themselves lie in the store."""

    __tablename__ = "stored_file"

    sha256: str = Field(max_length=64, unique=True)
    size: int = Field(sa_type=Id)
    media_type: str = Field(max_length=120)


class Attachment(Located, table=True):
    """One file attached to one record, under the name that its sender gave it; removing it only hides it."""

    __table_args__ = (Index(None, "noun", "noun_id"),)

    noun: str = Field(max_length=40)
    noun_id: int = Field(sa_type=Id)
    slot: str = Field(default="", max_length=40)
    file_id: int = reference("stored_file.id")
    name: str = Field(max_length=160)
    caption: str = Field(default="", max_length=200)
    scan: str = Field(default="not scanned", max_length=20)
    created_by: int | None = Field(default=None, sa_type=Id, index=True)
    removed_at: datetime | None = None
