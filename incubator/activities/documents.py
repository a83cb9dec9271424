"""The record of one activity (活动记录) as PDF blocks: heads counted, nobody named."""

from core import clock
from core.documents import Block, Facts, Heading, Para, Signatures
from core.money import format_yuan
from incubator.activities.models import Activity


def record_blocks(activity: Activity, group: str, kind: str, photos: int) -> list[Block]:
    """What happened, with whom in figures, what it cost and what residents said."""
    hours = " ".join(part for part in (clock.format_date(activity.on), _span(activity)) if part)
    people = f"居民 {activity.residents} 人，志愿者 {activity.volunteers} 人，社工 {activity.social_workers} 人"
    asked = f"征求 {activity.sampled} 人，满意 {activity.satisfied} 人" if activity.sampled else "没有征求"
    return [
        Facts(
            [
                ("组织", group),
                ("活动名称", activity.title),
                ("类型", kind),
                ("时间", hours),
                ("地点", activity.place),
                ("参加人数", people),
                ("志愿服务时长", f"{activity.volunteer_minutes / 60:g} 小时"),
                ("照片", f"{photos} 张，存于系统"),
                ("支出", f"{format_yuan(activity.spending_fen)} 元" if activity.spending_fen else "—"),
                ("居民意见", asked),
                ("状态", activity.status.label),
            ]
        ),
        *_said("活动内容", activity.content),
        *_said("成效", activity.result),
        *_said("安全情况", activity.safety_note),
        Signatures(["组织负责人", "核实人"]),
    ]


def _span(activity: Activity) -> str:
    return (
        f"{activity.start_time}–{activity.end_time}"
        if activity.start_time and activity.end_time
        else activity.start_time
    )


def _said(title: str, text: str) -> list[Block]:
    lines = [Para(line) for line in text.splitlines() if line.strip()]
    return [Heading(title), *(lines or [Para("（未填写）")])]
