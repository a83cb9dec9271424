"""Starting a rehearsal, playing in it, taking its edition into real life, and throwing it away."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col

from core import audit, clock, vault
from core.access import SHADOWS, Actor, Area, Grant, Level, district_of, is_shadow, prefix_of, shadow_of
from core.accounts.actions import open_session, sign_out
from core.accounts.models import Account, AccountSession, AccountStatus, ApiToken, RoleHold
from core.accounts.rules import hash_token, new_token
from core.changes import add, require
from core.errors import NotFound, Refused, WrongState
from core.money import plain_yuan
from core.numbers import next_number
from core.permissions import Permission, Role
from core.search import search_text
from grants.contests.models import Contest
from grants.copies.actions import copied
from grants.copies.forms import CopyForm
from grants.funds.actions import open_fund
from grants.funds.forms import FundForm
from grants.rehearsals import queries
from grants.rehearsals.models import Persona, Rehearsal, RehearsalStatus
from grants.rehearsals.rules import CAST, DAYS, LEAST_FEN, LENT, LINK_DAYS, LOCAL, MARK, OFFICIAL, STAFF, WORKER, marked
from grants.rehearsals.workflow import REHEARSAL
from incubator.groups.actions import add_member, form_group, link_account
from incubator.groups.forms import GroupForm, MemberForm


def start_rehearsal(session: Session, actor: Actor, contest: Contest) -> Rehearsal:
    """A shadow of the district with the edition as it stands, people to play it, two teams, and play money."""
    require(actor, Permission.CONTESTS_MANAGE, contest.area_code)
    if is_shadow(contest.area_code):
        raise WrongState("这已经是试运行里的一届。")
    used = queries.count_of_district(session, contest.area_code)
    if used >= SHADOWS:
        raise Refused("本区试运行的次数已经用完。")
    rehearsal = Rehearsal(
        area_code=contest.area_code,
        number=next_number(session, contest.area_code, "SYX"),
        title=marked(contest.title),
        contest_id=contest.id or 0,
        shadow_code=shadow_of(district_of(contest.area_code), used),
    )
    add(session, actor, rehearsal, contest=contest.number)
    community = _copy_areas(session, contest, used)
    cast = {name: _persona(session, rehearsal, name, role, community) for name, role in CAST}
    for name, role in CAST:
        if role == Role.TEAM:
            _team(session, cast[WORKER], cast[name], community)
    rehearsal.shadow_contest_id = _play(session, cast, rehearsal, contest, shadow_of(contest.area_code, used))
    session.add(rehearsal)
    session.flush()
    return rehearsal


def _copy_areas(session: Session, contest: Contest, number: int) -> str:
    """The tree of the district again in the shadow; returns its first community."""
    real = queries.areas_of(session, prefix_of(district_of(contest.area_code)))
    for area in real:
        name = f"{area.name}（试运行）" if area.level == Level.DISTRICT else area.name
        parent = shadow_of(area.parent_code, number) if area.level != Level.DISTRICT and area.parent_code else None
        code = shadow_of(area.code, number)
        session.add(Area(code=code, name=name, level=area.level, parent_code=parent, households=area.households))
    session.flush()
    return shadow_of(queries.first_community(real), number)


def _persona(session: Session, rehearsal: Rehearsal, name: str, role: Role, community: str) -> Actor:
    """An account that nobody can sign in to: it has no password and no address, and is only played."""
    area_code = community if role in LOCAL else rehearsal.shadow_code
    account = Account(
        name=MARK + name,
        area_code=rehearsal.shadow_code,
        status=AccountStatus.ACTIVE,
        search_text=search_text(MARK + name),
        sign_in_index=secrets.token_hex(32),
        sign_in_masked="—",
        person_key_id=vault.new_person_key(session),
    )
    session.add(account)
    session.flush()
    session.add(RoleHold(account_id=account.id or 0, role=role, area_code=area_code, starts_on=clock.today()))
    session.add(Persona(rehearsal_id=rehearsal.id or 0, account_id=account.id or 0, name=account.name, role=role))
    session.flush()
    return Actor(account.id, account.name, (Grant(role, area_code),))


def _team(session: Session, worker: Actor, member: Actor, community: str) -> None:
    """A group of the shadow, led by a persona of a team."""
    data = GroupForm(
        name=member.name, area_code=community, sanzi_type="RECREATION", colour="PURPLE", leader_name=member.name
    )
    group = form_group(session, worker, data)
    one = add_member(session, worker, group, MemberForm(name=f"{member.name}组员", has_accepted=True))
    link_account(session, worker, one, member.account_id or 0)


def _play(
    session: Session, cast: dict[str, Actor], rehearsal: Rehearsal, contest: Contest, area_code: str
) -> int | None:
    """The edition again in the shadow, in preparation, with as much play money as was planned of the real."""
    planned = sum(one["planned_fen"] for one in contest.method.get("funds", [])) or LEAST_FEN
    money = FundForm(
        area_code=rehearsal.shadow_code,
        source="FISCAL",
        year=clock.today().year,
        name="试运行资金（不是真钱）",
        total_fen=plain_yuan(planned),
    )
    fund = open_fund(session, cast[OFFICIAL], money)
    now = clock.now()
    data = CopyForm(title=rehearsal.title, opens_at=now, closes_at=now + timedelta(days=DAYS))
    funds = [{"fund_id": fund.id, "planned_fen": plain_yuan(planned)}]
    made = copied(session, cast[STAFF], contest, data, area_code=area_code, edition=contest.edition, funds=funds)
    return made.id


def enter(session: Session, actor: Actor, rehearsal: Rehearsal, persona_id: int, token: str) -> Persona:
    """Play somebody from now on, in this browser: the record says who does."""
    require(actor, Permission.REHEARSALS_PLAY, rehearsal.area_code)
    if rehearsal.status != RehearsalStatus.RUNNING:
        raise WrongState("这次试运行已经销毁。")
    persona, account = queries.account_of(session, rehearsal, persona_id)
    here = col(AccountSession.token_hash) == hash_token(token)
    if session.execute(update(AccountSession).where(here).values(persona_id=account.id)).rowcount != 1:
        raise Refused("请先用浏览器登录，再进入试运行。")
    audit.record(session, actor, "rehearsal.enter", rehearsal, persona=persona.id)
    return persona


def lend(session: Session, actor: Actor, rehearsal: Rehearsal, persona_id: int) -> str:
    """The token of a link by which somebody outside plays a judge, once; a link given out before stops working."""
    require(actor, Permission.REHEARSALS_PLAY, rehearsal.area_code)
    if rehearsal.status != RehearsalStatus.RUNNING:
        raise WrongState("这次试运行已经销毁。")
    persona, _account = queries.account_of(session, rehearsal, persona_id)
    if persona.role != LENT:
        raise Refused("只有评委的身份能借给别人练习。", field="persona")
    token = new_token()
    persona.link_hash, persona.link_until = hash_token(token), clock.now() + timedelta(days=LINK_DAYS)
    session.add(persona)
    audit.record(session, actor, "rehearsal.lend", rehearsal, persona=persona.id)
    return token


def borrow(session: Session, actor: Actor, token: str) -> str:
    """Use a link up: a session of the persona alone, which reaches nothing real; its token is told once."""
    persona, rehearsal = queries.lent_by(session, token)
    if actor.is_signed_in:
        raise Refused("您已经登录。请先退出，或换一个浏览器再打开练习链接。")
    here = (col(Persona.id) == persona.id, col(Persona.link_hash) == hash_token(token))
    if session.execute(update(Persona).where(*here).values(link_hash=None, link_until=None)).rowcount != 1:
        raise WrongState("这个练习链接刚刚被用掉。")
    account = session.get_one(Account, persona.account_id)
    audit.record(session, Actor(account.id, account.name), "rehearsal.borrow", rehearsal, persona=persona.id)
    return open_session(session, account)


def leave(session: Session, actor: Actor, token: str) -> Rehearsal | None:
    """Be oneself again; whoever only borrowed a persona is nobody here, and is signed out."""
    found = queries.played_in(session, token)
    if found is None:
        raise NotFound("您现在不在试运行里。")
    persona, rehearsal = found
    audit.record(session, actor, "rehearsal.leave", rehearsal, persona=persona.id)
    if queries.is_borrowed(session, token):
        sign_out(session, token)
        return None
    here = col(AccountSession.token_hash) == hash_token(token)
    session.execute(update(AccountSession).where(here).values(persona_id=None))
    return rehearsal


def adopt(session: Session, actor: Actor, rehearsal: Rehearsal, data: CopyForm) -> Contest:
    """The rules, method and forms as they were tried out, for a real edition in preparation; money is chosen anew."""
    require(actor, Permission.CONTESTS_MANAGE, rehearsal.area_code)
    if rehearsal.status != RehearsalStatus.RUNNING:
        raise WrongState("这次试运行已经销毁。")
    played = queries.contest_in(session, rehearsal)
    made = copied(session, actor, played, data, area_code=rehearsal.area_code, edition=played.edition)
    audit.record(session, actor, "rehearsal.adopt", rehearsal, contest=made.number)
    return made


def discard(session: Session, actor: Actor, rehearsal: Rehearsal, reason: str | None = None) -> None:
    """Throw it away whole: nobody plays any more, no role reaches the shadow, and what was sealed in it is destroyed.

    The books of the play money and its chain of events stay where they are, as those of any district: append-only,
    and read by nobody.
    """
    REHEARSAL.fire(session, actor, rehearsal, "discard", reason)
    numbers = [persona.account_id for persona in queries.personas_of(session, rehearsal.id or 0)]
    session.execute(delete(AccountSession).where(col(AccountSession.account_id).in_(numbers)))
    session.execute(update(AccountSession).where(col(AccountSession.persona_id).in_(numbers)).values(persona_id=None))
    session.execute(update(Persona).where(col(Persona.rehearsal_id) == rehearsal.id).values(link_hash=None))
    ended = clock.today() - timedelta(days=1)
    shadow = col(RoleHold.area_code).like(f"{prefix_of(rehearsal.shadow_code)}%")
    session.execute(update(RoleHold).where(shadow).values(ends_on=ended, starts_on=ended))
    session.execute(update(ApiToken).where(col(ApiToken.account_id).in_(numbers)).values(revoked_at=clock.now()))
    for key in sorted(queries.keys_of(session, prefix_of(rehearsal.shadow_code))):
        vault.destroy(session, key)
