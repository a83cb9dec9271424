"""Pages of proposals: the list, eight steps with autosave, the record, the PDF, the check list."""

from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from core import clock, codelists
from core.access import Actor
from core.call import Call
from core.documents import Letterhead, content_digest, render
from core.errors import NotFound, Refused, StaleForm
from core.files.queries import files_of
from core.forms import Bound
from core.merging import Merged, Seen, clashes_of, dump, row_of, show_clashes, tags, unit_at, without
from core.money import format_yuan
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import PDF, File, Json, Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes, reads
from grants.contests import queries as contest_queries
from grants.proposals import actions, documents, forms, queries, rules
from grants.proposals.models import CheckResult, MoneySource, Proposal, Slot
from grants.proposals.workflow import PROPOSAL
from incubator.groups.queries import area_name, group_choices
from incubator.needs.queries import need_choices


def _start_choices(session: Session, actor: Actor, proposal: Proposal | None) -> dict[str, list[tuple[str, str]]]:
    return {
        "contest_id": [(str(c.id), c.title) for c in contest_queries.open_contests(session, actor)],
        "group_id": group_choices(session, actor, permission=P.PROPOSALS_WRITE),
    }


def _facts(session: Session, actor: Actor, proposal: Proposal) -> list[tuple[str, Any]]:
    contest, group = queries.contest_of(session, proposal), queries.group_of(session, proposal)
    categories = codelists.labels(session, proposal.area_code, "project_categories")
    return [
        ("大赛", contest.title),
        ("申报团队", group.name),
        ("组别", proposal.league.label),
        ("落地社区", area_name(session, proposal.area_code)),
        ("类别", categories.get(proposal.category)),
        ("申请金额", format_yuan(queries.asked_fen(session, proposal.id or 0)) + " 元"),
        ("实施周期", f"{proposal.months} 个月"),
        ("直接受益人数", proposal.beneficiaries),
        ("负责人", proposal.leader_name),
        ("手机号", proposal.leader_phone_masked),
        ("收款", f"{proposal.payee_kind.label} {proposal.payee_name}"),
        ("落地社区意见", proposal.endorsement),
        ("回执编号", proposal.receipt_number),
        ("提交时间", clock.format_datetime(proposal.submitted_at) if proposal.submitted_at else None),
        ("内容摘要", proposal.content_hash),
    ]


def _parts(session: Session, actor: Actor, proposal: Proposal) -> dict[str, Any]:
    contest, parts = queries.contest_of(session, proposal), queries.parts_of(session, proposal.id or 0)
    may_write = rules.is_editable(proposal) and actor.can(P.PROPOSALS_WRITE, proposal.area_code)
    may_check = proposal.status == "SUBMITTED" and actor.can(P.PROPOSALS_SCREEN, proposal.area_code)
    answered = {check.rule: check for check in queries.checks_of(session, proposal.id or 0)}
    records = actions.eligibility_of(session, proposal)
    rule_list = codelists.items(session, contest.area_code, "eligibility_rules")
    return {
        "contest": contest,
        "parts": parts,
        "texts": [(label, getattr(proposal, name)) for name, label, _least in rules.REQUIRED_TEXTS],
        "cost_labels": {rule["code"]: rule["zh"] for rule in contest.cost_rules},
        "asked": rules.total(parts["budget"], MoneySource.ASKED),
        "whole": rules.total(parts["budget"]),
        "gaps": rules.gaps(proposal, contest, parts) if rules.is_editable(proposal) else [],
        "may_write": may_write,
        "may_check": may_check,
        "may_ask_recusal": proposal.status == "ELIGIBLE" and actor.can(P.PROPOSALS_SUBMIT, proposal.area_code),
        "checks": [
            (rule, records.get(rule["code"]), answered.get(rule["code"]))
            for rule in rule_list
            if rule["code"] in contest.eligibility
        ],
        "check_results": CheckResult.choices(),
        "may_endorse": actor.can(P.PROPOSALS_ENDORSE, proposal.area_code),
        "endorse_form": Call("GET", "", actor=actor).blank(forms.EndorseForm),
    }


WHOLE = ("整份申报书", forms.ProposalForm)
STEP_SLOTS = {0: tuple(Slot), 2: (Slot.CHARTER,), 3: (Slot.EVIDENCE, Slot.NAMELESS), 8: (Slot.PAPER,)}
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
        edit=Change(P.PROPOSALS_WRITE, forms.ProposalForm, actions.write_all, "整份修改", rules.is_editable, "steps/0"),
        moves={
            "submit": Move(actions.submit_proposal),
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
        event_labels={"check": "资格审查"},
        slots=Slot.choices(),
    )
)


def step_choices(
    session: Session, actor: Actor, proposal: Proposal, form: type[forms.Form] = forms.ProposalForm
) -> dict[str, list[tuple[str, str]]]:
    """What the lists of this form offer in this edition."""
    contest = queries.contest_of(session, proposal)

    def named(codes: list[str], name: str) -> list[tuple[str, str]]:
        labels = codelists.labels(session, contest.area_code, name)
        return [(code, labels.get(code, code)) for code in codes]

    lists = {
        "category": lambda: named(contest.categories, "project_categories"),
        "need_id": lambda: need_choices(session, actor, keeps=proposal.need_id),
        "payee_kind": lambda: named(contest.payee_kinds, "payee_kinds"),
        "budget.category": lambda: [(rule["code"], rule["zh"]) for rule in contest.cost_rules],
    }
    return {name: offer() for name, offer in lists.items() if name.split(".")[0] in form.model_fields}


def _step(number: int) -> type[forms.Form]:
    """The form of a step; step 0 is the whole proposal on one page."""
    if not 0 <= number <= len(forms.STEPS):
        raise NotFound
    return (WHOLE, *forms.STEPS)[number][1]


def _step_files(session: Session, actor: Actor, proposal: Proposal, number: int) -> dict[str, Any]:
    """The attachments that belong to a step, and the way to add some; most steps have none."""
    slots = STEP_SLOTS.get(number)
    if not slots:
        return {}
    back = f"steps/{number}"
    upload = {
        "action": f"/attachments/proposal/{proposal.id}",
        "slots": [(slot.value, slot.label) for slot in slots],
        "key": Bound(forms.Form, {}).key,
        "back": back,
    }
    return {"files": files_of(session, actor, NOUN, proposal, [*slots], back), "upload": upload}


def _step_page(session: Session, actor: Actor, proposal: Proposal, number: int, form: Bound, status: int = 200) -> Page:
    parts = queries.parts_of(session, proposal.id or 0)
    contest, has_budget = queries.contest_of(session, proposal), "budget" in form.form.model_fields
    title = (WHOLE, *forms.STEPS)[number][0]
    return Page(
        "grants/proposals/step.html",
        status,
        noun=NOUN,
        row=proposal,
        form=form,
        number=number,
        steps=[(label, f"/proposals/{proposal.id}/steps/{n}") for n, (label, _form) in enumerate(forms.STEPS, start=1)],
        contest=contest,
        has_budget=has_budget,
        budget_problems=rules.budget_problems(contest, proposal.league, parts["budget"]) if has_budget else [],
        step_title=title,
        page_title=f"{proposal.title} · {title}",
        next_href=_after_step(proposal.id or 0, number),
        **_step_files(session, actor, proposal, number),
    )


def _bound(session: Session, actor: Actor, call: Call, proposal: Proposal, form: type[forms.Form]) -> Bound:
    """The step as it is stored, or as it was sent; both say what the page had loaded."""
    offered = step_choices(session, actor, proposal, form)
    if call.method == "POST":
        bound = call.bind(form, offered)
        bound.loaded = call.one("loaded")
    else:
        bound = call.blank(form, offered, queries.content_of(session, proposal, form), proposal.version)
    if bound.loaded is None:
        bound.loaded = dump(tags(queries.units_of(session, proposal, form)))
    return bound


@reads("/proposals/{row_id:int}/steps/{number:int}", P.PROPOSALS_WRITE)
def step_form(session: Session, actor: Actor, call: Call, row_id: int, number: int) -> Reply:
    proposal, form = NOUN.get(session, actor, row_id), _step(number)
    if not rules.is_editable(proposal):
        return Moved(f"/proposals/{row_id}")
    return _step_page(session, actor, proposal, number, _bound(session, actor, call, proposal, form))


@changes("/proposals/{row_id:int}/steps/{number:int}", P.PROPOSALS_WRITE)
def save_step(session: Session, actor: Actor, call: Call, row_id: int, number: int) -> Reply:
    proposal, seen = NOUN.get(session, actor, row_id), Seen.of(call.form)
    form = _bound(session, actor, call, proposal, _step(number))
    if call.wants_json:
        return _autosave(session, actor, proposal, form, call.version, seen)
    stored, now = queries.content_of(session, proposal, form.form), queries.units_of(session, proposal, form.form)
    with form.catching(session):
        merged = actions.save_step(session, actor, proposal, form.value, call.version, seen)
        if not merged.clashes:
            return Moved(_after_step(row_id, number), "已保存。")
        show_clashes(form, merged, stored, now, seen)
    return _step_page(session, actor, proposal, number, form, 409 if form.is_stale else 422)


def _after_step(row_id: int, number: int) -> str:
    return f"/proposals/{row_id}/steps/{number + 1}" if 0 < number < len(forms.STEPS) else f"/proposals/{row_id}"


def _autosave(
    session: Session, actor: Actor, proposal: Proposal, form: Bound, version: int | None, seen: Seen | None
) -> Json:
    """Keep everything that can be kept; what is half typed, and what two people changed, stays on the page."""
    typed, problems = form.raw, {}
    for _attempt in range(3):
        with form.catching(session):
            merged = actions.save_step(session, actor, proposal, form.value, version, seen)
            return Json(_saved(session, proposal, form, merged, problems))
        if form.is_stale:
            raise StaleForm
        problems |= {unit_at(typed, path): sentence for path, sentence in form.problems.items()}
        form.raw = without(typed, queries.content_of(session, proposal, form.form), [*problems])
        form.problems = {}
    raise Refused("；".join(problems.values()))


def _saved(
    session: Session, proposal: Proposal, form: Bound, merged: Merged, problems: dict[str, str]
) -> dict[str, Any]:
    """The answer to an autosave: what is stored now where the page does not know it, and what it has to ask."""
    now, stored = queries.units_of(session, proposal, form.form), queries.content_of(session, proposal, form.form)
    told = {unit for unit in (*merged.fresh, *merged.joined) if unit not in problems}
    return {
        "version": proposal.version,
        "saved_at": f"{clock.local(clock.now()):%H:%M:%S}",
        "loaded": {unit: mark for unit, mark in tags(now).items() if unit not in {*merged.clashes, *problems}},
        "fresh": {unit: row_of(stored, unit) if "." in unit else stored.get(unit, []) for unit in told if unit in now},
        "gone": [unit for unit in told if unit not in now],
        "clashes": {unit: asdict(clash) for unit, clash in clashes_of(form, merged).items()},
        "problems": problems,
    }


@changes("/proposals/{row_id:int}/checks", P.PROPOSALS_SCREEN, takes=forms.CheckForm)
def check(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    form = call.bind(forms.CheckForm)
    with form.catching(session):
        actions.check_eligibility(session, actor, proposal, form.value)
        return Moved(f"/proposals/{row_id}#checks", "资格审查已保存。")
    context = record_context(NOUN, session, actor, proposal) | {"problem": "".join(form.problems.values())}
    return Page(NOUN.show_template, 422, **context)


@changes("/proposals/{row_id:int}/endorse", P.PROPOSALS_ENDORSE, takes=forms.EndorseForm)
def endorse(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    form = call.bind(forms.EndorseForm)
    with form.catching(session):
        actions.endorse(session, actor, proposal, form.value)
        return Moved(f"/proposals/{row_id}", "社区意见已登记。")
    return Page(NOUN.show_template, 422, **record_context(NOUN, session, actor, proposal) | {"endorse_form": form})


def _pdf(session: Session, actor: Actor, proposal: Proposal, title: str, blocks: list[Any]) -> File:
    head = Letterhead(
        title=title,
        number=proposal.number,
        issuer=queries.contest_of(session, proposal).title,
        issued_on=clock.today(),
        version=proposal.version,
        made_by=actor.name,
        content_hash=proposal.content_hash or content_digest(title, proposal.number, blocks),
        made_at=clock.format_datetime(clock.now()),
    )
    return File(render(head, blocks), f"{title}-{proposal.number}.pdf", PDF)


@reads("/proposals/{row_id:int}/pdf", P.PROPOSALS_VIEW)
def pdf(session: Session, actor: Actor, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    contest = queries.contest_of(session, proposal)
    labels = {rule["code"]: rule["zh"] for rule in contest.cost_rules}
    blocks = documents.proposal_blocks(
        proposal,
        contest,
        queries.group_of(session, proposal),
        area_name(session, proposal.area_code),
        queries.parts_of(session, row_id) | {"files": queries.files_of(session, row_id)},
        labels,
    )
    return _pdf(session, actor, proposal, "公益微创投项目申报书", blocks)


@reads("/proposals/{row_id:int}/receipt", P.PROPOSALS_VIEW)
def receipt(session: Session, actor: Actor, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    if proposal.submitted_at is None:
        raise NotFound
    blocks = documents.receipt_blocks(
        proposal, queries.contest_of(session, proposal), queries.group_of(session, proposal)
    )
    return _pdf(session, actor, proposal, "申报回执", blocks)


HANDLERS = [step_form, save_step, check, endorse, pdf, receipt, *noun_pages(NOUN)]
