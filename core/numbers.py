"""Document and record numbers: 县区码-类型-年份-序号, without gaps inside one transaction and never given twice."""

from sqlalchemy import UniqueConstraint, bindparam, update
from sqlmodel import Field, Session

from core import clock
from core.access import district_of
from core.db import Row, columns_of, upsert


class Counter(Row, table=True):
    """The last number given in one district, for one kind, in one year."""

    __table_args__ = (UniqueConstraint("area_code", "kind", "year"),)

    area_code: str = Field(max_length=12)
    kind: str = Field(max_length=16)
    year: int
    last: int = 0


_COUNTER = columns_of(Counter)
_TAKE = (
    update(Counter.__table__)  # type: ignore[attr-defined]
    .where(_COUNTER["area_code"] == bindparam("in_area"), _COUNTER["kind"] == bindparam("of_kind"))
    .where(_COUNTER["year"] == bindparam("in_year"))
    .values(last=_COUNTER["last"] + 1)
    .returning(_COUNTER["last"])
)


def next_number(session: Session, area_code: str, kind: str) -> str:
    """The next number of this kind in the district of ``area_code``, such as ``330105-XM-2026-0007``."""
    district, year = district_of(area_code), clock.today().year
    session.flush()
    here = {"in_area": district, "of_kind": kind, "in_year": year}
    last = session.connection().execute(_TAKE, here).scalar()
    if last is None:
        upsert(session, Counter, {"area_code": district, "kind": kind, "year": year}, {"created_at": clock.now()})
        last = session.connection().execute(_TAKE, here).scalar_one()
    return f"{district[:6]}-{kind}-{year}-{last:04d}"
