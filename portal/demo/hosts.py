"""A registered organisation of the district, which holds money for teams that may have no account."""

from incubator.groups import actions as group_actions
from incubator.groups import queries as group_queries
from incubator.groups.forms import GroupForm, MemberForm
from incubator.groups.models import MemberRole
from portal.demo.district import COMMUNITIES
from portal.demo.stage import Stage

HOST = "zhongfu"
NAME = "云溪区众扶社会组织服务中心"
USCC = "52990105MJX2026018"


def register_host(stage: Stage) -> None:
    """It has been a legal person for years; its director answers those who ask it to hold their money."""
    session, worker, leader = stage.session, stage.person("dianchang"), stage.person(HOST)
    with stage.day(41):
        data = GroupForm(
            name=NAME,
            area_code=COMMUNITIES["dianchang"][0],
            sanzi_type="VOLUNTEER",
            colour="RED",
            leader_name=leader.name,
            leader_phone="15400070018",
            intro="街道枢纽型社会组织：为社区团队代管资金、辅导财务、共享场地。",
            founded_on=stage.today(-2200),
        )
        group = group_actions.form_group(session, worker, data)
        for name in ("申有道", "计清楚"):
            group_actions.add_member(
                session, worker, group, MemberForm(name=name, role=MemberRole.CORE, has_accepted=True)
            )
        head = group_queries.list_members(session, group.id or 0)[0]
        group_actions.link_account(session, worker, head, stage.account_ids[HOST])
        group_actions.start_group(session, worker, group)
        group_actions.register_group(session, worker, group, USCC, stage.today(-2200))
        stage.ids[HOST] = group.id
