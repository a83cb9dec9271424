"""Pages on which a proposal is written: eight steps, or one page with everything, saved and merged as one types."""

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
from grants.proposals import actions, forms, queries, rules
from grants.proposals.models import Proposal
from grants.proposals.pages import NOUN, STEP_SLOTS, step_choices

WHOLE = ("整份申报书", forms.ProposalForm)


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
        "grants/drafting/step.html",
        status,
        noun=NOUN,
        row=proposal,
        form=form,
        number=number,
        steps=[(label, _href(proposal, n)) for n, (label, _form) in enumerate(forms.STEPS, start=1)],
        contest=contest,
        has_budget=has_budget,
        budget_problems=rules.budget_problems(contest, proposal.league, parts["budget"]) if has_budget else [],
        step_title=title,
        page_title=f"{proposal.title} · {title}",
        next_href=_after_step(proposal, number),
        **_step_files(session, actor, proposal, number),
    )


def _href(proposal: Proposal, number: int) -> str | None:
    return f"/proposals/{proposal.id}/steps/{number}" if number in _open_steps(proposal) else None


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
    if number not in _open_steps(proposal):
        return Moved(f"/proposals/{row_id}")
    if not queries.may_write(session, actor, proposal):
        raise Forbidden
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
            return Moved(_after_step(proposal, number), "已保存。")
        show_clashes(form, merged, stored, now, seen)
    return _step_page(session, actor, proposal, number, form, 409 if form.is_stale else 422)


def _open_steps(proposal: Proposal) -> list[int]:
    """The steps that may be written now; 0, everything on one page, only as long as nothing is closed."""
    found = rules.open_steps(proposal, len(forms.STEPS))
    return [0, *found] if len(found) == len(forms.STEPS) else found


def _after_step(proposal: Proposal, number: int) -> str:
    later = [n for n in _open_steps(proposal) if n > number > 0]
    return f"/proposals/{proposal.id}/steps/{later[0]}" if later else f"/proposals/{proposal.id}"


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


HANDLERS = [step_form, save_step]
