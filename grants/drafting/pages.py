"""Pages on which a proposal is written: the steps of its form, or one page with everything, saved as one types."""

from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from core import clock
from core.access import Actor
from core.call import Call
from core.errors import Forbidden, NotFound, Refused, StaleForm
from core.files.queries import files_of
from core.forms import Bound
from core.merging import Merged, Seen, clashes_of, dump, row_of, show_clashes, tags, unit_at, without
from core.permissions import Permission as P
from core.replies import Json, Moved, Reply
from core.templating import Page
from core.web import changes, reads
from grants.budgets.pages import helper
from grants.proposals import actions, forms, queries, rules
from grants.proposals.models import Proposal, ProposalStatus
from grants.proposals.pages import NOUN, step_choices
from grants.questions.models import Questionnaire
from grants.questions.queries import forms_of
from grants.questions.rules import conditions, label_of, missing_now, section_of

WHOLE = "整份申报书"
SWITCHED = "已保存。申请金额变了，适用的申报表也换了：已填的都在，还要补的列在下面。"


def _step(form: Questionnaire, proposal: Proposal, number: int, lang: str) -> type[forms.Form]:
    """The form class of a step; step 0 is the whole proposal on one page."""
    if number and section_of(form, number) is None:
        raise NotFound
    return forms.step_form(form, number, proposal.league, lang)


def _asked(session: Session, proposal: Proposal, number: int) -> Questionnaire:
    """The form of this proposal; of a step that only another form of the edition has, that other one.

    The amount may pick another form while somebody still writes on a page of the first: that page is kept too.
    """
    form = queries.form_of(session, proposal)
    if not number or section_of(form, number) or proposal.status != ProposalStatus.DRAFT:
        return form
    others = forms_of(session, queries.contest_of(session, proposal))
    return next((one for one in others if section_of(one, number)), form)


def _step_files(
    session: Session, actor: Actor, proposal: Proposal, asked: Questionnaire, number: int
) -> dict[str, Any]:
    """The attachments that belong to a step, and the way to add some; most steps have none."""
    numbers = [number] if number else [step.number for step in asked.sections]
    slots = rules.slots_of(asked, numbers)
    if not slots:
        return {}
    back = f"steps/{number}"
    upload = {
        "action": f"/attachments/proposal/{proposal.id}",
        "slots": [(slot.value, slot.label) for slot in slots],
        "key": Bound(forms.Form, {}).key,
        "back": back,
    }
    return {
        "files": files_of(session, actor, NOUN, proposal, [*slots], back),
        "upload": upload,
        "slots": [slot.value for slot in slots],
    }


def _step_page(session: Session, actor: Actor, proposal: Proposal, number: int, form: Bound, status: int = 200) -> Page:
    asked = queries.form_of(session, proposal)
    contest, has_budget = queries.contest_of(session, proposal), "budget" in form.form.model_fields
    section = section_of(asked, number)
    title = label_of(section, actor.lang) if section else WHOLE
    later = _after_step(proposal, asked, number)
    words = {code: label for offered in step_choices(session, actor, proposal).values() for code, label in offered}
    return Page(
        "grants/drafting/step.html",
        status,
        noun=NOUN,
        row=proposal,
        form=form,
        number=number,
        asked=asked,
        steps=[(label_of(step, actor.lang), _href(proposal, asked, step.number)) for step in asked.sections],
        place=next((n for n, step in enumerate(asked.sections, 1) if step.number == number), 0),
        form_title=label_of(asked, actor.lang),
        conditions=conditions(asked, proposal.league, rules.values_of(proposal), number, words, actor.lang),
        contest=contest,
        has_budget=has_budget,
        budget_helper=helper(session, proposal) if has_budget else None,
        step_title=title,
        page_title=f"{proposal.title} · {title}",
        next_href=later,
        is_last=later == f"/proposals/{proposal.id}",
        **_step_files(session, actor, proposal, asked, number),
    )


def _href(proposal: Proposal, asked: Questionnaire, number: int) -> str | None:
    return f"/proposals/{proposal.id}/steps/{number}" if number in _open_steps(proposal, asked) else None


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
    proposal = NOUN.get(session, actor, row_id)
    asked = queries.form_of(session, proposal)
    form = _step(_asked(session, proposal, number), proposal, number, actor.lang)
    if number not in _open_steps(proposal, asked):
        return Moved(f"/proposals/{row_id}")
    if not queries.may_write(session, actor, proposal):
        raise Forbidden
    return _step_page(session, actor, proposal, number, _bound(session, actor, call, proposal, form))


@changes("/proposals/{row_id:int}/steps/{number:int}", P.PROPOSALS_WRITE)
def save_step(session: Session, actor: Actor, call: Call, row_id: int, number: int) -> Reply:
    proposal, seen = NOUN.get(session, actor, row_id), Seen.of(call.form)
    asked = _asked(session, proposal, number)
    form = _bound(session, actor, call, proposal, _step(asked, proposal, number, actor.lang))
    if call.wants_json:
        return _autosave(session, actor, proposal, form, call.version, seen, number)
    stored, now = queries.content_of(session, proposal, form.form), queries.units_of(session, proposal, form.form)
    with form.catching(session):
        merged = actions.save_step(session, actor, proposal, form.value, call.version, seen)
        if not merged.clashes:
            form.problems |= _still_missing(asked, proposal, number)
            if not form.problems:
                now_asked = queries.form_of(session, proposal)
                said = "已保存。" if now_asked.code == asked.code else SWITCHED
                return Moved(_after_step(proposal, now_asked, number), said)
        else:
            show_clashes(form, merged, stored, now, seen)
    return _step_page(session, actor, proposal, number, form, 409 if form.is_stale else 422)


def _still_missing(asked: Questionnaire, proposal: Proposal, number: int) -> dict[str, str]:
    """What this step may not leave empty, not even in a draft."""
    values = rules.values_of(proposal)
    sections = [section for section in asked.sections if number in (0, section.number)]
    missing = [key for section in sections for key in missing_now(section, asked, proposal.league, values)]
    return dict.fromkeys(missing, "这一项必须填写。")


def _open_steps(proposal: Proposal, asked: Questionnaire) -> list[int]:
    """The steps that may be written now; 0, everything on one page, only as long as nothing is closed."""
    found = rules.open_steps(proposal, asked)
    return [0, *found] if len(found) == len(asked.sections) else found


def _after_step(proposal: Proposal, asked: Questionnaire, number: int) -> str:
    """The next step that may be written; after the last one, and after the whole, the record that tells the gaps."""
    here = f"/proposals/{proposal.id}"
    order = [n for n in _open_steps(proposal, asked) if n]
    later = order[order.index(number) + 1 :] if number in order else []
    return f"{here}/steps/{later[0]}" if later else here


def _autosave(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    form: Bound,
    version: int | None,
    seen: Seen | None,
    number: int,
) -> Json:
    """Keep everything that can be kept; what is half typed, and what two people changed, stays on the page."""
    typed, problems = form.raw, {}
    asked, chosen = _asked(session, proposal, number), queries.form_of(session, proposal)
    for _attempt in range(3):
        with form.catching(session):
            merged = actions.save_step(session, actor, proposal, form.value, version, seen)
            told = _saved(session, proposal, form, merged, problems)
            if "budget" in form.form.model_fields:  # nothing else can pick another form
                asked, chosen = _asked(session, proposal, number), queries.form_of(session, proposal)
            told["problems"] |= _still_missing(asked, proposal, number)
            return Json(told | {"form": label_of(chosen, actor.lang)})
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


HANDLERS = [step_form, save_step]
