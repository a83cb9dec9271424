"""Reading what a form is built from, as the actor."""

from sqlmodel import Session, select

from core import codelists
from core.access import Actor
from core.codelists import CodeList
from core.permissions import Permission
from grants.contests.models import Contest, ContestStatus
from grants.proposals.models import PayeeKind
from grants.questions.models import Kind, Questionnaire
from grants.questions.queries import PRESETS
from grants.questions.rules import questions_of

EDITABLE = (ContestStatus.DRAFT, ContestStatus.PROPOSED, ContestStatus.OPEN)


def may_change(actor: Actor, contest: Contest) -> bool:
    return contest.status in EDITABLE and actor.can(Permission.CONTESTS_MANAGE, contest.area_code)


def own_presets(session: Session, area_code: str) -> CodeList | None:
    """The forms that this area keeps to start from, where it has changed those that are shipped."""
    here = (CodeList.area_code == area_code, CodeList.name == PRESETS)
    return session.exec(select(CodeList).where(*here)).first()


def places_in(form: Questionnaire, but: str = "") -> list[tuple[str, str]]:
    """Where a question may stand: at the beginning of each section, and after each question."""
    found = []
    for section in form.sections:
        found.append((f"#{section.number}", f"【{section.title}】最前面"))
        found += [(one.key, f"【{section.title}】“{one.title}”后面") for one in section.questions if one.key != but]
    return found


def answers_to_depend_on(
    session: Session, contest: Contest, form: Questionnaire, but: str = ""
) -> list[tuple[str, str]]:
    """Every answer to a choice that a question may be asked because of, as ``key=value``."""
    categories = codelists.labels(session, contest.area_code, "project_categories")
    fixed = {
        "category": [(code, categories.get(code, code)) for code in contest.categories],
        "payee_kind": [(code, PayeeKind(code).label) for code in contest.payee_kinds],
    }
    found = []
    for question in questions_of(form):
        own = [(option, option) for option in question.options] if question.kind == Kind.CHOICE else []
        offered = fixed.get(question.key, own)
        if question.key != but:
            found += [(f"{question.key}={value}", f"{question.title}：{label}") for value, label in offered]
    return found
