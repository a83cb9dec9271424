"""Pages of funds: the pots, and the postings of each."""

from typing import Any

from sqlmodel import Session

from core import codelists, ledger
from core.access import Actor
from core.call import Call
from core.ledger import Fund
from core.ledger.rules import account_label
from core.money import format_yuan
from core.nouns import Change, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes
from grants.funds import actions, forms, queries
from grants.funds.models import REGRANT


def _parts(session: Session, actor: Actor, fund: Fund) -> dict[str, Any]:
    may_top_up = actor.can(P.FUNDS_MANAGE, fund.area_code) and fund.source != REGRANT
    return {
        "postings": [
            (posting, account_label(posting.account))
            for posting in ledger.list_postings(session, fund.area_code[:6])
            if posting.fund_id == fund.id
        ],
        "may_top_up": may_top_up,
        "top_up_form": Call("GET", "", actor=actor).blank(forms.TopUpForm),
    }


NOUN = register(
    Noun(
        name="fund",
        label="资金",
        list_label="资金盘",
        plural="funds",
        section="公益微创投",
        model=Fund,
        table=queries.TABLE,
        view=P.FUNDS_VIEW,
        visible=queries.visible_to,
        out=forms.FundOut,
        title=lambda fund: fund.name,
        add=Change(P.FUNDS_MANAGE, forms.FundForm, actions.open_fund, "登记资金"),
        choices=lambda session, actor, fund: {
            "area_code": queries.area_choices(session, actor),
            "source": [
                (i["code"], i["zh"])
                for i in codelists.items(session, actor.home() or "", "fund_sources")
                if i["is_booked"]
            ],
        },
        facts=lambda session, actor, fund: [
            ("资金来源", codelists.labels(session, fund.area_code, "fund_sources").get(fund.source)),
            ("年度", fund.year),
            ("总额", format_yuan(fund.total_fen) + " 元"),
            ("已承诺", format_yuan(fund.reserved_fen) + " 元"),
            ("已拨付", format_yuan(fund.paid_fen) + " 元"),
            ("可用", format_yuan(fund.available_fen) + " 元"),
        ],
        show=_parts,
        show_template="grants/funds/show.html",
    )
)


@changes("/funds/{row_id:int}/top-up", P.FUNDS_MANAGE, creates=True, takes=forms.TopUpForm)
def top_up(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    fund = NOUN.get(session, actor, row_id)
    form = call.bind(forms.TopUpForm)
    with form.catching(session):
        actions.top_up(session, actor, fund, form.value)
        return Moved(f"/funds/{row_id}", "已追加。")
    return Page(NOUN.show_template, 422, **record_context(NOUN, session, actor, fund) | {"top_up_form": form})


HANDLERS = [top_up, *noun_pages(NOUN)]
