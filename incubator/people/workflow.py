"""The life of a talent, from candidate to the pool, into a team, into an organisation; and that of a list."""

from core.permissions import Permission
from core.workflow import Need, State, Transition, Workflow
from incubator.people.models import ImportStatus as I
from incubator.people.models import TalentStatus as S


def has_consent(talent, actor, facts) -> bool:
    return talent.consent_on is not None and talent.consent_version is not None


ACTIVE = (S.CANDIDATE, S.POOLED, S.TEAMED, S.ORGANISED, S.DORMANT)
TALENT = Workflow(
    name="talent",
    initial=S.CANDIDATE,
    states=(
        State(S.CANDIDATE, "候选", "blue", due=5),
        State(S.POOLED, "在库", "teal"),
        State(S.TEAMED, "已组队", "green"),
        State(S.ORGANISED, "已成组织", "purple"),
        State(S.DORMANT, "休眠", "grey"),
        State(S.WITHDRAWN, "退出", "grey"),
    ),
    transitions=(
        Transition(
            "confirm",
            "确认入库",
            (S.CANDIDATE,),
            S.POOLED,
            Permission.TALENTS_CONFIRM,
            needs=(Need(has_consent, "先登记本人同意（告知书版本和日期）。"),),
        ),
        Transition("team", "记为已组队", (S.POOLED,), S.TEAMED, Permission.GROUPS_FORM),
        Transition("organise", "记为已成组织", (S.TEAMED,), S.ORGANISED, Permission.GROUPS_FORM),
        Transition("rest", "转入休眠", (S.POOLED, S.TEAMED), S.DORMANT, Permission.TALENTS_CONFIRM, asks_reason=True),
        Transition("wake", "恢复在库", (S.DORMANT,), S.POOLED, Permission.TALENTS_CONFIRM),
        Transition(
            "withdraw", "撤回同意", ACTIVE, S.WITHDRAWN, Permission.TALENTS_ADD, asks_reason=True, is_danger=True
        ),
    ),
)


def has_good_rows(plan, actor, facts) -> bool:
    return plan.ok_count > 0


TALENT_IMPORT = Workflow(
    name="talent_import",
    initial=I.PLANNED,
    states=(
        State(I.PLANNED, "待确认", "amber", due=5),
        State(I.APPLIED, "已导入", "green"),
        State(I.DISCARDED, "已放弃", "grey"),
    ),
    transitions=(
        Transition(
            "apply",
            "确认导入",
            (I.PLANNED,),
            I.APPLIED,
            Permission.TALENTS_ADD,
            needs=(Need(has_good_rows, "没有可以导入的行，请改好表格后重新上传。"),),
        ),
        Transition(
            "discard", "放弃并销毁原表", (I.PLANNED, I.APPLIED), I.DISCARDED, Permission.TALENTS_ADD, is_danger=True
        ),
    ),
)
