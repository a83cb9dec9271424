"""Chapter of the rehearsal: small grants are tried out before they open; two teams wait to be played."""

from grants.contests.models import Contest
from grants.rehearsals import actions
from portal.demo.stage import Stage


def rehearse_small_grants(stage: Stage) -> None:
    with stage.day(329.2):
        actions.start_rehearsal(stage.session, stage.person("centre"), stage.get(Contest, "small-grants"))
