"""The life of a menu item."""

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow
from menus.items import rules
from menus.items.models import ItemStatus as S

ITEM = Workflow(
    name="menu_item",
    initial=S.DRAFT,
    states=(
        State(S.DRAFT, "草稿"),
        State(S.SUBMITTED, "待审核", "blue"),
        State(S.LISTED, "已上架", "green"),
        State(S.RETURNED, "退回修改", "amber"),
        State(S.SUSPENDED, "暂停接单", "red"),
        State(S.WITHDRAWN, "已下架", "grey"),
    ),
    transitions=(
        Transition("submit", "提交审核", (S.DRAFT, S.RETURNED), S.SUBMITTED, P.ITEMS_WRITE),
        Transition(
            "list",
            "审核上架",
            (S.SUBMITTED,),
            S.LISTED,
            P.ITEMS_APPROVE,
            needs=(Need(rules.lister_is_another, "提交的人不能自己审核，请同事办理。", asks_who=True),),
        ),
        Transition("return", "退回修改", (S.SUBMITTED,), S.RETURNED, P.ITEMS_APPROVE, asks_reason=True),
        Transition("suspend", "暂停接单", (S.LISTED,), S.SUSPENDED, P.ITEMS_APPROVE, asks_reason=True, is_danger=True),
        Transition("resume", "恢复接单", (S.SUSPENDED,), S.LISTED, P.ITEMS_APPROVE, asks_reason=True),
        Transition("revise", "修订", (S.LISTED,), S.DRAFT, P.ITEMS_WRITE),
        Transition(
            "withdraw",
            "下架",
            (S.DRAFT, S.RETURNED, S.LISTED, S.SUSPENDED),
            S.WITHDRAWN,
            P.ITEMS_WRITE,
            asks_reason=True,
            is_danger=True,
        ),
    ),
)
