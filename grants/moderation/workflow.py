"""The life of the record of a moderation meeting."""

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow
from grants.moderation import rules
from grants.moderation.models import ModerationStatus
from grants.panels.workflow import NO_JUDGE

MODERATION = Workflow(
    name="moderation",
    initial=ModerationStatus.DRAFT,
    states=(
        State(ModerationStatus.DRAFT, "待公布", "amber", due=3),
        State(ModerationStatus.PUBLISHED, "已公布", "green"),
    ),
    transitions=(
        Transition(
            "publish",
            "一次公布全部建议",
            (ModerationStatus.DRAFT,),
            ModerationStatus.PUBLISHED,
            P.JUDGING_CLOSE,
            needs=(NO_JUDGE, Need(rules.is_whole, "还有项目没有写进评议会记录。")),
        ),
    ),
)
