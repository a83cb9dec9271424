"""A prepared select: composed once, asked with many values, the same rows as one composed on the spot."""

from sqlmodel import col, select

from core.access import Area
from core.statements import Prepared
from tests.factories import COMMUNITY_A, COMMUNITY_B, STREET_A


def test_it_is_composed_once_and_asked_with_each_value(session):
    composed = []

    def compose(code, codes):
        composed.append((code, codes))
        return select(Area.code).where(Area.code != code, col(Area.code).in_(codes)).order_by(col(Area.code))

    others = Prepared(compose)
    for code, codes in ((COMMUNITY_A, [COMMUNITY_A, STREET_A]), (STREET_A, [COMMUNITY_A, COMMUNITY_B]), (STREET_A, [])):
        found = others(session, code=code, codes=codes).all()
        assert found == sorted(set(codes) - {code})
    assert len(composed) == 1


def test_it_sees_what_was_just_added(session):
    named = Prepared(lambda code: select(Area.name).where(Area.code == code))
    session.add(Area(code="990105999999", name="新社区", level="COMMUNITY"))
    assert named(session, code="990105999999").all() == ["新社区"]
