"""What the creating forms need and the demo district lacks: an award, an agreement, an open notice, an ending stay."""

from datetime import timedelta
from functools import partial

from sqlalchemy import update
from sqlmodel import Session, col, select

from core import clock
from core.db import Database
from core.notices import actions as notice_actions
from core.notices.forms import NoticeForm
from core.permissions import Role
from grants.awards import actions as award_actions
from grants.awards.forms import AgreementForm, PayeeForm, SignForm
from grants.contests.models import Contest
from grants.moderation.models import Moderation
from grants.panels.models import Panel
from grants.proposals.models import Proposal, ProposalStatus
from incubator.bases import actions as base_actions
from incubator.groups.models import LegalStatus
from tests import factories
from tests.factories.incubation import at, make_activity, make_base, make_group
from tests.grants.hosting.show import Show
from tests.grants.story import Story
from tests.incubator.bases.test_admissions import assess, move_in, plan_six


def add_rows(database: Database) -> None:
    """Beside whatever the district already has."""
    with database.writing() as session:
        for edition in ("甲", "乙", "丙"):
            _edition(session, edition)
        centre = factories.make_actor(session, Role.CENTRE)
        _notice(session, centre)
        _roadshows(session)
        _open_rooms(session)
        _street_winner(session)
        _ending_stay(session, centre, factories.make_actor(session, Role.COMMUNITY, factories.COMMUNITY_A))


def _edition(session: Session, edition: str) -> None:
    """An edition that is running, or one whose award waits for its agreement, or one whose agreement is signed."""
    story = Story(session, partial(factories.make_actor, session), edition=edition)
    if edition == "丙":
        story.running()
        return
    award = story.awarded()
    facts = {"kind": "HOST", "holder": "银杏里社区居委会", "bank": "云溪农商行", "account": "6222000011112222"}
    payee = award_actions.enter_payee(session, story.worker, PayeeForm(group_id=award.group_id, **facts))
    award_actions.verify_payee(session, story.finance, payee)
    if edition == "乙":
        agreement = award_actions.draw_agreement(
            session, story.centre, AgreementForm(award_id=award.id, payee_id=payee.id)
        )
        today = clock.today()
        signing = SignForm(signed_on=today, starts_on=today, ends_on=today + timedelta(days=180))
        award_actions.sign_agreement(session, story.centre, agreement, signing)


def _street_winner(session: Session) -> None:
    """A winner of the story, as if of its street's edition: the district's open one may take it."""
    street = session.exec(select(Contest.id).where(Contest.area_code == factories.STREET_A)).one()
    won = select(Proposal).where(Proposal.status == ProposalStatus.AWARDED).order_by(col(Proposal.id))
    session.exec(won).first().contest_id = street


def _roadshows(session: Session) -> None:
    """One that is over and waits for its minutes, and a panel whose method counts one that nobody has planned."""
    Show(session, partial(factories.make_actor, session), 1).ready().run_all([80] * 5)
    panel = session.exec(select(Panel).where(Panel.status == "SCORING").order_by(col(Panel.id))).first()
    panel.rules = panel.rules | {"roadshow_percent": 40}
    session.flush()


def _open_rooms(session: Session) -> None:
    """The demo's meeting has published; here people may still speak."""
    session.execute(update(Moderation).values(status="DRAFT", published_at=None, published_by=None))


def _notice(session: Session, centre) -> None:
    data = NoticeForm(
        title="关于场地调整的公示",
        body="活动室自下月起调整到二楼，特此公示。",
        headings="场地|时间",
        lines="活动室|下月",
        issuer="云溪区孵化中心",
        area_code=factories.DISTRICT,
        workdays=5,
    )
    notice_actions.publish(session, centre, notice_actions.write_notice(session, centre, data))


def _ending_stay(session: Session, centre, worker) -> None:
    """A group that has been assessed well enough to leave, whose leaving was not announced yet."""
    group = make_group(session, worker, name="银杏里出壳队")
    base = make_base(session, centre, name="云溪区第二孵化点")
    with at("2025-12-10"):
        for day in ("2025-12-01", "2025-12-08"):
            make_activity(session, worker, centre, group, day)
    admission = move_in(session, worker, centre, group, base)
    with at("2026-01-20"):
        assess(session, centre, admission, "BASELINE", "2026-01-20", 2)
        plan_six(session, centre, admission)
        base_actions.start_nurture(session, centre, admission)
    with at("2026-04-20"):
        assess(session, centre, admission, "QUARTERLY", "2026-04-20", 3)
        group.legal_status = LegalStatus.FILED
        session.add(group)
        base_actions.start_growth(session, centre, admission)
    with at("2026-07-13"):
        make_activity(session, worker, centre, group, "2026-07-01", project=1)
        assess(session, centre, admission, "QUARTERLY", "2026-07-13", 4)
        base_actions.start_exit_review(session, centre, admission)
        assess(session, centre, admission, "EXIT", "2026-07-13", 4)
