"""The life of a proposal."""

from collections.abc import Mapping
from typing import Any

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow, effect
from grants.contests.models import ContestStatus
from grants.contests.rules import is_call_open
from grants.proposals import rules
from grants.proposals.models import ProposalStatus as S
from grants.proposals.models import WriterRole


def _in_time(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """A first submission has the call's deadline; a correction that was asked for has its own clock."""
    if proposal.status == S.RETURNED:
        return proposal.due_on is None or facts["today"] <= proposal.due_on
    return _call_open(proposal, actor, facts)


def _call_open(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return is_call_open(facts["contest"], facts["now"], proposal.extended_until)


def _all_passed(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts["checks"]) and facts["is_checked"] and all(c.result == "PASS" for c in facts["checks"])


def _one_failed(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return any(c.result == "FAIL" for c in facts["checks"])


def _screener_is_another(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id != proposal.submitted_by


def _is_of_the_edition(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """A street's centre runs the street's editions; those of the district are for the district's."""
    return actor.can(P.PROPOSALS_SCREEN, facts["contest"].area_code)


def _judged(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["contest"].status in (ContestStatus.DECIDING, ContestStatus.NOTICED, ContestStatus.AWARDED)


def _may_write(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return rules.may_write(actor, proposal, facts["roles"])


def _leads(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return rules.role_of(actor, proposal, facts["roles"]) == WriterRole.LEAD


def _is_signed_off(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Whoever leads signs by submitting."""
    return proposal.signed_off_at is not None or _leads(proposal, actor, facts)


def _not_returned_yet(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return proposal.returned_at is None


def _read_back(proposal: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """An office hands in nobody's words but theirs: they have heard them read out and agreed, whoever typed.

    A team that hands in with an account of its own has seen what it says. Who enters on behalf of somebody from
    paper has the original too.
    """
    if not actor.is_office(P.PROPOSALS_WRITE, proposal.area_code):
        return True
    return facts["is_read_back"] and (facts["has_paper"] or not actor.on_behalf_of)


WRITER = Need(_may_write, "您在这份申报书里只能查看，请主笔或编辑办理。")
OF_THE_EDITION = Need(_is_of_the_edition, "资格审查由举办这一届大赛的单位办理。")
SCREENER = Need(_screener_is_another, "代为提交的人不能自己做资格审查，请同事办理。", asks_who=True)
JUDGED = Need(_judged, "评审还没有结束。")
READ_BACK = Need(_read_back, "代居民提交前，要把内容读给本人听并登记，照纸录的还要有原件照片。请到“代录和读回”办理。")
SIGNED = Need(_is_signed_off, "主笔（或社区）还没有签认。请主笔在“一起写”里签认后再提交。")
COMPLETE = Need(rules.is_complete, "还有内容没有填好，缺什么列在下面。")
COACHED = effect("请到“优化辅导”里办理。")
LISTED = effect("请到大赛的“立项名单”页面办理。")
PROPOSAL = Workflow(
    name="proposal",
    initial=S.DRAFT,
    states=(
        State(S.DRAFT, "草稿"),
        State(S.SUBMITTED, "已提交", "blue", due=10),
        State(S.RETURNED, "退回补正", "amber", due=5),
        State(S.ELIGIBLE, "资格通过", "teal"),
        State(S.COACHED, "优化修改", "amber"),
        State(S.INELIGIBLE, "资格不符", "red"),
        State(S.SELECTED, "拟立项", "purple"),
        State(S.NOT_SELECTED, "未入选", "grey"),
        State(S.AWARDED, "已立项", "green"),
        State(S.FINISHED, "已结项", "teal"),
        State(S.WITHDRAWN, "已撤回", "grey"),
    ),
    transitions=(
        Transition(
            "submit",
            "提交申报书",
            (S.DRAFT, S.RETURNED),
            S.SUBMITTED,
            P.PROPOSALS_SUBMIT,
            needs=(
                WRITER,
                READ_BACK,
                SIGNED,
                Need(_in_time, "征集已截止，不能再提交。"),
                COMPLETE,
            ),
        ),
        Transition(
            "reopen",
            "撤回修改",
            (S.SUBMITTED,),
            S.DRAFT,
            P.PROPOSALS_SUBMIT,
            needs=(WRITER, Need(_call_open, "征集已截止，不能再撤回修改。")),
        ),
        Transition(
            "withdraw",
            "放弃申报",
            (S.DRAFT, S.SUBMITTED, S.RETURNED),
            S.WITHDRAWN,
            P.PROPOSALS_SUBMIT,
            needs=(Need(_leads, "由主笔（或社区）决定放弃申报。"),),
            is_danger=True,
        ),
        Transition(
            "return",
            "退回补正",
            (S.SUBMITTED,),
            S.RETURNED,
            P.PROPOSALS_SCREEN,
            needs=(OF_THE_EDITION, SCREENER, Need(_not_returned_yet, "补正只有一次机会，这份已经退回过。")),
            asks_reason=True,
        ),
        Transition(
            "pass",
            "资格通过",
            (S.SUBMITTED,),
            S.ELIGIBLE,
            P.PROPOSALS_SCREEN,
            needs=(OF_THE_EDITION, SCREENER, Need(_all_passed, "先逐条完成资格审查，并全部符合。")),
        ),
        Transition(
            "refuse",
            "资格不符",
            (S.SUBMITTED,),
            S.INELIGIBLE,
            P.PROPOSALS_SCREEN,
            needs=(OF_THE_EDITION, SCREENER, Need(_one_failed, "资格审查里没有不符合的条目。")),
            asks_reason=True,
            is_danger=True,
        ),
        Transition("coach", "打开优化", (S.ELIGIBLE,), S.COACHED, P.PROPOSALS_SCREEN, needs=(COACHED,)),
        Transition(
            "improve",
            "提交优化稿",
            (S.COACHED,),
            S.ELIGIBLE,
            P.PROPOSALS_SUBMIT,
            needs=(COACHED, WRITER, READ_BACK, SIGNED, COMPLETE),
        ),
        Transition("restore", "恢复原稿", (S.COACHED,), S.ELIGIBLE, P.PROPOSALS_SCREEN, needs=(COACHED,)),
        Transition("select", "拟立项", (S.ELIGIBLE,), S.SELECTED, P.AWARDS_PROPOSE, needs=(JUDGED, LISTED)),
        Transition(
            "pass_over",
            "不入选",
            (S.ELIGIBLE, S.SELECTED),
            S.NOT_SELECTED,
            P.AWARDS_PROPOSE,
            needs=(JUDGED, LISTED),
        ),
        Transition("award", "立项", (S.SELECTED,), S.AWARDED, P.AWARDS_APPROVE, needs=(LISTED,)),
        Transition(
            "finish",
            "结项",
            (S.AWARDED,),
            S.FINISHED,
            P.PROJECTS_ACCEPT,
            needs=(effect("项目结项时，申报书随之结项。"),),
        ),
    ),
)
