"""The meeting after the opening: judges talk, one recommendation changes, everything is published at once."""

from grants.contests.models import Contest
from grants.moderation import actions, queries
from grants.moderation.forms import ItemRow, MessageForm, RecordForm
from grants.panels.models import Panel
from grants.panels.queries import panel_of, seats_of
from grants.sheets.models import Recommendation
from portal.demo.stage import Stage

SAID = (
    ("judge2", "需求走访做得细，人手也够；我建议资助，但要写明停办以后谁接着做。"),
    ("judge4", "同意。另外材料费偏高，可以先借社区活动室里现成的。"),
    ("centre", "主办方记下：请团队补一份接续安排，材料费按借用后的数额核。"),
)


def moderate(stage: Stage, contest: Contest, talked_about: int, changed: int) -> None:
    """Two judges and the office talk about one proposal; the meeting takes another one up again."""
    session, centre = stage.session, stage.person("centre")
    panel = session.get_one(Panel, (panel_of(session, contest.id or 0) or Panel()).id)
    with stage.day(101.2):
        for key, body in SAID:
            room = queries.room_of(session, stage.person(key), panel.id or 0, talked_about)
            actions.speak(session, stage.person(key), room, MessageForm(body=body))
    with stage.day(101.5):
        record = actions.write_record(session, centre, panel, _record(stage, panel, talked_about, changed))
        actions.publish(session, stage.person("district"), record)
        actions.issue_record(session, centre, record)


def _record(stage: Stage, panel: Panel, talked_about: int, changed: int) -> RecordForm:
    rows = []
    for number, before in queries.before_of(stage.session, panel).items():
        row = ItemRow(proposal_id=number, recommendation=before)
        if number == talked_about:
            row.discussed = "接续安排、材料费。请团队补写后实施。"
        if number == changed:
            row.recommendation, row.discussed = Recommendation.REFUSE, "与街道文化节的安排重复，时间也撞在一起。"
            row.reason = "街道文化节已经安排同样的内容，建议这一届不资助。"
        rows.append(row.model_dump())
    seats = [seat.id for seat in seats_of(stage.session, panel.id or 0)]
    when = {"held_on": stage.today(101.5), "place": "区孵化中心二楼会议室"}
    return RecordForm(**when, present=seats[:4], others="区民政局 江老师", items=rows)
