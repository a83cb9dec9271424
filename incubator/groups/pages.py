"""Pages of groups, rosters and filings."""

from typing import Any

from sqlmodel import Session

from core import codelists
from core.access import Actor, area_name
from core.call import Call
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.related import related
from core.replies import Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes
from incubator.groups import actions, forms, queries, rules
from incubator.groups.models import Filing, Group, Member
from incubator.groups.workflow import FILING, GROUP, MEMBER
from incubator.people.queries import community_choices

STAR_WORDS = ("未评星", "一星", "二星", "三星", "四星", "五星")


def _group_choices(session: Session, actor: Actor, group: Group | None) -> dict[str, list[tuple[str, str]]]:
    found = {"colour": codelists.choices(session, actor.home() or "", "qicai")}
    if group is None:
        found["area_code"] = community_choices(session, actor, P.GROUPS_FORM)
        found["leader_talent_id"] = queries.talent_choices(session, actor)
    return found


def _group_facts(session: Session, actor: Actor, group: Group) -> list[tuple[str, Any]]:
    colours = codelists.labels(session, group.area_code, "qicai")
    return [
        ("社区", area_name(session, group.area_code)),
        ("“三自”类型", group.sanzi_type.label),
        ("七彩", colours.get(group.colour, group.colour)),
        ("登记备案", group.legal_status.label),
        ("备案编号", group.filing_number),
        ("星级", STAR_WORDS[group.stars]),
        ("负责人", group.leader_name),
        ("联系电话", group.leader_phone_masked),
        ("成立日期", group.founded_on),
        ("服务品牌", group.brand),
        ("活动范围", group.scope),
        ("简介", group.intro),
    ]


SHOWN_RECORDS = ("activity", "admission", "service_record")


def _group_parts(session: Session, actor: Actor, group: Group) -> dict[str, Any]:
    members = queries.list_members(session, group.id or 0)
    may_edit = actor.can(P.GROUPS_EDIT, group.area_code)
    form = Call("GET", "", actor=actor).blank(
        forms.MemberForm, {"talent_id": queries.talent_choices(session, actor, group.area_code)}
    )
    return {
        "members": members,
        "member_state": MEMBER.state,
        "filings": queries.list_filings(session, actor, group.id or 0),
        "filing_state": FILING.state,
        "type_changes": queries.list_type_changes(session, group.id or 0),
        "may_edit_members": may_edit,
        "member_form": form if may_edit else None,
        "type_form": Call("GET", "", actor=actor).blank(forms.TypeChangeForm),
        "report_form": Call("GET", "", actor=actor).blank(forms.ReportForm),
        "may_record_report": group.legal_status == "REGISTERED" and actor.can(P.GROUPS_FORM, group.area_code),
        "may_change_type": actor.can(P.GROUPS_FORM, group.area_code),
        "related": related(session, actor, group, "group_id", SHOWN_RECORDS),
    }


GROUP_NOUN = register(
    Noun(
        name="group",
        label="组织",
        list_label="社区社会组织",
        plural="groups",
        section="孵化培育",
        model=Group,
        table=queries.TABLE,
        view=P.GROUPS_VIEW,
        visible=queries.visible_to,
        out=forms.GroupOut,
        title=lambda group: group.name,
        workflow=GROUP,
        add=Change(P.GROUPS_FORM, forms.GroupForm, actions.form_group, "组建团队"),
        edit=Change(P.GROUPS_EDIT, forms.GroupEditForm, actions.edit_group, "修改"),
        moves={"start": Move(actions.start_group)},
        choices=_group_choices,
        facts=_group_facts,
        show=_group_parts,
        rule_facts=lambda session, group: {"members": queries.list_members(session, group.id)},
        show_template="incubator/groups/show.html",
    )
)

MEMBER_NOUN = register(
    Noun(
        name="member",
        label="成员",
        plural="members",
        section="孵化培育",
        in_menu=False,
        model=Member,
        table=queries.MEMBERS,
        view=P.GROUPS_EDIT,
        visible=queries.members_visible_to,
        out=forms.MemberOut,
        title=lambda member: member.name,
        workflow=MEMBER,
        moves={"accept": Move(actions.accept_member)},
        facts=lambda session, actor, member: [
            ("组织", queries.names_of(session, [member.group_id]).get(member.group_id)),
            ("角色", member.role.label),
            ("分工", member.duty),
            ("入册日期", member.joined_on),
        ],
    )
)


def _filing_parts(session: Session, actor: Actor, filing: Filing) -> dict[str, Any]:
    members = queries.list_members(session, filing.group_id)
    return {"gaps": rules.gaps(filing, members) if rules.is_editable(filing) else [], "members": members}


FILING_NOUN = register(
    Noun(
        name="filing",
        label="备案",
        list_label="备案办理",
        plural="filings",
        section="孵化培育",
        model=Filing,
        table=queries.FILINGS,
        view=P.GROUPS_VIEW,
        visible=queries.filings_visible_to,
        out=forms.FilingOut,
        title=lambda filing: filing.proposed_name,
        workflow=FILING,
        add=Change(P.FILINGS_SUBMIT, forms.FilingForm, actions.draft_filing, "申请备案"),
        edit=Change(P.FILINGS_SUBMIT, forms.FilingForm, actions.edit_filing, "修改", rules.is_editable),
        moves={
            "submit": Move(actions.submit_filing),
            "check": Move(actions.check_filing),
            "approve": Move(actions.approve_filing),
        },
        choices=lambda session, actor, filing: {
            "group_id": queries.group_choices(session, actor, permission=P.FILINGS_SUBMIT)
        },
        facts=lambda session, actor, filing: [
            ("组织", queries.names_of(session, [filing.group_id]).get(filing.group_id)),
            ("种类", filing.kind.label),
            ("活动地点", filing.meeting_place),
            ("负责人承诺", filing.leader_statement),
            ("办理期限", filing.due_on),
            ("决定日期", filing.decided_on),
        ],
        show=_filing_parts,
        rule_facts=lambda session, filing: {"members": queries.list_members(session, filing.group_id)},
        show_template="incubator/groups/filing.html",
        form_note="可以先存草稿，材料齐了再提交。社区 5 个工作日内初核，街道 10 个工作日内决定。",
    )
)


@changes("/groups/{row_id:int}/members", P.GROUPS_EDIT, creates=True, takes=forms.MemberForm)
def add_member(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    group = GROUP_NOUN.get(session, actor, row_id)
    form = call.bind(forms.MemberForm, {"talent_id": queries.talent_choices(session, actor, group.area_code)})
    with form.catching(session):
        actions.add_member(session, actor, group, form.value)
        return Moved(f"/groups/{row_id}#members", "名册已更新。")
    context = record_context(GROUP_NOUN, session, actor, group) | {"member_form": form}
    return Page(GROUP_NOUN.show_template, 422, **context)


@changes("/groups/{row_id:int}/type", P.GROUPS_FORM, takes=forms.TypeChangeForm)
def change_type(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    group = GROUP_NOUN.get(session, actor, row_id)
    form = call.bind(forms.TypeChangeForm)
    with form.catching(session):
        actions.change_type(session, actor, group, form.value)
        return Moved(f"/groups/{row_id}", "类型已变更。")
    return Page(
        GROUP_NOUN.show_template, 422, **record_context(GROUP_NOUN, session, actor, group) | {"type_form": form}
    )


@changes("/groups/{row_id:int}/report", P.GROUPS_FORM, takes=forms.ReportForm)
def record_report(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    group = GROUP_NOUN.get(session, actor, row_id)
    form = call.bind(forms.ReportForm)
    with form.catching(session):
        actions.record_report(session, actor, group, form.value)
        return Moved(f"/groups/{row_id}", "年报结论已登记。")
    return Page(
        GROUP_NOUN.show_template, 422, **record_context(GROUP_NOUN, session, actor, group) | {"report_form": form}
    )


HANDLERS = [
    add_member,
    change_type,
    record_report,
    *noun_pages(GROUP_NOUN),
    *noun_pages(MEMBER_NOUN),
    *noun_pages(FILING_NOUN),
]
