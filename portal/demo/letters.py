"""Chapter of letters: every applicant of the finished edition has been told the result, and why."""

from grants.contests.models import Contest
from grants.letters import actions
from portal.demo.stage import Stage


def send(stage: Stage) -> None:
    contest = stage.session.get_one(Contest, stage.ids["contest-3"])
    actions.send_letters(stage.session, stage.person("district"), contest)
