"""Finding the scheme in force."""

from sqlmodel import Session, col, func, select

from core.access import ancestors, live_code, prefix_of
from core.errors import NotFound
from core.schemes.definition import Definition, parse_definition
from core.schemes.models import Scheme


def get_scheme(session: Session, scheme_id: int) -> Scheme:
    scheme = session.get(Scheme, scheme_id)
    if scheme is None:
        raise NotFound
    return scheme


def definition_of(scheme: Scheme) -> Definition:
    return parse_definition(scheme.definition)


def current_scheme(session: Session, area_code: str, kind: str) -> Scheme:
    """The published scheme in force for an area: its own, else that of the nearest area above, else the shipped one.

    Of one area's schemes the last published counts. Raises ``NotFound`` when not even a shipped one is installed.
    """
    found = session.exec(
        select(Scheme).where(
            Scheme.kind == kind,
            col(Scheme.is_published).is_(True),
            col(Scheme.area_code).in_(ancestors(live_code(area_code))),
        )
    ).all()
    if not found:
        raise NotFound("还没有已发布的评分方案，请先发布一个。")
    return max(found, key=lambda scheme: (len(prefix_of(scheme.area_code)), scheme.published_at, scheme.version))


def list_schemes(session: Session, area_code: str, kind: str | None = None) -> list[Scheme]:
    """The schemes an area may use: its own and those above it, by code and newest version first."""
    chosen = select(Scheme).where(col(Scheme.area_code).in_(ancestors(live_code(area_code))))
    if kind is not None:
        chosen = chosen.where(Scheme.kind == kind)
    return list(session.exec(chosen.order_by(Scheme.kind, Scheme.code, col(Scheme.version).desc())))


def next_version(session: Session, area_code: str, code: str) -> int:
    last = session.exec(
        select(func.max(Scheme.version)).where(Scheme.area_code == area_code, Scheme.code == code)
    ).one()
    return (last or 0) + 1
