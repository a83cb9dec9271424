"""Pages of proposals: the list, eight steps with autosave, the record, the PDF, the check list."""

from functools import partial
from typing import Any

from sqlmodel import Session

from core import clock, codelists
from core.access import Actor, area_name
from core.call import Call
from core.documents import Letterhead, content_digest, render
from core.errors import NotFound
from core.lazy import Lazy, Options
from core.money import format_yuan
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import PDF, File, Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes, reads
from grants.backing.queries import live_of
from grants.contests import queries as contest_queries
from grants.contests.models import Contest
from grants.partners import queries as joint
from grants.proposals import actions, documents, forms, queries, rules
from grants.proposals.models import CheckResult, MoneySource, Proposal, Slot
from grants.proposals.workflow import PROPOSAL
from grants.questions.documents import Answer, shown
from grants.questions.forms import choices_of
from grants.questions.queries import forms_of
from grants.questions.rules import label_of, read
from incubator.groups.queries import group_choices
from incubator.needs.queries import need_choices


def _start_choices(session: Session, actor: Actor, proposal: Proposal | None) -> dict[str, list[tuple[str, str]]]:
    return {
        "contest_id": [(str(c.id), c.title) for c in contest_queries.open_contests(session, actor)],
        "group_id": group_choices(session, actor, permission=P.PROPOSALS_WRITE),
    }


def _facts(session: Session, actor: Actor, proposal: Proposal) -> list[tuple[str, Any]]:
    contest, group = queries.contest_of(session, proposal), queries.group_of(session, proposal)
    categories = codelists.labels(session, proposal.area_code, "project_categories")
    budget = queries.parts_of(session, proposal.id or 0)["budget"]
    return [
        ("大赛", contest.title),
        ("申报团队", group.name),
        ("组别", proposal.league.label),
        ("落地社区", area_name(session, proposal.area_code)),
        ("类别", categories.get(proposal.category)),
        ("申请金额", format_yuan(rules.total(budget, MoneySource.ASKED)) + " 元"),
        ("实施周期", f"{proposal.months} 个月"),
        ("直接受益人数", proposal.beneficiaries),
        ("负责人", proposal.leader_name),
        ("手机号", proposal.leader_phone_masked),
        ("收款", f"{proposal.payee_kind.label} {proposal.payee_name}"),
        *[
            (one.kind.label, f"{one.name}（{one.status.label}）{one.opinion}")
            for one in live_of(session, proposal.id or 0)
        ],
        *[
            ("联合单位", f"{one.name}（{one.status.label}）{format_yuan(one.share_fen)} 元")
            for one in joint.live_of(session, proposal.id or 0)
        ],
        *[(label, one.number) for label, one in queries.put_forward_of(session, proposal)],
        ("回执编号", proposal.receipt_number),
        ("提交时间", clock.format_datetime(proposal.submitted_at) if proposal.submitted_at else None),
        ("内容摘要", proposal.content_hash),
    ]


def _parts(session: Session, actor: Actor, proposal: Proposal) -> dict[str, Any]:
    contest, parts = queries.contest_of(session, proposal), queries.parts_of(session, proposal.id or 0)
    form = queries.form_of(session, proposal)
    may_write = rules.is_editable(proposal) and queries.may_write(session, actor, proposal)
    may_check = proposal.status == "SUBMITTED" and actor.can(P.PROPOSALS_SCREEN, contest.area_code)
    answered = {check.rule: check for check in queries.checks_of(session, proposal.id or 0)}
    records = queries.findings_of(session, proposal) if may_check else {}
    rule_list = codelists.items(session, contest.area_code, "eligibility_rules")
    return {
        "contest": contest,
        "facts_title": "一览",  # the first part of the form has the usual name
        "parts": parts,
        "shares": actions.snapshot_now(session, proposal).get("partners", []),
        "may_join": bool(contest.partners_max or joint.live_of(session, proposal.id or 0)),
        "answers_given": answers_of(session, proposal, actor.lang),
        "asked": rules.total(parts["budget"], MoneySource.ASKED),
        "whole": rules.total(parts["budget"]),
        "form_title": label_of(form, actor.lang),
        "gaps": actions.gaps_of(session, proposal),
        "may_write": may_write,
        "may_type": may_write and actor.is_office(P.PROPOSALS_WRITE, proposal.area_code),
        "open_steps": [
            (step.number, label_of(step, actor.lang))
            for step in form.sections
            if step.number in rules.open_steps(proposal, form)
        ],
        "versions": queries.count_submissions(session, proposal.id or 0),
        **({"edit_href": None} if proposal.status in rules.PARTLY_OPEN else {}),  # single parts are open
        "shows_team": rules.is_editable(proposal) or bool(proposal.signed_off_at),
        "may_check": may_check,
        "may_renew": rules.has_ended(proposal) and queries.may_write(session, actor, proposal),
        "may_put_forward": rules.may_go_up(proposal, contest) and actor.can(P.AWARDS_PROPOSE, contest.area_code),
        "may_ask_recusal": proposal.status == "ELIGIBLE"
        and actor.can(P.PROPOSALS_SUBMIT, proposal.area_code)
        and rules.role_of(actor, proposal, queries.roles_of(session, proposal)) is not None,
        "checks": [
            (rule, records.get(rule["code"]), answered.get(rule["code"]), proposal.precheck.get(rule["code"], ""))
            for rule in rule_list
            if rule["code"] in contest.eligibility
        ],
        "check_results": CheckResult.choices(),
        "said": {"YES": "是", "NO": "否", "UNSURE": "不清楚"},
    }


def answers_of(session: Session, proposal: Proposal, lang: str = "zh") -> list[tuple[str, list[Answer]]]:
    """What is to be read of a proposal, question by question, as its own form asked."""
    snapshot = actions.snapshot_now(session, proposal)
    words = queries.in_words(session, proposal, snapshot)
    return shown(read(snapshot["form"]), proposal.league, words, snapshot, lang)


def may_attach(session: Session, actor: Actor, proposal: Proposal) -> bool:
    """Attachments belong to steps: a correction that opens none of these takes no files."""
    form = queries.form_of(session, proposal)
    is_open = rules.slots_of(form, rules.open_steps(proposal, form))
    return bool(is_open) and actor.can(P.PROPOSALS_WRITE)


def _parts_to_reopen(session: Session, actor: Actor, proposal: Proposal) -> dict[str, list[tuple[str, str]]]:
    form = queries.form_of(session, proposal)
    return {"parts": [(str(step.number), label_of(step, actor.lang)) for step in form.sections]}


NOUN = register(
    Noun(
        name="proposal",
        label="申报书",
        plural="proposals",
        section="公益微创投",
        model=Proposal,
        table=queries.TABLE,
        view=P.PROPOSALS_VIEW,
        visible=queries.visible_to,
        out=forms.ProposalOut,
        title=lambda proposal: proposal.title,
        workflow=PROPOSAL,
        add=Change(P.PROPOSALS_WRITE, forms.StartForm, actions.start_proposal, "开始申报"),
        edit=Change(
            P.PROPOSALS_WRITE,
            forms.ProposalForm,
            actions.save_step,
            "整份修改",
            rules.is_editable,
            "steps/0",
            lambda session, proposal: forms.whole_form(queries.form_of(session, proposal), proposal.league),
        ),
        moves={
            "submit": Move(actions.submit_proposal),
            "withdraw": Move(actions.withdraw),
            "return": Move(actions.return_proposal, forms.ReturnForm, _parts_to_reopen),
            "pass": Move(actions.pass_check),
            "refuse": Move(actions.refuse_check),
        },
        choices=lambda session, actor, proposal: (
            _start_choices(session, actor, proposal) if proposal is None else step_choices(session, actor, proposal)
        ),
        facts=_facts,
        show=_parts,
        rule_facts=actions.rule_facts,
        show_template="grants/proposals/show.html",
        event_labels={
            "check": "资格审查",
            "extend": "准予延期",
            "renew": "照以前的申报书开始",
            "put_forward": "由下一级大赛推荐上报",
            "invite": "邀请一起写",
            "join": "加入一起写",
            "role": "改一起写的角色",
            "revoke": "收回邀请",
            "share": "分工",
            "read_back": "读回确认",
        },
        slots=Slot.choices(),
        may_write=queries.may_write,
        may_attach=may_attach,
    )
)


def offered(session: Session, actor: Actor, contest: Contest, need_id: int | None = None) -> Lazy[Options]:
    """What may be chosen in the fixed parts of this edition's proposals."""

    def named(codes: list[str], name: str) -> list[tuple[str, str]]:
        labels = codelists.labels(session, contest.area_code, name)
        return [(code, labels.get(code, code)) for code in codes]

    return Lazy(
        {
            "category": lambda: named(contest.categories, "project_categories"),
            "need_id": lambda: need_choices(session, actor, keeps=need_id),
            "payee_kind": lambda: named(contest.payee_kinds, "payee_kinds"),
            "budget.category": lambda: [(rule["code"], rule["zh"]) for rule in contest.cost_rules],
        }
    )


def step_choices(
    session: Session, actor: Actor, proposal: Proposal, form: type[forms.Form] | None = None
) -> Lazy[Options]:
    """What the lists of this form offer in this edition; of the whole proposal when no form is named."""
    asked = queries.form_of(session, proposal)
    fields = (form or forms.whole_form(asked, proposal.league)).model_fields
    contest = queries.contest_of(session, proposal)
    own = choices_of([*forms_of(session, contest), asked])
    lists = offered(session, actor, contest, proposal.need_id).work
    lists = {**lists, **{name: partial(list, options) for name, options in own.items()}}
    return Lazy({name: offer for name, offer in lists.items() if name.split(".")[0] in fields})


@changes("/proposals/{row_id:int}/checks", P.PROPOSALS_SCREEN, takes=forms.CheckForm)
def check(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    form = call.bind(forms.CheckForm)
    with form.catching(session):
        actions.check_eligibility(session, actor, proposal, form.value)
        return Moved(f"/proposals/{row_id}#checks", "资格审查已保存。")
    context = record_context(NOUN, session, actor, proposal) | {"problem": "".join(form.problems.values())}
    return Page(NOUN.show_template, 422, **context)


def _pdf(
    session: Session, actor: Actor, proposal: Proposal, title: str, blocks: list[Any], digest: str | None = None
) -> File:
    head = Letterhead(
        title=title,
        number=proposal.number,
        issuer=queries.contest_of(session, proposal).title,
        issued_on=clock.today(),
        version=proposal.version,
        made_by=actor.name,
        content_hash=digest or proposal.content_hash or content_digest(title, proposal.number, blocks),
        made_at=clock.format_datetime(clock.now()),
    )
    return File(render(head, blocks), f"{title}-{proposal.number}.pdf", PDF)


def _beside(session: Session, proposal: Proposal) -> dict[str, Any]:
    number = proposal.id or 0
    read_backs = queries.read_backs_of(session, number)
    now = actions.snapshot_now(session, proposal) if read_backs else {}
    return {
        "files": queries.files_of(session, number),
        "backings": live_of(session, number),
        "shares": actions.snapshot_now(session, proposal).get("partners", []),
        "read_back": rules.read_back_for(read_backs, now),
    }


@reads("/proposals/{row_id:int}/pdf", P.PROPOSALS_VIEW)
def pdf(session: Session, actor: Actor, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    contest = queries.contest_of(session, proposal)
    blocks = documents.proposal_blocks(
        proposal,
        contest,
        queries.group_of(session, proposal),
        area_name(session, proposal.area_code),
        queries.parts_of(session, row_id) | _beside(session, proposal),
        answers_of(session, proposal),
    )
    return _pdf(session, actor, proposal, "公益微创投项目申报书", blocks)


def receipt_of(session: Session, actor: Actor, proposal: Proposal, number: int | None = None) -> Reply:
    """The receipt of one submission, the last one unless another is named."""
    versions = queries.submissions_of(session, proposal.id or 0)
    wanted = next((one for one in versions if one.number == (number or len(versions))), None)
    if wanted is None:
        raise NotFound
    contest, group = queries.contest_of(session, proposal), queries.group_of(session, proposal)
    read_back = rules.read_back_for(queries.read_backs_of(session, proposal.id or 0), wanted.snapshot)
    blocks = documents.receipt_blocks(proposal, wanted, contest, group, read_back)
    return _pdf(session, actor, proposal, "申报回执", blocks, wanted.content_hash)


@reads("/proposals/{row_id:int}/receipt", P.PROPOSALS_VIEW)
def receipt(session: Session, actor: Actor, row_id: int) -> Reply:
    return receipt_of(session, actor, NOUN.get(session, actor, row_id))


HANDLERS = [check, pdf, receipt, *noun_pages(NOUN)]
