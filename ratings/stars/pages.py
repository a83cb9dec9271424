"""Pages of stars, and the verb that turns a noticed assessment into one."""

from typing import Any

from sqlmodel import Session

from core import codelists
from core.access import Actor
from core.i18n import translator
from core.nouns import Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages
from core.schemes import get_scheme
from core.web import changes
from incubator.groups.queries import names_of
from ratings.assessments.pages import NOUN as ASSESSMENT_NOUN
from ratings.assessments.pages import ROUND_NOUN
from ratings.stars import actions, forms, queries
from ratings.stars.documents import WORDS
from ratings.stars.models import Star
from ratings.stars.workflow import STAR

# Conferring belongs to the assessment's page, but makes a star, which only this feature knows.
ASSESSMENT_NOUN.moves = {**ASSESSMENT_NOUN.moves, "confer": Move(actions.confer_star)}


def _reasons(session: Session, star: Star) -> dict[str, str]:
    lists = ("star_downgrade_reasons", "star_revoke_reasons")
    return {code: text for name in lists for code, text in codelists.choices(session, star.area_code, name)}


def _facts(session: Session, actor: Actor, star: Star) -> list[tuple[str, Any]]:
    scheme = get_scheme(session, star.scheme_id)
    found = [
        ("组织", names_of(session, [star.group_id]).get(star.group_id)),
        ("星级", translator(actor.lang)(WORDS[star.stars])),
        ("有效期自", star.valid_from),
        ("有效期至", star.valid_to),
        ("下次复核", star.recheck_on),
        ("评定依据", f"{scheme.title}（第 {scheme.version} 版）"),
    ]
    if star.reason_code:
        found += [
            ("情形", _reasons(session, star).get(star.reason_code, star.reason_code)),
            ("事实和依据", star.ended_reason),
            ("证书交回期限", star.return_by),
            ("证书交回日期", star.returned_on),
        ]
    return found


def _choices(name: str) -> Any:
    return lambda session, actor, star: {"reason_code": codelists.choices(session, star.area_code, name)}


NOUN = register(
    Noun(
        name="star",
        label="星级证书",
        plural="star-certificates",
        section="星级评定",
        model=Star,
        table=queries.TABLE,
        view=P.RATINGS_VIEW,
        visible=queries.visible_to,
        out=forms.StarOut,
        title=lambda star: f"{WORDS[star.stars]} {star.number}",
        workflow=STAR,
        moves={
            "recheck": Move(actions.recheck_star),
            "downgrade": Move(actions.downgrade_star, forms.EndForm, _choices("star_downgrade_reasons")),
            "revoke": Move(actions.revoke_star, forms.EndForm, _choices("star_revoke_reasons")),
            "expire": Move(actions.expire_star),
            "take_back": Move(actions.take_back),
        },
        facts=_facts,
        show_template="ratings/stars/show.html",
    )
)


@changes("/rating-rounds/{row_id:int}/confer", P.STARS_CONFER)
def confer_round(session: Session, actor: Actor, row_id: int) -> Reply:
    made = actions.confer_round(session, actor, ROUND_NOUN.get(session, actor, row_id))
    return Moved(f"/rating-rounds/{row_id}", f"已授星 {len(made)} 个组织，证书已出具。")


HANDLERS = [confer_round, *noun_pages(NOUN)]
