"""The lives of a group, of a membership and of a filing."""

from core.permissions import Permission as P
from core.permissions import Role
from core.workflow import Need, State, Transition, Workflow
from incubator.groups import rules
from incubator.groups.models import FilingStatus as F
from incubator.groups.models import GroupStatus as G
from incubator.groups.models import MemberStatus as M


def _has_core(group, actor, facts) -> bool:
    return len(rules.core_members(facts.get("members", ()))) >= rules.MIN_CORE


GROUP = Workflow(
    name="community_group",
    initial=G.FORMING,
    states=(
        State(G.FORMING, "组建中", "blue"),
        State(G.ACTIVE, "活动中", "green"),
        State(G.PAUSED, "暂停", "amber"),
        State(G.DISSOLVED, "已解散", "grey"),
    ),
    transitions=(
        Transition(
            "start",
            "正式成立",
            (G.FORMING,),
            G.ACTIVE,
            P.GROUPS_FORM,
            needs=(Need(_has_core, "先有负责人和骨干共 3 人在册。"),),
        ),
        Transition("pause", "暂停活动", (G.ACTIVE,), G.PAUSED, P.GROUPS_FORM, asks_reason=True, is_danger=True),
        Transition("resume", "恢复活动", (G.PAUSED,), G.ACTIVE, P.GROUPS_FORM),
        Transition(
            "dissolve",
            "解散",
            (G.FORMING, G.ACTIVE, G.PAUSED),
            G.DISSOLVED,
            P.GROUPS_FORM,
            asks_reason=True,
            is_danger=True,
        ),
    ),
)


def _is_self_or_office(member, actor, facts) -> bool:
    """The invited person answers; a worker may record the answer on their behalf."""
    return member.account_id in (None, actor.account_id) or actor.can(P.GROUPS_FORM, member.area_code)


MEMBER = Workflow(
    name="group_member",
    initial=M.INVITED,
    states=(
        State(M.INVITED, "已邀请", "blue"),
        State(M.ACCEPTED, "在册", "green"),
        State(M.DECLINED, "已谢绝", "grey"),
        State(M.LEFT, "已退出", "grey"),
    ),
    transitions=(
        Transition(
            "accept",
            "接受邀请",
            (M.INVITED,),
            M.ACCEPTED,
            P.GROUPS_EDIT,
            needs=(Need(_is_self_or_office, "由本人接受，或由社区工作者代为记录。"),),
        ),
        Transition("decline", "谢绝", (M.INVITED,), M.DECLINED, P.GROUPS_EDIT),
        Transition("leave", "退出", (M.ACCEPTED,), M.LEFT, P.GROUPS_EDIT, is_danger=True),
    ),
)

FILING = Workflow(
    name="filing",
    initial=F.DRAFT,
    states=(
        State(F.DRAFT, "草稿"),
        State(F.SUBMITTED, "待社区初核", "blue", due=5, escalates_to=Role.STREET),
        State(F.CHECKED, "待街道备案", "amber", due=10, escalates_to=Role.DISTRICT),
        State(F.APPROVED, "已备案", "green"),
        State(F.RETURNED, "退回补正", "amber", due=5),
        State(F.REJECTED, "不予备案", "red"),
    ),
    transitions=(
        Transition(
            "submit",
            "提交备案",
            (F.DRAFT, F.RETURNED),
            F.SUBMITTED,
            P.FILINGS_SUBMIT,
            needs=(Need(rules.is_complete, "材料还不齐，缺什么列在下面。"),),
        ),
        Transition(
            "check",
            "社区初核通过",
            (F.SUBMITTED,),
            F.CHECKED,
            P.FILINGS_CHECK,
            needs=(Need(rules.checker_is_another, "提交人不能自己初核，请同事办理。", asks_who=True),),
        ),
        Transition("return", "退回补正", (F.SUBMITTED,), F.RETURNED, P.FILINGS_CHECK, asks_reason=True),
        Transition("return_by_street", "街道退回补正", (F.CHECKED,), F.RETURNED, P.FILINGS_APPROVE, asks_reason=True),
        Transition(
            "approve",
            "准予备案",
            (F.CHECKED,),
            F.APPROVED,
            P.FILINGS_APPROVE,
            needs=(Need(rules.approver_is_another, "提交人和初核人不能批准，请同事办理。", asks_who=True),),
        ),
        Transition("reject", "不予备案", (F.CHECKED,), F.REJECTED, P.FILINGS_APPROVE, asks_reason=True, is_danger=True),
    ),
)
