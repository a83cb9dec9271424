"""Pages of contests."""

from typing import Any

from sqlmodel import Session

from core import clock, codelists, schemes
from core.access import Actor, area_name
from core.money import format_yuan
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.resource_pages import noun_pages
from grants.contests import actions, forms, queries
from grants.contests.models import BackingKind, Contest, ContestStatus
from grants.contests.rules import gaps, is_editable, joint_words, league_lines
from grants.contests.workflow import CONTEST
from grants.methods import rules as methods
from incubator.groups.queries import names_of

LISTING = (ContestStatus.DECIDING, ContestStatus.NOTICED, ContestStatus.AWARDED, ContestStatus.CLOSED)


def _facts(session: Session, actor: Actor, contest: Contest) -> list[tuple[str, Any]]:
    categories, parents = queries.labels(session, contest, "project_categories"), queries.parents_of(session, contest)
    names = names_of(session, [one.group_id for one in parents])
    return [
        ("级别", f"{contest.level.label}（{area_name(session, contest.area_code)}）"),
        ("主题", contest.theme),
        *[("母项目", f"{one.title}（{names[one.group_id]}）") for one in parents],
        ("届次", contest.edition),
        ("征集时间", f"{clock.format_datetime(contest.opens_at)} 至 {clock.format_datetime(contest.closes_at)}"),
        ("项目类别", "、".join(categories.get(code, code) for code in contest.categories)),
        *methods.lines(methods.kept(contest.method), methods.tie_labels()),
        ("拨款方式", " / ".join(f"{step['percent']}%（{step['zh']}）" for step in contest.tranches)),
        ("自筹比例", f"不低于 {contest.min_self_percent}%" if contest.min_self_percent else "不要求"),
        ("提交前必须取得", "、".join(BackingKind(code).label for code in contest.backings) or "不要求"),
        ("联合申报", joint_words(contest)),
        ("实施周期", f"不超过 {contest.months_max} 个月"),
        ("咨询方式", contest.contact),
    ]


def _parts(session: Session, actor: Actor, contest: Contest) -> dict[str, Any]:
    planned = contest.method.get("funds", [])
    return {
        "gaps": gaps(contest, planned) if is_editable(contest) else [],
        "leagues": league_lines(contest),
        "money": [(name, format_yuan(planned_fen)) for name, planned_fen in queries.money_of(session, contest)],
        "eligibility": [
            rule
            for rule in codelists.items(session, contest.area_code, "eligibility_rules")
            if rule["code"] in contest.eligibility
        ],
        "rubric": schemes.definition_of(schemes.get_scheme(session, contest.rubric_id)) if contest.rubric_id else None,
        "may_copy": actor.can(P.CONTESTS_MANAGE, contest.area_code),
        "may_rehearse": actor.can(P.CONTESTS_MANAGE, contest.area_code) and not actor.is_rehearsing,
        "may_apply": actor.can(P.PROPOSALS_WRITE) and contest.status == "OPEN",
        "may_see_judging": actor.can(P.JUDGING_VIEW, contest.area_code),
        "may_see_awards": contest.status in LISTING and actor.can(P.AWARDS_VIEW, contest.area_code),
    }


NOUN = register(
    Noun(
        name="contest",
        label="大赛",
        list_label="公益微创投大赛",
        plural="contests",
        section="公益微创投",
        model=Contest,
        table=queries.TABLE,
        view=P.CONTESTS_VIEW,
        visible=queries.visible_to,
        out=forms.ContestOut,
        title=lambda contest: contest.title,
        workflow=CONTEST,
        add=Change(P.CONTESTS_MANAGE, forms.ContestForm, actions.plan_contest, "筹备新一届"),
        edit=Change(P.CONTESTS_MANAGE, forms.ContestForm, actions.edit_contest, "修改", is_editable),
        moves={"propose": Move(actions.propose_contest), "open": Move(actions.open_contest)},
        choices=queries.choices,
        facts=_facts,
        show=_parts,
        rule_facts=actions.contest_facts,
        event_labels={
            "form": "改申报表",
            "method": "设置评分办法",
            "timetable": "调整日程",
            "letters": "发出结果通知书",
            "copy": "照样建立",
        },
        show_template="grants/contests/show.html",
        form_note="批准开始征集后，这里的规则就固定下来，对本届所有项目一样。",
    )
)

HANDLERS = noun_pages(NOUN)
