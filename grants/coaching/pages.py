"""The list of appointments, and the record with the advice that a team answers."""

from typing import Any

from sqlmodel import Session

from core import clock
from core.access import Actor
from core.call import Call
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes
from grants.coaching import actions, forms, queries
from grants.coaching.models import Coaching, CoachingStatus, Uptake
from grants.coaching.workflow import COACHING
from grants.proposals.queries import may_write


def _facts(session: Session, actor: Actor, coaching: Coaching) -> list[tuple[str, Any]]:
    return [
        ("申报书", queries.proposal_of(session, coaching).number),
        ("辅导人", queries.coach_name(session, coaching)),
        ("时间", clock.format_datetime(coaching.meets_at)),
        ("地点", coaching.place),
        ("请团队带什么", coaching.note),
        ("修改期限", clock.format_date(coaching.due_on) if coaching.status == CoachingStatus.OPEN else None),
    ]


def _parts(session: Session, actor: Actor, coaching: Coaching) -> dict[str, Any]:
    proposal = queries.proposal_of(session, coaching)
    is_open = coaching.status == CoachingStatus.OPEN
    return {
        "advice": queries.advice_of(session, coaching.id or 0),
        "uptakes": Uptake.choices(),
        "may_answer": is_open and actor.can(P.PROPOSALS_WRITE) and may_write(session, actor, proposal),
    }


NOUN = register(
    Noun(
        name="coaching",
        label="优化辅导",
        plural="coachings",
        section="公益微创投",
        model=Coaching,
        table=queries.TABLE,
        view=P.PROPOSALS_VIEW,
        visible=queries.visible_to,
        out=forms.CoachingOut,
        title=lambda coaching: f"{coaching.title} · 优化辅导",
        workflow=COACHING,
        add=Change(P.PROPOSALS_SCREEN, forms.PlanForm, actions.plan, "约辅导"),
        moves={
            "advise": Move(
                actions.advise,
                forms.AdviseForm,
                lambda session, actor, coaching: {
                    "advice.section": queries.section_choices(session, coaching, actor.lang)
                },
            ),
            "finish": Move(actions.finish),
            "end": Move(actions.end),
        },
        choices=lambda session, actor, coaching: {
            "proposal_id": queries.proposal_choices(session, actor),
            "coach_id": queries.coach_choices(session, actor),
        },
        facts=_facts,
        show=_parts,
        rule_facts=queries.facts_of,
        show_template="grants/coaching/show.html",
        event_labels={"add": "约辅导", "answer": "答复意见"},
    )
)


@changes("/coachings/{row_id:int}/answers", P.PROPOSALS_WRITE, takes=forms.AnswersForm)
def answer(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    coaching = NOUN.get(session, actor, row_id)
    form = call.bind(forms.AnswersForm)
    with form.catching(session):
        actions.answer(session, actor, coaching, form.value)
        return Moved(f"/coachings/{row_id}#advice", "答复已保存。")
    context = record_context(NOUN, session, actor, coaching) | {"problem": "".join(form.problems.values())}
    return Page(NOUN.show_template, 422, **context)


HANDLERS = [answer, *noun_pages(NOUN)]
