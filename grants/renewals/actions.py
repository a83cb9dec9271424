"""Beginning a draft from an earlier proposal: by its team for another edition, or by an office for one above."""

from typing import Any

from sqlmodel import Session

from core import audit, vault
from core.access import Actor
from core.changes import edit, require
from core.errors import Refused, WrongState
from core.permissions import Permission
from grants.contests.queries import get_contest
from grants.contests.rules import is_above
from grants.proposals import queries as proposals
from grants.proposals.actions import ROWS, phone_columns, require_writer, start_proposal
from grants.proposals.forms import StartForm
from grants.proposals.models import Proposal
from grants.proposals.rules import has_ended, may_go_up
from grants.renewals import rules
from grants.renewals.forms import RenewalForm


def renew(session: Session, actor: Actor, earlier: Proposal, data: RenewalForm) -> Proposal:
    """A draft of the same group for an open edition, with what the earlier proposal said; that one stays as it is."""
    require_writer(session, actor, earlier)
    if not has_ended(earlier):
        raise WrongState("这份申报书还没有结果，不能照它再写一份。")
    made = _begun(session, actor, earlier, data)
    audit.record(session, actor, "proposal.renew", made, earlier=earlier.number)
    return made


def put_forward(session: Session, actor: Actor, winner: Proposal, data: RenewalForm) -> Proposal:
    """A winner of a community's or a street's edition, put forward once by its office to an edition above it.

    The group finds a draft that says from what it comes; it improves it and hands it in as any other.
    """
    contest = proposals.contest_of(session, winner)
    require(actor, Permission.AWARDS_PROPOSE, contest.area_code)
    if not may_go_up(winner, contest):
        raise WrongState("只有社区级、街道级大赛里已经立项的项目可以推荐上报。")
    if any(one.put_forward_from == winner.id for _label, one in proposals.put_forward_of(session, winner)):
        raise WrongState("这个项目已经推荐上报过了，每个项目只推荐一次。")
    if not is_above(get_contest(session, actor, data.contest_id), contest):
        raise Refused("请选上一级正在征集的大赛。", field="contest_id")
    made = _begun(session, actor, winner, data, put_forward_from=winner.id)
    audit.record(session, actor, "proposal.put_forward", made, earlier=winner.number)
    return made


def _begun(session: Session, actor: Actor, earlier: Proposal, data: RenewalForm, **more: Any) -> Proposal:
    """The draft with what the earlier proposal said, as far as the edition asks for it."""
    start = StartForm(contest_id=data.contest_id, group_id=earlier.group_id, title=data.title)
    made = start_proposal(session, actor, start)
    _copy_rows(session, earlier, made)
    values = rules.taken_over(earlier, proposals.contest_of(session, made)) | _phone(session, earlier, made)
    before, now = proposals.form_of(session, earlier), proposals.form_of(session, made)
    values["answers"] = rules.answers_that_fit(before, now, earlier.answers)
    edit(session, actor, made, values | more)
    return made


def _copy_rows(session: Session, earlier: Proposal, made: Proposal) -> None:
    """Budget and team as they were; planned activities without their days, which have passed."""
    costs = {rule["code"] for rule in proposals.contest_of(session, made).cost_rules}
    for name, lines in proposals.parts_of(session, earlier.id or 0).items():
        for line in lines:
            content = line.model_dump(exclude={"id", "proposal_id", "created_at", "uid", "on"})
            if name != "budget" or line.category in costs:
                session.add(ROWS[name](proposal_id=made.id, **content))
    session.flush()


def _phone(session: Session, earlier: Proposal, made: Proposal) -> dict[str, str | int]:
    """The leader's telephone under a key of the new draft's own; nothing where the person was erased."""
    sealed, key_id = earlier.leader_phone_sealed, earlier.person_key_id
    phone = vault.open_if_kept(session, key_id, "proposal", "leader_phone", sealed)
    return phone_columns(session, made, phone or None)
