"""What a panel still needs, and who may end its round."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.clock import has_passed
from grants.panels.models import ConflictStatus, Declaration, DeclaredBy, Panel, PanelSeat, PanelStatus, SeatStatus


def sitting(seats: Iterable[PanelSeat]) -> list[PanelSeat]:
    return [seat for seat in seats if seat.status == SeatStatus.ACCEPTED]


def panel_gaps(rules: Mapping[str, Any], seats: Sequence[PanelSeat], labels: Mapping[str, str]) -> list[str]:
    """What is missing before scoring may begin, each as a sentence; numbers and roles come from the edition's rules."""
    accepted, found = sitting(seats), []
    least = int(rules["min_judges"])
    if len(accepted) < least:
        found.append(f"至少要有 {least} 位评委接受邀请，现有 {len(accepted)} 位。")
    if rules["odd_panel"] and accepted and len(accepted) % 2 == 0:
        found.append(f"评委人数应为单数，现有 {len(accepted)} 位。")
    absent = [labels.get(role, role) for role in rules["panel_roles"] if role not in {s.role for s in accepted}]
    if absent:
        found.append(f"还缺评委类别：{'、'.join(absent)}。")
    waiting = sum(seat.status == SeatStatus.INVITED for seat in seats)
    return [*found, f"还有 {waiting} 份邀请没有答复，请等待答复或撤回。"] if waiting else found


def is_ready(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not panel_gaps(panel.rules, facts["seats"], {})


def is_dealt_out(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts["is_dealt_out"])


def contest_is_judging(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["contest"].status == "JUDGING"


def is_no_judge(panel: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Whoever fixes the ranking or reopens a sheet has scored nothing in this round."""
    return actor.account_id not in {seat.account_id for seat in facts["seats"]}


def may_end(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Before the deadline only when every judge has declared and handed in everything; afterwards as it stands."""
    return has_passed(panel.due_at, facts["now"]) or facts["outstanding"] == 0


def opener_is_another(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Of the two officers that it takes to open sealed sheets, the second is not the first."""
    return actor.account_id != panel.asked_by


def has_something(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts["is_covered"] and facts["is_heard"])


def no_paper_waits(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Every score sheet that came on paper was typed in by two people or given up."""
    return not facts["open_papers"]


def roadshow_is_over(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Where the method counts a roadshow it has been held; where it does not, there is nothing to wait for."""
    return bool(facts["roadshow_is_over"])


def is_own(thing: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["seat"].account_id == actor.account_id


def is_standing(row: Declaration) -> bool:
    """Whether this row keeps the judge from the proposal: a conflict that nobody has dismissed."""
    return row.reason is not None and row.status != ConflictStatus.DISMISSED


def is_for_the_office(row: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """What records or applicants say is decided; what a judge declared or the office ordered stands."""
    return row.origin in (DeclaredBy.RECORDS, DeclaredBy.APPLICANT)


UNDER_WAY = (PanelStatus.FORMING, PanelStatus.SCORING)
"""While conflicts may still be raised and proposals given out: from the request to open the sheets on all stands."""


def is_under_way(row: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["panel"].status in UNDER_WAY


def all_is_decided(panel: Panel, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["undecided"] == 0
