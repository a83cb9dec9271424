"""Documents as they were issued."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from core.constraints import explain
from core.db import Id, Located, append_only, reference


@append_only
class IssuedDocument(Located, table=True):
    """One version of one document about one record; a correction is a new version, never a change."""

    __tablename__ = "issued_document"
    __table_args__ = (UniqueConstraint("noun", "noun_id", "kind", "version"), Index(None, "sha256"))

    number: str = Field(max_length=40, index=True)
    kind: str = Field(max_length=40)
    noun: str = Field(max_length=40)
    noun_id: int = Field(sa_type=Id)
    version: int
    title: str = Field(max_length=200)
    issuer: str = Field(max_length=120)
    sha256: str = Field(max_length=64)
    content_hash: str = Field(max_length=64)
    verify_code: str = Field(max_length=16, unique=True)
    missing: str = Field(default="", max_length=200)
    issued_at: datetime
    issued_by: int | None = Field(default=None, sa_type=Id)
    file_id: int = reference("stored_file.id")


AGAIN = "别人刚刚出具了同一份文书，请刷新页面后查看。"
explain("uq_issued_document_noun_noun_id_kind_version", AGAIN)
explain("issued_document.noun, issued_document.noun_id", AGAIN)
