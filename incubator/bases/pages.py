"""Pages of bases and of the stays of groups in them."""

from typing import Any

from sqlmodel import Session

from core import clock
from core.access import Actor, Level, area_name
from core.call import Call
from core.forms import Bound
from core.notices.queries import notices_of
from core.notices.workflow import NOTICE
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes
from incubator.bases import actions, forms, queries, rules
from incubator.bases.models import IN_SHELL, Admission, AdmissionStatus, Base
from incubator.bases.workflow import ADMISSION, BASE
from incubator.groups.queries import group_choices, names_of
from incubator.services import queries as service_queries
from incubator.services.workflow import ASSESSMENT, SERVICE

LEVELS = {Level.DISTRICT: "区级", Level.STREET: "街道级", Level.COMMUNITY: "社区级"}


def _base_facts(session: Session, actor: Actor, base: Base) -> list[tuple[str, Any]]:
    used = queries.used_desks(session, base.id or 0)
    return [
        ("类型", base.kind.label),
        ("层级", LEVELS.get(base.level, base.level)),
        ("区域", area_name(session, base.area_code)),
        ("上级平台", queries.base_names(session, [base.parent_id]).get(base.parent_id or 0)),
        ("运营单位", base.operator),
        ("工位", f"已用 {used} / 共 {base.desks}"),
        ("地址", base.address),
        ("服务范围", base.serves),
        ("示范点", "是" if base.is_demo_site else None),
    ]


def _term(admission: Admission) -> str | None:
    """From which day to which day a group may stay."""
    if admission.starts_on is None or admission.ends_on is None:
        return None
    return f"{clock.format_date(admission.starts_on)} 至 {clock.format_date(admission.ends_on)}"


BASE_NOUN = register(
    Noun(
        name="base",
        label="孵化平台",
        plural="bases",
        section="孵化培育",
        model=Base,
        table=queries.BASES,
        view=P.BASES_VIEW,
        visible=queries.bases_visible_to,
        out=forms.BaseOut,
        title=lambda base: base.name,
        workflow=BASE,
        add=Change(P.BASES_MANAGE, forms.BaseForm, actions.open_base, "登记平台"),
        edit=Change(P.BASES_MANAGE, forms.BaseForm, actions.edit_base, "修改"),
        moves={"close": Move(actions.close_base)},
        choices=lambda session, actor, base: {
            "area_code": queries.area_choices(session, actor, P.BASES_MANAGE),
            "parent_id": queries.base_choices(session, actor),
        },
        facts=_base_facts,
        show=lambda session, actor, base: {
            "guests": queries.list_guests(session, actor, base.id),
            "stay_state": ADMISSION.state,
            "desks": (queries.used_desks(session, base.id), base.desks),
        },
        rule_facts=lambda session, base: {"guests": queries.count_guests(session, base.id)},
        show_template="incubator/bases/base.html",
        slots=(("photo", "照片"), ("award", "示范点证明")),
    )
)


def _admission_facts(session: Session, actor: Actor, admission: Admission) -> list[tuple[str, Any]]:
    running = admission.status in IN_SHELL
    found = [
        ("组织", names_of(session, [admission.group_id]).get(admission.group_id)),
        ("平台", queries.base_names(session, [admission.base_id]).get(admission.base_id)),
        ("方式", "壳外孵化" if admission.is_virtual else f"工位 {admission.desks} 个"),
        ("孵化期限", _term(admission)),
        ("延期", f"{admission.extensions} 次" if admission.extensions else None),
        ("下次评估", queries.next_assessment_on(session, admission) if running else None),
        ("社区意见", admission.opinion),
        ("办理期限", admission.due_on),
        ("离开日期", admission.exited_on),
        ("场地交接期限", admission.handover_due_on),
        ("跟踪回访至", admission.follow_until),
    ]
    return [(label, value) for label, value in found if value not in (None, "")]


def _admission_parts(session: Session, actor: Actor, admission: Admission) -> dict[str, Any]:
    number = admission.id or 0
    may_review = actor.can(P.ADMISSIONS_REVIEW, admission.area_code)
    has_opinion = admission.status == AdmissionStatus.DRAFT and actor.can(P.GROUPS_FORM, admission.area_code)
    opinion = Call("GET", "", actor=actor).blank(forms.OpinionForm, raw={"opinion": [admission.opinion]})
    is_exiting = admission.status == AdmissionStatus.EXIT_REVIEW
    return {
        "checks": rules.stage_checks(admission, queries.facts_of(session, admission)),
        "opinion_form": opinion if has_opinion else None,
        "is_in_shell": admission.status in IN_SHELL,
        "is_idle": queries.is_idle(session, admission),
        "cells": service_queries.coverage_of(session, admission) if admission.starts_on else [],
        "service_names": dict(service_queries.service_choices(session, admission.area_code)),
        "services": service_queries.list_services(session, actor, number),
        "service_state": SERVICE.state,
        "assessments": service_queries.list_assessments(session, actor, number),
        "assessment_state": ASSESSMENT.state,
        "notices": notices_of(session, "admission", number),
        "notice_state": NOTICE.state,
        "may_log": actor.can(P.SERVICES_LOG, admission.area_code) and admission.status in IN_SHELL,
        "may_assess": actor.can(P.GROWTH_ASSESS, admission.area_code) and admission.status in IN_SHELL,
        "may_publish_exit": may_review
        and is_exiting
        and not queries.open_notice(session, admission, queries.EXIT_NOTICE),
        "exit_key": Bound(forms.OpinionForm, {}).key,
    }


ADMISSION_NOUN = register(
    Noun(
        name="admission",
        label="入驻",
        list_label="入驻孵化",
        plural="admissions",
        section="孵化培育",
        model=Admission,
        table=queries.ADMISSIONS,
        view=P.BASES_VIEW,
        visible=queries.visible_to,
        out=forms.AdmissionOut,
        title=lambda admission: admission.title,
        workflow=ADMISSION,
        add=Change(P.ADMISSIONS_APPLY, forms.AdmissionForm, actions.draft_admission, "申请入驻"),
        edit=Change(P.ADMISSIONS_APPLY, forms.AdmissionForm, actions.edit_admission, "修改", rules.is_editable),
        moves={
            "submit": Move(actions.submit_admission),
            "accept": Move(actions.accept_admission),
            "publish": Move(actions.publish_admission),
            "admit": Move(actions.admit, forms.AdmitForm),
            "nurture": Move(actions.start_nurture),
            "grow": Move(actions.start_growth),
            "assess_exit": Move(actions.start_exit_review),
            "graduate": Move(actions.graduate),
            "extend": Move(actions.extend, forms.ExtendForm),
            "withdraw": Move(actions.withdraw),
        },
        choices=lambda session, actor, admission: {
            "group_id": group_choices(session, actor, permission=P.GROUPS_EDIT),
            "base_id": queries.base_choices(session, actor),
        },
        facts=_admission_facts,
        show=_admission_parts,
        rule_facts=lambda session, admission: {"facts": queries.facts_of(session, admission)},
        show_template="incubator/bases/admission.html",
        event_labels={"plan": "制定服务计划"},
        slots=(("application", "申请材料"), ("signed", "签字盖章件"), ("handover", "场地交接单")),
        may_attach=lambda session, actor, admission: actor.can(P.ADMISSIONS_APPLY, admission.area_code),
        form_note="先存草稿；提交前，页面会逐条列出入驻条件和现在的情况。",
    )
)


@changes("/admissions/{row_id:int}/opinion", P.GROUPS_FORM, takes=forms.OpinionForm)
def give_opinion(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    admission = ADMISSION_NOUN.get(session, actor, row_id)
    form = call.bind(forms.OpinionForm)
    with form.catching(session):
        actions.give_opinion(session, actor, admission, form.value)
        return Moved(f"/admissions/{row_id}", "社区意见已保存。")
    context = record_context(ADMISSION_NOUN, session, actor, admission)
    return Page(ADMISSION_NOUN.show_template, 422, **context | {"opinion_form": form})


@changes("/admissions/{row_id:int}/exit-notice", P.ADMISSIONS_REVIEW, creates=True)
def publish_graduation(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Publish the notice that must run its term before a group may graduate."""
    admission = ADMISSION_NOUN.get(session, actor, row_id)
    form = call.bind(forms.OpinionForm)
    with form.catching(session):
        actions.publish_graduation(session, actor, admission)
        return Moved(f"/admissions/{row_id}#notices", "出壳公示已发布。")
    context = record_context(ADMISSION_NOUN, session, actor, admission)
    return Page(ADMISSION_NOUN.show_template, 422, **context | {"problem": "".join(form.problems.values())})


HANDLERS = [give_opinion, publish_graduation, *noun_pages(BASE_NOUN), *noun_pages(ADMISSION_NOUN)]
