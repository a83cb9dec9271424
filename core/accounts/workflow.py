"""The life of an account."""

from core.accounts.models import AccountStatus as S
from core.permissions import Permission
from core.workflow import Need, State, Transition, Workflow


def _is_another(account, actor, facts) -> bool:
    return account.id != actor.account_id


ACCOUNT = Workflow(
    name="account",
    initial=S.INVITED,
    states=(
        State(S.INVITED, "待激活", "blue"),
        State(S.ACTIVE, "可用", "green"),
        State(S.DISABLED, "已停用", "grey"),
    ),
    transitions=(
        Transition("activate", "激活", (S.INVITED,), S.ACTIVE, Permission.ACCOUNTS_MANAGE),
        Transition(
            "disable",
            "停用",
            (S.INVITED, S.ACTIVE),
            S.DISABLED,
            Permission.ACCOUNTS_MANAGE,
            needs=(Need(_is_another, "不能停用自己的账号。", asks_who=True),),
            asks_reason=True,
            is_danger=True,
        ),
        Transition("enable", "恢复", (S.DISABLED,), S.ACTIVE, Permission.ACCOUNTS_MANAGE),
    ),
)
