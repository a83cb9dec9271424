"""Document and record numbers: 县区码-类型-年份-序号, without gaps inside one transaction and never given twice."""

from sqlalchemy import UniqueConstraint, update
from sqlmodel import Field, Session, col

from core import clock
from core.access import district_of
from core.db import Row, upsert


class Counter(Row, table=True):
    """The last number given in one district, for one kind, in one year."""

    __table_args__ = (UniqueConstraint("area_code", "kind", "year"),)

    area_code: str = Field(max_length=12)
    kind: str = Field(max_length=16)
    year: int
    last: int = 0


def next_number(session: Session, area_code: str, kind: str) -> str:
    """The next number of this kind in the district of ``area_code``, such as ``330105-XM-2026-0007``."""
    district, year = district_of(area_code), clock.today().year
    here = (Counter.area_code == district, Counter.kind == kind, Counter.year == year)
    take = update(Counter).where(*here).values(last=Counter.last + 1).returning(col(Counter.last))
    last = session.execute(take).scalar()
    if last is None:
        upsert(session, Counter, {"area_code": district, "kind": kind, "year": year}, {"created_at": clock.now()})
        last = session.execute(take).scalar_one()
    return f"{district[:6]}-{kind}-{year}-{last:04d}"
