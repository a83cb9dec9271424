"""Keeping the judge pool."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from core.access import Actor, ancestors
from core.accounts import actions as accounts
from core.accounts.models import Account, AccountStatus
from core.accounts.queries import sign_in_of
from core.addresses import absolute
from core.changes import add, edit, require
from core.errors import NotFound, Refused, WrongState
from core.numbers import next_number
from core.permissions import ROLES, Permission, Role
from grants.judges import queries
from grants.judges.forms import FieldRow, JudgeEditForm, JudgeForm, ProfileForm
from grants.panels import queries as panels
from grants.panels.models import Judge


def add_judge(session: Session, actor: Actor, data: JudgeForm) -> Judge:
    """Enter somebody into the pool; who has no account yet gets one, and the link to it by mail."""
    area_code = _home(actor)
    require(actor, Permission.JUDGING_MANAGE, area_code)
    columns = _columns(session, area_code, data) | _office_columns(data)
    account = accounts.enrol(session, actor, data.name, data.sign_in, Role.JUDGE, area_code)
    _refuse_offices(session, account)
    number = next_number(session, area_code, "PW")
    judge = Judge(area_code=area_code, number=number, account_id=account.id, **columns)
    add(session, actor, judge, account=account.id)
    if account.status == AccountStatus.INVITED:
        accounts.send_invitation(session, actor, account, data.sign_in, absolute(""))
    return judge


def _home(actor: Actor) -> str:
    """The district whose pool this office keeps."""
    return next((c for c in ancestors(actor.home() or "") if c.endswith("000000")), actor.home() or "")


def _refuse_offices(session: Session, account: Account) -> None:
    holds = [hold.role for hold in panels.roles_of(session, account.id or 0)]
    reads = [r for r in holds if ROLES[r].is_staff and Permission.PROPOSALS_VIEW in ROLES[r].permissions]
    if reads:
        raise Refused(f"这个账号还是{ROLES[reads[0]].label}，能看到申报书；请为这位评委另建账号。", field="sign_in")


def _columns(session: Session, area_code: str, data: ProfileForm) -> dict[str, Any]:
    return {"fields": _fields(session, area_code, data.fields), "load_cap": data.load_cap}


def _fields(session: Session, area_code: str, rows: Sequence[FieldRow]) -> list[str]:
    codes = list(dict.fromkeys(row.category for row in rows))
    if not set(codes) <= panels.labels(session, area_code, "project_categories").keys():
        raise Refused("请从列表中选择领域。", field="fields")
    return codes


def _office_columns(data: JudgeEditForm) -> dict[str, Any]:
    if data.role not in dict(panels.panel_roles()):
        raise Refused("请从列表中选择评委类别。", field="role")
    kept = data.model_dump(include={"role", "organisation", "qualifications"})
    return kept | {"community_code": data.community_code or None}


def edit_judge(session: Session, actor: Actor, judge: Judge, data: JudgeEditForm, version: int | None) -> None:
    require(actor, Permission.JUDGING_MANAGE, judge.area_code)
    edit(session, actor, judge, _columns(session, judge.area_code, data) | _office_columns(data), version)


def edit_own(session: Session, actor: Actor, data: ProfileForm, version: int | None) -> None:
    """A judge's own fields, order and bound; they count from the next invitation on."""
    judge = queries.own_entry(session, actor)
    if judge is None:
        raise NotFound
    require(actor, Permission.JUDGING_SCORE, judge.area_code)
    edit(session, actor, judge, _columns(session, judge.area_code, data), version)


def send_link(session: Session, actor: Actor, judge: Judge) -> None:
    """Another one-time link for a judge who has not set a password yet; the one before stops working."""
    require(actor, Permission.JUDGING_MANAGE, judge.area_code)
    account = queries.account_of(session, judge)
    if account.status != AccountStatus.INVITED:
        raise WrongState("这位评委已经能登录，不用再发链接。")
    sign_in = sign_in_of(session, account)
    accounts.send_invitation(session, actor, account, sign_in, absolute(""))
