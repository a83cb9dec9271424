"""Two hundred past proposals from an office's workbook: previewed, entered once, compared with, taken back."""

import io

import openpyxl
import pytest
from sqlmodel import func, select

from core.call import Upload
from core.errors import Forbidden, Refused, WrongState
from core.ledger.models import LedgerTransaction
from core.permissions import Role
from grants.awards.models import Award
from grants.budgets.queries import past_prices
from grants.past import actions, queries
from grants.past.forms import LinkForm, PastImportForm
from grants.past.models import PastImport, PastLine, PastProposal, PastStatus
from grants.proposals import queries as proposals
from grants.proposals.models import BudgetLine, Proposal
from incubator.groups.models import Group
from tests.factories import COMMUNITY_A
from tests.grants.proposals.conftest import Draft
from tests.incubator.groups.test_groups import make_group

SUMMARY = "走访了三十户独居老人，开过两次议事会，大家都希望每周有人上门看看，陪着说说话，遇到急事有人帮一把。"
HEAD = [
    "年度",
    "届次",
    "项目名称",
    "申报单位",
    "落地社区",
    "项目类别",
    "申请金额（万元）",
    "批准金额（万元）",
    "结果",
    "受益人数",
]
LINES = ["项目名称", "年度", "科目", "支出内容", "单位", "数量", "单价（元）"]


def workbook(rows=200):
    """What offices keep: a title above, amounts in ten thousand yuan, a total below, budgets on a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "项目汇总"
    sheet.append(["云溪区历届公益微创投项目汇总表"])
    sheet.append([*HEAD, "项目简介"])
    outcomes = ["已结项", "未入选", "立项", ""]
    for n in range(rows):
        outcome, year = outcomes[n % 4], 2019 + n % 5
        granted = 0.4 if outcome in ("已结项", "立项") else None
        row = [year, f"第{n % 5 + 1}届", f"往期项目{n:03d}", f"某某{n % 40}队", "银杏里", "环境卫生", 0.5, granted]
        sheet.append([*row, outcome, 30 + n, f"第 {n} 个项目的简介，说明它自己的事。"])
    sheet.append(["合计", "", "", "", "", "", rows * 0.5])
    lines = book.create_sheet("预算明细")
    lines.append(LINES)
    for n in range(6):
        lines.append([f"往期项目{n:03d}", 2019 + n % 5, "活动物资与耗材", "彩纸", "包", 2, 10 + n])
    content = io.BytesIO()
    book.save(content)
    return book, content.getvalue()


def with_rows(book, *rows):
    for row in rows:
        book["项目汇总"].append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture
def draft(database, browser):
    return Draft(database, browser)


def test_two_hundred_are_previewed_entered_once_and_read_by_what_compares(draft):
    book, _content = workbook()
    funded = [2023, "第五届", "暖邻行动", "银杏里助老队", "银杏里社区", "", 0.3, 0.2, "立项", 30, SUMMARY]
    wrong = [2023, "第五届", "写错的", "某某队", "不在本区的社区", "", "约五千", 0.2, "还行", "", ""]
    content = with_rows(book, funded, wrong)
    centre = draft.browser(Role.CENTRE)
    sent = centre.post("/past-imports/new", {"form_key": "k"}, files={"file": ("历届.xlsx", content)})
    assert sent.status_code == 303, sent.text
    where = sent.headers["location"]
    page = centre.get(where).text
    for told in ("金额按万元读取", "本区没有这个社区", "金额看不明白", "结果看不明白", "6 行带预算明细"):
        assert told in page
    assert "1 行对上了现在的组织" in page and "往期项目199" in page
    assert centre.get("/api/v1/past-proposals").json()["items"] == []
    assert centre.post(where + "/move", {"verb": "apply", "version": "1"}).status_code == 303
    shown = centre.get(f"/api/v1{where}").json()
    assert (shown["ok_count"], shown["error_count"], shown["status"]) == (201, 1, "APPLIED")
    [past] = centre.get("/api/v1/past-proposals?q=暖邻行动").json()["items"]
    assert (past["asked_fen"], past["granted_fen"], past["outcome"]) == (300_000, 200_000, "FUNDED")
    [twin] = centre.get(f"/api/v1/proposals/{draft.id}/similar").json()["past"]
    assert (twin["id"], twin["has_same_title"]) == (past["id"], True)
    assert "项目名称相近" in centre.get(f"/proposals/{draft.id}/similar").text
    assert "没有评分、立项和账目" in centre.get(f"/past-proposals/{past['id']}").text
    for who in (draft.browser(Role.COMMUNITY, COMMUNITY_A), draft.mate("阿一"), draft.browser(Role.JUDGE)):
        assert who.get("/past-proposals").status_code == who.get(where).status_code == 403
        assert who.post("/past-imports/new", files={"file": ("历届.xlsx", content)}).status_code == 403
    assert draft.browser(Role.DISTRICT).get("/past-proposals").status_code == 200
    with draft.database.reading() as session:
        proposal = session.get_one(Proposal, draft.id)
        line = BudgetLine(category="MATERIAL", unit="包", item="彩纸", quantity=1, price_fen=1)
        prices = past_prices(session, proposal, [line])["MATERIAL", "包"]
        assert sorted(price for price, _whose in prices) == [1000, 1100, 1200, 1300, 1400, 1500]
        found = proposals.findings_of(session, proposal)
        assert found["NO_OPEN_PROJECT"].holds is None and past["number"] in found["NO_OPEN_PROJECT"].evidence
        counted = [session.exec(select(func.count()).select_from(one)).one() for one in (Award, Proposal)]
        assert (
            counted == [0, 1]
            and not session.exec(select(LedgerTransaction.id).where(LedgerTransaction.kind != "OPEN")).all()
        )


def test_a_second_import_adds_nothing_and_undoing_takes_all_back(session, actor):
    centre, content = actor(Role.CENTRE), workbook(20)[1]
    send = lambda: actions.plan_past(session, centre, PastImportForm(), Upload("历届.xlsx", content))  # noqa: E731
    count = lambda model: session.exec(select(func.count()).select_from(model)).one()  # noqa: E731
    first, meanwhile = send(), send()
    assert count(PastProposal) == 0
    actions.apply_import(session, centre, first)
    assert (count(PastProposal), count(PastLine)) == (20, 6)
    with pytest.raises(Refused, match="没有可以导入的行"):
        actions.apply_import(session, centre, meanwhile)
    assert meanwhile.status == PastStatus.PLANNED and (send().ok_count, count(PastProposal)) == (0, 20)
    actions.undo_import(session, centre, first, "表格拿错了")
    assert (count(PastProposal), count(PastLine), first.status) == (0, 0, PastStatus.UNDONE)
    with pytest.raises(WrongState):
        actions.undo_import(session, centre, first, "再来一次")
    actions.apply_import(session, centre, meanwhile)
    assert count(PastProposal) == 20


def test_whoever_has_another_name_today_is_linked_by_hand(session, actor):
    centre, worker = actor(Role.CENTRE), actor(Role.COMMUNITY, COMMUNITY_A)
    group: Group = make_group(session, worker, name="银杏里助老队")
    actions.apply_import(
        session, centre, actions.plan_past(session, centre, PastImportForm(), Upload("历届.xlsx", workbook(3)[1]))
    )
    past = session.exec(select(PastProposal).order_by(PastProposal.id)).first()
    assert proposals.earlier_of(session, group.id) == []
    with pytest.raises(Refused):
        actions.link_past(session, centre, past, LinkForm(group_id=10**9), None)
    actions.link_past(session, centre, past, LinkForm(group_id=group.id), None)
    assert [(one.year, one.is_finished) for one in proposals.earlier_of(session, group.id)] == [(2019, True)]
    with pytest.raises(Forbidden):
        actions.link_past(session, worker, past, LinkForm(), None)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "请选择要导入的往期项目表"), (b"<html>", "文件打不开"), (workbook(0)[1], "表头下面没有项目")],
)
def test_what_is_no_list_is_refused(session, actor, content, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.plan_past(session, actor(Role.CENTRE), PastImportForm(), Upload("历届.xlsx", content))
    assert session.exec(select(PastImport)).all() == [] and queries.list_of_import(session, 1) == []
