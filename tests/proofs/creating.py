"""The creating forms of the site: where each stands, what it adds to, and what no machine can invent for it."""

import re
from collections.abc import Iterator
from datetime import timedelta

import portal.app
from core import clock, codelists
from core.access import PUBLIC
from core.nouns import NOUNS
from core.tables import spreadsheet
from core.web import ROUTES, Route
from portal.demo.district import PASSWORD
from tests.factories.incubation import photo
from tests.proofs.forms import PageForm, filled, forms_of
from tests.proofs.line import Answer, File, Line

portal.app.handlers()
CREATING = [route for route in ROUTES if route.creates and not route.is_api]
LIST = spreadsheet(
    "能人",
    ["姓名", "联系电话", "所在社区", "特长类别", "发现渠道"],
    [["周小满", "13815908301", "银杏里社区", "手工非遗", "日常走访"]],
)
PAST = spreadsheet("往期项目", ["年度", "项目名称", "申报单位"], [["2024", "暖邻行动", "银杏里助老队"]])
SHARED = spreadsheet("分配", ["项目名称", "评委"], [["楼道电瓶车大家议", "评九畹"]])
EXPORT = "/jobs/export/{plural:str}"
# Where the form of a route stands when that is not the route's own address, and which table it adds to.
PLACES = {
    "/notices/{notice_id:int}/objections": ("/notices/{}", "objection"),
    "/attachments/{noun_name:str}/{row_id:int}": ("/bases/{}", "attachment"),
    "/groups/{row_id:int}/members": ("/groups/{}", "group_member"),
    "/admissions/{row_id:int}/exit-notice": ("/admissions/{}", "notice"),
    "/funds/{row_id:int}/top-up": ("/funds/{}", "ledger_transaction"),
    "/purses/{row_id:int}/top-up": ("/purses/{}", "ledger_transaction"),
    "/panels/{row_id:int}/summary": ("/panels/{}", "issued_document"),
    "/panels/{row_id:int}/papers": ("/panels/{}/papers", "paper_sheet"),
    "/panels/{row_id:int}/rooms/{proposal_id:int}": ("/panels/1/rooms/{}", "room_message"),
    "/moderations/{row_id:int}/record": ("/moderations/{}", "issued_document"),
    "/roadshows/{row_id:int}/order-list": ("/roadshows/{}", "issued_document"),
    "/roadshows/{row_id:int}/minutes": ("/roadshows/{}", "issued_document"),
    "/projects/{row_id:int}/returns": ("/projects/{}/payments", "balance_return"),
    "/contests/{row_id:int}/copy": ("/contests/{}/copy", "contest"),
    "/contests/{row_id:int}/rehearse": ("/contests/{}/rehearse", "rehearsal"),
    "/rehearsals/{row_id:int}/adopt": ("/rehearsals/{}/adopt", "contest"),
    "/proposals/{row_id:int}/renew": ("/proposals/{}/renew", "proposal"),
    "/proposals/{row_id:int}/forward": ("/proposals/{}/forward", "proposal"),
    "/proposals/{row_id:int}/paper": ("/proposals/{}/paper", "proposal_read_back"),
    "/proposals/{row_id:int}/backings": ("/proposals/{}/backings", "proposal_backing"),
    "/proposals/{row_id:int}/partners": ("/proposals/{}/partners", "proposal_partner"),
    "/star-schemes/{row_id:int}/copy": ("/star-schemes/{}", "scheme"),
    "/accounts/{row_id:int}/roles": ("/accounts/{}", "rolehold"),
    "/accounts/{row_id:int}/reset": ("/accounts/{}", "onetimelink"),
    "/account/tokens": ("/account", "apitoken"),
    "/proposals/{row_id:int}/team/invite": ("/proposals/{}/team", "proposal_writer"),
    EXPORT: ("", "job"),
    "/talent-imports/new": ("/talent-imports/new", "talent_import"),
    "/past-imports/new": ("/past-imports/new", "past_import"),
    "/proposals/{row_id:int}/recusal": ("/proposals/{}/recusal", "conflict_declaration"),
    "/assignment-plans/upload": ("/assignment-plans/upload", "assignment_plan"),
}
MOST_PARENTS = 30
TODAY = clock.today().isoformat()


def _filing_types() -> dict[str, str]:
    """A district's own list must keep the codes that are shipped."""
    found = {"name": "filing_types"}
    for place, item in enumerate(codelists.shipped()["filing_types"]):
        found |= {f"items.{place}.code": item["code"], f"items.{place}.zh": item["zh"]}
    return found


GIVEN: dict[str, dict[str, str]] = {
    "/growth-assessments/new": {"assessed_on": TODAY},
    "/assignment-plans/new": {f"apart.{place}.{which}": "" for place in (0, 1) for which in ("first", "second")},
    "/talent-imports/new": {"consent_on": TODAY},
    "/contests/new": {
        "leagues.0.cap_fen": "1",
        "leagues.1.league": "",
        "leagues.1.cap_fen": "",
        "funds.0.planned_fen": "1",
        "funds.1.fund_id": "",
        "funds.1.planned_fen": "",
    },
    "/code-lists/new": _filing_types(),
    "/purses/new": {"year": str(clock.today().year + 1)},
    "/projects/{row_id:int}/returns": {"amount_fen": "0.03", "returned_on": TODAY},
    "/proposals/{row_id:int}/paper": {"read_at": f"{TODAY}T00:00"},
    "/account/tokens": {"ends_on": (clock.today() + timedelta(days=30)).isoformat(), "known": PASSWORD},
}


def table_of(route: Route) -> str:
    """The table to which this route adds."""
    if route.path in PLACES:
        return PLACES[route.path][1]
    return next(name for name, noun in NOUNS.items() if f"{noun.path}/new" == route.path)


def pages_of(route: Route) -> list[str]:
    place = PLACES.get(route.path, (route.path, ""))[0]
    return [place.format(number) for number in range(1, MOST_PARENTS)] if "{}" in place else [place]


def sent_to(route: Route) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{[a-z_]+:(int|str)\}", "[^/]+", route.path))


def forms_on(line: Line, route: Route) -> Iterator[PageForm]:
    """The forms of this route on the pages where it may stand, as this person sees them; one of each page."""
    if route.path == EXPORT:
        yield PageForm("/jobs/export/talents", "post")
        return
    for page in pages_of(route):
        answer = line.get(page)
        shown = forms_of(answer.text) if answer.status == 200 else []
        yield from [form for form in shown if form.method == "post" and sent_to(route).fullmatch(form.action)][:1]


def files_for(form: PageForm) -> list[File]:
    lists = {"/talent-imports/new": ("登记表.xlsx", LIST), "/assignment-plans/upload": ("分配表.xlsx", SHARED)}
    lists["/past-imports/new"] = ("往期项目.xlsx", PAST)
    name, content = lists.get(form.action, ("现场.jpg", photo().content))
    return [(field, name, content) for field in form.files]


def attempts(route: Route, form: PageForm, most: int = 40) -> Iterator[list[tuple[str, str]]]:
    """Ways to fill in the form, without its key."""
    given = {name: value for name, value in GIVEN.get(route.path, {}).items()}
    seen = []
    for variant in range(most):
        pairs = [pair for pair in filled(form, variant, **given) if pair[0] != "form_key"]
        chosen = [pair for pair in pairs if not pair[1].startswith(("证明", "139", "person", "6222"))]
        if chosen in seen:
            return
        seen.append(chosen)
        yield pairs


def is_public(route: Route) -> bool:
    return route.access is PUBLIC


def accepted(answer: Answer) -> bool:
    """A change is answered by the way to its result, or by a page that shows once what was made."""
    return answer.status in (200, 303) and "/sign-in" not in answer.location
