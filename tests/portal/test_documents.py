"""Every kind of document that the chain prints: it opens, its text copies out whole, and it can be verified."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from litestar.testing import TestClient
from pypdf import PdfReader
from sqlmodel import Session, col, select

from core.accounts import actions as account_actions
from core.accounts import queries as account_queries
from core.accounts.models import Account
from core.db import Database
from core.files.models import StoredFile
from core.files.queries import content_of
from core.issued.models import IssuedDocument
from grants.contests.models import Contest
from grants.judging import actions as judging_actions
from grants.panels.queries import panel_of
from portal.app import configure
from portal.demo.district import PEOPLE
from tests.district import copied

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("documents")]
LOTTERY = "福彩公益金资助"
TEXT = "按计划开展活动，居民参与踊跃，物资使用有清单，收支已公开；下一步增加上门次数，培养两名新骨干。"
# Kind of record and document → does lottery money pay for it, and what must stand on it, word for word.
EXPECTED = {
    ("community_group", "filing"): (
        False,
        ["社区社会组织备案证书", "备案组织不具有独立法人资格，应在备案范围内开展活动。"],
    ),
    ("admission", "agreement"): (False, ["入驻协议", "乙方（入驻组织）", "每3个月进行一次成长评估", "六、其他"]),
    ("admission", "graduation"): (False, ["出壳证书", "云溪区滨河街道银杏里社区暖邻助老队", "准予出壳。"]),
    ("growth_assessment", "growth"): (False, ["成长评估表", "各维度对比", "继续培养骨干，把收支公开做成制度。"]),
    ("proposal", "eligibility"): (False, ["项目资格审查表", "资格条件", "结论：资格通过。", "育苗"]),
    ("proposal", "result_letter"): (False, ["评审结果通知书", "同意立项", "评委的整体看法", "评委同意转达的评语"]),
    ("panel", "SUMMARY"): (False, ["项目评审汇总表", "暖邻行动：每周上门看一看", "评一凡"]),
    ("moderation", "RECORD"): (False, ["评议会记录", "暖邻行动：每周上门看一看", "改为 不资助", "离场回避"]),
    ("agreement", "agreement"): (
        True,
        ["公益微创投项目立项协议", "专款专用：", "知识产权：", "违约责任：", "市级福彩公益金"],
    ),
    ("payment", "request"): (True, ["拨款申请单", "人民币（大写）", "拨付条件", "以前已拨"]),
    ("payment", "voucher"): (True, ["支付凭单", "育苗", "钱审", "云㳇", "钱𬭎堃", "银行回单号"]),
    ("project_check", "midterm"): (True, ["项目中期检查报告", TEXT, "活动清单", "经费使用", "活动扎实，台账清楚。"]),
    ("project_check", "acceptance"): (True, ["项目结项验收报告", TEXT, "票据号码", "结果：通过。"]),
    ("star_assessment", "form"): (False, ["星级申报表与评分表", "常年开展服务，居民认可，同意推荐。", "表决"]),
    ("star", "certificate"): (False, ["社区社会组织星级证书", "经社区推荐、街道初评、区级审评并公示"]),
    ("menu_edition", "booklet"): (False, ["云溪区社会组织服务清单", "独居老人上门探访", "点单表"]),
    ("service_order", "order"): (False, ["服务订单（派单）", "现场联系人", "按约定时间和人数完成"]),
    ("service_order", "acceptance"): (False, ["服务验收单", "居民满意率不低于九成", "征求16人，满意15人"]),
}
# Printed when somebody asks: who asks, where the link stands, and what must stand on it.
ON_DEMAND = (
    (
        "zhulao",
        "/proposals/{proposal}/pdf",
        ["公益微创投项目申报书", "温𫓧之", "问卷统计，姓名已遮去", "我们承诺：内容真实"],
    ),
    ("zhulao", "/proposals/{proposal}/receipt", ["申报回执", "内容摘要（SHA-256）"]),
    (
        "zhulao",
        "/activities/{activity}/pdf",
        ["活动记录", "居民24人，志愿者6人，社工0人", "按计划开展，居民参与踊跃。"],
    ),
    ("judge", "/score-sheets/{sheet}/pdf", ["项目评分表", "本人与申报方没有应当回避的关系，独立评分。", "提交校验码"]),
    (None, "/notices/{notice}/pdf", ["第三届社区公益微创投大赛拟立项项目公示", "暖邻行动：每周上门看一看"]),
    (None, "/money/pdf", ["市级福彩公益金"]),
)


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def opened(content: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(BytesIO(content))
    return reader, plain("".join(page.extract_text() for page in reader.pages))


def account_of(session: Session, key: str) -> Account:
    """The account of somebody of the cast."""
    name = next(person.name for person in PEOPLE if person.key == key)
    return session.exec(select(Account).where(Account.name == name)).one()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demo, with the summary of its closed panel issued."""
    settings = copied(tmp_path_factory, "documents")
    configure(settings)
    database = Database(settings.database_url)
    with database.writing() as session:
        contest = session.exec(select(Contest).where(Contest.edition == 3)).one()
        centre = account_queries.actor_of(session, account_of(session, "centre"))
        judging_actions.issue_summary(session, centre, panel_of(session, contest.id))
    yield database
    database.close()


def newest(session, noun: str, kind: str) -> IssuedDocument:
    here = (IssuedDocument.noun == noun, IssuedDocument.kind == kind)
    return session.exec(select(IssuedDocument).where(*here).order_by(col(IssuedDocument.id)).limit(1)).one()


def test_every_kind_is_expected(story: Database) -> None:
    with story.reading() as session:
        assert set(session.exec(select(IssuedDocument.noun, IssuedDocument.kind).distinct())) == set(EXPECTED)
        assert session.exec(select(IssuedDocument.title).where(IssuedDocument.missing != "")).all() == []


@pytest.mark.parametrize(("noun", "kind"), EXPECTED)
def test_an_issued_document(story: Database, noun: str, kind: str) -> None:
    is_lottery, sentences = EXPECTED[noun, kind]
    with story.reading() as session:
        one = newest(session, noun, kind)
        reader, text = opened(content_of(session.get_one(StoredFile, one.file_id)))
    assert [s for s in sentences if plain(s) not in text] == []
    for mark in (
        one.number,
        f"版本{one.version}",
        f"内容摘要{one.content_hash[:16]}",
        "审计链",
        f"/verify/{one.verify_code}",
    ):
        assert mark in text
    assert (LOTTERY in text) is is_lottery
    pages = len(reader.pages)
    if kind not in ("filing", "graduation", "certificate"):
        assert [f"第{n}页/共{pages}页" in text for n in range(1, pages + 1)] == [True] * pages
    assert reader.metadata is not None and reader.metadata.subject == one.number


def test_rare_characters_of_names_copy_out(story: Database) -> None:
    with story.reading() as session:
        texts = [
            opened(content_of(session.get_one(StoredFile, one.file_id)))[1]
            for one in (newest(session, "payment", "voucher"), newest(session, "star", "certificate"))
        ]
    assert "钱𬭎堃" in texts[0] and "云㳇" in texts[0]
    assert "云喆" in texts[1]


@pytest.fixture(scope="module")
def numbers(story: Database) -> dict[str, int]:
    asked = {
        "proposal": "SELECT id FROM proposal WHERE title LIKE '暖邻行动%'",
        "activity": "SELECT id FROM activity WHERE title LIKE '暖邻行动第%' AND status = 'CONFIRMED'",
        "sheet": "SELECT s.id FROM score_sheet s JOIN panel_seat p ON p.id = s.seat_id JOIN account a ON a.id = "
        "p.account_id WHERE a.name = '评一凡' AND s.status = 'SUBMITTED'",
        "notice": "SELECT id FROM notice WHERE title LIKE '第三届%'",
    }
    with story.engine.connect() as connection:
        return {
            name: connection.exec_driver_sql(f"{sql} ORDER BY 1 LIMIT 1").scalar_one() for name, sql in asked.items()
        }


@pytest.mark.parametrize(("key", "path", "sentences"), ON_DEMAND)
def test_a_document_on_demand(
    story: Database, _app, numbers: dict[str, int], key: str | None, path: str, sentences: list[str]
) -> None:
    _app.state.site.database = story
    client = TestClient(_app)
    if key:
        with story.writing() as session:
            client.cookies.set("miaopu_session", account_actions.open_session(session, account_of(session, key)))
    answer = client.get(path.format(**numbers))
    assert answer.status_code == 200, answer.text[:300]
    reader, text = opened(answer.content)
    assert [s for s in sentences if plain(s) not in text] == []
    assert f"第1页/共{len(reader.pages)}页" in text
    assert "版本" in text and "内容摘要" in text
