"""Every change to the forms of an edition: checked whole, kept as a version, told in the record."""

from collections.abc import Sequence

from sqlmodel import Session

from core import audit
from core.access import Actor
from core.changes import add, edit, require
from core.codelists import CodeList
from core.db import hold
from core.errors import Refused, WrongState
from core.permissions import Permission
from grants.builder import queries, rules
from grants.builder.forms import FormsBody, OfferForm
from grants.contests.models import Contest, ContestStatus
from grants.proposals.forms import fixed_parts
from grants.questions.models import FormVersion, Questionnaire
from grants.questions.queries import PRESETS, forms_of, newest, presets_of
from grants.questions.rules import changed_kinds, over_limits, problems, stored

OPEN = (ContestStatus.DRAFT, ContestStatus.PROPOSED, ContestStatus.OPEN)


def write_forms(
    session: Session,
    actor: Actor,
    contest: Contest,
    forms: Sequence[Questionnaire],
    said: str,
    reason: str = "",
    seen: str = "",
) -> FormVersion:
    """Keep these forms. Before the call opens the version is rewritten; from then on each change is a new version.

    Drafts follow the newest version, what was handed in keeps its own.
    """
    require(actor, Permission.CONTESTS_MANAGE, contest.area_code)
    hold(session, contest)
    _check(session, contest, forms, reason, seen)
    version = newest(session, contest.id or 0)
    is_running = contest.status == ContestStatus.OPEN
    if version is None or is_running:
        if version is None and is_running:  # what applied until now stands in the list of versions too
            before = [stored(form) for form in forms_of(session, contest)]
            session.add(FormVersion(contest_id=contest.id, number=1, forms=before, made_by=actor.account_id))
        number = version.number + 1 if version else 1 + is_running
        version = FormVersion(contest_id=contest.id, number=number)
    version.forms = [stored(form.model_copy(update={"number": version.number})) for form in forms]
    version.note, version.made_by = (reason or said)[:300], actor.account_id
    session.add(version)
    session.flush()
    audit.record(session, actor, "contest.form", contest, number=version.number, said=said, reason=reason or None)
    return version


def _check(session: Session, contest: Contest, forms: Sequence[Questionnaire], reason: str, seen: str) -> None:
    if contest.status not in OPEN:
        raise WrongState("征集已经结束，申报表不能再改。")
    if contest.status == ContestStatus.OPEN and len(reason) < 4:
        raise Refused("征集已经开始，请写明修改说明（至少 4 个字）。", field="reason")
    now = forms_of(session, contest)
    if seen and seen != rules.mark_of(now):
        raise Refused("别人刚刚改过申报表。您填的都在，请打开最新的申报表核对后再保存。")
    codes = [form.code for form in forms]
    if len(set(codes)) != len(codes):
        raise Refused("同一种申报表只能用一次。", field="forms")
    limits = [form.up_to_fen for form in forms]
    if len(set(limits)) != len(limits):
        raise Refused("两种申报表的金额上限不能一样。", field="forms")
    if found := [one for form in forms for one in (*over_limits(form), *problems(form, fixed_parts()))]:
        raise Refused("".join(dict.fromkeys(found)), field="title")
    if changed := changed_kinds(now, forms):
        raise Refused(f"已有的题不能改类型：{'、'.join(changed)}。请另加一题，再去掉这一题。", field="forms")


def offer(session: Session, actor: Actor, contest: Contest, data: OfferForm, seen: str = "") -> FormVersion:
    """Choose which forms the edition offers and up to which amounts; those that it had keep their questions."""
    known = {form.code: form for form in (*presets_of(session, contest.area_code), *forms_of(session, contest))}
    chosen = []
    for place, row in enumerate(data.forms):
        if row.code not in known:
            raise Refused("请从列表中选择。", field=f"forms.{place}.code")
        chosen.append(known[row.code].model_copy(update={"up_to_fen": row.up_to_fen}))
    return write_forms(session, actor, contest, chosen, "选用申报表", data.reason, seen)


def replace(session: Session, actor: Actor, contest: Contest, data: FormsBody) -> FormVersion:
    """All forms at once, as the API sends them."""
    return write_forms(session, actor, contest, data.forms, "整份替换", data.reason, data.seen)


def keep_for_district(session: Session, actor: Actor, contest: Contest) -> None:
    """Let later editions of this area start from these forms."""
    require(actor, Permission.SETTINGS_MANAGE, contest.area_code)
    forms = {form.code: form for form in (*presets_of(session, contest.area_code), *forms_of(session, contest))}
    keep_presets(session, actor, contest.area_code, list(forms.values()))


def keep_presets(
    session: Session, actor: Actor, area_code: str, forms: Sequence[Questionnaire], version: int | None = None
) -> None:
    """Write an area's presets; each writing is a version, and the record holds what stood there before."""
    kept = [stored(form) | {"number": 1, "zh": form.title} for form in forms]
    row = queries.own_presets(session, area_code)
    if row is None:
        add(session, actor, CodeList(area_code=area_code, name=PRESETS, items=kept), list=PRESETS)
    else:
        edit(session, actor, row, {"items": kept}, version)
