"""The budget helper on its page, in the draft and for machines; others' prices only as a median."""

import pytest

from core.permissions import Role
from grants.proposals.models import BudgetLine, Proposal
from tests.factories import COMMUNITY_A
from tests.grants.proposals.conftest import Draft


@pytest.fixture
def draft(database, browser):
    return Draft(database, browser)


def test_caps_sums_and_medians_of_others(draft):
    with draft.database.writing() as session:
        draft.story.session = session
        first = session.get_one(Proposal, draft.id)
        for n in range(5):
            other = draft.story.proposal(draft.contest, name=f"银杏里第{n}队", title=f"别的项目{n}")
            session.add(
                BudgetLine(
                    proposal_id=other.id, category="MATERIAL", item="彩纸", unit="包", quantity=1, price_fen=1000 + n
                )
            )
            known = {
                "status": "SUBMITTED",
                "submitted_at": first.created_at,
                "receipt_number": f"R{n}",
                "content_hash": "0",
            }
            for name, value in known.items():
                setattr(other, name, value)
        session.add(
            BudgetLine(proposal_id=draft.id, category="MATERIAL", item="彩纸", unit="包", quantity=2, price_fen=9900)
        )
    mate = draft.mate("阿一")
    told = mate.get(f"/api/v1/proposals/{draft.id}/budget").json()
    assert told["sums"] == {"ASKED": 319_800, "SELF": 0, "SOCIAL": 0} and told["problems"] == []
    assert told["comparisons"] == [{"item": "彩纸", "unit": "包", "price_fen": 9900, "median_fen": 1002, "count": 5}]
    page = mate.get(f"/proposals/{draft.id}/steps/6").text
    assert f'data-budget="/proposals/{draft.id}/budget"' in page and "相差一倍以上" in page and "10.02" in page
    assert not [name for name in ("银杏里第", "别的项目") if name in page]
    assert "预算核对" in draft.browser(Role.COMMUNITY, COMMUNITY_A).get(f"/proposals/{draft.id}/budget").text
    assert draft.browser(Role.TEAM, COMMUNITY_A).get(f"/proposals/{draft.id}/budget").status_code == 404
