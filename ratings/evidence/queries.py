"""Measuring a group by its records of a span of days: roster, filing, activities, opinions, completed work."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from core.access import Area
from incubator.activities.queries import activity_counts, list_feedback, satisfaction
from incubator.groups.models import Filing, FilingStatus, Group, LegalStatus, Member
from incubator.groups.queries import list_members
from incubator.groups.rules import core_members, on_roster
from ratings.evidence.rules import Measure, share


def evidence_of(session: Session, group: Group, since: date, until: date) -> dict[str, Measure]:
    """Source → measure, for everything that the records of the incubator decide; both days included."""
    members = list_members(session, group.id or 0)
    return {
        "LEGAL": _legal(session, group),
        **_roster(group, members),
        **_activities(session, group, since, until),
        "SATISFACTION": _satisfaction(session, group, since, until),
        "COMPLETED": _completed(session, group, since, until),
        **_profile(group),
    }


def _page(group: Group, part: str = "") -> tuple[tuple[str, str], ...]:
    return ((group.name, f"/groups/{group.id}{part}"),)


def _legal(session: Session, group: Group) -> Measure:
    here = (Filing.group_id == group.id, Filing.status == FilingStatus.APPROVED, Filing.charter != "")
    filing = session.exec(select(Filing).where(*here).order_by(col(Filing.id).desc())).first()
    charter = "有章程" if filing else "没有查到章程"
    sources = ((filing.number, f"/filings/{filing.id}"),) if filing else _page(group)
    known = LegalStatus(group.legal_status)
    value = known.value + ("_CHARTER" if filing else "")
    return Measure(value, f"{known.label}，{charter}", sources)


def _roster(group: Group, members: Sequence[Member]) -> dict[str, Measure]:
    core, all_members = core_members(members), on_roster(members)
    party = sum(member.is_party_member for member in core)
    sources = _page(group, "#members")
    return {
        "CORE": Measure(len(core), f"在册骨干 {len(core)} 人", sources),
        "MEMBERS": Measure(len(all_members), f"在册成员 {len(all_members)} 人", sources),
        "PARTY_CORE": Measure(party, f"负责人和骨干中有党员 {party} 人", sources),
    }


def _activities(session: Session, group: Group, since: date, until: date) -> dict[str, Measure]:
    counts = activity_counts(session, group.id or 0, since, until)
    served = counts.residents + counts.volunteers
    sources = (("活动记录", f"/activities?group_id={group.id}&status=CONFIRMED"),)
    found = {"ACTIVITIES": Measure(counts.count, f"一年内已确认活动 {counts.count} 次", sources)}
    households = session.exec(select(Area.households).where(Area.code == group.area_code)).first() or 0
    if households:
        percent = share(served, households)
        text = f"一年内服务 {served} 人次，社区 {households} 户，占 {percent}%"
        found["COVERAGE"] = Measure(percent, text, sources)
    return found


def _satisfaction(session: Session, group: Group, since: date, until: date) -> Measure:
    asked, percent = satisfaction(session, group.id or 0, since, until)
    sources = (("活动记录", f"/activities?group_id={group.id}&status=CONFIRMED"),)
    if percent is None:
        return Measure(0, "还没有居民评价", sources)
    return Measure(int(percent), f"征求居民意见 {asked} 份，满意 {Decimal(percent):f}%", sources, sample=asked)


def _completed(session: Session, group: Group, since: date, until: date) -> Measure:
    """Each project or order about which residents were asked has been completed and accepted by its office."""
    done = sorted({(one.noun, one.noun_id) for one in list_feedback(session, group.id or 0, since, until)})
    labels = {"project": ("项目", "projects"), "service_order": ("服务订单", "orders")}
    sources = tuple(
        (f"{labels[noun][0]} {number}", f"/{labels[noun][1]}/{number}") for noun, number in done[:10] if noun in labels
    )
    return Measure(len(done), f"一年内完成并评价的项目和点单 {len(done)} 个", sources)


def _profile(group: Group) -> dict[str, Measure]:
    turned, brand = bool(group.has_turned_public_benefit), group.brand.strip()
    federation = bool(group.is_in_federation)
    return {
        "TURNED": Measure(int(turned), "已由自乐转向公益" if turned else "没有转为公益的记录", _page(group, "#types")),
        "BRAND": Measure(int(bool(brand)), f"服务品牌：{brand}" if brand else "没有登记服务品牌", _page(group)),
        "FEDERATION": Measure(int(federation), "已加入联合会" if federation else "未加入联合会", _page(group)),
    }
