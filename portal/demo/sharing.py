"""Chapter of a shared round: conflicts found in the records in each state, a request to recuse, an assignment."""

from grants.assignments import actions as assignment_actions
from grants.assignments.forms import PlanForm
from grants.conflicts import actions as conflict_actions
from grants.conflicts import queries as conflict_queries
from grants.conflicts.forms import RecusalForm
from grants.contests.models import Contest
from grants.judges import actions as judge_actions
from grants.judges.forms import JudgeForm
from grants.panels import actions as panel_actions
from grants.panels import queries as panel_queries
from grants.panels.forms import InviteForm, TermForm
from grants.panels.models import Panel, PanelSeat
from grants.proposals.models import Proposal
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheet_queries
from incubator.groups import actions as group_actions
from incubator.groups.forms import MemberForm
from incubator.groups.models import Group
from portal.demo.contest import COMMUNITY_OF, Idea
from portal.demo.district import COMMUNITIES, PEOPLE
from portal.demo.editions import hand_in, open_special
from portal.demo.scoring import screen
from portal.demo.stage import Stage

IDEAS = (
    Idea("shuhua", "小小春联铺", "CULTURE", "40", 70),
    Idea("yiwu", "楼道电瓶车大家议", "SELFGOV", "38", 75),
    Idea("hubang", "帮一把：独居老人买菜接力", "ELDER", "36", 80),
    Idea("xunluo", "放学路上有人等", "YOUTH", "44", 78),
)
# Who judges: role, organisation, community, fields with the best known first, and how many they take.
JUDGES = (
    ("judge6", "FINANCE", "云溪区某会计学会", None, (), None),
    ("judge7", "SOCIAL_WORK_EXPERT", "武康路社区居民委员会", None, ("SELFGOV", "CULTURE"), None),
    ("judge8", "COMMUNITY_OR_RESIDENT", "居民代表", COMMUNITIES["xuefu"][0], ("CULTURE", "YOUTH"), None),
    ("judge9", "SOCIAL_WORK_EXPERT", "某社工服务中心", None, ("ELDER", "YOUTH"), 3),
    ("judge10", "COMMUNITY_OR_RESIDENT", "居民代表", None, ("ELDER", "SELFGOV"), 3),
)


def share_out(stage: Stage) -> None:
    """A small edition in which three of five judges score each proposal."""
    session, centre = stage.session, stage.person("centre")
    fill_the_judge_pool(stage)
    with stage.day(271):
        money = ("SOCIAL", "社区基金（互助专场）", "9000")
        contest = open_special(stage, "社区互助专场赛", 2, "你帮我 我帮你", money)
    with stage.day(281):
        proposals = {idea.key: hand_in(stage, contest, idea) for idea in IDEAS}
    with stage.day(303):
        screen(stage, contest, proposals.values())
    with stage.day(325):
        panel = _seat(stage, contest)
        _sort_out(stage, panel, proposals)
        plan = assignment_actions.make_plan(session, centre, PlanForm(panel_id=panel.id or 0, each_wants=3))
        assignment_actions.work_out(session, centre, plan)
        assignment_actions.apply_plan(session, centre, plan)
        panel_actions.start_scoring(session, centre, panel)
    with stage.day(326):
        for seat in panel_queries.seats_of(session, panel.id or 0)[:2]:
            _declare(stage, panel, seat)


def _seat(stage: Stage, contest: Contest) -> Panel:
    session, centre = stage.session, stage.person("centre")
    panel = panel_actions.open_panel(session, centre, contest)
    term = TermForm(opens_at=panel.opens_at, due_at=panel.due_at, is_named=True)
    panel_actions.edit_term(session, centre, panel, term, None)
    for key, *_facts in JUDGES:
        invitation = InviteForm(panel_id=panel.id or 0, account_id=stage.account_ids[key])
        seat = panel_actions.invite(session, centre, invitation)
        panel_actions.answer_invitation(session, stage.person(key), seat, True)
    return panel


def fill_the_judge_pool(stage: Stage) -> None:
    """Five judges with accounts of their own, and one who has still to follow the link."""
    with stage.day(269):
        for key, role, organisation, community, fields, most in JUDGES:
            person = next(person for person in PEOPLE if person.key == key)
            _pool(stage, person.name, person.sign_in, role, organisation, community, fields, most)
        _pool(stage, "评新雨", "xinyu@demo.example", "SOCIAL_WORK_EXPERT", "某社会工作学会", None, ("ENV",), None)


def _pool(
    stage: Stage,
    name: str,
    sign_in: str,
    role: str,
    organisation: str,
    community: str | None,
    fields: tuple[str, ...],
    most: int | None,
) -> None:
    data = JudgeForm(
        name=name,
        sign_in=sign_in,
        role=role,
        organisation=organisation,
        community_code=community,
        fields=[{"category": code} for code in fields],
        load_cap=most,
        qualifications="近三年参加过两次以上社区项目评审。",
    )
    judge_actions.add_judge(stage.session, stage.person("centre"), data)


def _sort_out(stage: Stage, panel: Panel, proposals: dict[str, Proposal]) -> None:
    """One sign is confirmed, one dismissed, one waits; and one applicant has asked."""
    session, centre = stage.session, stage.person("centre")
    group = stage.get(Group, "hubang")
    worker = stage.person(COMMUNITY_OF["hubang"])
    member = group_actions.add_member(session, worker, group, MemberForm(name="评六合", duty="顾问"))
    group_actions.accept_member(session, worker, member)
    group_actions.link_account(session, centre, member, stage.account_ids["judge6"])
    conflict_actions.search_records(session, centre, panel)
    for row in panel_queries.declarations_of(session, panel.id or 0):
        if row.kind == "ROSTER":
            conflict_actions.confirm(session, centre, row)
        elif row.kind == "COMMUNITY":
            conflict_actions.dismiss(session, centre, row, "已核实：评委去年搬离学府社区。")
    seats = {name: seat for seat, name, _organisation in conflict_queries.judges_of(session, panel)}
    asked = RecusalForm(seat_id=seats["评十全"], reason="OTHER", note="这位评委与我们团队今年因场地使用有过纠纷。")
    conflict_actions.ask_recusal(session, stage.person("xunluo"), proposals["xunluo"], asked)


def _declare(stage: Stage, panel: Panel, seat: PanelSeat) -> None:
    key = next(key for key, *_rest in JUDGES if stage.account_ids[key] == seat.account_id)
    waiting = sheet_queries.to_declare(stage.session, panel, seat)
    sheet_actions.declare(stage.session, stage.person(key), seat, {proposal.id or 0: None for proposal in waiting})
