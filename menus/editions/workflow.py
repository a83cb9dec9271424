"""The life of an edition."""

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow
from menus.editions.models import EditionStatus as S


def _has_items(edition, actor, facts) -> bool:
    return facts.get("offered", 0) > 0


EDITION = Workflow(
    name="menu_edition",
    initial=S.DRAFT,
    states=(State(S.DRAFT, "编制中"), State(S.PUBLISHED, "已发布", "green")),
    transitions=(
        Transition(
            "publish",
            "发布并印制手册",
            (S.DRAFT,),
            S.PUBLISHED,
            P.ITEMS_APPROVE,
            needs=(Need(_has_items, "还没有已上架的服务，不能发布。"),),
        ),
    ),
)
