"""What anybody may read: counts, money by source, funded projects; no personal data is selected here."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from core import codelists
from core.access import Area, Level, is_live
from core.ledger import Fund
from grants.awards.models import Award, AwardStatus
from grants.contests.models import Contest
from grants.contests.queries import is_public
from incubator.groups.models import Group, GroupStatus
from incubator.people.models import Talent, TalentStatus

FUNDED = (AwardStatus.CONFIRMED, AwardStatus.AGREED)


@dataclass(frozen=True)
class SourceLine:
    """The money of one source, in fen."""

    source: str
    label: str
    label_en: str
    total_fen: int
    reserved_fen: int
    paid_fen: int


@dataclass(frozen=True)
class FundedProject:
    """One funded project as the public sees it."""

    title: str
    group: str
    community: str
    contest: str
    amount_fen: int


def money_by_source(session: Session) -> list[SourceLine]:
    """Per source what there is, what is committed and what is paid, from the rows that the ledger keeps."""
    items = {item["code"]: item for item in codelists.items(None, "", "fund_sources")}
    sums = [func.sum(column) for column in (Fund.total_fen, Fund.reserved_fen, Fund.paid_fen)]
    rows = session.exec(
        select(Fund.source, *sums).where(is_live(Fund.area_code)).group_by(Fund.source).order_by(Fund.source)
    )
    found = []
    for source, total, reserved, paid in rows:
        item = items.get(source, {"zh": source, "en": source})
        found.append(SourceLine(source, item["zh"], item["en"], int(total), int(reserved), int(paid)))
    return found


def funded_projects(session: Session) -> list[FundedProject]:
    """Projects whose award is final."""
    chosen = (
        select(Award.title, Group.name, Area.name, Contest.title, Award.amount_fen)
        .join_from(Award, Group, col(Group.id) == col(Award.group_id))
        .join(Area, col(Area.code) == col(Award.area_code))
        .join(Contest, col(Contest.id) == col(Award.contest_id))
        .where(col(Award.status).in_(FUNDED), is_live(Award.area_code))
        .order_by(col(Award.id).desc())
        .limit(500)
    )
    return [FundedProject(*row) for row in session.exec(chosen)]


def get_call(session: Session, contest_id: int) -> Contest | None:
    return session.exec(select(Contest).where(Contest.id == contest_id, is_public())).first()


def issuer(session: Session) -> str:
    """Who publishes: the centre of the first district there is."""
    name = session.exec(
        select(Area.name).where(Area.level == Level.DISTRICT, is_live(Area.code)).order_by(col(Area.code))
    ).first()
    return f"{name or ''}社会组织孵化中心"


def figures(session: Session) -> dict[str, int]:
    """The seedbed in numbers: from seed to star."""
    gone = (TalentStatus.WITHDRAWN,)
    return {
        "communities": _count(session, select(func.count()).where(Area.level == Level.COMMUNITY, is_live(Area.code))),
        "talents": _count(
            session, select(func.count()).where(col(Talent.status).not_in(gone), is_live(Talent.area_code))
        ),
        "groups": _count(
            session, select(func.count()).where(Group.status != GroupStatus.DISSOLVED, is_live(Group.area_code))
        ),
        "filed": _count(
            session, select(func.count()).where(col(Group.filing_number).is_not(None), is_live(Group.area_code))
        ),
        "funded": _count(session, select(func.count()).where(col(Award.status).in_(FUNDED), is_live(Award.area_code))),
        "starred": _count(session, select(func.count()).where(Group.stars > 0, is_live(Group.area_code))),
    }


def _count(session: Session, statement) -> int:
    return int(session.exec(statement).one())
