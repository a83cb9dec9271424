"""What a contest must have before it opens, and when a call is open."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.access import is_within
from core.clock import has_passed
from core.money import format_yuan
from grants.contests.models import Contest, ContestFund, ContestStatus, League


def is_editable(contest: Contest) -> bool:
    """Rules freeze when the call opens: every proposal of an edition is measured by the same ones."""
    return contest.status in (ContestStatus.DRAFT, ContestStatus.PROPOSED)


def gaps(contest: Contest, funds: Sequence[ContestFund]) -> list[str]:
    """What is missing before the edition may open, each as a sentence."""
    found = []
    if not contest.categories:
        found.append("还没有选择项目类别。")
    if not contest.leagues:
        found.append("还没有设置参赛组别和金额上限。")
    if contest.rubric_id is None:
        found.append("还没有选择评分标准。")
    if not contest.tranches:
        found.append("还没有选择拨款方式。")
    elif sum(step["percent"] for step in contest.tranches) != 100:
        found.append("拨款各批次相加不是 100%。")
    if not funds:
        found.append("还没有安排资金来源。")
    if not contest.payee_kinds:
        found.append("还没有规定谁可以收款。")
    return found


def is_complete(contest: Contest, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not gaps(contest, facts.get("funds", ()))


def approver_is_another(contest: Contest, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id != contest.created_by


def is_call_open(contest: Contest, arrived_at: datetime, extended_until: datetime | None = None) -> bool:
    """Whether a submission that arrived then is in time: server time decides, the last second counts.

    Everybody has the same few minutes of grace, which nothing shows. One applicant's extension holds while the office
    still checks who may take part; once judging has begun nobody comes in any more.
    """
    if extended_until is not None and not has_passed(extended_until, arrived_at):
        return contest.status in (ContestStatus.OPEN, ContestStatus.SCREENING)
    return (
        contest.status == ContestStatus.OPEN
        and contest.opens_at <= arrived_at
        and not has_passed(ends_at(contest), arrived_at)
    )


def ends_at(contest: Contest) -> datetime:
    """The instant after which nothing is taken any more: the deadline that is told, and the grace that is not."""
    return contest.closes_at + timedelta(minutes=contest.grace_minutes)


def has_call_ended(contest: Contest, actor: Any, facts: Mapping[str, Any]) -> bool:
    return has_passed(ends_at(contest), facts["now"])


def takes_from(contest: Contest, area_code: str) -> bool:
    """Whether a group of that place may apply: an edition is for whoever lives within the area that holds it."""
    return is_within(area_code, contest.area_code)


def is_above(wider: Contest, contest: Contest) -> bool:
    """Whether an edition is one to which this one may put its winners forward: of an area around its own."""
    return wider.area_code != contest.area_code and is_within(contest.area_code, wider.area_code)


def cap_of(contest: Contest, league: League) -> int | None:
    """The most that one proposal of the league may ask, in fen; None when the league may not take part."""
    return next((rule["cap_fen"] for rule in contest.leagues if rule["league"] == league.value), None)


def league_lines(contest: Contest) -> list[tuple[str, str, int | None]]:
    """(league, the most that one proposal may ask, the most that are funded or None) as people read it."""
    rules = contest.leagues
    return [(League(rule["league"]).label, format_yuan(rule["cap_fen"]), rule.get("quota")) for rule in rules]


def over_quota(contest: Contest, chosen: Sequence[League]) -> list[str]:
    """What a list breaks of the leagues' quotas, each as a sentence with both numbers."""
    found = []
    for rule in contest.leagues:
        quota, count = rule.get("quota"), sum(one == rule["league"] for one in chosen)
        if quota is not None and count > quota:
            found.append(f"{League(rule['league']).label}最多立项 {quota} 个，现在选了 {count} 个。")
    return found


def joint_words(contest: Contest) -> str:
    """Whether organisations may apply together, as applicants read it."""
    if not contest.partners_max:
        return "不接受"
    also = "牵头一项的还可以再联合参加一项" if contest.may_also_lead else "牵头和联合合计只能有一项"
    return f"牵头单位之外最多 {contest.partners_max} 家；{also}"


def cost_cap(contest: Contest, category: str, league: League) -> int | None:
    """The most per cent of the amount asked that a cost category may take; None when there is no cap.

    A resident team may have a lower one: it has no staff, so it asks for no allowances.
    """
    rule = next((one for one in contest.cost_rules if one["code"] == category), {})
    own = rule.get("team_cap_percent") if league == League.TEAM else None
    return rule.get("cap_percent") if own is None else own
