"""Every change to bases and to the stays of groups in them."""

from typing import Any

from sqlmodel import Session

from core import clock, codelists, workdays
from core.access import Actor, area_name, is_within, level_of
from core.changes import add, edit, require
from core.documents import Para, certificate_pdf
from core.errors import Refused
from core.issued.actions import issue
from core.notices.actions import publish_notice
from core.numbers import next_number
from core.permissions import Permission
from core.search import search_text
from incubator.bases import documents, queries, rules
from incubator.bases.forms import AdmissionForm, AdmitForm, BaseForm, ExtendForm, OpinionForm
from incubator.bases.models import ONE_STAY, Admission, AdmissionStatus, Base
from incubator.bases.workflow import ADMISSION, BASE
from incubator.groups.actions import require_own
from incubator.groups.models import Group


def _base_content(session: Session, actor: Actor, data: BaseForm) -> dict[str, Any]:
    parent = queries.get_base(session, actor, data.parent_id) if data.parent_id else None
    if parent and not (is_within(data.area_code, parent.area_code) and parent.area_code != data.area_code):
        raise Refused("上级平台的区域应当包含本平台。", field="parent_id")
    words = search_text(data.name, data.operator)
    return {**data.model_dump(), "level": level_of(data.area_code), "search_text": words}


def open_base(session: Session, actor: Actor, data: BaseForm) -> Base:
    """Register a base of a district, a street or a community."""
    require(actor, Permission.BASES_MANAGE, data.area_code)
    base = Base(number=next_number(session, data.area_code, "PT"), **_base_content(session, actor, data))
    return add(session, actor, base, base_kind=data.kind.value)


def edit_base(session: Session, actor: Actor, base: Base, data: BaseForm, version: int | None) -> None:
    require(actor, Permission.BASES_MANAGE, base.area_code)
    if data.area_code != base.area_code:
        raise Refused("平台不能换到别的区域，请另外登记。", field="area_code")
    if data.desks < queries.used_desks(session, base.id or 0):
        raise Refused("工位数不能少于已安排的工位。", field="desks")
    edit(session, actor, base, _base_content(session, actor, data), version)


def close_base(session: Session, actor: Actor, base: Base, reason: str | None = None) -> None:
    BASE.fire(session, actor, base, "close", reason, {"guests": queries.count_guests(session, base.id or 0)})


def _application(data: AdmissionForm) -> dict[str, Any]:
    if data.is_virtual and data.desks:
        raise Refused("壳外孵化不占工位，请把工位数填 0。", field="desks")
    return data.model_dump()


def draft_admission(session: Session, actor: Actor, data: AdmissionForm) -> Admission:
    """Begin an application; what is still missing is listed on its page until it may be submitted."""
    group = require_own(session, actor, data.group_id)
    require(actor, Permission.ADMISSIONS_APPLY, group.area_code)
    queries.get_base(session, actor, data.base_id)
    if queries.active_of(session, data.group_id):
        raise Refused(ONE_STAY, field="group_id")
    number = next_number(session, group.area_code, "RZ")
    admission = Admission(area_code=group.area_code, number=number, title=group.name, **_application(data))
    return add(session, actor, admission)


def edit_admission(
    session: Session, actor: Actor, admission: Admission, data: AdmissionForm, version: int | None
) -> None:
    require(actor, Permission.ADMISSIONS_APPLY, admission.area_code)
    if data.group_id != admission.group_id:
        raise Refused("不能换成别的组织，请另建一份。", field="group_id")
    queries.get_base(session, actor, data.base_id)
    edit(session, actor, admission, _application(data), version)


def give_opinion(session: Session, actor: Actor, admission: Admission, data: OpinionForm) -> None:
    """The community's opinion of an application, given by a worker and never by the team."""
    require(actor, Permission.GROUPS_FORM, admission.area_code)
    if admission.status != AdmissionStatus.DRAFT:
        raise Refused("申请已经提交，社区意见不能再改。")
    edit(session, actor, admission, {"opinion": data.opinion, "opinion_by": actor.account_id})


def _go(session: Session, actor: Actor, admission: Admission, verb: str, **values: Any) -> rules.Facts:
    """Take a step whose conditions are all listed; the refusal names each that does not hold."""
    facts = queries.facts_of(session, admission)
    transition = ADMISSION.find(verb, admission.status)
    require(actor, transition.permission, admission.area_code)
    if missing := rules.unmet(rules.stage_checks(admission, facts)):
        raise Refused("".join(missing))
    ADMISSION.fire(session, actor, admission, verb, facts={"facts": facts}, **values)
    return facts


def submit_admission(session: Session, actor: Actor, admission: Admission, reason: str | None = None) -> None:
    _go(session, actor, admission, "submit", submitted_by=actor.account_id, reviewed_by=None)


def accept_admission(session: Session, actor: Actor, admission: Admission, reason: str | None = None) -> None:
    """The centre's first check, within five working days, by somebody else than who submitted."""
    _go(session, actor, admission, "accept", reviewed_by=actor.account_id)


def publish_admission(session: Session, actor: Actor, admission: Admission, reason: str | None = None) -> None:
    """Show the public which group is to move in, for the working days that the terms say."""
    ADMISSION.fire(session, actor, admission, "publish", reason)
    group, base = session.get_one(Group, admission.group_id), session.get_one(Base, admission.base_id)
    _publish(session, actor, admission, queries.ENTRY_NOTICE, f"关于拟入驻{base.name}组织的公示", "拟入驻", group, base)


def publish_graduation(session: Session, actor: Actor, admission: Admission) -> None:
    """Show the public which group is to graduate, once its exit assessment is good enough."""
    require(actor, Permission.ADMISSIONS_REVIEW, admission.area_code)
    if admission.status != AdmissionStatus.EXIT_REVIEW:
        raise Refused("进入出壳评估后才能发布出壳公示。")
    checks = rules.stage_checks(admission, queries.facts_of(session, admission))
    if missing := rules.unmet(checks[:-1]):
        raise Refused("".join(missing))
    if queries.open_notice(session, admission, queries.EXIT_NOTICE):
        raise Refused("出壳公示已经发布。")
    group, base = session.get_one(Group, admission.group_id), session.get_one(Base, admission.base_id)
    _publish(session, actor, admission, queries.EXIT_NOTICE, f"关于{base.name}拟出壳组织的公示", "拟出壳", group, base)


def _publish(
    session: Session, actor: Actor, admission: Admission, kind: str, title: str, what: str, group: Group, base: Base
) -> None:
    terms = codelists.figures(session, admission.area_code, "incubation_terms")
    community = area_name(session, admission.area_code)
    publish_notice(
        session,
        actor,
        thing=admission,
        kind=kind,
        title=title,
        body=f"经审核，下列社区社会组织{what}，现予公示。公示期内有异议的，请实名提出。",
        headings=["组织", "类型", "所在社区", "平台", "方式"],
        lines=[[group.name, group.sanzi_type.label, community, base.name, _way(admission)]],
        workdays=terms["notice_working_days"],
        issuer=base.operator or base.name,
    )


def _way(admission: Admission) -> str:
    return "壳外孵化" if admission.is_virtual else f"入驻工位 {admission.desks} 个"


def admit(session: Session, actor: Actor, admission: Admission, data: AdmitForm) -> None:
    """Sign the agreement: the stay begins, its end is set by the terms, and the agreement is issued."""
    terms = codelists.figures(session, admission.area_code, "incubation_terms")
    months = data.months or terms["default_months"]
    if months > terms["max_months"]:
        raise Refused(f"孵化期限不超过 {terms['max_months']} 个月。", field="months")
    base = session.get_one(Base, admission.base_id)
    if admission.is_virtual and data.desks:
        raise Refused("壳外孵化不占工位，请把工位数填 0。", field="desks")
    if data.desks > base.desks - queries.used_desks(session, base.id or 0, admission.id):
        raise Refused("平台没有这么多空余工位。", field="desks")
    ends_on = rules.end_of(data.starts_on, months)
    _go(session, actor, admission, "admit", starts_on=data.starts_on, ends_on=ends_on, desks=data.desks)
    _issue_agreement(session, actor, admission, base, terms)


def _issue_agreement(session: Session, actor: Actor, admission: Admission, base: Base, terms: dict[str, Any]) -> None:
    group = session.get_one(Group, admission.group_id)
    services = [label for _code, label in codelists.choices(session, admission.area_code, "six_services")]
    community = area_name(session, admission.area_code)
    blocks = documents.agreement_blocks(admission, base, group, community, services, terms)
    issue(session, actor, admission, "agreement", "RZXY", "入驻协议", blocks, issuer=base.operator or base.name)


def start_nurture(session: Session, actor: Actor, admission: Admission, reason: str | None = None) -> None:
    _go(session, actor, admission, "nurture")


def start_growth(session: Session, actor: Actor, admission: Admission, reason: str | None = None) -> None:
    _go(session, actor, admission, "grow")


def start_exit_review(session: Session, actor: Actor, admission: Admission, reason: str | None = None) -> None:
    _go(session, actor, admission, "assess_exit")


def graduate(session: Session, actor: Actor, admission: Admission, reason: str | None = None) -> None:
    """Let a group leave the shell: it hands back its space and is followed for as long as the terms say."""
    today = clock.today()
    follow = codelists.figures(session, admission.area_code, "incubation_terms")["follow_months"]
    values = {"follow_until": rules.add_months(today, follow), **_leaving(session, admission)}
    facts = _go(session, actor, admission, "graduate", **values)
    group, base = session.get_one(Group, admission.group_id), session.get_one(Base, admission.base_id)
    lines = documents.graduation_lines(admission, base, group, str(facts.of_kind("EXIT")[-1].total))
    issue(
        session,
        actor,
        admission,
        "graduation",
        "CKZS",
        "出壳证书",
        [Para(line) for line in lines],
        issuer=base.operator or base.name,
        press=lambda head: certificate_pdf(head, group.name, *lines),
    )


def _leaving(session: Session, admission: Admission) -> dict[str, Any]:
    days = codelists.figures(session, admission.area_code, "incubation_terms")["handover_working_days"]
    due = workdays.add_working_days(clock.today(), days, workdays.load_overrides(session))
    has_space = admission.starts_on is not None and not admission.is_virtual
    return {"exited_on": clock.today(), "handover_due_on": due if has_space else None}


def extend(session: Session, actor: Actor, admission: Admission, data: ExtendForm) -> None:
    """Give a stay its one extension, within the limits of the terms."""
    facts = queries.facts_of(session, admission)
    terms = facts.terms
    if data.months > terms["extension_months"]:
        raise Refused(f"延期不超过 {terms['extension_months']} 个月。", field="months")
    if admission.starts_on is None or admission.ends_on is None:
        raise Refused("还没有入壳，不能延期。")
    ends_on = rules.end_of(rules.next_day(admission.ends_on), data.months)
    if ends_on > rules.end_of(admission.starts_on, terms["max_months"]):
        raise Refused(f"孵化总期限不超过 {terms['max_months']} 个月。", field="months")
    values = {"ends_on": ends_on, "extensions": admission.extensions + 1}
    ADMISSION.fire(session, actor, admission, "extend", data.reason, {"facts": facts}, **values)


def withdraw(session: Session, actor: Actor, admission: Admission, reason: str | None = None) -> None:
    """End a stay early, by the group's own wish or the centre's decision; the space is handed back in time."""
    ADMISSION.fire(session, actor, admission, "withdraw", reason, **_leaving(session, admission))
