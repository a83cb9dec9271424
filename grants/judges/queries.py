"""Reading the judge pool: the offices that run panels, and each judge the own entry."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from core import codelists
from core.access import Actor, per_actor
from core.accounts.models import Account
from core.permissions import Permission
from core.tables import Col, Filter, Table
from grants.panels import queries as panels
from grants.panels.models import Judge, JudgeStatus, Panel, PanelSeat, PanelStatus
from grants.sheets.models import Sheet


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    return actor.office_within(Judge.area_code, Permission.JUDGING_MANAGE)


def own_entry(session: Session, actor: Actor) -> Judge | None:
    return panels.pool_entry(session, actor.account_id or 0)


def account_of(session: Session, judge: Judge) -> Account:
    return session.get_one(Account, judge.account_id)


def choices_of(session: Session, actor: Actor, judge: Judge | None) -> dict[str, list[tuple[str, str]]]:
    home = judge.area_code if judge else actor.home() or ""
    return {
        "role": panels.panel_roles(),
        "community_code": panels.community_choices(session, actor),
        "fields.category": codelists.choices(session, home, "project_categories"),
    }


@dataclass(frozen=True)
class Sat:
    """One panel of a judge: in which role, how it went, and the sheets that counted, once it has closed."""

    panel: Panel
    seat: PanelSeat
    role: str
    declined: str
    sheets: int | None


def history_of(session: Session, actor: Actor, judge: Judge) -> list[Sat]:
    """The panels to which the judge was invited, newest first; of a round that still runs no sheet is counted."""
    joined = select(PanelSeat, Panel).join(Panel, col(Panel.id) == col(PanelSeat.panel_id))
    here = (PanelSeat.account_id == judge.account_id, panels.visible_to(actor))
    found = session.exec(joined.where(*here).order_by(col(Panel.id).desc()).limit(50)).all()
    counts = select(Sheet.seat_id, func.count()).where(
        col(Sheet.seat_id).in_([seat.id for seat, _panel in found]), col(Sheet.revealed_at).is_not(None)
    )
    revealed = dict(session.exec(counts.group_by(col(Sheet.seat_id))).all())  # type: ignore[arg-type]
    roles, reasons = dict(panels.panel_roles()), panels.labels(session, judge.area_code, "decline_reasons")
    return [
        Sat(
            panel,
            seat,
            roles.get(seat.role, seat.role),
            reasons.get(seat.decline_reason or "", ""),
            revealed.get(seat.id, 0) if panel.status == PanelStatus.CLOSED else None,
        )
        for seat, panel in found
    ]


def lines_of(session: Session, actor: Actor, judge: Judge) -> list[tuple[str, Any]]:
    """The facts of a judge as the page shows them."""
    known = panels.labels(session, judge.area_code, "project_categories")
    community, account = panels.area_names(session, [judge.community_code or ""]), account_of(session, judge)
    return [
        ("评委类别", dict(panels.panel_roles()).get(judge.role, judge.role)),
        ("擅长领域", "、".join(known.get(code, code) for code in judge.fields)),
        ("工作单位", judge.organisation),
        ("居住或工作的社区", community.get(judge.community_code or "")),
        ("一轮最多评几份", judge.load_cap),
        ("资格和经历", judge.qualifications),
        ("登录账号", account.sign_in_masked),
        ("账号状态", account.status),
    ]


TABLE = Table(
    model=Judge,
    columns=(
        Col("name", "姓名", col(Account.name)),
        Col("number", "编号", col(Judge.number), is_sortable=True),
        Col("role", "评委类别", col(Judge.role), show=lambda code: dict(panels.panel_roles()).get(code, code)),
        Col("organisation", "工作单位", col(Judge.organisation)),
        Col("status", "状态", col(Judge.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(Judge.status), JudgeStatus.choices()),
        Filter("role", "评委类别", col(Judge.role), lambda session, actor: panels.panel_roles()),
    ),
    search=Account.name,
    join=lambda statement: statement.join(Account, col(Account.id) == col(Judge.account_id)),
    empty_text="评委库里还没有人。先登记评委，再邀请他们参加评审组。",
)
