"""The public site: front page, calls, star register, menu, money by source."""

from typing import Any

from sqlmodel import Session

from core import charts, clock, codelists
from core.access import PUBLIC, Actor, area_name
from core.call import Call
from core.errors import NotFound
from core.money import format_yuan
from core.notices.queries import list_public as public_notices
from core.permissions import Permission as P
from core.replies import PDF, XLSX, File, Reply
from core.templating import Page
from core.web import reads
from grants.contests.models import Contest, ContestStatus
from grants.contests.queries import get_contest, list_public, money_of
from grants.contests.rules import joint_words, league_lines
from grants.timetable.queries import lines as timetable_lines
from menus.items.queries import list_public_items
from portal.public import documents, queries
from ratings.stars.queries import list_public_stars


def time_left(contest: Contest) -> str | None:
    """How long a call is still open, in days and hours."""
    left = contest.closes_at - clock.now()
    if contest.status != ContestStatus.OPEN or left.total_seconds() < 0:
        return None
    return (
        f"还有 {left.days} 天 {left.seconds // 3600} 小时"
        if left.days
        else f"还有 {left.seconds // 3600} 小时 {left.seconds % 3600 // 60} 分"
    )


def _card(session: Session, contest: Contest) -> dict[str, Any]:
    return {
        "contest": contest,
        "status": ContestStatus(contest.status),
        "left": time_left(contest),
        "level": f"{contest.level.label} · {area_name(session, contest.area_code)}",
    }


@reads("/", PUBLIC)
def front(session: Session) -> Reply:
    numbers = queries.figures(session)
    stages = [("能人", numbers["talents"]), ("组织", numbers["groups"]), ("备案", numbers["filed"])]
    return Page(
        "portal/public/front.html",
        layout="_layouts/public.html",
        numbers=numbers,
        funnel_stages=charts.funnel([*stages, ("立项", numbers["funded"]), ("星级", numbers["starred"])]),
        calls=[_card(session, c) for c in list_public(session) if c.status == ContestStatus.OPEN],
        notices=public_notices(session)[0][:5],
    )


@reads("/calls", PUBLIC)
def calls(session: Session) -> Reply:
    return Page(
        "portal/public/calls.html",
        layout="_layouts/public.html",
        calls=[_card(session, c) for c in list_public(session)],
    )


@reads("/calls/{contest_id:int}", PUBLIC)
def call_page(session: Session, actor: Actor, contest_id: int) -> Reply:
    contest = queries.get_call(session, contest_id)
    if contest is None:
        raise NotFound
    return _call(session, actor, contest)


@reads("/contests/{row_id:int}/preview", P.CONTESTS_MANAGE)
def preview(session: Session, actor: Actor, row_id: int) -> Reply:
    """The call as the public will read it, before it is open."""
    return _call(session, actor, get_contest(session, actor, row_id), is_preview=True)


def _call(session: Session, actor: Actor, contest: Contest, is_preview: bool = False) -> Page:
    rules = codelists.items(session, contest.area_code, "eligibility_rules")
    categories = codelists.labels(session, contest.area_code, "project_categories")
    return Page(
        "portal/public/call.html",
        layout="_layouts/public.html",
        card=_card(session, contest),
        is_preview=is_preview,
        may_apply=not actor.is_signed_in or actor.can(P.PROPOSALS_WRITE),
        contest=contest,
        lines=timetable_lines(session, contest),
        leagues=league_lines(contest),
        money=[(name, format_yuan(planned_fen)) for name, planned_fen in money_of(session, contest)],
        rules=[rule for rule in rules if rule["code"] in contest.eligibility],
        categories=[categories.get(code, code) for code in contest.categories],
        forbidden=contest.forbidden,
        joint=joint_words(contest),
    )


@reads("/stars", PUBLIC)
def stars(session: Session, call: Call) -> Reply:
    asked = call.asked("stars")
    wanted = int(asked) if asked in ("3", "4", "5") else None
    return Page(
        "portal/public/stars.html",
        layout="_layouts/public.html",
        stars_list=list_public_stars(session, wanted),
        wanted=asked,
    )


@reads("/menu", PUBLIC)
def menu(session: Session, call: Call) -> Reply:
    items = codelists.items(session, "", "menu_categories")
    category = call.asked("category") if call.asked("category") in {item["code"] for item in items} else None
    modes = {item["code"]: item for item in codelists.items(session, "", "pricing_modes")}
    return Page(
        "portal/public/menu.html",
        layout="_layouts/public.html",
        items=list_public_items(session, category),
        categories=items,
        labels={item["code"]: item for item in items},
        modes=modes,
        wanted=category or "",
    )


@reads("/money", PUBLIC)
def money(session: Session, actor: Actor) -> Reply:
    lines = queries.money_by_source(session)
    is_english = actor.lang == "en"
    drawn = charts.stacked_bars(
        [
            (
                line.label_en if is_english else line.label,
                [
                    line.paid_fen / 100,
                    line.reserved_fen / 100,
                    (line.total_fen - line.paid_fen - line.reserved_fen) / 100,
                ],
            )
            for line in lines
        ]
    )
    total, reserved, paid = documents.totals(lines)
    return Page(
        "portal/public/money.html",
        layout="_layouts/public.html",
        lines=lines,
        drawn=drawn,
        total_fen=total,
        reserved_fen=reserved,
        paid_fen=paid,
        projects=queries.funded_projects(session),
    )


@reads("/money/export", PUBLIC)
def money_xlsx(session: Session) -> Reply:
    return File(documents.money_xlsx(queries.money_by_source(session)), "资金公开.xlsx", XLSX)


@reads("/money/pdf", PUBLIC)
def money_pdf(session: Session) -> Reply:
    content = documents.money_pdf(
        queries.money_by_source(session), queries.funded_projects(session), queries.issuer(session)
    )
    return File(content, "资金公开.pdf", PDF)


HANDLERS = [front, calls, call_page, preview, stars, menu, money, money_xlsx, money_pdf]
