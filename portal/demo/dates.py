"""Chapter of dates: the open edition has a timetable, and one team that lost its network has more time."""

from datetime import timedelta

from grants.contests.models import Contest
from grants.timetable import actions, queries
from grants.timetable.forms import ExtensionForm, TimetableForm
from portal.demo.stage import Stage


def set_dates(stage: Stage) -> None:
    session = stage.session
    contest = session.get_one(Contest, stage.ids["contest-4"])
    plan = queries.planned(session, contest)
    rows = [{"stage": one, "starts_on": first, "ends_on": last} for one, (first, last) in plan.items()]
    form = TimetableForm(closes_at=contest.closes_at, grace_minutes=5, stages=rows, reason="征集开始，公布各环节的日子")
    actions.set_timetable(session, stage.person("centre"), contest, form)
    late = queries.late_choices(session, stage.person("district"), contest)
    data = ExtensionForm(
        proposal_id=int(late[0][0]),
        until=contest.closes_at + timedelta(days=2),
        reason="社区光缆被挖断，三天没有网络",
    )
    actions.extend(session, stage.person("district"), contest, data)
